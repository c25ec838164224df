"""A chosen push ruins what a random one hardly touches."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.worst_case import accuracy_under_attack, accuracy_under_noise, simulate

separations = st.floats(0.1, 5)
lengths = st.floats(0, 10)
dimensions = st.integers(3, 10_000)  # in two, a component is far from normal


@given(separations, lengths, dimensions)
def test_a_chosen_push_is_never_better_than_a_random_one(
    separation: float, length: float, dimension: int
) -> None:
    attacked = accuracy_under_attack(separation, length)
    noisy = accuracy_under_noise(separation, length, dimension)
    assert attacked <= noisy + 1e-12
    assert accuracy_under_attack(separation, 0) == accuracy_under_noise(
        separation, 0, dimension
    )


@given(separations)
def test_a_push_as_long_as_the_margin_leaves_a_coin_flip(separation: float) -> None:
    assert accuracy_under_attack(separation, separation) == pytest.approx(0.5)


@given(separations, lengths, dimensions)
def test_dimensions_make_random_pushes_harmless(
    separation: float, length: float, dimension: int
) -> None:
    few = accuracy_under_noise(separation, length, dimension)
    assert few <= accuracy_under_noise(separation, length, 100 * dimension) + 1e-12


@pytest.mark.parametrize("length", [0.5, 2, 4])
def test_the_formulas_are_what_a_simulation_finds(length: float) -> None:
    rng = np.random.default_rng(1)
    attacked, noisy = simulate(1.5, length, 300, rng, inputs=20_000)
    assert attacked == pytest.approx(accuracy_under_attack(1.5, length), abs=0.015)
    assert noisy == pytest.approx(accuracy_under_noise(1.5, length, 300), abs=0.015)


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="length is -1, and must be at least 0"):
        accuracy_under_attack(1, -1)
    with pytest.raises(ValueError, match="length is -1, and must be at least 0"):
        accuracy_under_noise(1, -1, 10)
    with pytest.raises(ValueError, match="dimension is 0, and must be above 0"):
        accuracy_under_noise(1, 1, 0)
