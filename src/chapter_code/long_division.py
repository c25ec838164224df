"""Long division: what writing the steps down buys.

To divide by one digit, as at school, one needs a table with an entry for each remainder and
each next digit of the dividend: how often the divisor goes in, and what is left over. Every
step is one look-up. What makes the answer long to compute is that each step waits for the
remainder of the one before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._results import kept

Table = dict[tuple[int, int], tuple[int, int]]
DIVISOR = 7
LEARNERS = 500


@dataclass(frozen=True)
class Curve:
    """What learners can do after reading written-out divisions.

    Attributes:
        examples: Shape (E,). How many divisions were read, from 0.
        known: Shape (E,). Mean share of the table's entries that were seen in them.
        right: Shape (E, T). Share of learners that solve a new division, for T lengths of
            the dividend.
    """

    examples: NDArray[np.int64]
    known: NDArray[np.float64]
    right: NDArray[np.float64]


def division_table(divisor: int) -> Table:
    """Return the quotient digit and the next remainder for each remainder and next digit.

    Args:
        divisor: From 1 to 9.

    Raises:
        ValueError: The divisor has more than one digit, or is 0.

    >>> division_table(7)[3, 4]  # 34 = 4 * 7 + 6
    (4, 6)
    """
    if not 1 <= divisor <= 9:
        raise ValueError(f"divisor is {divisor}, and must be from 1 to 9")
    return {
        (remainder, digit): divmod(10 * remainder + digit, divisor)
        for remainder in range(divisor)
        for digit in range(10)
    }


def entries(divisor: int) -> int:
    """Return how many entries the table for a divisor has.

    >>> entries(7)
    70
    """
    return len(division_table(divisor))


def divide(dividend: str, table: Table) -> tuple[str, int]:
    """Return the quotient's digits and the remainder, one look-up a digit.

    Args:
        dividend: In decimal digits.
        table: See `division_table`; it may have gaps.

    Raises:
        ValueError: The dividend is not written in decimal digits.
        KeyError: A step needs an entry that the table lacks.

    >>> divide("1000", division_table(7))
    ('0142', 6)
    """
    if not (dividend.isascii() and dividend.isdigit()):
        raise ValueError(f"dividend is {dividend!r}, and must be decimal digits")
    quotient, remainder = "", 0
    for digit in dividend:
        times, remainder = table[remainder, int(digit)]
        quotient += str(times)
    return quotient, remainder


def read_examples(examples: list[tuple[str, str]], divisor: int) -> Table:
    """Return the entries that written-out divisions show.

    Args:
        examples: Dividends with the quotient digits written below them, as long as they.
        divisor: From 1 to 9.

    Raises:
        ValueError: An example has not one quotient digit for each digit of the dividend.

    >>> read_examples([("34", "04")], 7)
    {(0, 3): (0, 3), (3, 4): (4, 6)}
    """
    table: Table = {}
    for dividend, quotient in examples:
        if len(dividend) != len(quotient):
            raise ValueError(
                f"{dividend} has {len(dividend)} digits, {quotient} another number"
            )
        remainder = 0
        for digit, times in zip(dividend, quotient, strict=True):
            left = 10 * remainder + int(digit) - divisor * int(times)
            table[remainder, int(digit)] = (int(times), left)
            remainder = left
    return table


def steps(dividends: NDArray[np.int64], divisor: int) -> NDArray[np.int64]:
    """Return which entry each step of many divisions looks up, as 10 * remainder + digit.

    Args:
        dividends: Shape (L, D). The digits of L dividends.
        divisor: From 1 to 9.

    Returns:
        Shape (L, D).

    >>> steps(np.array([[3, 4]]), 7)
    array([[ 3, 34]])
    """
    looked_up = np.empty_like(dividends)
    remainder = np.zeros(len(dividends), dtype=np.int64)
    for place in range(dividends.shape[1]):
        looked_up[:, place] = 10 * remainder + dividends[:, place]
        remainder = looked_up[:, place] % divisor
    return looked_up


@kept
def learning_curve(
    seed: int = 0,
    divisor: int = DIVISOR,
    examples: int = 40,
    digits: int = 20,
    lengths: tuple[int, ...] = (20, 2000),
) -> Curve:
    """Simulate learners that look up what they have read, and test each on new divisions.

    Args:
        seed: Of all dividends, whose digits are even and independent.
        divisor: From 1 to 9.
        examples: Read by each learner in all, at least 1.
        digits: Of the dividends read, at least 1.
        lengths: Of the dividends of the test, T of them.

    Raises:
        ValueError: An argument is out of its range.

    >>> curve = learning_curve()
    >>> bool(curve.known[10] > 0.9 and curve.right[10, 1] < 0.1)
    True
    """
    for name, value in (("examples", examples), ("digits", digits), ("length", min(lengths))):
        if value < 1:
            raise ValueError(f"{name} is {value}, and must be at least 1")
    rng = np.random.default_rng(seed)
    total = entries(divisor)
    never = examples + 1
    first_seen = np.full((LEARNERS, total), never)
    learner = np.arange(LEARNERS)[:, None]
    for number in range(examples, 0, -1):  # the earliest is written last, and stays
        read = steps(rng.integers(0, 10, (LEARNERS, digits)), divisor)
        first_seen[learner, read] = number
    needed = [
        first_seen[learner, steps(rng.integers(0, 10, (LEARNERS, length)), divisor)].max(axis=1)
        for length in lengths
    ]
    counts = np.arange(examples + 1)
    return Curve(
        examples=counts,
        known=np.array([(first_seen <= count).mean() for count in counts]),
        right=np.array([[(need <= count).mean() for need in needed] for count in counts]),
    )


def share_known(examples: int) -> float:
    """Return the mean share of the table that some divisions of 20 digits show.

    Args:
        examples: How many were read, from 0 to 40.

    Raises:
        ValueError: There are more examples than were simulated, or fewer than none.
    """
    return float(learning_curve().known[simulated(examples)])


def share_right(examples: int) -> float:
    """Return the share of learners that solve a new division of 2,000 digits.

    Args:
        examples: How many divisions of 20 digits they read, from 0 to 40.

    Raises:
        ValueError: There are more examples than were simulated, or fewer than none.

    >>> share_right(10) < 0.1 < 0.9 < share_right(30)
    True
    """
    return float(learning_curve().right[simulated(examples), -1])


def simulated(examples: int) -> int:
    """Return a number of examples that `learning_curve` has, or raise `ValueError`."""
    most = len(learning_curve().examples) - 1
    if not 0 <= examples <= most:
        raise ValueError(f"examples is {examples}, and must be from 0 to {most}")
    return examples
