"""Narrow networks need more examples than wide ones."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.sample_efficiency import WIDTHS, examples_needed, first_reached, run


@given(st.floats(0.51, 0.99))
def test_a_goal_between_two_sizes_is_interpolated(goal: float) -> None:
    sizes, accuracy = np.array([10.0, 100.0, 1000.0]), np.array([0.2, 0.5, 1.0])
    found = first_reached(goal, sizes, accuracy)
    assert 100 < found < 1000
    assert np.interp(math.log(found), np.log(sizes), accuracy) == pytest.approx(goal)


def test_a_goal_may_be_reached_at_once_or_never() -> None:
    sizes, accuracy = np.array([10.0, 100.0]), np.array([0.5, 0.6])
    assert first_reached(0.4, sizes, accuracy) == pytest.approx(10)
    assert math.isnan(first_reached(0.7, sizes, accuracy))


def test_narrow_networks_need_more_and_wide_ones_do_not_differ() -> None:
    needed = run().needed
    assert needed[0] > 2 * needed[-1]
    assert needed[1] > 1.3 * needed[-1]
    assert needed[3:].max() < 1.5 * needed[3:].min()
    assert examples_needed(WIDTHS[0]) == pytest.approx(needed[0], rel=0.05)


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="width is 7, and must be one of"):
        examples_needed(7)
    for sizes in ([2.0, 1.0], [1.0, 1.0], [1.0]):
        with pytest.raises(ValueError, match="must grow, one for each of"):
            first_reached(0.5, np.array(sizes), np.array([0.1, 0.9]))
