"""Brain scores depend on how moments are held out, as the experiment claims."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.brain_scores import run, score, smooth_noise


@pytest.mark.parametrize("seed", [11, 12, 13, 14, 15])
def test_only_single_moments_give_smooth_signals_a_score(seed: int) -> None:
    result = run(seed)
    assert (np.diff(result.shuffled) > 0).all()
    assert result.shuffled[0] < 0.05
    assert result.shuffled[-1] > 0.7
    assert np.abs(result.blocks).max() < 0.15


def test_with_stretches_held_out_nothing_is_left_on_average() -> None:
    blocks = [run(seed).blocks for seed in range(11, 21)]
    assert np.abs(np.mean(blocks, axis=0)).max() < 0.08


@given(st.integers(2, 200), st.integers(1, 5), st.integers(1, 20), st.integers(0, 9))
def test_signals_are_standardized(moments: int, count: int, width: int, seed: int) -> None:
    signals = smooth_noise(np.random.default_rng(seed), moments, count, width)
    assert signals.shape == (moments, count)
    assert np.allclose(signals.mean(axis=0), 0)
    assert np.allclose(signals.std(axis=0), 1)


def test_smoothing_makes_neighbors_alike() -> None:
    signals = smooth_noise(np.random.default_rng(0), 5000, 1, 10)[:, 0]
    assert np.corrcoef(signals[1:], signals[:-1])[0, 1] == pytest.approx(0.9, abs=0.03)
    assert abs(np.corrcoef(signals[20:], signals[:-20])[0, 1]) < 0.15


def test_features_that_hold_the_signal_are_scored_one() -> None:
    rng = np.random.default_rng(0)
    features = smooth_noise(rng, 500, 5, 1)
    fold = np.arange(500) % 5
    assert score(features, features[:, :2], fold, ridge=1e-6) == pytest.approx(1)
    assert score(features, -features[:, :2], fold, ridge=1e-6) == pytest.approx(1)


@pytest.mark.parametrize(
    ("moments", "width", "message"),
    [
        (1, 1, "moments is 1, and must be at least 2"),
        (2, 0, "width is 0, and must be at least 1"),
    ],
)
def test_noise_needs_moments_and_width(moments: int, width: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        smooth_noise(np.random.default_rng(0), moments, 1, width)
