"""From correlation to rule: how near a network comes to the simpler statistics of its text.

A source emits symbols, each drawn with a probability that depends on the two before it.
A small network is trained by gradient descent to predict the next symbol, and compared on
the way with three predictors that know the source exactly but look back 0, 1 or 2 symbols
(unigram, bigram, trigram). The idea is that of [belrose2024neural], in the smallest setting
that has it.

That the network meets the three in this order says little: looking farther back predicts
better, so most learners whose loss falls steadily do so. How near it comes to the simpler two
does say something. A table that learns every context by itself is the control.

Training uses the source's exact probabilities in place of a sample, so that nothing here is
overfitting or noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._results import kept

Array = NDArray[np.float64]

NETWORK_RATE = 0.5
TABLE_RATE = 5.0
"""Learning rates, at which both learners come close to the source in a few thousand steps."""


@dataclass(frozen=True)
class Source:
    """A source of symbols, each of which depends on the two before it.

    Attributes:
        contexts: Shape (K, K). How often symbol b follows symbol a; sums to 1.
        predictors: Shape (3, K, K, K). The probability of the next symbol after a and b,
            as the unigram, the bigram and the trigram predictor know it.
    """

    contexts: Array
    predictors: Array


@dataclass(frozen=True)
class Result:
    """How far two learners are from each predictor as they learn.

    Attributes:
        steps: Shape (T,). The training steps at which they were compared.
        network: Shape (T, 3). The mean Kullback-Leibler divergence, in bits, of the network's
            prediction from that of the unigram, bigram and trigram predictor.
        table: Shape (T, 3). The same for the table.
    """

    steps: NDArray[np.int64]
    network: Array
    table: Array


def softmax(logits: Array) -> Array:
    """Return probabilities along the last axis."""
    weights = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def make_source(rng: np.random.Generator, symbols: int = 6) -> Source:
    """Draw a source in which no order of statistics is stronger than another.

    The logit of a next symbol is the sum of three standard normal numbers: one for the
    symbol, one for its pair with the last symbol, one for its triple with the last two.

    Args:
        rng: Where the numbers come from.
        symbols: K, at least 2.

    Raises:
        ValueError: There are fewer than 2 symbols.
    """
    if symbols < 2:
        raise ValueError(f"symbols is {symbols}, and must be at least 2")
    trigram = softmax(
        rng.standard_normal(symbols)
        + rng.standard_normal((symbols, symbols))
        + rng.standard_normal((symbols, symbols, symbols))
    )
    contexts = np.full((symbols, symbols), symbols**-2.0)
    for _ in range(1000):  # to the stationary distribution
        contexts = np.einsum("ab,abc->bc", contexts, trigram)
    pairs = np.einsum("ab,abc->bc", contexts, trigram)
    bigram = pairs / pairs.sum(axis=1, keepdims=True)
    unigram = pairs.sum(axis=0)
    predictors = np.stack(
        [np.broadcast_to(p, trigram.shape) for p in (unigram, bigram, trigram)]
    )
    return Source(contexts, predictors)


def divergence(source: Source, prediction: Array) -> Array:
    """Return the mean divergence of a prediction from the three predictors, in bits.

    Args:
        source: The source.
        prediction: Shape (K, K, K): the probability of each next symbol after a and b.

    Returns:
        Shape (3,), none below 0.
    """
    logs = np.log2(source.predictors / prediction)
    return np.asarray(np.einsum("ab,nabc,nabc->n", source.contexts, source.predictors, logs))


@kept
def run(seed: int = 0, steps: int = 4000, hidden: int = 64) -> Result:
    """Train a network and a table, and compare them with the predictors as they learn.

    The network has one hidden layer, which sees the last two symbols. The table has a row of
    its own for each context, so that nothing that it learns of one carries over to another.

    Args:
        seed: Of the source and of the network's first weights.
        steps: Of full-batch gradient descent, at least 1.
        hidden: Units of the hidden layer.

    Raises:
        ValueError: There is no step.

    >>> result = run()
    >>> (result.table.min(axis=0) / result.network.min(axis=0)).round(1)[:2].tolist()
    [3.1, 3.2]
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}, and must be at least 1")
    rng = np.random.default_rng(seed)
    source = make_source(rng)
    symbols = len(source.contexts)
    weight, target = source.contexts.reshape(-1, 1), source.predictors[2].reshape(-1, symbols)
    one_hot = np.eye(symbols)
    inputs = np.hstack([np.repeat(one_hot, symbols, axis=0), np.tile(one_hot, (symbols, 1))])
    first = 0.1 * rng.standard_normal((2 * symbols, hidden))
    last = 0.1 * rng.standard_normal((hidden, symbols))
    first_bias, last_bias = np.zeros(hidden), np.zeros(symbols)
    logits = np.zeros_like(target)

    def distances(prediction: Array) -> Array:
        return divergence(source, prediction.reshape((symbols,) * 3))

    compared = np.unique(np.geomspace(1, steps, 120).round().astype(np.int64))
    network, table = [], []
    for step in range(1, steps + 1):
        activity = np.tanh(inputs @ first + first_bias)
        predicted, looked_up = softmax(activity @ last + last_bias), softmax(logits)
        if step in compared:
            network.append(distances(predicted))
            table.append(distances(looked_up))
        error = weight * (predicted - target)
        back = (error @ last.T) * (1 - activity**2)
        last -= NETWORK_RATE * activity.T @ error
        last_bias -= NETWORK_RATE * error.sum(axis=0)
        first -= NETWORK_RATE * inputs.T @ back
        first_bias -= NETWORK_RATE * back.sum(axis=0)
        logits -= TABLE_RATE * weight * (looked_up - target)
    return Result(compared, np.array(network), np.array(table))


def nearness(symbols_back: int) -> float:
    """Return how many times as near as the table the network comes to a simpler predictor.

    Args:
        symbols_back: How far the predictor looks back: 0 for the unigram, 1 for the bigram.

    Raises:
        ValueError: There is no such simpler predictor.

    >>> round(nearness(0), 1)
    3.1
    """
    if symbols_back not in (0, 1):
        raise ValueError(f"symbols_back is {symbols_back}, and must be 0 or 1")
    result = run()
    ratios = result.table.min(axis=0) / result.network.min(axis=0)
    return float(ratios[symbols_back])
