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


def success_with_checks(step: float, steps: float, tries: int, caught: float = 1) -> float:
    """Return the chance that every step is right when each is checked and tried again.

    Args:
        step: The chance that a step is right at a try, from 0 to 1.
        steps: How many there are, above 0.
        tries: How often a step may be tried in all, at least 1.
        caught: The chance that the check notices a wrong step, from 0 to 1; it never
            rejects a right one.

    Raises:
        ValueError: An argument is out of its range.

    >>> round(success_with_checks(0.9, 100, tries=3), 3)
    0.905
    >>> blind = success_with_checks(0.9, 100, tries=3, caught=0)
    >>> math.isclose(blind, success(0.9, 100))
    True
    """
    share(step=step, caught=caught)
    positive(steps=steps, tries=tries)
    noticed = (1 - step) * caught
    return math.pow(math.fsum(step * noticed**k for k in range(tries)), steps)


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
    return 2 ** (12 / doubling_months)
