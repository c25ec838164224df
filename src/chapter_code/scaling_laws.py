"""Scaling laws: what a budget of computation buys, and what it cannot.

A scaling law gives the loss of a language model from its size and its training data. The
one used here is the parametric law of [hoffmann2022training],

    L(N, D) = E + A / N**alpha + B / D**beta,

with N parameters, D training tokens, and L in nats per token. Training costs about
C = 6 N D floating-point operations [kaplan2020scaling].
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from chapter_code._checks import positive

FLOP_PER_PARAMETER_AND_TOKEN = 6


@dataclass(frozen=True)
class Law:
    """The five constants of the parametric law.

    Attributes:
        floor: E, the loss that no size and no data go below, in nats per token.
        size_scale: A, in nats per token.
        data_scale: B, in nats per token.
        size_exponent: alpha, without unit.
        data_exponent: beta, without unit.
    """

    floor: float
    size_scale: float
    data_scale: float
    size_exponent: float
    data_exponent: float


HOFFMANN = Law(1.69, 406.4, 410.7, 0.34, 0.28)
"""The constants as first published [hoffmann2022training]."""

HOFFMANN_UNROUNDED = Law(1.6934, 406.4, 410.7, 0.3392, 0.2849)
"""The same constants before they were rounded for print [besiroglu2024chinchilla]."""

BESIROGLU = Law(1.8172, 482.01, 2085.43, 0.3478, 0.3658)
"""The constants fitted again, as others report them from [besiroglu2024chinchilla]."""


def loss(law: Law, parameters: float, tokens: float) -> float:
    """Return the loss that the law predicts, in nats per token.

    Args:
        law: The constants.
        parameters: N, above 0.
        tokens: D, above 0.

    Raises:
        ValueError: A size is not above 0.

    >>> round(loss(HOFFMANN, 70e9, 1.4e12), 3)
    1.937
    """
    positive(parameters=parameters, tokens=tokens)
    return (
        law.floor
        + law.size_scale * math.pow(parameters, -law.size_exponent)
        + law.data_scale * math.pow(tokens, -law.data_exponent)
    )


def tokens_to_reach(law: Law, parameters: float, loss: float) -> float:
    """Return the training tokens with which a model of a given size reaches a loss.

    Args:
        law: The constants.
        parameters: N, above 0.
        loss: To reach, in nats per token.

    Raises:
        ValueError: A model of this size does not reach the loss with any number of tokens.

    >>> f"{tokens_to_reach(HOFFMANN, 70e9, 1.937):.2g}"
    '1.4e+12'
    """
    positive(parameters=parameters)
    best = law.floor + law.size_scale * math.pow(parameters, -law.size_exponent)
    if not loss > best:
        raise ValueError(f"loss is {loss}, and must be above {best:.4g} at this size")
    return math.pow(law.data_scale / (loss - best), 1 / law.data_exponent)


def data_saving(law: Law, smaller: float, larger: float, tokens: float) -> float:
    """Return how many times less text a larger model needs for the loss of a smaller one.

    Args:
        law: The constants.
        smaller: Parameters of the smaller model, above 0.
        larger: Parameters of the larger, above 0.
        tokens: That the smaller model has read, above 0.

    Raises:
        ValueError: An argument is not above 0, or the larger model cannot reach the loss.

    >>> round(data_saving(HOFFMANN, smaller=1e9, larger=70e9, tokens=300e9), 1)
    13.6
    """
    return tokens / tokens_to_reach(law, larger, loss(law, smaller, tokens))


def optimal_parameters(law: Law, flop: float) -> float:
    """Return the number of parameters that makes the loss smallest at a given cost.

    The minimum of L(N, C / 6N) over N, in closed form [hoffmann2022training].

    Args:
        law: The constants.
        flop: C, the computation for training in floating-point operations, above 0.

    Raises:
        ValueError: The computation is not above 0.

    >>> f"{optimal_parameters(BESIROGLU, 5.76e23):.2g}"
    '7.2e+10'
    """
    positive(flop=flop)
    a, b = law.size_exponent, law.data_exponent
    balance = (a * law.size_scale) / (b * law.data_scale)
    return math.pow(balance, 1 / (a + b)) * math.pow(
        flop / FLOP_PER_PARAMETER_AND_TOKEN, b / (a + b)
    )


def optimal_tokens(law: Law, flop: float) -> float:
    """Return the number of training tokens that goes with `optimal_parameters`."""
    return flop / (FLOP_PER_PARAMETER_AND_TOKEN * optimal_parameters(law, flop))


def tokens_per_parameter(law: Law, flop: float) -> float:
    """Return the training tokens for each parameter at the smallest loss for a cost.

    >>> round(tokens_per_parameter(HOFFMANN, 5.76e23))
    93
    >>> round(tokens_per_parameter(BESIROGLU, 5.76e23))
    18
    """
    return optimal_tokens(law, flop) / optimal_parameters(law, flop)


def loss_at_budget(law: Law, flop: float) -> float:
    """Return the smallest loss that a cost can buy, in nats per token."""
    return loss(law, optimal_parameters(law, flop), optimal_tokens(law, flop))


def gap_to_floor(law: Law, flop: float) -> float:
    """Return how far above the floor the best model for a cost is, in bits per token.

    >>> [round(gap_to_floor(law, 3.8e25), 2) for law in (HOFFMANN, BESIROGLU)]
    [0.18, 0.11]
    """
    return bits(loss_at_budget(law, flop) - law.floor)


def remaining_share(law: Law, flop: float, compute_factor: float) -> float:
    """Return which share of the loss is left when a budget grows by a factor.

    Args:
        law: The constants.
        flop: The budget, above 0.
        compute_factor: How many times it grows, above 0.

    Raises:
        ValueError: An argument is not above 0.

    >>> round(remaining_share(HOFFMANN, 5.76e23, 10), 2)
    0.96
    """
    return loss_at_budget(law, compute_factor * flop) / loss_at_budget(law, flop)


def remaining_loss(exponent: float, compute_factor: float) -> float:
    """Return what is left of a loss that falls as a power of the computation.

    Args:
        exponent: How steeply it falls, above 0: loss is proportional to C**-exponent.
        compute_factor: How many times the computation grows, above 0.

    Raises:
        ValueError: An argument is not above 0.

    >>> round(remaining_loss(0.05, 10), 3)
    0.891
    """
    positive(exponent=exponent, compute_factor=compute_factor)
    return math.pow(compute_factor, -exponent)


def compute_factor_to_halve(exponent: float) -> float:
    """Return how many times the computation must grow to halve such a loss.

    >>> round(compute_factor_to_halve(0.05))
    1048576
    """
    positive(exponent=exponent)
    return 2 ** (1 / exponent)


def bits(nats: float) -> float:
    """Return an amount of information in bits, given in nats.

    >>> round(bits(1.69), 2)
    2.44
    """
    return nats / math.log(2)


def floor_difference(first: float, second: float) -> float:
    """Return how far two floors lie apart, in bits per token, given in nats per token.

    >>> round(floor_difference(1.69, 1.8172), 3)
    0.184
    """
    return bits(abs(first - second))
