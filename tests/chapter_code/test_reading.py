"""The best model of a reader looks back as far as the reader."""

import numpy as np
import pytest

from chapter_code.reading import ORDER, make_source, predictions, run

SEEDS = [21, 22, 23, 24, 25]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("reader", range(ORDER + 1))
def test_the_best_model_of_a_reader_looks_as_far_as_the_reader(seed: int, reader: int) -> None:
    result = run(seed, reader)
    assert (np.diff(result.loss) < 0).all()
    assert result.fit.argmax() == reader
    assert result.fit[reader] == pytest.approx(1)
    assert (result.fit >= 0).all()
    assert (result.fit <= 1 + 1e-12).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_source_is_stationary(seed: int) -> None:
    contexts, following = make_source(np.random.default_rng(seed))
    assert contexts.sum() == pytest.approx(1)
    assert np.allclose(following.sum(axis=-1), 1)
    assert np.allclose(np.einsum("abcd,abcde->bcde", contexts, following), contexts)


def test_predictions_forget_what_lies_too_far_back() -> None:
    contexts, following = make_source(np.random.default_rng(0))
    for order in range(ORDER + 1):
        expected = predictions(contexts, following, order)
        assert np.allclose(expected.sum(axis=-1), 1)
        forgotten = expected.reshape(3 ** (ORDER - order), -1)
        assert np.allclose(forgotten, forgotten[0])
    assert np.allclose(predictions(contexts, following, ORDER), following)


def test_a_reader_cannot_look_back_farther_than_the_source() -> None:
    with pytest.raises(ValueError, match="reader is 5, and must be from 0 to 4"):
        run(reader=5)


def test_a_source_needs_two_symbols() -> None:
    with pytest.raises(ValueError, match="symbols is 1, and must be at least 2"):
        make_source(np.random.default_rng(0), symbols=1)
    contexts, _ = make_source(np.random.default_rng(0), symbols=2)
    assert contexts.sum() == pytest.approx(1)
