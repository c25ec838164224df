"""Othello: whether a network that predicts legal moves holds a board of mine and theirs.

A board is two sets of squares, each an unsigned integer of 64 bits: those of the player to move
and those of the opponent. Bit 0 is the square a1, bit 7 is h1, bit 63 is h8. A network is given
the colors of all squares and who is to move, and learns which moves are legal. A linear
read-out of its first hidden layer is then asked which squares belong to the player to move, and
the layer is edited along that read-out. In [li2023emergent] and [nanda2023emergent] networks
read the moves of a game; this one reads boards, so that it repeats neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._adamw import AdamW
from chapter_code._results import kept, stored
from chapter_code.networks import Network

Boards = NDArray[np.uint64]
Array = NDArray[np.float32]

FULL = 2**64 - 1
NOT_A, NOT_H = 0xFEFEFEFEFEFEFEFE, 0x7F7F7F7F7F7F7F7F
# A step in each direction: how far the bits move, and which squares can be reached by it.
DIRECTIONS = [
    (8, FULL), (-8, FULL), (1, NOT_A), (-1, NOT_H),
    (9, NOT_A), (-9, NOT_H), (7, NOT_H), (-7, NOT_A),
]  # fmt: skip
START = (0x0000000810000000, 0x0000001008000000)
"""The squares of black, who begins, and of white."""
LAYERS = (129, 256, 256, 64)
GAMES = 50_000
STEPS = 3_000
RATE = 4e-3
PROBE_GAMES = 1_000
EDITS = 5_000
STRENGTHS = (0, 2, 4, 6, 8)


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
    for step, mask in DIRECTIONS:
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
    for step, mask in DIRECTIONS:
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


def error(outputs: Array, targets: Array) -> Array:
    """Return the gradient by the log-odds of the mean cross-entropy of legal moves.

    Args:
        outputs: Shape (B, 64). Log-odds that each move is legal.
        targets: Shape (B, 64). Whether it is.
    """
    half = np.float32(0.5)
    likely: Array = np.tanh(outputs * half) * half + half
    return (likely - targets) / np.float32(len(outputs))


def learn(network: Network, positions: Positions, rng: np.random.Generator) -> None:
    """Let a network see each position once, in batches, at a rate that falls to zero.

    Args:
        network: Which is changed.
        positions: To learn from.
        rng: Where the order of the positions comes from.
    """
    optimizer = AdamW(network.parameters)
    batches = np.array_split(rng.permutation(len(positions.own)), STEPS)
    for step, chosen in enumerate(batches, 1):
        batch = positions[chosen]
        layers = network.layers(batch.inputs())
        found = network.gradients(layers, error(layers[-1], batch.targets()))
        optimizer.step(found, RATE * (1 - step / (STEPS + 1)))


def fit_probe(features: Array, positions: Positions) -> Array:
    """Fit, for each square, a linear read-out of whose it is, by least squares.

    Args:
        features: Shape (B, F). What to read it from.
        positions: B positions; a square counts where it is occupied.

    Returns:
        An array of weights of shape (64, F + 1), of which the last is constant. A positive sum
        means mine, a negative one theirs.
    """
    owner = bits(positions.own).astype(np.float32) - bits(positions.other)
    given = np.hstack([features, np.ones((len(features), 1), dtype=np.float32)])
    weights = []
    for place in range(64):
        occupied = owner[:, place] != 0
        known = given[occupied]
        gram = known.T @ known + np.eye(known.shape[1], dtype=np.float32)
        weights.append(np.linalg.solve(gram, known.T @ owner[occupied, place]))
    return np.array(weights, dtype=np.float32)


def probe_accuracy(weights: Array, features: Array, positions: Positions) -> float:
    """Return the share of occupied squares whose owner the read-out tells rightly."""
    owner = bits(positions.own).astype(np.float32) - bits(positions.other)
    told = features @ weights[:, :-1].T + weights[:, -1]
    return float((np.sign(told) == owner)[owner != 0].mean())


def edit(
    network: Network, weights: Array, positions: Positions, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Turn one stone over in the network's first layer, and see whether its moves follow.

    In each position, a stone is chosen. The layer is moved along the read-out of its square,
    toward the other owner: at strength 2 by as much as mirrors what is read out. For
    comparison it is moved as far in a random direction.

    Args:
        network: To edit.
        weights: See `fit_probe`, fitted to the first layer.
        positions: B positions.
        rng: Where the choice of stones and the random directions come from.

    Returns:
        An array of shape (2, S), for the read-out and the random direction at each of
        `STRENGTHS`: of the squares whose legality the turned stone changes, the share that is
        predicted rightly.
    """
    occupied = bits(positions.own | positions.other)
    place = (rng.random(occupied.shape) * occupied).argmax(axis=1)
    stone = np.uint64(1) << place.astype(np.uint64)
    turned = Positions(positions.own ^ stone, positions.other ^ stone, positions.black)
    before, after = positions.targets(), turned.targets()
    first = network.layers(positions.inputs())[1]
    direction = weights[place, :-1]
    told = np.sum(direction * first, axis=1) + weights[place, -1]
    step = direction * (told / np.sum(direction**2, axis=1))[:, None]
    aside = rng.standard_normal(step.shape).astype(np.float32)
    length = np.linalg.norm(step, axis=1) / np.linalg.norm(aside, axis=1)
    right = []
    for move in (step, aside * length[:, None]):
        for strength in STRENGTHS:
            edited = first - np.float32(strength) * move
            predicted = network.layers(edited, first=1)[-1] > 0
            right.append((predicted == after)[before != after].mean())
    return np.array(right).reshape(2, len(STRENGTHS))


@dataclass(frozen=True)
class Result:
    """What is inside a network that has learned which moves are legal.

    Attributes:
        found: The share of legal moves that it predicts, in games it has not seen.
        inputs: The share of occupied squares whose owner is read rightly from the input.
        untrained: The same from the first hidden layer before training.
        trained: The same after training.
        edited: Shape (S,). Of the squares whose legality a turned stone changes, the share
            predicted rightly when the layer is edited along the read-out, at each of
            `STRENGTHS`.
        aside: Shape (S,). The same for a random direction.
    """

    found: float
    inputs: float
    untrained: float
    trained: float
    edited: NDArray[np.float64]
    aside: NDArray[np.float64]


@kept
def run(seed: int = 0) -> Result:
    """Train a network on random games, read it out, and edit it; about half a minute.

    Args:
        seed: Of games, weights, stones and directions.
    """
    rng = np.random.default_rng(seed)
    fresh = random_games(rng, PROBE_GAMES)
    fresh = fresh[rng.permutation(len(fresh.own))]
    half = len(fresh.own) // 2
    known, unknown = fresh[np.arange(half)], fresh[np.arange(half, len(fresh.own))]
    network = Network(rng, LAYERS)

    def accuracy(features: Callable[[Positions], Array]) -> tuple[float, Array]:
        weights = fit_probe(features(known), known)
        return probe_accuracy(weights, features(unknown), unknown), weights

    inputs, _ = accuracy(Positions.inputs)
    untrained, _ = accuracy(lambda positions: network.layers(positions.inputs())[1])
    learn(network, random_games(rng, GAMES), rng)
    trained, weights = accuracy(lambda positions: network.layers(positions.inputs())[1])
    likely = network.layers(unknown.inputs())[-1] > 0
    legal = unknown.targets() > 0
    edited, aside = edit(network, weights, unknown[np.arange(EDITS)], rng)
    return Result(
        found=float(likely[legal].mean()),
        inputs=inputs,
        untrained=untrained,
        trained=trained,
        edited=edited,
        aside=aside,
    )


@kept
def result() -> Result:
    """Return the stored result of `run`."""
    return stored(Result, "othello")


def read_from(layer: int) -> float:
    """Return the share of owners read rightly: 0 from the input, 1 untrained, 2 trained."""
    found = result()
    return (found.inputs, found.untrained, found.trained)[layer]


def moves_follow(edited: int) -> float:
    """Return the share of moves that follow the strongest edit: 1 read-out, 0 random."""
    found = result()
    return float((found.aside, found.edited)[edited][-1])
