"""Remainders asked at once: what networks make of a division without written steps.

A network sees all digits of a number and must name the remainder of dividing it by seven. It
learns from examples and is tested on other numbers. Networks of fixed depth can divide numbers
of any length in principle [hesse2002uniform]; this is about what training finds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._adamw import AdamW
from chapter_code._checks import positive
from chapter_code._results import kept, stored
from chapter_code.networks import Array, Network, softmax_error

DIVISOR = 7
DIGITS = (3, 4, 5, 6)
HIDDEN = ((256,), (256, 256))
EXAMPLES, EXAMPLES_OF_ALL, TESTED = 20_000, 0.8, 2_000
"""How many numbers are learned from, which share of all at most, and how many are asked for."""
STEPS, BATCH, RATE, WEIGHT_DECAY = 3_000, 256, 3e-3, 1.0


@dataclass(frozen=True)
class Result:
    """How often networks are right about numbers that they have not seen.

    Attributes:
        digits: Shape (D,). How many digits the numbers have, leading zeros included.
        right: Shape (2, D). The share of remainders that are right, of a network with one
            hidden layer and of one with two.
    """

    digits: NDArray[np.int64]
    right: NDArray[np.float64]


def one_hot(numbers: NDArray[np.int64], digits: int) -> Array:
    """Return the digits of numbers as networks see them.

    Args:
        numbers: Shape (B,), at least 0.
        digits: How many are shown, at least 1, from the last.

    Returns:
        Shape (B, 10 * digits). A 1 for the value of each digit, the first digit first.

    Raises:
        ValueError: No digit is shown.

    >>> np.flatnonzero(one_hot(np.array([20]), 2)).tolist()
    [2, 10]
    """
    positive(digits=digits)
    places = numbers[:, None] // 10 ** np.arange(digits)[::-1] % 10
    shown: Array = np.eye(10, dtype=np.float32)[places]
    return shown.reshape(len(numbers), 10 * digits)


def learned(rng: np.random.Generator, digits: int, hidden: tuple[int, ...]) -> float:
    """Train a network, and return the share of new numbers about which it is right.

    Args:
        rng: Where numbers, first weights and batches come from.
        digits: Of the numbers, at least 1.
        hidden: The sizes of its hidden layers.
    """
    numbers = rng.permutation(10**digits)
    known = numbers[: min(EXAMPLES, int(EXAMPLES_OF_ALL * len(numbers)))]
    new = numbers[len(known) : len(known) + TESTED]
    network = Network(rng, (10 * digits, *hidden, DIVISOR))
    optimizer = AdamW(network.parameters, weight_decay=WEIGHT_DECAY)
    for step in range(1, STEPS + 1):
        batch = rng.choice(known, BATCH)
        layers = network.layers(one_hot(batch, digits))
        error = softmax_error(layers[-1], batch % DIVISOR)
        optimizer.step(network.gradients(layers, error), RATE * (1 - step / (STEPS + 1)))
    answers = network.layers(one_hot(new, digits))[-1].argmax(axis=1)
    return float((answers == new % DIVISOR).mean())


def run(seed: int = 0) -> Result:
    """Train networks on numbers of 3 to 6 digits; about half a minute.

    Args:
        seed: Of the numbers, the first weights and the batches.
    """
    right = [
        [learned(np.random.default_rng([seed, digits]), digits, hidden) for digits in DIGITS]
        for hidden in HIDDEN
    ]
    return Result(np.array(DIGITS), np.array(right))


@kept
def result() -> Result:
    """Return the stored result of `run`."""
    return stored(Result, "remainders")


def right_at_once(digits: int, layers: int) -> float:
    """Return the share of numbers of so many digits about which a network is right.

    Args:
        digits: One of `DIGITS`.
        layers: How many hidden ones it has, 1 or 2.

    Raises:
        ValueError: No such network was trained.
    """
    if digits not in DIGITS or layers not in (1, 2):
        raise ValueError(f"no network was trained with {digits} digits and {layers} layers")
    return float(result().right[layers - 1, DIGITS.index(digits)])
