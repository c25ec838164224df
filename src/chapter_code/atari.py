"""Atari: what one number for many games averages over.

A human-normalized score is 0 for random play and 1 for a human tester's, game by game
[mnih2015human]. `EFFICIENTZERO` [ye2021mastering] and `BBF` [schwarzer2023bigger]
are the scores of two programs after two hours of play in each of 26 games, as
[alonso2024diffusion] tabulate them. The tester's scores are those of the same table, and differ
from those of [mnih2015human] in most games.
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


def scores(program: str) -> dict[str, float]:
    """Return the human-normalized score of a program in each game.

    Args:
        program: A column of the table, "efficientzero" or "bbf".

    Raises:
        ValueError: The table has no such program.
    """
    table = rows("atari.csv")
    if program not in table[0].keys() - {"game", "random", "human"}:
        raise ValueError(f"program is {program!r}, and the table has none of this name")
    return {
        row["game"]: human_normalized(
            float(row[program]), float(row["random"]), float(row["human"])
        )
        for row in table
    }


EFFICIENTZERO = scores("efficientzero")
BBF = scores("bbf")


def mean(scores: dict[str, float]) -> float:
    """Return the mean over games.

    >>> round(mean(EFFICIENTZERO), 3), round(mean(BBF), 3)
    (1.943, 2.247)
    """
    return fmean(scores.values())


def middle(scores: dict[str, float]) -> float:
    """Return the median over games.

    >>> round(middle(EFFICIENTZERO), 3), round(middle(BBF), 3)
    (1.09, 0.917)
    """
    return median(scores.values())


def interquartile_mean(scores: dict[str, float]) -> float:
    """Return the mean of the middle half of the games [agarwal2021deep].

    A quarter of the games is left out at each end, rounded down to whole games.

    >>> round(interquartile_mean(EFFICIENTZERO), 3), round(interquartile_mean(BBF), 3)
    (1.047, 1.139)
    """
    ordered = sorted(scores.values())
    quarter = len(ordered) // 4
    return fmean(ordered[quarter : len(ordered) - quarter])


def games(scores: dict[str, float]) -> int:
    """Return the number of games."""
    return len(scores)


def at_or_above(level: float, scores: dict[str, float]) -> int:
    """Return in how many games the score is at least a level.

    >>> at_or_above(1, EFFICIENTZERO), at_or_above(1, BBF)
    (14, 12)
    """
    return sum(score >= level for score in scores.values())
