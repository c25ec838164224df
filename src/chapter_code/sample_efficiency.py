"""Sample efficiency: how many examples a network needs, and whether width saves any.

Networks with one hidden layer learn to read handwritten digits [alpaydin1998optical], as in
`chapter_code.forgetting`. All take the same number of steps of gradient descent; what
differs is their width, and from how many images they may learn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._results import kept, stored
from chapter_code.forgetting import accuracy, digits, learn, network

Array = NDArray[np.float64]
WIDTHS = (6, 8, 12, 16, 32, 64)
SIZES = (25, 50, 100, 200, 400, 800, 1200)
REPEATS = 5
HELD_OUT = 500
STEPS = 300
RATE = 0.3
GOAL = 0.8


@dataclass(frozen=True)
class Result:
    """How many examples networks of several widths need.

    Attributes:
        widths: Shape (W,). Hidden units.
        needed: Shape (W,). Examples with which the mean accuracy on held-out images reaches
            `GOAL`; not a number where all `SIZES` are too small.
    """

    widths: NDArray[np.int64]
    needed: Array


def first_reached(goal: float, sizes: Array, accuracy: Array) -> float:
    """Return the size of a training set at which the accuracy first reaches a goal.

    Args:
        goal: The accuracy to reach.
        sizes: Shape (S,). Of the training sets, above 0 and growing.
        accuracy: Shape (S,). After training on each.

    Returns:
        A size between two that were tried, by interpolation over logarithms; the smallest if
        it suffices; not a number if none does.

    Raises:
        ValueError: The sizes do not grow, or there are not as many as accuracies.

    >>> round(first_reached(0.9, np.array([10.0, 1000.0]), np.array([0.8, 1.0])))
    100
    """
    if len(sizes) != len(accuracy) or not (np.diff(sizes, prepend=0) > 0).all():
        raise ValueError(f"sizes are {sizes}, and must grow, one for each of {accuracy}")
    reached = np.flatnonzero(accuracy >= goal)
    if not len(reached):
        return float("nan")
    pair = slice(max(reached[0] - 1, 0), reached[0] + 1)
    return float(np.exp(np.interp(goal, accuracy[pair], np.log(sizes[pair]))))


def run(seed: int = 0) -> Result:
    """Train networks of every width on ever larger training sets, until they reach `GOAL`.

    Args:
        seed: Of the splits, the weights and the batches.

    >>> result = run()
    >>> bool(result.needed[0] > 2 * result.needed[-1])
    True
    """
    rng = np.random.default_rng(seed)
    data = digits()
    splits = [data[rng.permutation(len(data.labels))] for _ in range(REPEATS)]

    def mean_accuracy(width: int, size: int) -> float:
        scores = []
        for split in splits:
            learner = network(rng, width)
            examples = split[np.arange(HELD_OUT, HELD_OUT + size)]
            learn(learner, [examples], [1.0], rng, steps=STEPS, rate=RATE)
            scores.append(accuracy(learner, split[np.arange(HELD_OUT)]))
        return float(np.mean(scores))

    needed = []
    for width in WIDTHS:
        scores: list[float] = []
        for size in SIZES:
            scores.append(mean_accuracy(width, size))
            if scores[-1] >= GOAL:
                break
        tried = np.array(SIZES[: len(scores)], dtype=float)
        needed.append(first_reached(GOAL, tried, np.array(scores)))
    return Result(np.array(WIDTHS), np.array(needed))


@kept
def result() -> Result:
    """Return the stored result of `run`."""
    return stored(Result, "sample_efficiency")


def examples_needed(width: int) -> float:
    """Return how many examples networks of one of `WIDTHS` needed.

    Raises:
        ValueError: The width was not tried.
    """
    if width not in WIDTHS:
        raise ValueError(f"width is {width}, and must be one of {WIDTHS}")
    return float(result().needed[WIDTHS.index(width)])
