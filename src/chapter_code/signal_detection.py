"""Signal detection of one's own knowledge: is confidence higher when the answer is right?

The measure is the area under the type-2 receiver operating characteristic: the chance that a
right answer, drawn at random, was given with more confidence than a wrong one [fleming2014how].
It asks another question than calibration does, and here the two are moved independently:
exaggerating all confidences keeps the order, and averaging them within groups keeps them
true on average.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from chapter_code import calibration

Array = NDArray[np.float64]
FACTORS = (1.0, 1.5, 2.5, 4.0, 8.0)
GROUPS = (1, 2, 3, 5, 10)


def discrimination(confidences: Array, right: NDArray[np.bool_]) -> float:
    """Return the chance that a right answer is held with more confidence than a wrong one.

    Ties count one half. It is 0.5 when confidence says nothing, and 1 when every right answer
    is held with more confidence than every wrong one.

    Args:
        confidences: Shape (N,). Only their order matters.
        right: Shape (N,). Some must be right, and some wrong.

    Raises:
        ValueError: The shapes differ, or all answers are right, or all are wrong.

    >>> right = np.array([True, True, False, False])
    >>> discrimination(np.array([0.9, 0.6, 0.6, 0.2]), right)
    0.875
    """
    if confidences.shape != right.shape:
        raise ValueError(f"shapes differ: {confidences.shape} and {right.shape}")
    count = int(right.sum())
    if count in (0, len(right)):
        raise ValueError(f"{count} of {len(right)} answers are right; some must be, not all")
    _, place, ties = np.unique(confidences, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(ties) - (ties - 1) / 2)[place]  # from 1; ties share their mean rank
    above = ranks[right].sum() - count * (count + 1) / 2
    return float(above / (count * (len(right) - count)))


def coarsen(confidences: Array, groups: int) -> Array:
    """Return each confidence replaced by the mean of its group, which keeps calibration.

    Args:
        confidences: Shape (N,).
        groups: Of nearly equal size, from the least confident to the most, from 1 to N.

    Raises:
        ValueError: There are fewer groups than 1 or more than N.

    >>> coarsen(np.array([0.2, 0.9, 0.4, 0.7]), groups=2).round(2).tolist()
    [0.3, 0.8, 0.3, 0.8]
    """
    if not 1 <= groups <= len(confidences):
        raise ValueError(f"groups is {groups}, and must be from 1 to {len(confidences)}")
    coarse = np.empty_like(confidences)
    for group in np.array_split(np.argsort(confidences, kind="stable"), groups):
        coarse[group] = confidences[group].mean()
    return coarse


def true_chances() -> Array:
    """Return the simulated model's true chances of being right, an answer each."""
    return calibration.confidence(calibration.run().log_odds, calibration.OVERCONFIDENCE)


def exaggerated(factor: float) -> tuple[float, float]:
    """Return the calibration error and the discrimination when log-odds are multiplied.

    Args:
        factor: Above 0; 1 leaves the true chances as they are.

    Raises:
        ValueError: The factor is not above 0.

    >>> bool(exaggerated(4)[0] > exaggerated(1)[0] + 0.1)
    True
    >>> exaggerated(4)[1] == exaggerated(1)[1]
    True
    """
    if not factor > 0:
        raise ValueError(f"factor is {factor}, and must be above 0")
    answers = calibration.run()
    reported = calibration.confidence(answers.log_odds, calibration.OVERCONFIDENCE / factor)
    error = calibration.expected_calibration_error(reported, answers.right)
    return error, discrimination(answers.log_odds, answers.right)


def averaged(groups: int) -> tuple[float, float]:
    """Return the calibration error and the discrimination when confidences are averaged.

    Args:
        groups: See `coarsen`.

    >>> error, area = averaged(1)
    >>> error < 0.01, area
    (True, 0.5)
    """
    right = calibration.run().right
    reported = coarsen(true_chances(), groups)
    return (
        calibration.expected_calibration_error(reported, right),
        discrimination(reported, right),
    )


def best_area() -> float:
    """Return the discrimination of a model that knows its every chance of being right."""
    return exaggerated(1)[1]
