"""Parrot or rule: a network that first memorizes a table, and later finds its rule.

The table is addition modulo 31. The network is shown half of its entries, each a pair of
numbers and their sum, and asked for the others. It fits what it was shown within a few dozen
steps, and gets the others right only much later: it *groks*, as [power2022grokking] call it.
What it finds is Fourier analysis [nanda2023progress]. One hidden layer with a quadratic
activation and a squared error is the setting of [gromov2023grokking].

The control is the same table with its sums shuffled. It can be memorized as well, and there is
no rule to find.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._adamw import AdamW
from chapter_code._checks import share
from chapter_code._results import kept, stored

MODULUS = 31
RATE, BETAS = 0.006, (0.9, 0.98)
"""The learning rate of AdamW, and the decay rates of its two running means."""


@dataclass(frozen=True)
class Result:
    """What a network gets right as it learns, and what it has learned.

    Attributes:
        steps: Shape (T,). The training steps at which it was tested.
        shown: Shape (T,). The share of right answers among the entries that it was shown.
        held_back: Shape (T,). The same among the others.
        purity: At the end, the mean over hidden units of the largest share that a single
            frequency has in the power of the unit's weights for the first number.
    """

    steps: NDArray[np.int64]
    shown: NDArray[np.float64]
    held_back: NDArray[np.float64]
    purity: float


def single_frequency_share(weights: NDArray[np.floating]) -> float:
    """Return the mean over columns of the largest share of one frequency in the power.

    Args:
        weights: Shape (n, k), n at least 3, no column constant. The mean of a column does not
            count.

    Raises:
        ValueError: There are fewer than 3 rows, or a column is constant.

    >>> turn = 2 * np.pi * np.arange(31)[:, None] / 31
    >>> round(single_frequency_share(np.cos(3 * turn)), 6)
    1.0
    """
    if len(weights) < 3:
        raise ValueError(f"weights have {len(weights)} rows, and must have at least 3")
    power = np.abs(np.fft.rfft(weights, axis=0)[1:]) ** 2
    total = power.sum(axis=0)
    if not total.all():
        raise ValueError("a column of weights is constant")
    return float((power.max(axis=0) / total).mean())


def run(
    seed: int = 0,
    shuffled: bool = False,
    weight_decay: float = 0.3,
    fraction: float = 0.5,
    steps: int = 2500,
    hidden: int = 256,
) -> Result:
    """Train a network on part of the table, and test it on the way.

    Args:
        seed: Of the first weights, of the entries that are shown, and of the shuffling.
        shuffled: Whether the sums are shuffled, so that there is no rule.
        weight_decay: How strongly AdamW pulls weights toward 0, at least 0.
        fraction: The share of entries that is shown, so that some are and some are not.
        steps: Of full-batch AdamW, at least 1.
        hidden: Units of the hidden layer.

    Raises:
        ValueError: An argument is out of range.

    >>> result = run(steps=50)
    >>> bool(result.shown[-1] > 0.99), bool(result.held_back[-1] < 0.1)
    (True, True)
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}, and must be at least 1")
    if weight_decay < 0:
        raise ValueError(f"weight_decay is {weight_decay}, and must be at least 0")
    share(fraction=fraction)
    rng = np.random.default_rng(seed)
    entries = MODULUS**2
    first, second = np.divmod(np.arange(entries), MODULUS)
    sums = (first + second) % MODULUS
    if shuffled:
        sums = rng.permutation(sums)
    order = rng.permutation(entries)
    shown, others = np.split(order, [int(fraction * entries)])
    if not (len(shown) and len(others)):
        raise ValueError(f"fraction is {fraction}, and leaves no entry to show or to hold back")

    one_hot = np.eye(MODULUS, dtype=np.float32)
    pairs, target = np.hstack([one_hot[first], one_hot[second]]), one_hot[sums]
    weights = [
        rng.standard_normal(shape, dtype=np.float32) / np.float32(shape[0] ** 0.5)
        for shape in ((2 * MODULUS, hidden), (hidden, MODULUS))
    ]
    optimizer = AdamW(weights, BETAS, weight_decay)

    def accuracy(which: NDArray[np.int64]) -> float:
        answers = ((pairs[which] @ weights[0]) ** 2 @ weights[1]).argmax(axis=1)
        return float((answers == sums[which]).mean())

    tested = np.unique(np.geomspace(1, steps, 100).round().astype(np.int64))
    on_shown, on_others = [], []
    inputs, wanted = pairs[shown], target[shown]
    for step in range(1, steps + 1):
        into = inputs @ weights[0]
        activity = into**2
        error = (activity @ weights[1] - wanted) * np.float32(2 / len(shown))
        back = error @ weights[1].T * into
        optimizer.step([2 * inputs.T @ back, activity.T @ error], RATE)
        if step in tested:
            on_shown.append(accuracy(shown))
            on_others.append(accuracy(others))
    purity = single_frequency_share(weights[0][:MODULUS])
    return Result(tested, np.array(on_shown), np.array(on_others), purity)


def first_step(reached: NDArray[np.float64], level: float, result: Result) -> int:
    """Return the first tested step at which a curve of a result has reached a level.

    Args:
        reached: The curve, `result.shown` or `result.held_back`.
        level: From 0 to 1.
        result: The result to which the curve belongs.

    Raises:
        ValueError: The curve never reaches the level.
    """
    at = np.flatnonzero(reached >= level)
    if not len(at):
        raise ValueError(f"the curve never reaches {level}")
    return int(result.steps[at[0]])


@kept
def result(shuffled: bool = False) -> Result:
    """Return the stored result of `run`, for the table or for the control."""
    return stored(Result, "grokking_shuffled" if shuffled else "grokking")


def memorized_at() -> int:
    """Return the step at which the network gets 99.9% of what it was shown right."""
    return first_step(result().shown, 0.999, result())


def generalized_at() -> int:
    """Return the step at which it gets 99% of what it was not shown right.

    >>> generalized_at() > 30 * memorized_at()
    True
    """
    return first_step(result().held_back, 0.99, result())


def purity(shuffled: int = 0) -> float:
    """Return the share of a single frequency in a hidden unit, on average, at the end.

    Args:
        shuffled: 1 for the control, whose sums are shuffled; 0 for the table.
    """
    return result(bool(shuffled)).purity
