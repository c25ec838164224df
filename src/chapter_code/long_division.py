"""Long division: what writing the steps down buys.

To divide by one digit, as at school, one needs a table with an entry for each remainder and
each next digit of the dividend: how often the divisor goes in, and what is left over. Every
step is one look-up. What makes the answer long to compute is that each step waits for the
remainder of the one before.
"""

from __future__ import annotations

import math

Table = dict[tuple[int, int], tuple[int, int]]


def division_table(divisor: int) -> Table:
    """Return the quotient digit and the next remainder for each remainder and next digit.

    Args:
        divisor: From 1 to 9.

    Raises:
        ValueError: The divisor has more than one digit, or is 0.

    >>> division_table(7)[3, 4]  # 34 = 4 * 7 + 6
    (4, 6)
    >>> len(division_table(7))
    70
    """
    if not 1 <= divisor <= 9:
        raise ValueError(f"divisor is {divisor}, and must be from 1 to 9")
    return {
        (remainder, digit): divmod(10 * remainder + digit, divisor)
        for remainder in range(divisor)
        for digit in range(10)
    }


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


def examples_needed(divisor: int, digits: int) -> float:
    """Return how many random examples show every entry, on average.

    An estimate: it treats every step of every example as an independent draw of an entry, so
    that all are seen after n (1 + 1/2 + ... + 1/n) steps, where n is the number of entries.

    Args:
        divisor: From 1 to 9.
        digits: Of each example, at least 1.

    Raises:
        ValueError: There is no digit.

    >>> round(examples_needed(7, digits=20))
    17
    """
    if digits < 1:
        raise ValueError(f"digits is {digits}, and must be at least 1")
    entries = len(division_table(divisor))
    return math.fsum(entries / k for k in range(1, entries + 1)) / digits
