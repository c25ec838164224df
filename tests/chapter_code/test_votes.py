"""Votes gain what their correlation allows."""

from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code.votes import limit, majority, negation_gain, run, simulate

odd = st.integers(0, 40).map(lambda half: 2 * half + 1)
rights = st.floats(0.05, 0.95)
correlations = st.floats(0.01, 0.9)


def test_known_values() -> None:
    assert majority(1, 0.6) == pytest.approx(0.6)
    assert majority(11, 0.6) == pytest.approx(0.7535, abs=5e-5)
    assert majority(101, 0.6) == pytest.approx(0.9791, abs=5e-5)
    assert majority(101, 0.6, 0.1) == pytest.approx(0.728, abs=5e-4)
    assert limit(0.6, 0.1) == pytest.approx(0.736, abs=5e-4)


@given(odd, rights)
def test_independent_votes_are_binomial(voters: int, right: float) -> None:
    exact = sum(
        comb(voters, k) * right**k * (1 - right) ** (voters - k)
        for k in range(voters // 2 + 1, voters + 1)
    )
    assert majority(voters, right) == pytest.approx(exact, abs=1e-12)


@pytest.mark.parametrize("voters", [101, 1001, 10001])
def test_a_sum_of_probabilities_is_one_at_most(voters: int) -> None:
    assert 0.999 < majority(voters, 0.99) <= 1


@given(odd, rights, correlations)
def test_right_and_wrong_are_symmetric(voters: int, right: float, correlation: float) -> None:
    both = majority(voters, right, correlation) + majority(voters, 1 - right, correlation)
    assert both == pytest.approx(1, abs=1e-9)
    assert limit(right, correlation) + limit(1 - right, correlation) == pytest.approx(1)


@given(odd, st.floats(0.55, 0.9), correlations)
def test_correlation_costs(voters: int, right: float, correlation: float) -> None:
    shared = majority(voters, right, correlation)
    assert right - 1e-9 <= shared <= majority(voters, right) + 1e-9
    assert shared - 1e-9 <= limit(right, correlation) <= 1


@given(rights, st.floats(0.05, 0.9))
@settings(max_examples=20)
def test_the_limit_is_the_limit(right: float, correlation: float) -> None:
    assert majority(4001, right, correlation) == pytest.approx(
        limit(right, correlation), abs=2e-3
    )


def test_a_limit_in_closed_form() -> None:
    # A beta distribution with a = 1 is above one half with probability 2 ** -b.
    for b in (0.5, 1.0, 3.0):
        assert limit(1 / (1 + b), 1 / (2 + b)) == pytest.approx(2**-b)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_simulation_agrees(seed: int) -> None:
    result = run(seed)
    assert np.abs(result.simulated - result.exact).max() < 0.005
    assert result.exact[:, -1] == pytest.approx(result.limits, abs=0.01)
    # The more correlated, the worse; for one answer there is no difference.
    assert result.exact[:, 0] == pytest.approx(0.6)
    assert (np.diff(result.exact[:, 1:], axis=0) < 0).all()


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_consistency_gains_whatever_is_true(p: float, q: float, true: bool) -> None:
    middle = (1 + p - q) / 2
    before = ((p - true) ** 2 + (q - (not true)) ** 2) / 2
    after = ((middle - true) ** 2 + (1 - middle - (not true)) ** 2) / 2
    assert negation_gain([p], [q]) == pytest.approx(before - after, abs=1e-12)


def test_the_gain_is_a_mean() -> None:
    each = [negation_gain([p], [q]) for p, q in ((0.7, 0.5), (0.2, 0.8), (1, 1))]
    assert negation_gain([0.7, 0.2, 1], [0.5, 0.8, 1]) == pytest.approx(sum(each) / 3)


def test_arguments_have_bounds() -> None:
    for voters in (-1, 2):
        with pytest.raises(ValueError, match=f"voters is {voters}, and must be odd"):
            majority(voters, 0.6)
    with pytest.raises(ValueError, match="right is 1, and must be above 0 and below 1"):
        majority(3, 1)
    with pytest.raises(ValueError, match="correlation is 1, and must be from 0 to below 1"):
        majority(3, 0.6, 1)
    with pytest.raises(ValueError, match="correlation is 0, and must be above 0"):
        limit(0.6, 0)
    with pytest.raises(ValueError, match="right is 0, and must be above 0 and below 1"):
        simulate(np.random.default_rng(0), 3, 0, 0, 1)
