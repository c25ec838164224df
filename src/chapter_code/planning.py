"""Planning: how errors add up over the steps of a plan, and what checking buys."""

import math

from chapter_code._checks import positive, share


def success(step: float, steps: float) -> float:
    """Return the chance that every step of a plan is right, if steps fail independently.

    Args:
        step: The chance that one step is right, from 0 to 1.
        steps: How many there are, above 0.

    Raises:
        ValueError: An argument is out of its range.

    >>> round(success(0.99, 100), 3)
    0.366
    """
    share(step=step)
    positive(steps=steps)
    return math.pow(step, steps)


def checked_step(step: float, tries: int, caught: float = 1, refused: float = 0) -> float:
    """Return the chance that a step ends right when a checker may ask for another try.

    A try that the checker passes is kept, and so is the last one, whatever the checker says.

    Args:
        step: The chance that a try is right, from 0 to 1.
        tries: How often it may be tried in all, at least 1.
        caught: The chance that a wrong try is sent back, from 0 to 1.
        refused: The chance that a right try is sent back, from 0 to 1.

    Raises:
        ValueError: An argument is out of its range.

    >>> round(checked_step(0.9, tries=2), 3)
    0.99
    >>> coin = checked_step(0.9, tries=2, caught=0.5, refused=0.5)
    >>> round(coin, 3)
    0.9
    """
    share(step=step, caught=caught, refused=refused)
    if tries < 1:
        raise ValueError(f"tries is {tries}, and must be at least 1")
    again = step * refused + (1 - step) * caught
    passed = math.fsum(step * (1 - refused) * again**k for k in range(tries - 1))
    return passed + step * math.pow(again, tries - 1)


def horizon(step: float) -> float:
    """Return how many steps a plan may have to succeed half of the time.

    Args:
        step: The chance that one step is right, above 0 and below 1.

    Raises:
        ValueError: The chance is not above 0 and below 1.

    >>> round(horizon(0.99))
    69
    """
    if not 0 < step < 1:
        raise ValueError(f"step is {step}, and must be above 0 and below 1")
    return math.log(0.5) / math.log(step)


def checked_horizon(step: float, tries: int, caught: float = 1, refused: float = 0) -> float:
    """Return how many checked steps a plan may have to succeed half of the time.

    Args:
        step: See `checked_step`, as the others.
        tries: How often a step may be tried in all.
        caught: The chance that a wrong try is sent back.
        refused: The chance that a right try is sent back.

    Raises:
        ValueError: An argument is out of its range, or no step can fail.

    >>> round(checked_horizon(0.97, tries=2))
    770
    """
    return horizon(checked_step(step, tries, caught, refused))


def yearly_growth(doubling_months: float) -> float:
    """Return the factor by which something grows in a year, from the time that it doubles in.

    Args:
        doubling_months: Above 0.

    Raises:
        ValueError: The time is not above 0.

    >>> round(yearly_growth(7), 2)
    3.28
    """
    positive(doubling_months=doubling_months)
    return math.pow(2, 12 / doubling_months)
