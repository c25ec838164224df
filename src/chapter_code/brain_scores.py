"""Brain scores: how a split of the data can make any smooth feature predict a brain.

A brain score says how well features of a model predict recordings that were held out.
Recordings in time are smooth: neighbors resemble each other. If single moments are held out at
random, each has neighbors in the training set, and features that only tell moments apart
predict it. The recordings and the features here are smooth and random, and have nothing to do
with each other [hadidi2026spurious].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._results import kept

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Result:
    """Scores of unrelated features, for signals of growing smoothness.

    Attributes:
        smoothness: Shape (S,). The moments over which a signal is averaged.
        shuffled: Shape (S,). The correlation of prediction and recording when single moments
            are held out.
        blocks: Shape (S,). The same when stretches of successive moments are held out.
    """

    smoothness: NDArray[np.int64]
    shuffled: Array
    blocks: Array


def smooth_noise(rng: np.random.Generator, moments: int, count: int, width: int) -> Array:
    """Return random signals, each moment a mean over neighboring ones.

    Args:
        rng: Where the noise comes from.
        moments: T, at least 2.
        count: K, at least 1.
        width: Over how many moments to average, at least 1.

    Returns:
        An array of shape (T, K), every column with mean 0 and standard deviation 1.

    Raises:
        ValueError: There are no two moments, or no width.
    """
    if moments < 2:
        raise ValueError(f"moments is {moments}, and must be at least 2")
    if width < 1:
        raise ValueError(f"width is {width}, and must be at least 1")
    sums = np.cumsum(rng.standard_normal((moments + width, count)), axis=0)
    signals = sums[width:] - sums[:-width]
    return np.asarray((signals - signals.mean(axis=0)) / signals.std(axis=0))


def score(features: Array, signals: Array, fold: NDArray[np.int64], ridge: float = 1) -> float:
    """Return the mean correlation of held-out signals with their linear prediction.

    Args:
        features: Shape (T, F).
        signals: Shape (T, K).
        fold: Shape (T,). The fold in which each moment is held out.
        ridge: The penalty on squared weights, above 0.
    """
    predicted = np.zeros_like(signals)
    for number in np.unique(fold):
        held_out = fold == number
        known, answers = features[~held_out], signals[~held_out]
        gram = known.T @ known + ridge * np.eye(features.shape[1])
        predicted[held_out] = features[held_out] @ np.linalg.solve(gram, known.T @ answers)
    correlations = [
        np.corrcoef(a, b)[0, 1] for a, b in zip(predicted.T, signals.T, strict=True)
    ]
    return float(np.mean(correlations))


@kept
def run(seed: int = 0, moments: int = 3000, features: int = 150) -> Result:
    """Score unrelated features on signals of growing smoothness, with both splits.

    Args:
        seed: Of features and signals.
        moments: T, how many there are.
        features: F, how many there are.

    >>> result = run()
    >>> bool(result.shuffled[-1] > 0.75), bool(result.blocks.max() < 0.1)
    (True, True)
    """
    rng = np.random.default_rng(seed)
    widths = [1, 2, 4, 8, 16, 32]
    blocks = np.arange(moments) * 5 // moments
    shuffled = rng.permutation(blocks)
    scores = []
    for width in widths:
        given = smooth_noise(rng, moments, features, width)
        recorded = smooth_noise(rng, moments, 20, width)
        scores.append([score(given, recorded, fold) for fold in (shuffled, blocks)])
    by_split = np.array(scores).T
    return Result(np.array(widths), by_split[0], by_split[1])


def shuffled_score() -> float:
    """Return the score with single moments held out, for the smoothest signals."""
    return float(run().shuffled[-1])


def block_score() -> float:
    """Return the score with stretches held out, for the same signals."""
    return float(run().blocks[-1])
