"""Nested brackets: what a stack knows and a table of the last symbols cannot.

The text is a random walk in a *Dyck language* with two types of brackets: a bracket that closes
must be of the type of the last one that is open. A rule that keeps the open brackets on a stack
knows that type at any distance. An *n-gram model* knows what followed the last k symbols in the
text it read, with unseen cases left to shorter contexts [witten1991zero].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._results import kept

Symbols = NDArray[np.int64]
Array = NDArray[np.float64]

OPENING = 0.45
TYPES, SYMBOLS = 2, 4
"""Symbols 0 and 1 open; 2 and 3 close them."""
TRAINING, TEST = 100_000, 20_000
CONTEXTS = (1, 2, 3, 4, 6, 8, 12, 16)


@dataclass(frozen=True)
class Result:
    """How well the rule and n-gram models predict brackets.

    Attributes:
        contexts: Shape (K,). How many symbols back each n-gram model looks.
        stored: Shape (K,). How many contexts, of all lengths up to that, it has stored.
        bits: Shape (K,). What it loses, in bits per symbol.
        inside: Shape (K,). Of the closing brackets whose opening one is within the context, the
            share whose type the model gives more probability than the other.
        beyond: Shape (K,). The same, where the opening bracket is farther back.
        rule: What the rule loses, in bits per symbol.
    """

    contexts: Symbols
    stored: Symbols
    bits: Array
    inside: Array
    beyond: Array
    rule: float


def entropy(opening: float = OPENING) -> float:
    """Return the entropy of the text in bits per symbol, which no predictor can beat.

    While a bracket is open, the next symbol opens one of two types or closes the last; else it
    opens one. How often none is open follows from the random walk that the depth makes.

    Args:
        opening: The probability of opening while a bracket is open, below a half.

    Raises:
        ValueError: The probability is not above 0 and below a half.

    >>> round(entropy(0.45), 4)
    1.4025
    """
    if not 0 < opening < 0.5:
        raise ValueError(f"opening is {opening}, and must be above 0 and below 0.5")
    closing = 1 - opening
    choice = -opening * np.log2(opening) - closing * np.log2(closing) + opening
    empty = (closing - opening) / (2 * closing)
    return float(empty + (1 - empty) * choice)


def draw(rng: np.random.Generator, length: int, opening: float = OPENING) -> Symbols:
    """Return a text that begins where no bracket is open.

    Args:
        rng: The source of randomness.
        length: The number of symbols.
        opening: The probability of opening while a bracket is open.
    """
    opens = rng.random(length) < opening
    types = rng.integers(TYPES, size=length)
    text = np.empty(length, dtype=np.int64)
    stack: list[int] = []
    for i in range(length):
        if opens[i] or not stack:
            text[i] = types[i]
            stack.append(int(types[i]))
        else:
            text[i] = TYPES + stack.pop()
    return text


def openers(text: Symbols) -> Symbols:
    """Return where the last open bracket before each symbol stands, or -1 if none is open.

    Raises:
        ValueError: A bracket closes that does not fit the last open one.

    >>> openers(np.array([0, 1, 3, 2, 0])).tolist()  # ( [ ] ) (
    [-1, 0, 1, 0, -1]
    """
    places = np.empty(len(text), dtype=np.int64)
    stack: list[int] = []
    for i, symbol in enumerate(text.tolist()):
        places[i] = stack[-1] if stack else -1
        if symbol < TYPES:
            stack.append(i)
        elif not stack or text[stack.pop()] != symbol - TYPES:
            raise ValueError(f"symbol {i} closes a bracket that is not the last one open")
    return places


def rule_probabilities(training: Symbols, test: Symbols) -> Array:
    """Return what a stack gives each symbol, with the probability of opening from counts.

    Args:
        training: Shape (M,). The text in which openings are counted.
        test: Shape (N,). The text to predict.

    Returns:
        Shape (N,). The probability of each symbol of the test, given those before it.
    """
    opening = (training[openers(training) >= 0] < TYPES).mean()
    given = np.where(test < TYPES, opening / TYPES, 1 - opening)
    return np.where(openers(test) >= 0, given, 1 / TYPES)


def codes(text: Symbols, k: int) -> Symbols:
    """Return a number for the k symbols before each place, from the place k on."""
    if k == 0:
        return np.zeros_like(text)
    return np.lib.stride_tricks.sliding_window_view(text[:-1], k) @ SYMBOLS ** np.arange(k)


def witten_bell(training: Symbols, test: Symbols, longest: int) -> list[tuple[Array, int]]:
    """Return what n-gram models give the symbols of a text.

    A model of k symbols mixes what followed them with the model of k - 1, which has the more
    weight, the more kinds of symbols have followed and the fewer symbols [witten1991zero].

    Args:
        training: Shape (M,). The text that is read.
        test: Shape (N,). The text to predict.
        longest: The largest k.

    Returns:
        For each k from 0, the probabilities, shape (N - longest, 4), of all symbols at each
        place of the test from `longest` on, and the number of contexts of k symbols read.
    """
    given: Array = np.full((len(test) - longest, SYMBOLS), 1 / SYMBOLS)
    models = []
    for k in range(longest + 1):
        contexts, place = np.unique(codes(training, k), return_inverse=True)
        counts = np.zeros((len(contexts), SYMBOLS))
        np.add.at(counts, (place, training[k:]), 1)
        asked = codes(test, k)[longest - k :]
        found = np.minimum(np.searchsorted(contexts, asked), len(contexts) - 1)
        seen = np.where((contexts[found] == asked)[:, None], counts[found], 0)
        kinds = (seen > 0).sum(axis=1, keepdims=True)
        total = seen.sum(axis=1, keepdims=True)
        given = np.where(
            total > 0, (seen + kinds * given) / np.maximum(total + kinds, 1), given
        )
        models.append((given, len(contexts)))
    return models


@kept
def run(seed: int = 0) -> Result:
    """Predict a new text after reading another.

    Args:
        seed: Of the generator.
    """
    rng = np.random.default_rng(seed)
    training, test = draw(rng, TRAINING), draw(rng, TEST)
    longest = max(CONTEXTS)
    models = witten_bell(training, test, longest)
    places = np.arange(longest, TEST)
    symbols = test[longest:]
    closing = symbols >= TYPES
    back = (places - openers(test)[longest:])[closing]
    bits, inside, beyond = [], [], []
    for k in CONTEXTS:
        given = models[k][0]
        bits.append(-np.log2(given[np.arange(len(places)), symbols]).mean())
        closes = given[closing]
        right = closes[:, TYPES:].argmax(axis=1) == symbols[closing] - TYPES
        inside.append(right[back <= k].mean())
        beyond.append(right[back > k].mean())
    stored = np.cumsum([count for _, count in models])[list(CONTEXTS)]
    rule = -np.log2(rule_probabilities(training, test)[longest:]).mean()
    return Result(
        contexts=np.array(CONTEXTS),
        stored=stored,
        bits=np.array(bits),
        inside=np.array(inside),
        beyond=np.array(beyond),
        rule=float(rule),
    )


def lost_by_rule() -> float:
    """Return the loss of the rule in bits per symbol."""
    return run().rule


def lost_by_table() -> float:
    """Return the loss of the best n-gram model in bits per symbol."""
    return float(run().bits.min())


def contexts_stored() -> int:
    """Return how many contexts the n-gram model that looks farthest back has stored."""
    return int(run().stored[-1])
