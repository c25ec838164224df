"""Scores of Atari games are scaled and averaged as published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.atari import (
    BBF,
    EFFICIENTZERO,
    at_or_above,
    games,
    human_normalized,
    interquartile_mean,
    mean,
    middle,
    scores,
)

points = st.floats(-1e5, 1e5)
results = st.dictionaries(st.text(), st.floats(-100, 100), min_size=1)


@given(points, st.floats(1, 1e5))
def test_the_scale_has_random_play_at_0_and_the_tester_at_1(low: float, gap: float) -> None:
    assert human_normalized(low, low, low + gap) == 0
    assert human_normalized(low + gap, low, low + gap) == pytest.approx(1)


@given(results, st.floats(-10, 10))
def test_averages_move_with_the_scores(found: dict[str, float], shift: float) -> None:
    moved = {game: score + shift for game, score in found.items()}
    for average in (mean, middle, interquartile_mean):
        assert average(moved) == pytest.approx(average(found) + shift, abs=1e-6)
        assert min(found.values()) - 1e-9 <= average(found) <= max(found.values()) + 1e-9


def test_the_aggregates_are_those_that_were_published() -> None:
    assert games(EFFICIENTZERO) == games(BBF) == 26
    assert mean(EFFICIENTZERO) == pytest.approx(1.943, abs=5e-4)
    assert middle(EFFICIENTZERO) == pytest.approx(1.090, abs=5e-4)
    assert interquartile_mean(EFFICIENTZERO) == pytest.approx(1.047, abs=5e-4)
    assert at_or_above(1, EFFICIENTZERO) == 14
    assert mean(BBF) == pytest.approx(2.247, abs=5e-4)
    assert interquartile_mean(BBF) == pytest.approx(1.139, abs=5e-4)
    assert at_or_above(1, BBF) == 12


def test_whole_games_are_left_out() -> None:
    assert interquartile_mean({str(n): n**2 for n in range(7)}) == 11


def test_what_cannot_be_scaled_or_found_is_named() -> None:
    with pytest.raises(ValueError, match="human and random play both score 3"):
        human_normalized(1, 3, 3)
    with pytest.raises(ValueError, match="program is 'human'"):
        scores("human")
