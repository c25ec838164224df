"""Networks of layers, whose hidden units are rectified: max(0, x)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


class Network:
    """A network in which each layer depends on the one before.

    Args:
        rng: Where its first weights come from.
        sizes: Of its layers: the inputs, the hidden layers and the outputs.

    Attributes:
        weights: One array, of shape (in, out), for each layer but the inputs.
        biases: Likewise, of shape (out,).
        parameters: What is trained: the weights, then the biases.
    """

    def __init__(self, rng: np.random.Generator, sizes: tuple[int, ...]) -> None:
        self.weights: list[Array] = [
            rng.standard_normal((ins, outs), dtype=np.float32) * np.float32((2 / ins) ** 0.5)
            for ins, outs in pairwise(sizes)
        ]
        self.biases: list[Array] = [np.zeros(outs, np.float32) for outs in sizes[1:]]
        self.parameters = self.weights + self.biases

    def layers(self, given: Array, first: int = 0) -> list[Array]:
        """Return the layers from one on, which is given, to the outputs.

        Args:
            given: Shape (B, units). B rows of the layer, or of inputs.
            first: Which layer it is; 0 are the inputs.
        """
        found = [given]
        for number in range(first, len(self.weights)):
            layer = found[-1] @ self.weights[number] + self.biases[number]
            if number + 1 < len(self.weights):
                np.maximum(layer, 0, out=layer)
            found.append(layer)
        return found

    def gradients(self, layers: list[Array], error: Array) -> list[Array]:
        """Return the gradients of a loss by `parameters`.

        Args:
            layers: What `layers` returns for inputs.
            error: Shape (B, outputs). The gradient of the loss by the outputs.
        """
        of_weights: list[Array] = []
        of_biases: list[Array] = []
        for weights, layer in zip(self.weights[::-1], layers[-2::-1], strict=True):
            of_weights.insert(0, layer.T @ error)
            of_biases.insert(0, error.sum(axis=0))
            if layer is not layers[0]:
                error = (error @ weights.T) * (layer > 0)
        return of_weights + of_biases


def softmax_error(outputs: Array, labels: NDArray[np.int64]) -> Array:
    """Return the gradient by the outputs of the mean cross-entropy of their softmax.

    Args:
        outputs: Shape (B, classes).
        labels: Shape (B,). The class of each row.
    """
    error: Array = np.exp(outputs - outputs.max(axis=1, keepdims=True))
    error /= error.sum(axis=1, keepdims=True)
    error[np.arange(len(labels)), labels] -= 1
    error /= np.float32(len(labels))
    return error
