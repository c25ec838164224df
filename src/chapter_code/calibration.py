"""Calibration: whether a model knows how often it is right, and what follows for silence.

A model is calibrated if, of the answers that it gives with confidence p, a share p is right
[guo2017calibration]. Here answers are simulated: the log-odds of being right are normally
distributed, and an overconfident model reports them multiplied by a factor. Dividing them by
one temperature repairs that. It does not change which answers are right, nor which of two is
the more confident, so that it cannot help the model to choose when to be silent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._checks import positive
from chapter_code._results import kept

Array = NDArray[np.float64]
OVERCONFIDENCE = 2.5
BINS = 15


@dataclass(frozen=True)
class Result:
    """Answers of an overconfident model.

    Attributes:
        log_odds: Shape (N,). What the model reports.
        right: Shape (N,). Whether the answer is right.
        temperature: The divisor of the log-odds that fits another sample best.
    """

    log_odds: Array
    right: NDArray[np.bool_]
    temperature: float


def confidence(log_odds: Array, temperature: float = 1) -> Array:
    """Return probabilities from log-odds divided by a temperature."""
    return np.asarray(1 / (1 + np.exp(-log_odds / temperature)))


def reliability(
    confidences: Array, right: NDArray[np.bool_], bins: int = BINS
) -> tuple[Array, Array, Array]:
    """Return what is in each bin of confidence that has answers.

    Args:
        confidences: Shape (N,), from 0 to 1.
        right: Shape (N,).
        bins: Of equal width.

    Returns:
        Three arrays of one length, at most `bins`: the share of all answers that is in the bin,
        their mean confidence and their accuracy.

    Raises:
        ValueError: A confidence is not from 0 to 1, or the shapes differ.
    """
    if confidences.shape != right.shape:
        raise ValueError(f"shapes differ: {confidences.shape} and {right.shape}")
    if not ((confidences >= 0) & (confidences <= 1)).all():
        raise ValueError("a confidence is not from 0 to 1")
    place = np.minimum((confidences * bins).astype(int), bins - 1)
    counts, total, hits = (
        np.bincount(place, weights=values, minlength=bins)
        for values in (None, confidences, right)
    )
    filled = counts > 0
    shares = counts[filled] / len(right)
    return shares, total[filled] / counts[filled], hits[filled] / counts[filled]


def expected_calibration_error(
    confidences: Array, right: NDArray[np.bool_], bins: int = BINS
) -> float:
    """Return the mean distance of confidence from accuracy, over bins of confidence.

    Arguments and errors are those of `reliability`.

    >>> error = expected_calibration_error(np.array([0.9, 0.9]), np.array([True, False]))
    >>> round(error, 3)
    0.4
    """
    shares, means, accuracies = reliability(confidences, right, bins)
    return float(shares @ np.abs(means - accuracies))


def brier_parts(
    confidences: Array, right: NDArray[np.bool_], bins: int = BINS
) -> tuple[float, float, float]:
    """Return the reliability, the resolution and the uncertainty of answers [murphy1973new].

    The Brier score, which is the mean squared distance of confidence from what happened, is the
    first minus the second plus the third where all confidences in a bin are equal. Reliability
    is 0 for whoever is calibrated, and resolution is large for whoever tells right answers from
    wrong ones. Uncertainty does not depend on the confidences.

    Arguments and errors are those of `reliability`.
    """
    shares, means, accuracies = reliability(confidences, right, bins)
    overall = float(right.mean())
    miscalibration = float(shares @ (means - accuracies) ** 2)
    resolution = float(shares @ (accuracies - overall) ** 2)
    return miscalibration, resolution, overall * (1 - overall)


def fit_temperature(log_odds: Array, right: NDArray[np.bool_]) -> float:
    """Return the temperature that gives what happened the highest probability.

    The search over 1 / temperature is a bisection: the log-likelihood is concave in it.

    Args:
        log_odds: Shape (N,). What the model reports.
        right: Shape (N,). Whether the answer is right.
    """
    low, high = 1e-3, 1e3
    for _ in range(60):
        middle = (low * high) ** 0.5
        slope = np.sum(log_odds * (right - confidence(log_odds, 1 / middle)))
        low, high = (middle, high) if slope > 0 else (low, middle)
    return float(1 / low)


def risk(confidences: Array, right: NDArray[np.bool_], coverage: float) -> float:
    """Return the share of errors among the answers that are given.

    Args:
        confidences: Shape (N,).
        right: Shape (N,).
        coverage: The share of questions to answer, the most confident ones, above 0 to 1.

    Raises:
        ValueError: The coverage is not above 0 and at most 1.
    """
    if not 0 < coverage <= 1:
        raise ValueError(f"coverage is {coverage}, and must be above 0 and at most 1")
    given = np.argsort(-confidences, kind="stable")[: max(1, round(coverage * len(right)))]
    return float(1 - right[given].mean())


def penalty(threshold: float) -> float:
    """Return what a wrong answer must cost for silence to pay below a confidence.

    A right answer scores 1, silence 0. Answering pays on average if p > (1 - p) penalty
    [kalai2025why].

    Args:
        threshold: The confidence, from 0 to below 1.

    Raises:
        ValueError: The threshold is not from 0 to below 1.

    >>> penalty(0.75)
    3.0
    """
    if not 0 <= threshold < 1:
        raise ValueError(f"threshold is {threshold}, and must be from 0 to below 1")
    return threshold / (1 - threshold)


def score(right: float, wrong: float, threshold: float) -> float:
    """Return the mean score of a model under such a penalty.

    Args:
        right: Share of questions answered rightly, as a fraction or in percent.
        wrong: Share answered wrongly, likewise; the rest is silence.
        threshold: See `penalty`.

    >>> score(right=24, wrong=75, threshold=0), score(right=24, wrong=75, threshold=0.5)
    (24.0, -51.0)
    """
    return right - wrong * penalty(threshold)


def errors_left(gain: float, relative_gain: float) -> float:
    """Return the share still wrong, in percent, after a gain in accuracy given in two ways.

    Args:
        gain: In percentage points, above 0.
        relative_gain: The same gain in percent of the accuracy before, above 0.

    Raises:
        ValueError: A gain is not above 0, or together they leave less than nothing.

    >>> errors_left(gain=19, relative_gain=40)
    33.5
    """
    positive(gain=gain, relative_gain=relative_gain)
    left = 100 - gain - 100 * gain / relative_gain
    if left < 0:
        raise ValueError(f"gains of {gain} points and {relative_gain}% leave {left}% wrong")
    return left


@kept
def run(seed: int = 0, questions: int = 10_000) -> Result:
    """Simulate an overconfident model, and fit its temperature on other questions.

    Args:
        seed: Of the answers.
        questions: N, at least 1.

    Raises:
        ValueError: There is no question.

    >>> result = run()
    >>> round(result.temperature, 1)
    2.5
    """
    if questions < 1:
        raise ValueError(f"questions is {questions}, and must be at least 1")
    rng = np.random.default_rng(seed)
    true_odds = rng.normal(0.8, 1.5, 2 * questions)
    right = rng.random(2 * questions) < confidence(true_odds)
    reported = OVERCONFIDENCE * true_odds
    fitted = fit_temperature(reported[questions:], right[questions:])
    return Result(reported[:questions], right[:questions], fitted)


def error_at(temperature: float) -> float:
    """Return the expected calibration error of the simulated model at a temperature."""
    result = run()
    return expected_calibration_error(confidence(result.log_odds, temperature), result.right)


def error_when_fitted() -> float:
    """Return the expected calibration error at the fitted temperature.

    >>> error_when_fitted() < 0.03 < error_at(1)
    True
    """
    return error_at(run().temperature)


def risk_at(coverage: float) -> float:
    """Return the simulated model's share of errors when it answers only some questions.

    >>> risk_at(0.2) < risk_at(1) / 2
    True
    """
    result = run()
    return risk(confidence(result.log_odds), result.right, coverage)
