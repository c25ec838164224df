"""Reading: the best predictor of a text is not the best predictor of its reader.

People read a word the more slowly the more it surprises them. A model whose surprise matches
theirs predicts reading times. Here a source emits symbols that depend on the four before
them, and a reader expects each symbol from the last two alone. Models look back farther or
less far than the reader, and know the source exactly as far as they look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._results import kept

Array = NDArray[np.float64]
ORDER = 4


@dataclass(frozen=True)
class Result:
    """How models that look back farther and farther predict a text, and its reader.

    Attributes:
        loss: Shape (5,). Bits per symbol, of models that look back 0 to 4 symbols.
        fit: Shape (5,). The share of the variance of the reader's surprise that the model's
            surprise explains.
    """

    loss: Array
    fit: Array


def make_source(rng: np.random.Generator, symbols: int = 3) -> tuple[Array, Array]:
    """Draw a source in which each symbol depends on the four before it.

    Args:
        rng: Where the source comes from.
        symbols: K, at least 2.

    Returns:
        How often each four symbols follow one another, shape (K, K, K, K), and the
        probability of each symbol after them, shape (K, K, K, K, K).

    Raises:
        ValueError: There are fewer than 2 symbols.
    """
    if symbols < 2:
        raise ValueError(f"symbols is {symbols}, and must be at least 2")
    logits = sum(
        rng.standard_normal((1,) * (ORDER - order) + (symbols,) * (order + 1))
        for order in range(ORDER + 1)
    )
    weights = np.exp(logits)
    following = weights / weights.sum(axis=-1, keepdims=True)
    contexts = np.full((symbols,) * ORDER, float(symbols) ** -ORDER)
    for _ in range(1000):  # to the stationary distribution
        contexts = np.einsum("abcd,abcde->bcde", contexts, following)
    return contexts, following


def predictions(contexts: Array, following: Array, order: int) -> Array:
    """Return what a model that looks back a number of symbols expects after each context.

    Args:
        contexts: See `make_source`.
        following: See `make_source`.
        order: From 0 to 4.

    Returns:
        The same shape as `following`.
    """
    joint = contexts[..., None] * following
    forgotten = tuple(range(ORDER - order))
    known = joint.sum(axis=forgotten, keepdims=True)
    return np.broadcast_to(known / known.sum(axis=-1, keepdims=True), following.shape)


@kept
def run(seed: int = 0, reader: int = 2) -> Result:
    """Compare models with a text, and with its reader.

    Args:
        seed: Of the source.
        reader: How many symbols the reader looks back, from 0 to 4.

    Raises:
        ValueError: The reader looks back farther than the source.

    >>> result = run()
    >>> int(result.loss.argmin()), int(result.fit.argmax())
    (4, 2)
    """
    if not 0 <= reader <= ORDER:
        raise ValueError(f"reader is {reader}, and must be from 0 to {ORDER}")
    contexts, following = make_source(np.random.default_rng(seed))
    weight = contexts[..., None] * following
    surprise = np.array(
        [-np.log2(predictions(contexts, following, order)) for order in range(ORDER + 1)]
    )
    loss = np.array([(weight * bits).sum() for bits in surprise])
    centered = surprise - loss.reshape(-1, *[1] * (ORDER + 1))
    variances = [(weight * bits**2).sum() for bits in centered]
    shared = [(weight * bits * centered[reader]).sum() for bits in centered]
    fit = [s**2 / (v * variances[reader]) for s, v in zip(shared, variances, strict=True)]
    return Result(loss, np.array(fit))


def explained(order: int) -> float:
    """Return the share of the reader's variance that a model explains, by how far it looks."""
    return float(run().fit[order])


def loss(order: int) -> float:
    """Return a model's loss in bits per symbol, by how far it looks back."""
    return float(run().loss[order])
