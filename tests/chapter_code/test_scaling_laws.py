"""Optima and gaps of scaling laws are those of numerical search."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.scaling_laws import (
    BESIROGLU,
    HOFFMANN,
    HOFFMANN_UNROUNDED,
    Law,
    bits,
    compute_factor_to_halve,
    data_saving,
    floor_difference,
    gap_to_floor,
    loss,
    loss_at_budget,
    optimal_parameters,
    optimal_tokens,
    remaining_loss,
    remaining_share,
    tokens_per_parameter,
    tokens_to_reach,
)

budgets = st.floats(1e19, 1e27)
laws = st.builds(
    Law,
    floor=st.floats(0, 3),
    size_scale=st.floats(100, 3000),
    data_scale=st.floats(100, 3000),
    size_exponent=st.floats(0.2, 0.6),
    data_exponent=st.floats(0.2, 0.6),
)


def numerical_optimum(law: Law, flop: float) -> float:
    """Find the best size by golden-section search over its logarithm."""
    ratio = (math.sqrt(5) - 1) / 2
    scale = Law(0, law.size_scale, law.data_scale, law.size_exponent, law.data_exponent)

    def at(log_size: float) -> float:
        size = math.exp(log_size)
        return loss(scale, size, flop / (6 * size))

    low, high = 0.0, math.log(flop / 6)
    while high - low > 1e-9:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if at(left) < at(right) else (left, high)
    return math.exp((low + high) / 2)


@given(laws, budgets)
def test_the_closed_form_is_the_numerical_optimum(law: Law, flop: float) -> None:
    size = optimal_parameters(law, flop)
    assert size == pytest.approx(numerical_optimum(law, flop), rel=1e-6)


@given(laws, budgets, st.floats(0.1, 10))
def test_no_other_split_of_a_budget_is_better(law: Law, flop: float, factor: float) -> None:
    size = factor * optimal_parameters(law, flop)
    assert loss(law, size, flop / (6 * size)) >= loss_at_budget(law, flop) * (1 - 1e-12)


@given(laws, budgets)
def test_the_optimum_spends_the_budget(law: Law, flop: float) -> None:
    size, tokens = optimal_parameters(law, flop), optimal_tokens(law, flop)
    assert 6 * size * tokens == pytest.approx(flop)
    assert tokens_per_parameter(law, flop) == pytest.approx(tokens / size)


@given(laws, budgets, st.floats(1.1, 100))
def test_more_computation_lowers_the_loss_toward_the_floor(
    law: Law, flop: float, factor: float
) -> None:
    assert law.floor < loss_at_budget(law, factor * flop) < loss_at_budget(law, flop)


@given(laws, budgets, st.floats(1.1, 100))
def test_gap_and_share_say_how_the_loss_falls(law: Law, flop: float, factor: float) -> None:
    assert 0 < gap_to_floor(law, factor * flop) < gap_to_floor(law, flop)
    share = remaining_share(law, flop, factor)
    assert share * loss_at_budget(law, flop) == pytest.approx(
        loss_at_budget(law, factor * flop)
    )
    assert remaining_share(law, flop, 1) == 1


@given(laws, st.floats(1e8, 1e12), st.floats(1e9, 1e14))
def test_the_tokens_for_a_loss_are_those_that_give_it(
    law: Law, size: float, tokens: float
) -> None:
    assert tokens_to_reach(law, size, loss(law, size, tokens)) == pytest.approx(
        tokens, rel=1e-3
    )


@given(laws, st.floats(1e8, 1e12), st.floats(1.1, 100), st.floats(1e9, 1e14))
def test_a_larger_model_needs_less_text(
    law: Law, size: float, factor: float, tokens: float
) -> None:
    assert data_saving(law, size, factor * size, tokens) > 1


def test_a_loss_may_be_out_of_reach() -> None:
    with pytest.raises(ValueError, match=r"loss is 1\.7, and must be above"):
        tokens_to_reach(HOFFMANN, 1e9, 1.7)
    law = Law(floor=1, size_scale=1, data_scale=1, size_exponent=1, data_exponent=1)
    with pytest.raises(ValueError, match="loss is 2, and must be above 2 at this size"):
        tokens_to_reach(law, 1, 2)


def test_symmetry_of_size_and_data() -> None:
    swapped = Law(
        HOFFMANN.floor,
        HOFFMANN.data_scale,
        HOFFMANN.size_scale,
        HOFFMANN.data_exponent,
        HOFFMANN.size_exponent,
    )
    assert optimal_parameters(swapped, 1e23) == pytest.approx(optimal_tokens(HOFFMANN, 1e23))
    assert loss(swapped, 3.0, 5.0) == pytest.approx(loss(HOFFMANN, 5.0, 3.0))


def test_the_published_fits_at_the_budget_of_chinchilla() -> None:
    budget = 5.76e23
    assert optimal_parameters(HOFFMANN, budget) == pytest.approx(32.2e9, rel=2e-3)
    assert optimal_parameters(HOFFMANN_UNROUNDED, budget) == pytest.approx(40.3e9, rel=2e-3)
    assert optimal_parameters(BESIROGLU, budget) == pytest.approx(72.2e9, rel=2e-3)


@given(st.floats(0.01, 1), st.floats(1, 1e6))
def test_halving_is_the_inverse_of_remaining(exponent: float, factor: float) -> None:
    assert remaining_loss(exponent, compute_factor_to_halve(exponent)) == pytest.approx(0.5)
    squared = remaining_loss(exponent, factor**2)
    assert squared == pytest.approx(remaining_loss(exponent, factor) ** 2)


def test_bits_and_nats() -> None:
    assert bits(math.log(2)) == pytest.approx(1)
    assert floor_difference(1.69, 1.8172) == pytest.approx(0.1835, abs=1e-4)
    assert floor_difference(2, 1) == floor_difference(1, 2) == bits(1)


@pytest.mark.parametrize("bad", [0, -1, math.nan])
def test_sizes_must_be_positive(bad: float) -> None:
    with pytest.raises(ValueError, match=r"parameters is .*, and must be above 0"):
        loss(HOFFMANN, bad, 1)
    with pytest.raises(ValueError, match=r"tokens is .*, and must be above 0"):
        loss(HOFFMANN, 1, bad)
    with pytest.raises(ValueError, match=r"flop is .*, and must be above 0"):
        optimal_parameters(HOFFMANN, bad)
    with pytest.raises(ValueError, match=r"compute_factor is .*, and must be above 0"):
        remaining_loss(0.05, bad)
    with pytest.raises(ValueError, match=r"exponent is .*, and must be above 0"):
        compute_factor_to_halve(bad)
    with pytest.raises(ValueError, match=r"parameters is .*, and must be above 0"):
        data_saving(HOFFMANN, bad, 1, 1)
    with pytest.raises(ValueError, match=r"flop is .*, and must be above 0"):
        remaining_share(HOFFMANN, bad, 10)
