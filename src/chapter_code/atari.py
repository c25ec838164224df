"""Atari: what one number for many games averages over.

A human-normalized score is 0 for random play and 1 for a human tester's, game by game
[mnih2015human]. `SCORES` are those of EfficientZero [ye2021mastering] after two hours of play
in each of 26 games, as [alonso2024diffusion] tabulate them.
"""

from __future__ import annotations

from statistics import fmean, median

from chapter_code._data import rows


def human_normalized(score: float, random: float, human: float) -> float:
    """Return a score on the scale where random play has 0 and the human tester 1.

    Args:
        score: In the points of the game, as are the others.
        random: What random play scores.
        human: What the human tester scored, not the same as random play.

    Raises:
        ValueError: The two ends of the scale are the same.

    >>> human_normalized(score=7.5, random=5, human=10)
    0.5
    """
    if human == random:
        raise ValueError(f"human and random play both score {human}, and must differ")
    return (score - random) / (human - random)


SCORES: dict[str, float] = {
    row["game"]: human_normalized(
        float(row["efficientzero"]), float(row["random"]), float(row["human"])
    )
    for row in rows("atari.csv")
}
"""EfficientZero's human-normalized score in each game."""


def mean(scores: dict[str, float] = SCORES) -> float:
    """Return the mean over games.

    >>> round(mean(), 3)
    1.943
    """
    return fmean(scores.values())


def middle(scores: dict[str, float] = SCORES) -> float:
    """Return the median over games.

    >>> round(middle(), 3)
    1.09
    """
    return median(scores.values())


def interquartile_mean(scores: dict[str, float] = SCORES) -> float:
    """Return the mean of the middle half of the games [agarwal2021deep].

    A quarter of the games is left out at each end, and a game is left out in part where a
    quarter is no whole number of games.

    >>> interquartile_mean({"a": 0, "b": 1, "c": 3, "d": 100})
    2.0
    """
    ordered = sorted(scores.values())
    first, last = len(ordered) / 4, 3 * len(ordered) / 4
    weights = [
        max(0.0, min(place + 1, last) - max(place, first)) for place in range(len(ordered))
    ]
    return sum(w * s for w, s in zip(weights, ordered, strict=True)) / sum(weights)


def games(scores: dict[str, float] = SCORES) -> int:
    """Return the number of games."""
    return len(scores)


def at_or_above(level: float, scores: dict[str, float] = SCORES) -> int:
    """Return in how many games the score is at least a level.

    >>> at_or_above(1), games() - at_or_above(0.25)
    (14, 8)
    """
    return sum(score >= level for score in scores.values())
