"""Skills, bits and gaps agree with what cross-entropy is."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.cross_entropy import (
    binary_entropy,
    cost_of_guessing,
    guaranteed_gap,
    largest_excess,
    saving,
    surprisal,
)

probabilities = st.floats(1e-6, 1)


@given(probabilities, probabilities)
def test_the_costs_of_independent_words_add_up(p: float, q: float) -> None:
    assert surprisal(p * q) == pytest.approx(surprisal(p) + surprisal(q), abs=1e-9)
    assert surprisal(1) == 0


@given(probabilities, st.integers(1, 1000))
def test_saving(p: float, tokens: int) -> None:
    assert saving(p, tokens) == pytest.approx((1 + math.log2(p)) / tokens, abs=1e-12)
    assert saving(p, 2 * tokens) == pytest.approx(saving(p, tokens) / 2, abs=1e-12)
    assert (saving(p, tokens) > 0) == (p > 0.5)
    assert saving(p, tokens) <= saving(1, tokens) == 1 / tokens


@given(st.floats(0, 1))
def test_guessing_costs_the_divergence_of_the_even_bet(q: float) -> None:
    expected = sum(p * (surprisal(0.5) - surprisal(p)) for p in (q, 1 - q) if p > 0)
    assert cost_of_guessing(q) == pytest.approx(expected, abs=1e-12)
    assert -1e-12 <= cost_of_guessing(q) <= 1
    assert binary_entropy(q) == pytest.approx(binary_entropy(1 - q), abs=1e-12)


@given(st.lists(st.tuples(st.floats(0.001, 0.1), st.floats(0, 5)), min_size=1, max_size=9))
def test_a_model_that_lacks_a_skill_is_at_least_the_guaranteed_gap_away(
    skills: list[tuple[float, float]],
) -> None:
    gap = sum(frequency * cost for frequency, cost in skills)
    assert all(gap >= guaranteed_gap(f, c) * (1 - 1e-12) for f, c in skills)


@given(st.floats(1e-6, 1), st.floats(0, 10))
def test_what_is_guaranteed_and_what_may_be_lost_are_inverse(f: float, cost: float) -> None:
    assert largest_excess(guaranteed_gap(f, cost), f) == pytest.approx(cost)


@pytest.mark.parametrize("bad", [0, -0.1, 1.1, math.nan])
def test_probabilities_must_be_probabilities(bad: float) -> None:
    with pytest.raises(
        ValueError, match=r"probability is .*, and must be above 0 and at most 1"
    ):
        surprisal(bad)
    with pytest.raises(ValueError, match=r"frequency is .*, and must be above 0 and at most 1"):
        guaranteed_gap(bad, 1)


def test_other_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="tokens is 0"):
        saving(1, 0)
    with pytest.raises(ValueError, match=r"probability is 1\.5, and must be from 0 to 1"):
        binary_entropy(1.5)
    with pytest.raises(ValueError, match=r"probability is -0\.5"):
        cost_of_guessing(-0.5)
    with pytest.raises(ValueError, match="cost is -1, and must be at least 0"):
        guaranteed_gap(0.5, -1)
    with pytest.raises(ValueError, match="gap is -1, and must be at least 0"):
        largest_excess(-1, 0.5)
