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
RODENTS = tuple(brain for brain in BRAINS if brain.order == "rodent")
HUMAN = next(brain for brain in BRAINS if brain.species == "human")
PRIMATES = tuple(brain for brain in BRAINS if brain.order == "primate" and brain != HUMAN)
"""Six species, without people."""


def fit(brains: Sequence[Brain]) -> PowerLaw:
    """Fit a power law by least squares of the logarithms of mass.

    Args:
        brains: At least three, with numbers of neurons that are not all the same.

    Raises:
        ValueError: There are fewer than three.

    >>> law = fit(RODENTS)
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


def leave_one_out(brains: Sequence[Brain]) -> list[PowerLaw]:
    """Return the laws fitted when each species in turn is left out.

    Args:
        brains: At least four.

    Raises:
        ValueError: There are fewer than four.
    """
    return [fit([other for other in brains if other != brain]) for brain in brains]


def exponent(brains: Sequence[Brain]) -> float:
    """Return the exponent of the law of some species."""
    return fit(brains).exponent


def human_by(brains: Sequence[Brain]) -> float:
    """Return the mass in grams that their law gives to as many neurons as a human brain has.

    >>> round(human_by(RODENTS) / 1000, 1)  # kilograms
    29.6
    """
    return fit(brains).grams(HUMAN.neurons)


def lowest_human_by(brains: Sequence[Brain]) -> float:
    """Return the lowest such mass when one species is left out."""
    return min(law.grams(HUMAN.neurons) for law in leave_one_out(brains))


def highest_human_by(brains: Sequence[Brain]) -> float:
    """Return the highest such mass when one species is left out."""
    return max(law.grams(HUMAN.neurons) for law in leave_one_out(brains))


def human_mass() -> float:
    """Return the mean mass in grams of the human brains that were counted."""
    return HUMAN.grams
