"""A calibrated model invents what was stated once."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chapter_code.good_turing import (
    good_turing,
    invented,
    inventing_share,
    run,
    stated_once,
)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("exponent", [0, 1])
def test_a_calibrated_model_invents_what_is_stated_once(seed: int, exponent: float) -> None:
    result = run(seed, exponent)
    long = result.facts >= 20_000
    assert abs(result.invented - result.once)[long].max() <= 0.025
    assert abs(result.unseen - result.once)[long].max() <= 0.025
    assert (np.diff(result.once) < 0).all()


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30).filter(any))
def test_good_turing_is_a_share(counts: list[int]) -> None:
    share = good_turing(np.array(counts))
    assert 0 <= share <= 1
    assert share * sum(counts) == pytest.approx(counts.count(1))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=20))
@settings(max_examples=50)
def test_the_mixture_is_the_likeliest(counts: list[tuple[int, int]]) -> None:
    read, held_out = np.array(counts).T
    assume(read.any() and held_out.any())
    best = inventing_share(read, held_out)
    shares = np.array([best, *np.linspace(0.001, 0.999, 60)])
    at_random, repeated = 1 / (len(read) * 365), read / read.sum()
    mixed = shares[:, None] * at_random + (1 - shares[:, None]) * repeated
    likelihoods = (held_out * np.log(np.maximum(mixed, 1e-300))).sum(axis=1)
    assert likelihoods[0] >= likelihoods[1:].max() - 0.001 * held_out.sum()


def test_who_has_read_everything_invents_nothing() -> None:
    everybody = np.full(100, 50)
    assert inventing_share(everybody, everybody) < 0.001


def test_a_random_statement_may_be_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chapter_code.good_turing.DATES", 20)
    result = run(seed=99)
    assert abs(result.invented - result.once * 0.95)[2:].max() <= 0.02


def test_what_the_page_prints_is_that_of_the_first_seed() -> None:
    assert stated_once(20_000) == run().once[2]
    assert invented(160_000, exponent=1) == run(exponent=1).invented[5]


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="nothing is stated"):
        good_turing(np.zeros(3, dtype=np.int64))
    with pytest.raises(ValueError, match="people is 0, and must be at least 1"):
        run(people=0)
    assert not run(people=1).once[-1]
    with pytest.raises(ValueError, match="exponent is -1, and must be at least 0"):
        run(exponent=-1)
    with pytest.raises(ValueError, match="facts is 7, and must be one of"):
        invented(7)
