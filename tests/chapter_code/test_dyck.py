"""Nested brackets are what the grammar allows, and models lose what theory says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code import dyck
from chapter_code.dyck import SYMBOLS, TYPES, codes, draw, entropy, openers, witten_bell

seeds = st.integers(0, 10**6)
openings = st.floats(0.05, 0.45)
texts = st.lists(st.integers(0, SYMBOLS - 1), min_size=8, max_size=60).map(np.array)


def text(seed: int, length: int = 2000, opening: float = 0.45) -> np.ndarray:
    return draw(np.random.default_rng(seed), length, opening)


def reduced(symbols: np.ndarray) -> str:
    """Return what is left of a text when pairs that match have been taken out of it."""
    left = "".join("([)]"[symbol] for symbol in symbols)
    while (shorter := left.replace("()", "").replace("[]", "")) != left:
        left = shorter
    return left


@given(seeds, openings)
def test_a_text_leaves_only_open_brackets(seed: int, opening: float) -> None:
    assert not set(reduced(text(seed, 300, opening))) & set(")]")


@given(seeds)
def test_each_closing_bracket_fits_the_last_open_one(seed: int) -> None:
    symbols = text(seed)
    closing = symbols >= TYPES
    before = openers(symbols)[closing]
    assert len(set(before)) == len(before)
    assert (symbols[before] == symbols[closing] - TYPES).all()


@given(seeds, st.integers(1, 100))
def test_what_lies_between_a_pair_matches_within_itself(seed: int, which: int) -> None:
    symbols = text(seed)
    ends = np.flatnonzero(symbols >= TYPES)
    end = ends[which % len(ends)]
    assert reduced(symbols[openers(symbols)[end] + 1 : end]) == ""


@pytest.mark.parametrize("symbols", [[2], [0, 3], [0, 1, 2, 3], [0, 2, 2]])
def test_brackets_that_do_not_match_are_refused(symbols: list[int]) -> None:
    with pytest.raises(ValueError, match=r"symbol \d closes"):
        openers(np.array(symbols))


@given(seeds, openings)
@settings(max_examples=20)
def test_the_entropy_is_what_the_true_rule_loses(seed: int, opening: float) -> None:
    symbols = text(seed, 40_000, opening)
    given_each = np.where(symbols < TYPES, opening / TYPES, 1 - opening)
    true = np.where(openers(symbols) >= 0, given_each, 1 / TYPES)
    assert -np.log2(true).mean() == pytest.approx(entropy(opening), abs=0.04)


@pytest.mark.parametrize("opening", [0, 0.5, 1])
def test_an_opening_without_an_end_is_refused(opening: float) -> None:
    with pytest.raises(ValueError, match="opening is"):
        entropy(opening)


@given(seeds, seeds)
@settings(max_examples=20)
def test_the_rule_gives_what_is_possible_a_probability(seed: int, other: int) -> None:
    training, test = text(seed), text(other)
    given_each = dyck.rule_probabilities(training, test)
    assert ((given_each > 0) & (given_each < 1)).all()
    counted = (training[openers(training) >= 0] < TYPES).mean()
    opens = (test < TYPES) & (openers(test) >= 0)
    assert given_each[opens] == pytest.approx(counted / 2)
    assert given_each[openers(test) < 0] == pytest.approx(0.5)


@given(texts, st.integers(0, 6))
def test_codes_are_alike_where_the_last_symbols_are(symbols: np.ndarray, k: int) -> None:
    found = codes(symbols, k)
    last = [tuple(symbols[place - k : place]) for place in range(k, len(symbols))]
    assert len(found) == len(last)
    assert len(set(found)) == len(set(last)) == len(set(zip(found, last, strict=True)))


@given(texts, texts)
def test_an_ngram_model_counts_as_by_hand(training: np.ndarray, test: np.ndarray) -> None:
    """Compare with the recursion of Witten and Bell, written out for each place."""
    longest = 3

    def given_by_hand(context: tuple[int, ...]) -> np.ndarray:
        shorter = given_by_hand(context[1:]) if context else np.full(SYMBOLS, 1 / SYMBOLS)
        k = len(context)
        followers = [
            training[i]
            for i in range(k, len(training))
            if tuple(training[i - k : i]) == context
        ]
        counts = np.bincount(followers, minlength=SYMBOLS) if followers else np.zeros(SYMBOLS)
        kinds = (counts > 0).sum()
        if not followers:
            return shorter
        mixed: np.ndarray = (counts + kinds * shorter) / (len(followers) + kinds)
        return mixed

    for k, (given_each, stored) in enumerate(witten_bell(training, test, longest)):
        contexts = {tuple(training[i - k : i]) for i in range(k, len(training))}
        assert stored == len(contexts)
        assert given_each.sum(axis=1) == pytest.approx(1)
        for place, row in enumerate(given_each, longest):
            assert row == pytest.approx(given_by_hand(tuple(test[place - k : place])))


@pytest.mark.parametrize("seed", [0, 11, 12])
def test_a_table_stays_above_the_rule_and_guesses_beyond_its_reach(seed: int) -> None:
    result = dyck.run(seed)
    assert result.rule == pytest.approx(entropy(), abs=0.02)
    assert result.bits.min() - result.rule >= 0.15
    assert (result.inside >= 0.95).all()
    assert np.abs(result.beyond - 0.5).max() <= 0.05
    assert (np.diff(result.stored) > 0).all()
    assert result.stored[0] == 1 + SYMBOLS
    assert result.bits.argmin() not in (0, len(result.bits) - 1)


def test_numbers_of_the_page_are_those_of_the_run() -> None:
    result = dyck.run()
    assert dyck.lost_by_table() == result.bits[result.contexts == 6]
    assert dyck.lost_by_rule() == result.rule
    assert dyck.contexts_stored() == result.stored.max()
