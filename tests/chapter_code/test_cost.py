"""Money of different years is compared by the price index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.cost import in_later_money, ratio, runs_per_project, years_to_reach

amounts = st.floats(1e-3, 1e15)


@given(amounts, amounts, amounts)
def test_money_can_be_taken_there_and_back(amount: float, then: float, later: float) -> None:
    there = in_later_money(amount, then, later)
    assert in_later_money(there, later, then) == pytest.approx(amount)


@given(amounts, amounts)
def test_ratios_are_inverse(project: float, run: float) -> None:
    assert ratio(project, run) * ratio(run, project) == pytest.approx(1)


@given(amounts, amounts, amounts)
def test_where_prices_stand_still_real_is_nominal(project: float, run: float, i: float) -> None:
    assert runs_per_project(project, i, i, run) == pytest.approx(ratio(project, run))


@given(st.floats(1, 1e6), st.floats(1.01, 10), st.floats(0, 20))
def test_growth_reaches_its_target(start: float, growth: float, years: float) -> None:
    target = start * growth**years
    assert years_to_reach(target, start, growth) == pytest.approx(years, abs=1e-6)


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="run is 0, and must be above 0"):
        ratio(1, 0)
    with pytest.raises(ValueError, match="index_then is 0, and must be above 0"):
        in_later_money(1, 0, 1)
    with pytest.raises(ValueError, match="start is -1, and must be above 0"):
        years_to_reach(1, -1, 2)
    with pytest.raises(ValueError, match="yearly_growth is 1, and must be above 1"):
        years_to_reach(2, 1, 1)
    with pytest.raises(ValueError, match="run is 0, and must be above 0"):
        runs_per_project(1, 1, 1, 0)
