"""Division by a table fails where an entry is missing, and nowhere else."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code.long_division import (
    divide,
    division_table,
    entries,
    learning_curve,
    read_examples,
    share_known,
    share_right,
    steps,
)

divisors = st.integers(1, 9)


@given(st.integers(0, 10**1000), divisors)
@settings(max_examples=50)
def test_looking_up_divides(dividend: int, divisor: int) -> None:
    quotient, remainder = divide(str(dividend), division_table(divisor))
    assert (int(quotient), remainder) == divmod(dividend, divisor)
    assert len(quotient) == len(str(dividend))


@given(st.lists(st.text("0123456789", min_size=1, max_size=30), max_size=10), divisors)
def test_reading_finds_entries_of_the_table(dividends: list[str], divisor: int) -> None:
    table = division_table(divisor)
    examples = [(dividend, divide(dividend, table)[0]) for dividend in dividends]
    read = read_examples(examples, divisor)
    assert read.items() <= table.items()
    for dividend in dividends:
        assert divide(dividend, read) == divide(dividend, table)


@given(st.text("0123456789", min_size=1, max_size=30), divisors)
def test_steps_are_the_entries_that_reading_finds(dividend: str, divisor: int) -> None:
    looked_up = steps(np.array([[int(digit) for digit in dividend]]), divisor)[0]
    quotient, _ = divide(dividend, division_table(divisor))
    read = read_examples([(dividend, quotient)], divisor)
    assert {divmod(int(entry), 10) for entry in looked_up} == set(read)


def test_a_gap_stops_a_division() -> None:
    with pytest.raises(KeyError):
        divide("35", read_examples([("34", "04")], 7))


def test_more_examples_never_hurt_and_longer_divisions_need_more() -> None:
    curve = learning_curve()
    assert (np.diff(curve.known) >= 0).all()
    assert (np.diff(curve.right, axis=0) >= 0).all()
    assert (curve.right[:, 1] <= curve.right[:, 0] + 0.05).all()
    assert curve.known[0] == curve.right[0].max() == 0
    assert 0.99 < curve.known[-1] <= 1


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=5)
def test_ten_examples_do_not_suffice_and_thirty_do(seed: int) -> None:
    curve = learning_curve(seed)
    assert curve.known[10] > 0.9
    assert curve.right[10, 1] < 0.1
    assert curve.right[30, 1] > 0.95


def test_one_example_of_one_digit_shows_one_entry() -> None:
    curve = learning_curve(examples=1, digits=1, lengths=(1,))
    assert curve.known.tolist() == [0, pytest.approx(1 / 70)]
    assert curve.right[1, 0] == pytest.approx(0.1, abs=0.05)


def test_shares_are_those_of_the_first_seed() -> None:
    curve = learning_curve()
    assert share_known(10) == curve.known[10]
    assert share_right(10) == curve.right[10, 1]
    assert entries(7) == 70


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="divisor is 0, and must be from 1 to 9"):
        division_table(0)
    with pytest.raises(ValueError, match="dividend is '1,0', and must be decimal digits"):
        divide("1,0", division_table(7))
    with pytest.raises(ValueError, match="dividend is '٣', and must be decimal digits"):
        divide("٣", division_table(7))
    with pytest.raises(ValueError, match="34 has 2 digits, 4 another number"):
        read_examples([("34", "4")], 7)
    with pytest.raises(ValueError, match="examples is 0, and must be at least 1"):
        learning_curve(examples=0)
    with pytest.raises(ValueError, match="length is 0, and must be at least 1"):
        learning_curve(lengths=(20, 0))
    for function in (share_known, share_right):
        assert function(0) == 0 < function(40)
        with pytest.raises(ValueError, match="examples is 41, and must be from 0 to 40"):
            function(41)
