"""Othello is played by its rules, and probes read what is there."""

from inspect import unwrap

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code import othello
from chapter_code.networks import Network
from chapter_code.othello import (
    FULL,
    START,
    Positions,
    bits,
    edit,
    fit_probe,
    legal_moves,
    perft,
    play,
    probe_accuracy,
    random_games,
    square,
)

seeds = st.integers(0, 2**32 - 1)
LINES = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if (a, b) != (0, 0)]


def slow_flips(own: int, other: int, place: int) -> int:
    """Return the stones that a move turns over, square by square."""
    flipped = 0
    for right, up in LINES:
        line, column, row = 0, place % 8 + right, place // 8 + up
        while 0 <= column < 8 and 0 <= row < 8 and other >> (8 * row + column) & 1:
            line |= 1 << (8 * row + column)
            column, row = column + right, row + up
        if 0 <= column < 8 and 0 <= row < 8 and own >> (8 * row + column) & 1:
            flipped |= line
    return flipped


def boards(seed: int, games: int = 5) -> Positions:
    return random_games(np.random.default_rng(seed), games)


def test_perft() -> None:
    counts = [1, 4, 12, 56, 244, 1396, 8200, 55092, 390216]
    assert [perft(depth) for depth in range(9)] == counts


@pytest.mark.parametrize("depth", [-1, 9])
def test_perft_stops_where_somebody_may_have_to_pass(depth: int) -> None:
    with pytest.raises(ValueError, match=f"depth is {depth}"):
        perft(depth)


@given(seeds)
@settings(max_examples=10)
def test_moves_and_flips_agree_with_going_square_by_square(seed: int) -> None:
    games = boards(seed, 1)
    moves = legal_moves(games.own, games.other)
    for own, other, legal in zip(
        games.own.tolist(), games.other.tolist(), moves.tolist(), strict=True
    ):
        empty = [place for place in range(64) if not (own | other) >> place & 1]
        slow = [place for place in empty if slow_flips(own, other, place)]
        assert legal == sum(1 << place for place in slow)
        place = slow[seed % len(slow)]
        flips = slow_flips(own, other, place)
        a, b = (np.array([x], dtype=np.uint64) for x in (own, other))
        after_own, after_other = play(a, b, np.array([1 << place], dtype=np.uint64))
        assert int(after_own[0]) == other & ~flips
        assert int(after_other[0]) == own | flips | 1 << place


@given(seeds)
@settings(max_examples=10)
def test_a_game_goes_from_the_start_to_where_nobody_can_move(seed: int) -> None:
    games = boards(seed)
    assert not (games.own & games.other).any()
    stones = bits(games.own | games.other).sum(axis=1)
    assert stones.min() == 4
    assert stones.max() <= 63
    assert (legal_moves(games.own, games.other) != 0).all()
    first = stones == 4
    assert first.sum() == 5
    assert (games.own[first] == START[0]).all()
    assert games.black[first].all()
    # The players take turns, but where one had to pass.
    assert (games.black == (stones % 2 == 0)).mean() > 0.5


def test_turning_the_board_around_turns_the_moves_around() -> None:
    games = boards(3)

    def around(squares: np.ndarray) -> np.ndarray:
        turned = bits(squares)[:, ::-1]
        return np.packbits(turned, axis=1, bitorder="little").view("<u8")[:, 0]

    moves = legal_moves(around(games.own), around(games.other))
    assert (moves == around(legal_moves(games.own, games.other))).all()


def test_squares_are_named_from_a1_to_h8() -> None:
    assert [square(0), square(7), square(8), square(63)] == ["a1", "h1", "a2", "h8"]
    assert bits(np.array([1, FULL], dtype=np.uint64)).sum(axis=1).tolist() == [1, 64]


def test_the_input_has_colors_and_not_owners() -> None:
    games = boards(0)
    inputs = games.inputs()
    assert inputs.shape == (len(games.own), 129)
    white = ~games.black
    assert (inputs[games.black, :64] == bits(games.own[games.black])).all()
    assert (inputs[white, 64:128] == bits(games.own[white])).all()
    assert (inputs[:, 128] == games.black).all()


def test_the_error_is_the_slope_of_the_cross_entropy() -> None:
    rng = np.random.default_rng(0)
    log_odds = rng.normal(0, 3, (4, 64)).astype(np.float32)
    targets = (rng.random((4, 64)) < 0.3).astype(np.float32)

    def loss(at: np.ndarray) -> float:
        return float((np.logaddexp(0, at) - targets * at).sum(axis=1).mean())

    slopes = othello.error(log_odds, targets)
    for place in ((0, 0), (3, 63), (1, 20)):
        step = np.zeros((4, 64))
        step[place] = 1e-4
        slope = (loss(log_odds + step) - loss(log_odds - step)) / 2e-4
        assert slopes[place] == pytest.approx(slope, abs=1e-5)


def test_a_probe_reads_what_is_there_and_no_more() -> None:
    games = boards(5, 200)
    owner = bits(games.own).astype(np.float32) - bits(games.other)
    assert probe_accuracy(fit_probe(owner, games), owner, games) == 1
    noise = np.random.default_rng(0).standard_normal((len(owner), 8)).astype(np.float32)
    assert probe_accuracy(fit_probe(noise, games), noise, games) < 0.6
    weights = fit_probe(owner, games)
    assert probe_accuracy(-weights, owner, games) == 0


def test_training_makes_owners_readable_and_edits_effective(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(othello, "GAMES", 4_000)
    monkeypatch.setattr(othello, "STEPS", 500)
    monkeypatch.setattr(othello, "PROBE_GAMES", 200)
    monkeypatch.setattr(othello, "EDITS", 2_000)
    result = unwrap(othello.run)(seed=7)
    assert result.inputs < 0.58
    assert result.untrained < 0.68
    assert result.trained > result.untrained + 0.1
    assert result.found > 0.7
    assert result.edited[0] == result.aside[0]
    assert (np.diff(result.edited) > 0).all()
    assert result.edited[-1] > result.aside[-1] + 0.1


def test_an_edit_that_is_not_made_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    games = boards(2, 20)
    network = Network(rng, othello.LAYERS)
    features = network.layers(games.inputs())[1]
    shares = edit(network, fit_probe(features, games), games, rng)
    assert shares.shape == (2, len(othello.STRENGTHS))
    assert shares[0, 0] == shares[1, 0]


def test_an_edit_of_strength_2_mirrors_what_is_read_of_a_stone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    games = boards(2, 20)
    network = Network(np.random.default_rng(0), othello.LAYERS)
    features = network.layers(games.inputs())[1]
    weights = fit_probe(features, games)
    edited, layers = [], network.layers

    def watched(given: np.ndarray, first: int = 0) -> list[np.ndarray]:
        edited.append(given)
        return layers(given, first)

    monkeypatch.setattr(network, "layers", watched)
    edit(network, weights, games, np.random.default_rng(0))
    assert np.array_equal(edited[1], features)
    before, after = (at @ weights[:, :-1].T + weights[:, -1] for at in edited[1:3])
    assert othello.STRENGTHS[:2] == (0, 2)
    assert np.abs(before + after).min(axis=1).max() < 1e-3


def test_there_is_a_game() -> None:
    with pytest.raises(ValueError, match="games is 0, and must be at least 1"):
        boards(0, 0)
