"""Calibration, its parts, and when to answer follow their definitions."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code.calibration import (
    OVERCONFIDENCE,
    brier_parts,
    confidence,
    error_at,
    error_when_fitted,
    errors_left,
    expected_calibration_error,
    fit_temperature,
    penalty,
    reliability,
    risk,
    risk_at,
    run,
    score,
)

seeds = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("seed", range(5))
def test_one_temperature_repairs_overconfidence(seed: int) -> None:
    result = run(seed)
    assert result.temperature == pytest.approx(OVERCONFIDENCE, rel=0.06)
    before = expected_calibration_error(confidence(result.log_odds), result.right)
    fitted = confidence(result.log_odds, result.temperature)
    assert before > 0.1
    assert expected_calibration_error(fitted, result.right) < 0.025


@given(seeds, st.floats(0.3, 20), st.floats(0.05, 1))
@settings(max_examples=30)
def test_temperature_changes_neither_order_nor_risk(
    seed: int, temperature: float, coverage: float
) -> None:
    rng = np.random.default_rng(seed)
    log_odds, right = rng.normal(size=200), rng.random(200) < 0.6
    plain, heated = confidence(log_odds), confidence(log_odds, temperature)
    assert np.array_equal(np.argsort(plain), np.argsort(heated))
    assert risk(plain, right, coverage) == risk(heated, right, coverage)


@given(seeds)
@settings(max_examples=20)
def test_no_other_temperature_fits_better(seed: int) -> None:
    rng = np.random.default_rng(seed)
    log_odds = rng.normal(0, 2, 500)
    right = rng.random(500) < confidence(log_odds, 1.7)
    best = fit_temperature(log_odds, right)

    def log_likelihood(temperature: float) -> float:
        p = confidence(log_odds, temperature)
        return float(np.log(np.where(right, p, 1 - p)).sum())

    for factor in (0.8, 0.95, 1.05, 1.25):
        assert log_likelihood(best) >= log_likelihood(best * factor)


@given(seeds, st.integers(1, 30))
@settings(max_examples=30)
def test_the_error_is_the_mean_distance_from_the_diagonal(seed: int, bins: int) -> None:
    rng = np.random.default_rng(seed)
    stated, right = rng.random(300), rng.random(300) < 0.5
    place = np.minimum((stated * bins).astype(int), bins - 1)
    expected = sum(abs((stated - right)[place == which].sum()) / 300 for which in range(bins))
    assert expected_calibration_error(stated, right, bins) == pytest.approx(expected)
    shares, means, accuracies = reliability(stated, right, bins)
    assert shares.sum() == pytest.approx(1)
    assert shares @ means == pytest.approx(stated.mean())
    assert shares @ accuracies == pytest.approx(right.mean())


def test_certainty_is_in_the_last_bin() -> None:
    shares, means, accuracies = reliability(np.array([0.95, 1]), np.array([True, False]), 10)
    assert [*shares, *means, *accuracies] == pytest.approx([1, 0.975, 0.5])


@given(seeds, st.integers(1, 15))
@settings(max_examples=30)
def test_the_parts_make_the_brier_score(seed: int, bins: int) -> None:
    rng = np.random.default_rng(seed)
    middles = (np.arange(bins) + 0.5) / bins
    stated, right = rng.choice(middles, 200), rng.random(200) < 0.5
    miscalibration, resolution, uncertainty = brier_parts(stated, right, bins)
    score = ((stated - right) ** 2).mean()
    assert miscalibration - resolution + uncertainty == pytest.approx(score)
    assert min(miscalibration, resolution, uncertainty) >= 0


def test_extremes_of_the_parts() -> None:
    right = np.array([True, True, True, False])
    assert brier_parts(np.full(4, 0.75), right) == pytest.approx((0, 0, 0.1875))
    assert brier_parts(right.astype(float), right) == pytest.approx((0, 0.1875, 0.1875))
    assert brier_parts(1 - right.astype(float), right) == pytest.approx((1, 0.1875, 0.1875))


@pytest.mark.parametrize("seed", range(5))
def test_a_temperature_repairs_only_the_first_part(seed: int) -> None:
    result = run(seed)
    before, after = (
        brier_parts(confidence(result.log_odds, temperature), result.right)
        for temperature in (1, result.temperature)
    )
    assert after[0] < before[0] / 10
    assert after[1] == pytest.approx(before[1], rel=0.1)
    assert after[2] == before[2]


def test_silence_cuts_errors() -> None:
    risks = [risk_at(coverage) for coverage in (0.2, 0.5, 1)]
    assert risks == sorted(risks)
    assert risks[0] <= 0.09
    assert risks[-1] == pytest.approx(1 - run().right.mean())
    assert error_at(run().temperature) == error_when_fitted()


@given(st.floats(0, 0.99), st.floats(0, 1))
def test_answering_pays_above_the_threshold(threshold: float, p: float) -> None:
    gain = score(right=p, wrong=1 - p, threshold=threshold)
    if abs(p - threshold) > 1e-9:
        assert (gain > 0) == (p > threshold)


def test_penalties() -> None:
    assert [round(penalty(t), 9) for t in (0, 0.5, 0.75, 0.9)] == [0, 1, 3, 9]


@given(st.floats(1, 50), st.floats(1, 99))
def test_a_gain_given_twice_tells_what_is_left(gain: float, before: float) -> None:
    if before + gain <= 100:
        relative = 100 * gain / before
        assert errors_left(gain, relative) == pytest.approx(100 - before - gain, abs=1e-9)


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="shapes differ"):
        expected_calibration_error(np.ones(2), np.ones(3, dtype=bool))
    with pytest.raises(ValueError, match="a confidence is not from 0 to 1"):
        expected_calibration_error(np.array([1.5]), np.array([True]))
    with pytest.raises(ValueError, match="coverage is 0"):
        risk(np.ones(2), np.ones(2, dtype=bool), 0)
    with pytest.raises(ValueError, match="threshold is 1"):
        penalty(1)
    with pytest.raises(ValueError, match="questions is 0"):
        run(questions=0)
    with pytest.raises(ValueError, match="gain is 0, and must be above 0"):
        errors_left(0, 40)
    with pytest.raises(ValueError, match="leave"):
        errors_left(90, 10)
