"""A small network memorizes first and generalizes later, if there is a rule."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code.grokking import (
    first_step,
    generalized_at,
    memorized_at,
    purity,
    result,
    run,
    single_frequency_share,
)


def test_with_three_tenths_or_without_weight_decay_it_stays_a_parrot() -> None:
    for parrot in (run(fraction=0.3), run(weight_decay=0)):
        assert parrot.shown[-1] >= 0.999
        assert parrot.held_back.max() <= 0.1


def test_a_seed_decides_everything() -> None:
    first, second, other = run(7, steps=5), run(7, steps=5), run(8, steps=5)
    assert np.array_equal(first.shown, second.shown)
    assert first.purity == second.purity != other.purity
    assert first.steps.tolist() == [1, 2, 3, 4, 5]


def test_what_the_page_prints_is_that_of_the_first_seed() -> None:
    assert memorized_at() == first_step(result().shown, 0.999, result())
    assert generalized_at() == first_step(result().held_back, 0.99, result())
    assert purity() == result().purity
    assert purity(1) == result(shuffled=True).purity


@given(st.integers(1, 15), st.floats(0, 6), st.floats(-9, 9), st.floats(0.1, 9))
def test_a_wave_has_one_frequency(
    frequency: int, phase: float, offset: float, size: float
) -> None:
    turn = 2 * np.pi * frequency * np.arange(31)[:, None] / 31
    assert single_frequency_share(offset + size * np.cos(turn + phase)) == pytest.approx(1)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20)
def test_noise_has_many(seed: int) -> None:
    weights = np.random.default_rng(seed).standard_normal((31, 200))
    assert 1 / 15 < single_frequency_share(weights) < 0.3


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="steps is 0, and must be at least 1"):
        run(steps=0)
    with pytest.raises(ValueError, match="weight_decay is -1, and must be at least 0"):
        run(weight_decay=-1)
    with pytest.raises(ValueError, match=r"fraction is 1\.5, and must be from 0 to 1"):
        run(fraction=1.5)
    for fraction in (0, 1):
        with pytest.raises(ValueError, match=f"fraction is {fraction}, and leaves no entry"):
            run(fraction=fraction)
    with pytest.raises(ValueError, match="weights have 2 rows"):
        single_frequency_share(np.ones((2, 2)))
    assert single_frequency_share(np.arange(3.0)[:, None]) == pytest.approx(1)
    with pytest.raises(ValueError, match="a column of weights is constant"):
        single_frequency_share(np.zeros((5, 1)))
    short = run(steps=1)
    with pytest.raises(ValueError, match=r"the curve never reaches 0\.99"):
        first_step(short.held_back, 0.99, short)
