"""Power laws of brains are fitted as published, and bracketed by leaving one out."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chapter_code.brains import (
    HUMAN,
    PRIMATES,
    RODENTS,
    Brain,
    exponent,
    fit,
    highest_human_by,
    human_by,
    leave_one_out,
    lowest_human_by,
)


@given(st.floats(0.5, 2), st.floats(1e-12, 1e-6), st.lists(st.floats(5, 11), min_size=3))
def test_a_law_without_scatter_is_found(slope: float, scale: float, logs: list[float]) -> None:
    assume(max(logs) - min(logs) > 0.1)
    law = fit([Brain("", "", scale * (10**x) ** slope, 10**x) for x in logs])
    assert math.isclose(law.exponent, slope, rel_tol=1e-6)
    assert math.isclose(law.grams(1e9), scale * 1e9**slope, rel_tol=1e-4)
    assert law.standard_error < 1e-6


@given(st.floats(0.1, 10))
def test_another_unit_of_mass_changes_the_scale_alone(unit: float) -> None:
    law = fit(RODENTS)
    other = fit([Brain(b.order, b.species, b.grams * unit, b.neurons) for b in RODENTS])
    assert math.isclose(other.exponent, law.exponent)
    assert math.isclose(other.standard_error, law.standard_error)
    assert math.isclose(other.scale, law.scale * unit)


def test_the_published_exponents() -> None:
    assert len(RODENTS) == len(PRIMATES) == 6
    assert HUMAN not in PRIMATES
    assert exponent(RODENTS) == pytest.approx(1.55, abs=0.01)
    assert fit(RODENTS).standard_error == pytest.approx(0.11, abs=0.01)
    assert exponent(PRIMATES) == pytest.approx(1.06, abs=0.01)
    assert fit(PRIMATES).standard_error == pytest.approx(0.09, abs=0.01)


@pytest.mark.parametrize("order", [RODENTS, PRIMATES])
def test_leaving_one_out_brackets_the_fit(order: tuple[Brain, ...]) -> None:
    assert len(leave_one_out(order)) == 6
    assert lowest_human_by(order) < human_by(order) < highest_human_by(order)


def test_a_line_needs_three() -> None:
    with pytest.raises(ValueError, match="2 brains are too few"):
        fit(RODENTS[:2])
    with pytest.raises(ValueError, match="2 brains are too few"):
        leave_one_out(RODENTS[:3])
