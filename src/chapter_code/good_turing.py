"""Good-Turing: how often a calibrated model must invent.

After [kalai2024calibrated], in the smallest setting that has their result. Each of many people
has one birthday, without pattern, and a text states the birthdays of people drawn at random. A
model that has read the text is asked to state further facts. It mixes two habits: to repeat a
fact that it has read, or to name a person and a date at random. The mixture is chosen to give
held-out text the highest probability, and is not told anything else. People are drawn evenly,
or by Zipf's law, where a few are named all the time and most hardly ever.

The Good-Turing estimate [good1953population] needs no model: the share of facts that a text
states exactly once estimates how much of what comes next is new.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._results import kept

DATES = 365
SHORTEST = 5_000
"""Facts that the shortest text states; each further text is twice as long as the one before."""
TEXTS = 6


@dataclass(frozen=True)
class Result:
    """What a model invents, beside what the text foretells, for texts of growing length.

    Attributes:
        facts: Shape (T,). The facts that the text states, repetitions included.
        once: Shape (T,). The Good-Turing estimate.
        unseen: Shape (T,). The probability that the next fact is about somebody not yet named.
        invented: Shape (T,). The share of the model's statements that are false.
    """

    facts: NDArray[np.int64]
    once: NDArray[np.float64]
    unseen: NDArray[np.float64]
    invented: NDArray[np.float64]


def good_turing(counts: NDArray[np.int64]) -> float:
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


def inventing_share(read: NDArray[np.int64], held_out: NDArray[np.int64]) -> float:
    """Return the share of random statements that gives held-out text the highest probability.

    Args:
        read: How often the text that was read names each person.
        held_out: How often a further text does.

    Returns:
        A share between 0 and 1, found by expectation maximization.
    """
    named = held_out > 0
    at_random = 1 / (len(read) * DATES)
    repeated, weight = (read / read.sum())[named], (held_out / held_out.sum())[named]
    share = 0.5
    for _ in range(200):
        share *= float(
            (weight * at_random / (share * at_random + (1 - share) * repeated)).sum()
        )
    return share


@kept
def run(seed: int = 0, exponent: float = 0, people: int = 20_000) -> Result:
    """Compare the model's false statements with the Good-Turing estimate.

    Args:
        seed: Of the texts.
        exponent: At least 0. The person of rank r is named with a probability that falls as
            r to the minus exponent: 0 names all evenly, 1 is Zipf's law.
        people: Each with one of 365 dates, at least 1.

    Raises:
        ValueError: There is nobody, or the exponent is below 0.

    >>> result = run()
    >>> bool(abs(result.invented - result.once)[2:].max() < 0.025)
    True
    """
    if people < 1:
        raise ValueError(f"people is {people}, and must be at least 1")
    if exponent < 0:
        raise ValueError(f"exponent is {exponent}, and must be at least 0")
    rng = np.random.default_rng(seed)
    frequencies = np.arange(1, people + 1) ** -float(exponent)
    frequencies /= frequencies.sum()
    lengths = SHORTEST * 2 ** np.arange(TEXTS)
    measured = []
    for length in lengths:
        read, held_out = (rng.multinomial(size, frequencies) for size in (length, people))
        share = inventing_share(read, held_out)
        # A random statement is true of one date in 365.
        invented = share * (1 - 1 / DATES)
        measured.append((good_turing(read), frequencies[read == 0].sum(), invented))
    once, unseen, false = np.array(measured).T
    return Result(lengths, once, unseen, false)


def _of(facts: int) -> int:
    """Return the place of a text in the result, or raise `ValueError` if there is none."""
    lengths = [SHORTEST * 2**power for power in range(TEXTS)]
    if facts not in lengths:
        raise ValueError(f"facts is {facts}, and must be one of {lengths}")
    return lengths.index(facts)


def stated_once(facts: int, exponent: float = 0) -> float:
    """Return the Good-Turing estimate for a text of so many facts.

    Args:
        facts: 5,000 or a doubling of it, up to 160,000.
        exponent: See `run`.
    """
    return float(run(exponent=exponent).once[_of(facts)])


def invented(facts: int, exponent: float = 0) -> float:
    """Return the share of false statements of the model that read such a text.

    Args:
        facts: See `stated_once`.
        exponent: See `run`.

    >>> abs(invented(20_000, exponent=1) - stated_once(20_000, exponent=1)) < 0.025
    True
    """
    return float(run(exponent=exponent).invented[_of(facts)])
