"""Brains: how brain mass grows with the number of neurons in two orders of mammals.

`BRAINS` holds species counted by one method: rodents [herculanohouzel2006cellular], primates
[herculanohouzel2007cellular], and people [azevedo2009equal]. A line through the logarithms is
a power law, mass = scale * neurons ** exponent.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import linear_regression, stdev

from chapter_code._checks import positive
from chapter_code._data import rows


@dataclass(frozen=True)
class Brain:
    """A species' brain: its mass in grams, and its number of neurons."""

    order: str
    species: str
    grams: float
    neurons: float


@dataclass(frozen=True)
class PowerLaw:
    """A fitted power law.

    Attributes:
        exponent: Of the number of neurons.
        standard_error: Of the exponent.
        scale: The mass in grams that the law gives to a single neuron.
    """

    exponent: float
    standard_error: float
    scale: float

    def grams(self, neurons: float) -> float:
        """Return the mass that the law gives to a number of neurons."""
        return self.scale * math.pow(neurons, self.exponent)


BRAINS = tuple(
    Brain(row["order"], row["species"], float(row["brain_g"]), float(row["neurons"]))
    for row in rows("brains.csv")
)
"""Six rodents, six primates, and people."""


def members(order: str) -> list[Brain]:
    """Return the species of an order, people left out.

    Raises:
        ValueError: No species is of that order.

    >>> [brain.species for brain in members("rodent")][:2]
    ['mouse', 'hamster']
    """
    found = [brain for brain in BRAINS if brain.order == order and brain.species != "human"]
    if not found:
        orders = ", ".join(sorted({brain.order for brain in BRAINS}))
        raise ValueError(f"order is {order!r}, and must be one of {orders}")
    return found


def fit(brains: Sequence[Brain]) -> PowerLaw:
    """Fit a power law by least squares of the logarithms of mass.

    Args:
        brains: At least three, with numbers of neurons that are not all the same.

    Raises:
        ValueError: There are fewer than three.

    >>> law = fit(members("rodent"))
    >>> round(law.exponent, 2), round(law.standard_error, 2)
    (1.55, 0.11)
    """
    if len(brains) < 3:
        raise ValueError(f"{len(brains)} brains are too few for a line and its error")
    x = [math.log(brain.neurons) for brain in brains]
    y = [math.log(brain.grams) for brain in brains]
    line = linear_regression(x, y)
    squares = math.fsum(
        (b - line.slope * a - line.intercept) ** 2 for a, b in zip(x, y, strict=True)
    )
    spread = stdev(x) ** 2 * (len(x) - 1)
    error = math.sqrt(squares / (len(x) - 2) / spread)
    return PowerLaw(line.slope, error, math.exp(line.intercept))


def leave_one_out(brains: Sequence[Brain], neurons: float) -> tuple[float, float]:
    """Return the lowest and the highest mass predicted when any one species is left out.

    Args:
        brains: At least four.
        neurons: For which to predict, above 0.

    Raises:
        ValueError: There are too few brains, or the number of neurons is not above 0.
    """
    positive(neurons=neurons)
    predicted = [
        fit([other for other in brains if other != brain]).grams(neurons) for brain in brains
    ]
    return min(predicted), max(predicted)


def human() -> Brain:
    """Return the human brain."""
    return next(brain for brain in BRAINS if brain.species == "human")


def human_by(order: str) -> float:
    """Return the mass in grams of a brain with as many neurons as a human one.

    >>> round(human_by("rodent") / 1000, 1)  # kilograms
    29.6
    """
    return fit(members(order)).grams(human().neurons)


def exponent(order: str) -> float:
    """Return the exponent of an order's power law."""
    return fit(members(order)).exponent
