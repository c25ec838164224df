"""Votes: what many answers to one question are worth, and what limits them.

If each answer is right with the same probability, above one half, and independently of the
others, the majority of ever more answers is right almost surely (Condorcet's jury theorem).
If the answers share what misleads them, it is not: the majority then approaches the
probability that the shared evidence is good [dietrich2004model].

Sharing is modeled as follows. Each question has a probability of its own with which an answer
to it is right, drawn from a beta distribution, and given that probability the answers are
independent. Two answers to one question are then right together with a correlation that can
be chosen. Sums are exact up to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, log, log1p

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chapter_code._results import kept

Array = NDArray[np.float64]

RIGHT = 0.6
VOTERS = (1, 3, 5, 11, 25, 51, 101, 201)
CORRELATIONS = (0, 0.1, 0.3)
QUESTIONS = 100_000


@dataclass(frozen=True)
class Result:
    """How often majorities are right.

    Attributes:
        voters: Shape (V,). How many answers each has.
        correlations: Shape (C,). Of two answers to one question.
        exact: Shape (C, V). The probability that the majority is right.
        simulated: Shape (C, V). How often it was.
        limits: Shape (C,). What `exact` approaches with ever more answers.
    """

    voters: NDArray[np.int64]
    correlations: Array
    exact: Array
    simulated: Array
    limits: Array


def _beta(right: float, correlation: float) -> tuple[float, float, float]:
    """Return the beta distribution with a mean and a correlation: a, b, and the log of B."""
    total = (1 - correlation) / correlation
    a, b = right * total, (1 - right) * total
    return a, b, lgamma(a) + lgamma(b) - lgamma(total)


def _check(right: float, correlation: float) -> None:
    """Raise `ValueError` for what is no probability, or no correlation below 1."""
    if not 0 < right < 1:
        raise ValueError(f"right is {right}, and must be above 0 and below 1")
    if not 0 <= correlation < 1:
        raise ValueError(f"correlation is {correlation}, and must be from 0 to below 1")


def majority(voters: int, right: float, correlation: float = 0) -> float:
    """Return the probability that more than half of the answers are right.

    Args:
        voters: The number of answers, odd, so that there is no tie.
        right: The probability that one answer is right, above 0 and below 1.
        correlation: Of two answers to one question, from 0 to below 1.

    Raises:
        ValueError: An argument is out of range.

    >>> round(majority(11, 0.6), 3), round(majority(101, 0.6), 3)
    (0.753, 0.979)
    >>> round(majority(101, 0.6, correlation=0.1), 3)
    0.728
    """
    _check(right, correlation)
    if voters < 1 or voters % 2 == 0:
        raise ValueError(f"voters is {voters}, and must be odd and at least 1")
    total = 0.0
    for count in range(voters // 2 + 1, voters + 1):
        others = voters - count
        logs = lgamma(voters + 1) - lgamma(count + 1) - lgamma(others + 1)
        if correlation:
            a, b, log_beta = _beta(right, correlation)
            logs += lgamma(a + count) + lgamma(b + others) - lgamma(a + b + voters) - log_beta
        else:
            logs += count * log(right) + others * log1p(-right)
        total += exp(logs)
    return min(total, 1.0)


def limit(right: float, correlation: float, nodes: int = 400) -> float:
    """Return what the majority of ever more answers approaches.

    It is the probability that a question's own share of right answers is above one half, by
    Gauss-Legendre quadrature.

    Args:
        right: The probability that one answer is right, above 0 and below 1.
        correlation: Of two answers to one question, above 0 and below 1.
        nodes: Of the quadrature.

    Raises:
        ValueError: An argument is out of range.

    >>> round(limit(0.6, 0.1), 3)
    0.736
    """
    _check(right, correlation)
    if correlation == 0:
        raise ValueError("correlation is 0, and must be above 0")
    a, b, log_beta = _beta(right, correlation)
    places, weights = np.polynomial.legendre.leggauss(nodes)
    part = (places + 1) / 2
    scale = 1 / min(b, 1)
    log_odds = scale * part / (1 - part)  # of shares from ½ to 1
    logs = -a * np.logaddexp(0, -log_odds) - b * np.logaddexp(0, log_odds) - log_beta
    return min(float((weights / 2 * scale / (1 - part) ** 2 * np.exp(logs)).sum()), 1.0)


def simulate(
    rng: np.random.Generator, voters: int, right: float, correlation: float, questions: int
) -> float:
    """Return for which share of simulated questions the majority was right.

    Args:
        rng: The source of randomness.
        voters: The number of answers to each, odd.
        right: The probability that one answer is right, above 0 and below 1.
        correlation: Of two answers to one question, from 0 to below 1.
        questions: How many are simulated, at least 1.

    Raises:
        ValueError: `right` or `correlation` is out of range.
    """
    _check(right, correlation)
    chances: Array = np.full(questions, right)
    if correlation:
        a, b, _ = _beta(right, correlation)
        chances = rng.beta(a, b, questions)
    return float((rng.binomial(voters, chances) > voters / 2).mean())


@kept
def run(seed: int = 0) -> Result:
    """Compute how often majorities are right, and simulate it.

    Args:
        seed: Of the simulation.
    """
    rng = np.random.default_rng(seed)
    pairs = [[(voters, RIGHT, shared) for voters in VOTERS] for shared in CORRELATIONS]
    return Result(
        voters=np.array(VOTERS),
        correlations=np.array(CORRELATIONS),
        exact=np.array([[majority(*pair) for pair in row] for row in pairs]),
        simulated=np.array(
            [[simulate(rng, *pair, QUESTIONS) for pair in row] for row in pairs]
        ),
        limits=np.array([limit(RIGHT, shared) if shared else 1 for shared in CORRELATIONS]),
    )


def negation_gain(statement: ArrayLike, negation: ArrayLike) -> float:
    """Return by how much a statement and its negation profit from being made consistent.

    If a model gives them the probabilities p and q, and these are replaced by (1 + p - q) / 2
    and (1 - p + q) / 2, which sum to 1, the mean of the two squared errors falls by a quarter
    of (p + q - 1)², whatever is true.

    Args:
        statement: Shape (N,). p.
        negation: Shape (N,). q.

    Returns:
        The mean gain.

    >>> round(negation_gain([0.7], [0.5]), 2)
    0.01
    """
    return float(((np.add(statement, negation) - 1) ** 2).mean() / 4)
