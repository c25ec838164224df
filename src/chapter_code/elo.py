"""Elo ratings: what share of games a difference of rating stands for.

The rating scale assumes that strength is one number, so that who beats whom follows from the
difference of two ratings.
"""

import math


def difference(win_rate: float) -> float:
    """Return by how many Elo points a player who wins this share of games is ahead.

    Args:
        win_rate: Between 0 and 1, both excluded.

    Raises:
        ValueError: The share is not between 0 and 1.

    >>> round(difference(0.97))
    604
    """
    if not 0 < win_rate < 1:
        raise ValueError(f"win_rate is {win_rate}, and must be between 0 and 1")
    return 400 * math.log10(win_rate / (1 - win_rate))


def win_rate(difference: float) -> float:
    """Return the share of games that a player ahead by a number of Elo points should win.

    >>> round(win_rate(604), 2)
    0.97
    """
    return 1 / (1 + math.pow(10, -difference / 400))


def implied(first: float, second: float) -> float:
    """Return A's share of wins over C that the scale implies, from A over B and B over C.

    Args:
        first: A's share of wins over B, between 0 and 1, both excluded.
        second: B's share of wins over C, likewise.

    Raises:
        ValueError: A share is not between 0 and 1.

    >>> round(implied(0.5, 0.97), 2)
    0.97
    """
    return win_rate(difference(first) + difference(second))
