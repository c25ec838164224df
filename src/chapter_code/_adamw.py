"""The optimizer of the larger networks: Adam, with weight decay apart from the gradient."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


class AdamW:
    """Gradient descent with running means of the gradient and of its square.

    Args:
        parameters: What is trained, changed in place.
        betas: The decay rates of the two means.
        weight_decay: The share of a parameter that is lost per unit of learning rate.
    """

    def __init__(
        self,
        parameters: Sequence[Array],
        betas: tuple[float, float] = (0.9, 0.999),
        weight_decay: float = 0,
    ) -> None:
        self.parameters, self.betas, self.weight_decay = parameters, betas, weight_decay
        self.means = [np.zeros_like(parameter) for parameter in parameters]
        self.squares = [np.zeros_like(parameter) for parameter in parameters]
        self.count = 0

    def step(self, gradients: Sequence[Array], rate: float) -> None:
        """Take a step down the gradients, at a learning rate."""
        self.count += 1
        first, second = self.betas
        of_mean, of_square = 1 - first**self.count, 1 - second**self.count
        for parameter, gradient, mean, square in zip(
            self.parameters, gradients, self.means, self.squares, strict=True
        ):
            mean += (1 - first) * (gradient - mean)
            square += (1 - second) * (gradient**2 - square)
            parameter *= 1 - rate * self.weight_decay
            parameter -= rate / of_mean * mean / (np.sqrt(square / of_square) + 1e-8)
