"""Cap sets: what a proposer finds when everything that it proposes is checked.

A cap set is a set of points of the n-dimensional grid {0, 1, 2}^n of which no three lie on a
line, that is, of which no three distinct points sum to a multiple of 3 in every coordinate.
Here points are proposed in some order of priority, and each is kept if no line forbids it,
as in [romeraparedes2024mathematical]. One proposer ranks the points one by one. The other
ranks classes of points that symmetries carry into each other, so that it proposes a rule.
Both draw their ranks at random: no language model takes part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._results import kept

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Result:
    """The sizes of the cap sets that two proposers found.

    Attributes:
        points: Shape (P,). From ranks drawn for each point.
        rules: Shape (P,). From ranks drawn for each class of points.
    """

    points: Integers
    rules: Integers


def grid(dimension: int) -> Integers:
    """Return the points of {0, 1, 2}^n, in lexicographic order; shape (3^n, n)."""
    return np.stack(np.meshgrid(*[np.arange(3)] * dimension, indexing="ij"), axis=-1).reshape(
        -1, dimension
    )


def third_points(dimension: int) -> Integers:
    """Return the number of the point that completes a line through two others.

    Returns:
        For points a and b of `grid`, the number of -a - b, modulo 3; shape (3^n, 3^n).

    >>> int(third_points(1)[0, 1])
    2
    """
    points = grid(dimension)
    weights = 3 ** np.arange(dimension)[::-1]
    return (-(points[:, None] + points) % 3) @ weights


def symmetry_classes(points: Integers) -> Integers:
    """Return the class of each point under rotation of its coordinates and swapping 1 and 2.

    Args:
        points: Shape (k, n).

    Returns:
        Numbers from 0, equal for points that a symmetry carries into each other; shape (k,).
    """
    dimension = points.shape[1]
    images = [
        np.roll(p, shift, axis=1) for p in (points, -points % 3) for shift in range(dimension)
    ]
    weights = 3 ** np.arange(dimension)
    smallest = np.min([image @ weights for image in images], axis=0)
    return np.unique(smallest, return_inverse=True)[1].astype(np.int64)


def keep(order: Integers, third: Integers) -> list[int]:
    """Return the points that are kept when they are proposed in an order.

    Args:
        order: Shape (k,): the numbers of the points, the first proposed first.
        third: Shape (k, k): the number of the point on a line with two others.
    """
    free = np.ones(len(third), dtype=bool)
    kept: list[int] = []
    for point in order.tolist():
        if free[point]:
            free[third[point, kept]] = False
            kept.append(point)
    return kept


@kept
def run(seed: int = 0, dimension: int = 6, proposals: int = 500) -> Result:
    """Let both proposers propose, and keep what the check allows.

    Args:
        seed: Of the ranks.
        dimension: n, at least 1.
        proposals: P, the number of rankings that each proposer draws, at least 1.

    Raises:
        ValueError: The dimension or the number of proposals is below 1.

    >>> result = run()
    >>> int(result.points.max()), int(result.rules.max())
    (77, 112)
    """
    if dimension < 1 or proposals < 1:
        raise ValueError(
            f"dimension is {dimension}, proposals {proposals}; both must be at least 1"
        )
    rng = np.random.default_rng(seed)
    points = grid(dimension)
    third = third_points(dimension)
    classes = symmetry_classes(points)
    sizes = [
        (
            len(keep(rng.permutation(len(points)), third)),
            len(keep(np.argsort(rng.random(classes.max() + 1)[classes], kind="stable"), third)),
        )
        for _ in range(proposals)
    ]
    found = np.array(sizes)
    return Result(found[:, 0], found[:, 1])


def largest(proposer: int) -> int:
    """Return the size of the largest cap set found: 0 for points, 1 for rules."""
    result = run()
    return int((result.points, result.rules)[proposer].max())
