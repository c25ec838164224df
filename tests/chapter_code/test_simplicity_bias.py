"""A network resembles simple predictors on its way, and a table does not."""

from inspect import unwrap

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code.simplicity_bias import divergence, make_source, nearness, run, softmax

seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(2, 7))
@settings(max_examples=25)
def test_the_source_is_stationary_and_its_predictors_are_its_marginals(
    seed: int, symbols: int
) -> None:
    source = make_source(np.random.default_rng(seed), symbols)
    unigram, bigram, trigram = source.predictors
    assert np.allclose(source.predictors.sum(axis=-1), 1)
    assert source.contexts.sum() == pytest.approx(1)
    assert np.allclose(np.einsum("ab,abc->bc", source.contexts, trigram), source.contexts)
    assert np.allclose(unigram[0, 0], source.contexts.sum(axis=0))
    follows = source.contexts / source.contexts.sum(axis=1, keepdims=True)
    assert np.allclose(bigram[0], follows)


@given(seeds)
@settings(max_examples=25)
def test_divergence_is_zero_for_a_predictor_and_positive_for_others(seed: int) -> None:
    source = make_source(np.random.default_rng(seed), 4)
    distances = np.array([divergence(source, p) for p in source.predictors])
    assert np.allclose(np.diag(distances), 0)
    assert (distances[~np.eye(3, dtype=bool)] > 0).all()
    # From the true predictor, those that look back less are farther away.
    assert distances[1, 2] < distances[0, 2]


@given(seeds)
@settings(max_examples=5)
def test_the_network_comes_nearer_to_simple_predictors_than_the_table(seed: int) -> None:
    result = run(seed)
    network, table = result.network.min(axis=0), result.table.min(axis=0)
    assert (table[:2] > 1.1 * network[:2]).all()
    assert (result.network >= 0).all()
    assert (result.table >= 0).all()


@given(seeds)
@settings(max_examples=5)
def test_both_learn_the_rule(seed: int) -> None:
    result = run(seed)
    assert result.network[-1, 2] < 0.05
    assert result.table[-1, 2] < 0.01
    assert result.network[-1, 0] > result.network[:, 0].min()


def test_a_seed_decides_everything() -> None:
    first, second = run(7, steps=50), unwrap(run)(7, steps=50)
    other = run(8, steps=50)
    assert np.array_equal(first.network, second.network)
    assert not np.array_equal(first.network, other.network)
    assert first.steps[0] == 1
    assert first.steps[-1] == 50


def test_the_table_starts_even_and_learns_each_context_by_itself() -> None:
    source = make_source(np.random.default_rng(0))
    even = np.full((6, 6, 6), 1 / 6)
    assert np.allclose(run(0, steps=1).table[0], divergence(source, even))


def test_softmax_is_a_distribution_and_does_not_overflow() -> None:
    assert np.allclose(softmax(np.array([1000.0, 1000.0])), 0.5)
    assert np.allclose(softmax(np.log(np.array([0.2, 0.8]))), [0.2, 0.8])


def test_sizes_have_bounds() -> None:
    with pytest.raises(ValueError, match="symbols is 1, and must be at least 2"):
        make_source(np.random.default_rng(0), 1)
    with pytest.raises(ValueError, match="steps is 0, and must be at least 1"):
        run(steps=0)
    with pytest.raises(ValueError, match="symbols_back is 2, and must be 0 or 1"):
        nearness(2)


def test_nearness_is_that_of_the_first_seed() -> None:
    result = run()
    assert nearness(1) == result.table[:, 1].min() / result.network[:, 1].min()
