"""Discrimination and calibration move apart, as the page says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code import calibration
from chapter_code.signal_detection import (
    FACTORS,
    GROUPS,
    averaged,
    best_area,
    coarsen,
    discrimination,
    exaggerated,
    true_chances,
)

answers = st.lists(
    st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=2, max_size=60
).filter(lambda items: len({right for _, right in items}) == 2)


@given(answers)
def test_the_area_is_the_chance_that_right_is_above_wrong(
    items: list[tuple[float, bool]],
) -> None:
    confidences = np.array([confidence for confidence, _ in items])
    right = np.array([was_right for _, was_right in items])
    above = confidences[right][:, None] - confidences[~right]
    expected = (above > 0).mean() + (above == 0).mean() / 2
    assert discrimination(confidences, right) == pytest.approx(expected)
    assert discrimination(-confidences, right) == pytest.approx(1 - expected)
    assert discrimination(np.exp(3 * confidences), right) == pytest.approx(expected)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.data())
def test_averaging_keeps_the_mean_and_the_order(
    values: list[float], data: st.DataObject
) -> None:
    confidences = np.array(values)
    groups = data.draw(st.integers(1, len(values)))
    coarse = coarsen(confidences, groups)
    assert coarse.mean() == pytest.approx(confidences.mean(), abs=1e-9)
    assert len(np.unique(coarse)) <= groups
    order = np.argsort(confidences, kind="stable")
    assert (np.diff(coarse[order]) >= -1e-12).all()


def test_exaggeration_costs_calibration_and_no_discrimination() -> None:
    errors, areas = zip(*map(exaggerated, FACTORS), strict=True)
    assert list(errors) == sorted(errors)
    assert len(set(areas)) == 1
    assert errors[-1] > 0.15
    assert errors[0] < 0.02


def test_averaging_costs_discrimination_and_no_calibration() -> None:
    errors, areas = zip(*map(averaged, GROUPS), strict=True)
    assert list(areas) == sorted(areas)
    assert areas[0] == 0.5
    assert max(errors) < 0.02


def test_even_perfect_knowledge_of_chances_is_not_perfect_discrimination() -> None:
    right = calibration.run().right
    assert best_area() == pytest.approx(discrimination(true_chances(), right))
    assert 0.75 < best_area() < 0.9


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="shapes differ"):
        discrimination(np.zeros(2), np.array([True, False, True]))
    with pytest.raises(ValueError, match="2 of 2 answers are right; some must be, not all"):
        discrimination(np.zeros(2), np.array([True, True]))
    with pytest.raises(ValueError, match="groups is 3, and must be from 1 to 2"):
        coarsen(np.zeros(2), 3)
    with pytest.raises(ValueError, match="factor is 0, and must be above 0"):
        exaggerated(0)
