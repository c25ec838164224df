"""How many random games of Othello a second come from `othello`, compared with plain Python.

The peer plays one game at a time, on Python's own integers, with the same shifts of bits.
"""

from __future__ import annotations

import random
import sys
from time import perf_counter

import numpy as np

from chapter_code.othello import DIRECTIONS, FULL, START, random_games

OURS, PEER, ROUNDS = 20_000, 200, 3
LEAST = 20_000
"""Games a second."""


def shift(squares: int, step: int, mask: int) -> int:
    """Return squares moved one step in a direction."""
    return (squares << step if step > 0 else squares >> -step) & FULL & mask


def line(start: int, other: int, step: int, mask: int) -> int:
    """Return the stones of the opponent that follow one another from a square on."""
    found = shift(start, step, mask) & other
    for _ in range(5):
        found |= shift(found, step, mask) & other
    return found


def game(rng: random.Random) -> int:
    """Play a random game, and return how many positions it had."""
    own, other = START
    positions = passes = 0
    while passes < 2:
        moves = 0
        for step, mask in DIRECTIONS:
            moves |= shift(line(own, other, step, mask), step, mask) & ~(own | other)
        passes = 0 if moves else passes + 1
        if moves:
            positions += 1
            move = 1 << rng.choice([place for place in range(64) if moves >> place & 1])
            flipped = 0
            for step, mask in DIRECTIONS:
                between = line(move, other, step, mask)
                if shift(between, step, mask) & own:
                    flipped |= between
            own, other = own | move | flipped, other & ~flipped
        own, other = other, own
    return positions


def main() -> int:
    """Print both rates and their ratio, and return 1 if ours is too low."""
    ours, peer = [], []
    for number in range(ROUNDS):  # in turns, so that a busy machine is busy for both
        rng, plain = np.random.default_rng(number), random.Random(number)
        begun = perf_counter()
        positions = len(random_games(rng, OURS).own)
        ours.append(OURS / (perf_counter() - begun))
        begun = perf_counter()
        lengths = [game(plain) for _ in range(PEER)]
        peer.append(PEER / (perf_counter() - begun))
        if abs(positions / OURS - sum(lengths) / PEER) > 1:
            print("the games of the two differ in length")
            return 1
    print(f"ours {max(ours):,.0f}, plain Python {max(peer):,.0f} games a second", end="; ")
    print(f"ratio {max(ours) / max(peer):.0f}; at least {LEAST:,} are asked for")
    return int(max(ours) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
