"""The worst case: a push that hardly matters in a random direction, and ruins in a chosen one.

Two classes of inputs in d dimensions have their centers a distance 2 s apart; around them, the
inputs scatter normally, with standard deviation 1 in every direction. The best classifier
says which center is nearer. It errs only on inputs that lie more than s beyond their center
toward the other.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np

from chapter_code._checks import positive

DIMENSION = 3072
"""As many dimensions as a color photograph of 32 by 32 pixels has values."""

normal = NormalDist().cdf


def accuracy_under_attack(separation: float, length: float) -> float:
    """Return the share classified rightly after each input is pushed in the worst direction.

    The worst direction leads from its own center toward the other, and is the same for all
    inputs of a class.

    Args:
        separation: Half of the distance between the centers, s.
        length: Of the push, in standard deviations, at least 0.

    Raises:
        ValueError: The length is below 0.

    >>> round(accuracy_under_attack(2, length=2), 3)
    0.5
    """
    if length < 0:
        raise ValueError(f"length is {length}, and must be at least 0")
    return normal(separation - length)


def accuracy_under_noise(separation: float, length: float, dimension: int) -> float:
    """Return the share classified rightly after each input is pushed in a random direction.

    A random direction in d dimensions has a component of about 1 / sqrt(d) along any one line;
    it is taken as normally distributed, which is nearly so when d is large.

    Args:
        separation: Half of the distance between the centers, s.
        length: Of the push, in standard deviations, at least 0.
        dimension: d, at least 1.

    Raises:
        ValueError: The length is below 0 or the dimension below 1.

    >>> round(accuracy_under_noise(2, length=2, dimension=3072), 3)
    0.977
    """
    if length < 0:
        raise ValueError(f"length is {length}, and must be at least 0")
    positive(dimension=dimension)
    return normal(separation / math.sqrt(1 + length**2 / dimension))


def simulate(
    separation: float, length: float, dimension: int, rng: np.random.Generator, inputs: int
) -> tuple[float, float]:
    """Return the shares classified rightly under attack and under noise, in a simulation.

    Args:
        separation: Half of the distance between the centers, s.
        length: Of the push, in standard deviations.
        dimension: How many there are, d.
        rng: Where the inputs come from.
        inputs: How many are drawn from one class; the other is its mirror image.
    """
    margins = separation + rng.standard_normal(inputs)
    pushes = rng.standard_normal((inputs, dimension))
    along = length * pushes[:, 0] / np.linalg.norm(pushes, axis=1)
    return float(np.mean(margins > length)), float(np.mean(margins + along > 0))
