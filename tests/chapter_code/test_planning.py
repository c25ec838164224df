"""Plans, checks and horizons follow from the chance of an error."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.planning import (
    checked_horizon,
    checked_step,
    horizon,
    success,
    yearly_growth,
)

shares = st.floats(0, 1)
tries = st.integers(1, 6)


@given(st.floats(0.01, 0.999))
def test_half_of_the_plans_of_the_horizon_succeed(step: float) -> None:
    assert success(step, horizon(step)) == pytest.approx(0.5)


@given(shares, tries)
def test_a_perfect_check_fails_only_if_every_try_does(step: float, number: int) -> None:
    assert checked_step(step, number) == pytest.approx(1 - (1 - step) ** number)


@given(shares, tries, shares)
def test_a_check_that_knows_nothing_changes_nothing(
    step: float, number: int, sent_back: float
) -> None:
    checked = checked_step(step, number, caught=sent_back, refused=sent_back)
    assert checked == pytest.approx(step)


@given(st.floats(0.01, 0.99), st.integers(2, 6), shares, shares)
def test_a_check_helps_if_and_only_if_it_sends_back_more_errors_than_right_steps(
    step: float, number: int, caught: float, refused: float
) -> None:
    gain = checked_step(step, number, caught, refused) - step
    assert math.isclose(gain, 0, abs_tol=1e-9) or (gain > 0) == (caught > refused)


def test_a_simulation_agrees() -> None:
    rng = random.Random(0)
    kept_right = 0
    for _ in range(40_000):
        for number in range(3):
            right = rng.random() < 0.7
            sent_back = rng.random() < (0.1 if right else 0.6)
            if number == 2 or not sent_back:
                kept_right += right
                break
    assert kept_right / 40_000 == pytest.approx(checked_step(0.7, 3, 0.6, 0.1), abs=0.01)


@given(st.floats(0.5, 0.999))
def test_checked_steps_reach_farther(step: float) -> None:
    assert checked_horizon(step, 2) >= horizon(step)
    assert checked_horizon(step, 1) == pytest.approx(horizon(step))


def test_halving_the_errors_doubles_the_horizon() -> None:
    assert horizon(0.999) / horizon(0.998) == pytest.approx(2, abs=0.01)


def test_a_doubling_a_year_doubles_in_a_year() -> None:
    assert yearly_growth(12) == 2


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match=r"step is 1.5, and must be from 0 to 1"):
        success(1.5, 3)
    with pytest.raises(ValueError, match="steps is 0, and must be above 0"):
        success(0.5, 0)
    with pytest.raises(ValueError, match="tries is 0, and must be at least 1"):
        checked_step(0.5, 0)
    with pytest.raises(ValueError, match="refused is -1, and must be from 0 to 1"):
        checked_step(0.5, 2, refused=-1)
    with pytest.raises(ValueError, match="step is 1, and must be above 0 and below 1"):
        horizon(1)
    with pytest.raises(ValueError, match="step is 0, and must be above 0 and below 1"):
        horizon(0)
    with pytest.raises(ValueError, match="doubling_months is 0, and must be above 0"):
        yearly_growth(0)
    with pytest.raises(ValueError, match=r"step is 1\.0, and must be above 0 and below 1"):
        checked_horizon(1, 2)
