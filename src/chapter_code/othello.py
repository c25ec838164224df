"""Othello: whether a network that predicts legal moves holds a board of mine and theirs.

A board is two sets of squares, each an unsigned integer of 64 bits: those of the player to move
and those of the opponent. Bit 0 is the square a1, bit 7 is h1, bit 63 is h8. A network is given
the colors of all squares and who is to move, and learns which moves are legal. A linear
read-out of its first hidden layer is then asked which squares belong to the player to move, and
the layer is edited along that read-out. In [li2023emergent] and [nanda2023emergent] networks
read the moves of a game; this one reads boards, so that it repeats neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Boards = NDArray[np.uint64]
Array = NDArray[np.float32]

FULL = 2**64 - 1
NOT_A, NOT_H = 0xFEFEFEFEFEFEFEFE, 0x7F7F7F7F7F7F7F7F
# A step in each direction: how far the bits move, and which squares can be reached by it.
STEPS = [
    (8, FULL), (-8, FULL), (1, NOT_A), (-1, NOT_H),
    (9, NOT_A), (-9, NOT_H), (7, NOT_H), (-7, NOT_A),
]  # fmt: skip
START = (0x0000000810000000, 0x0000001008000000)
"""The squares of black, who begins, and of white."""


def shift(squares: Boards, step: int, mask: int) -> Boards:
    """Return squares moved one step in a direction, without those that leave the board."""
    moved = squares << np.uint64(step) if step > 0 else squares >> np.uint64(-step)
    return moved & np.uint64(mask)


def legal_moves(own: Boards, other: Boards) -> Boards:
    """Return the squares where the player may move.

    Args:
        own: Shape (B,). Squares of the player to move.
        other: Shape (B,). Squares of the opponent.

    >>> own, other = (np.array([squares], dtype=np.uint64) for squares in START)
    >>> [square(int(place)) for place in np.flatnonzero(bits(legal_moves(own, other))[0])]
    ['d3', 'c4', 'f5', 'e6']
    """
    moves = np.zeros_like(own)
    empty = ~(own | other)
    for step, mask in STEPS:
        line = shift(own, step, mask) & other
        for _ in range(5):
            line |= shift(line, step, mask) & other
        moves |= shift(line, step, mask) & empty
    return moves


def play(own: Boards, other: Boards, move: Boards) -> tuple[Boards, Boards]:
    """Return the squares of the next player, and of the one after, when a move is played.

    Args:
        own: Shape (B,). Squares of the player who moves.
        other: Shape (B,). Squares of the opponent.
        move: Shape (B,). One legal square each, or none where the player passes.
    """
    flipped = np.zeros_like(own)
    for step, mask in STEPS:
        line = shift(move, step, mask) & other
        for _ in range(5):
            line |= shift(line, step, mask) & other
        closed = shift(line, step, mask) & own != 0
        flipped |= np.where(closed, line, np.uint64(0))
    return other & ~flipped, own | move | flipped


def bits(boards: Boards) -> NDArray[np.uint8]:
    """Return squares one by one: shape (B, 64), 1 where the board has the square."""
    return np.unpackbits(
        boards.astype("<u8").view(np.uint8).reshape(-1, 8), axis=1, bitorder="little"
    )


def square(place: int) -> str:
    """Return the name of a square, a1 for 0 and h8 for 63."""
    return "abcdefgh"[place % 8] + str(place // 8 + 1)


def perft(depth: int) -> int:
    """Return how many sequences of a number of moves there are from the start.

    Args:
        depth: At least 0. Up to 8 nobody ever has to pass.

    Raises:
        ValueError: The depth is below 0 or above 8.

    >>> [perft(depth) for depth in range(6)]
    [1, 4, 12, 56, 244, 1396]
    """
    if not 0 <= depth <= 8:
        raise ValueError(f"depth is {depth}, and must be from 0 to 8")
    own, other = (np.array([squares], dtype=np.uint64) for squares in START)
    for _ in range(depth):
        board, place = np.nonzero(bits(legal_moves(own, other)))
        own, other = play(own[board], other[board], np.uint64(1) << place.astype(np.uint64))
    return len(own)


@dataclass(frozen=True)
class Positions:
    """Positions with a move to make.

    Attributes:
        own: Shape (B,). Squares of the player to move.
        other: Shape (B,). Squares of the opponent.
        black: Shape (B,). Whether black is to move.
    """

    own: Boards
    other: Boards
    black: NDArray[np.bool_]

    def __getitem__(self, chosen: NDArray[np.int64]) -> Positions:
        """Return some of the positions."""
        return Positions(self.own[chosen], self.other[chosen], self.black[chosen])

    def inputs(self) -> Array:
        """Return what the network is given: black's squares, white's, and who moves."""
        own, other = bits(self.own), bits(self.other)
        black = self.black[:, None]
        colors = [np.where(black, own, other), np.where(black, other, own), black]
        return np.hstack(colors).astype(np.float32)

    def targets(self) -> Array:
        """Return what it is to predict: shape (B, 64), 1 where a move is legal."""
        return bits(legal_moves(self.own, self.other)).astype(np.float32)


def random_games(rng: np.random.Generator, games: int) -> Positions:
    """Return all positions of games in which every move is drawn from the legal ones.

    Args:
        rng: Where the moves come from.
        games: How many, at least 1.

    Raises:
        ValueError: There is no game.
    """
    if games < 1:
        raise ValueError(f"games is {games}, and must be at least 1")
    own, other = (np.full(games, squares, dtype=np.uint64) for squares in START)
    black = np.ones(games, dtype=np.bool_)
    seen: list[tuple[Boards, Boards, NDArray[np.bool_]]] = []
    passed = np.zeros(games, dtype=np.bool_)
    while len(own):
        choices = bits(legal_moves(own, other))
        count = choices.sum(axis=1)
        can = count > 0
        seen.append((own[can], other[can], black[can]))
        rank = (rng.random(len(own)) * count).astype(np.uint8) + 1
        place = (np.cumsum(choices, axis=1, dtype=np.uint8) == rank[:, None]).argmax(axis=1)
        move = np.where(can, np.uint64(1) << place.astype(np.uint64), np.uint64(0))
        own, other = play(own, other, move)
        on = can | ~passed
        own, other, black, passed = own[on], other[on], ~black[on], ~can[on]
    return Positions(*(np.concatenate(column) for column in zip(*seen, strict=True)))


class Network:
    """A network with two hidden layers that predicts legal moves.

    Args:
        rng: Where its first weights come from.
    """

    def __init__(self, rng: np.random.Generator) -> None:
        self.weights = [
            (rng.standard_normal((ins, outs)) * np.sqrt(2 / ins)).astype(np.float32)
            for ins, outs in zip(LAYERS[:-1], LAYERS[1:], strict=True)
        ]
        self.biases = [np.zeros(outs, dtype=np.float32) for outs in LAYERS[1:]]

    def hidden(self, inputs: Array) -> Array:
        """Return the first hidden layer, shape (B, 256)."""
        return np.maximum(inputs @ self.weights[0] + self.biases[0], 0)

    def logits(self, hidden: Array) -> Array:
        """Return the log-odds of each move, shape (B, 64), from the first hidden layer."""
        second = np.maximum(hidden @ self.weights[1] + self.biases[1], 0)
        return second @ self.weights[2] + self.biases[2]

    def gradients(self, inputs: Array, targets: Array) -> list[Array]:
        """Return the gradients of the mean cross-entropy: of weights, then of biases."""
        layers = [inputs, self.hidden(inputs)]
        layers.append(np.maximum(layers[1] @ self.weights[1] + self.biases[1], 0))
        error = 1 / (1 + np.exp(-(layers[2] @ self.weights[2] + self.biases[2]))) - targets
        error /= len(inputs)
        of_weights, of_biases = [], []
        for layer in (2, 1, 0):
            of_weights.insert(0, layers[layer].T @ error)
            of_biases.insert(0, error.sum(axis=0))
            error = (error @ self.weights[layer].T) * (layers[layer] > 0)
        return of_weights + of_biases

    def learn(self, positions: Positions, rng: np.random.Generator, epochs: int) -> None:
        """Learn by Adam, with a rate that falls to zero.

        Args:
            positions: To learn from.
            rng: Where the order of the positions comes from.
            epochs: How often each position is seen.
        """
        inputs, targets = positions.inputs(), positions.targets()
        parameters = self.weights + self.biases
        means = [np.zeros_like(p) for p in parameters]
        squares = [np.zeros_like(p) for p in parameters]
        steps = epochs * (len(inputs) // BATCH)
        step = 0
        for _ in range(epochs):
            order = rng.permutation(len(inputs))
            for start in range(0, len(inputs) - BATCH + 1, BATCH):
                chosen = order[start : start + BATCH]
                step += 1
                rate = RATE * (1 - step / (steps + 1)) * np.sqrt(1 - 0.999**step) / (1 - 0.9**step)
                gradients = self.gradients(inputs[chosen], targets[chosen])
                for p, g, m, s in zip(parameters, gradients, means, squares, strict=True):
                    m += 0.1 * (g - m)
                    s += 0.001 * (g * g - s)
                    p -= np.float32(rate) * m / (np.sqrt(s) + 1e-8)
LAYERS = (129, 256, 256, 64)
BATCH = 256
RATE = 2e-3
