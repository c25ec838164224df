"""Elo ratings and expected shares are inverse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.elo import difference, implied, win_rate

shares = st.floats(0.001, 0.999)


@given(shares)
def test_rating_and_share_are_inverse(share: float) -> None:
    assert win_rate(difference(share)) == pytest.approx(share)


@given(shares)
def test_who_is_ahead_is_behind_from_the_other_side(share: float) -> None:
    assert difference(share) == pytest.approx(-difference(1 - share), abs=1e-9)


@given(shares, shares)
def test_the_scale_allows_no_circle(first: float, second: float) -> None:
    chained = implied(first, second)
    assert implied(0.5, second) == pytest.approx(second)
    assert chained == pytest.approx(implied(second, first))
    assert (chained > 0.5) == (first + second > 1) or chained == pytest.approx(0.5)


@pytest.mark.parametrize("bad", [0, 1, -0.1, 2])
def test_arguments_have_bounds(bad: float) -> None:
    with pytest.raises(ValueError, match="must be between 0 and 1"):
        difference(bad)
    with pytest.raises(ValueError, match="must be between 0 and 1"):
        implied(0.5, bad)
