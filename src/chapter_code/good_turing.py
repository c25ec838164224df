"""Good-Turing: how often a calibrated model must invent.

After [kalai2024calibrated], in the smallest setting that has their result. Each of many people
has one birthday, without pattern, and a text states the birthdays of people drawn at random. A
model that has read the text is asked to state further facts. It mixes two habits: to repeat a
fact that it has read, or to name a person and a date at random. The mixture is chosen to give
held-out text the highest probability, and is not told anything else.

The Good-Turing estimate [good1953population] needs no model: the share of facts that a text
states exactly once estimates how much of what comes next is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
DATES = 365


@dataclass(frozen=True)
class Result:
    """What a model invents, beside what the text foretells, for texts of growing length.

    Attributes:
        facts: Shape (T,). The facts that the text states, repetitions included.
        once: Shape (T,). The Good-Turing estimate.
        unseen: Shape (T,). The probability that the next fact is about somebody new.
        invented: Shape (T,). The share of the model's statements that are false.
    """

    facts: Integers
    once: NDArray[np.float64]
    unseen: NDArray[np.float64]
    invented: NDArray[np.float64]


def good_turing(counts: Integers) -> float:
    """Return the share of the statements of a text that are about something stated once.

    Args:
        counts: How often each fact is stated; not all 0.

    Raises:
        ValueError: Nothing is stated.

    >>> good_turing(np.array([3, 1, 1, 0]))
    0.4
    """
    if not counts.any():
        raise ValueError("nothing is stated")
    return float((counts == 1).sum() / counts.sum())


def inventing_share(read: Integers, held_out: Integers) -> float:
    """Return the share of random statements that gives held-out text the highest probability.

    Args:
        read: How often the text that was read names each person.
        held_out: How often a further text does.

    Returns:
        A share between 0 and 1, found by expectation maximization.
    """
    people = len(read)
    repeated, at_random = read / read.sum(), 1 / (people * DATES)
    share = 0.5
    for _ in range(200):
        invented = share * at_random / (share * at_random + (1 - share) * repeated)
        share = float((held_out * invented).sum() / held_out.sum())
    return share


@cache
def run(seed: int = 0, people: int = 20_000) -> Result:
    """Compare the model's false statements with the Good-Turing estimate.

    Args:
        seed: Of the texts.
        people: Each with one of 365 dates, at least 1.

    Raises:
        ValueError: There is nobody.

    >>> result = run()
    >>> bool(abs(result.invented - result.once).max() < 0.025)
    True
    """
    if people < 1:
        raise ValueError(f"people is {people}, and must be at least 1")
    rng = np.random.default_rng(seed)
    lengths = (people * 2.0 ** np.arange(-2, 4)).astype(np.int64)
    measured = []
    for length in lengths:
        read, held_out = (
            np.bincount(rng.integers(0, people, size), minlength=people)
            for size in (length, people)
        )
        share = inventing_share(read, held_out)
        # A random statement is true of one date in 365.
        measured.append((good_turing(read), np.mean(read == 0), share * (1 - 1 / DATES)))
    once, unseen, invented = np.array(measured).T
    return Result(lengths, once, unseen, invented)


def invented(texts: int) -> float:
    """Return the share of false statements after a text of 20,000 facts times a power of two.

    Args:
        texts: The power, from -2 to 3.
    """
    return float(run().invented[texts + 2])


def stated_once(texts: int) -> float:
    """Return the Good-Turing estimate for the same text."""
    return float(run().once[texts + 2])
