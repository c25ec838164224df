"""Forgetting: what a network loses of one task when it goes on to learn another.

Task A is to read handwritten digits of 8 by 8 pixels [alpaydin1998optical]. Task B is the same
with the pixels in another order, one order for all images: it is about as hard, and little of
what A taught the first layer helps. A network with one hidden layer learns A, and then B, by
stochastic gradient descent.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, fields
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from chapter_code._checks import positive
from chapter_code._results import kept, stored
from chapter_code.networks import Network, softmax_error

Means = NDArray[np.float64]
Array = NDArray[np.float32]  # half the time of float64, and the same to two digits
RATE = 0.1
BATCH = 64
STEPS = 2000
TEST_SHARE = 0.2
REPLAYED = 0.05
WIDTHS = (8, 64, 512)
RUNS = 4


@dataclass(frozen=True)
class Task:
    """Images, and which digit each shows.

    Attributes:
        images: Shape (N, 64), from 0 to 1.
        labels: Shape (N,), from 0 to 9.
    """

    images: Array
    labels: NDArray[np.int64]

    def __getitem__(self, chosen: NDArray[np.int64]) -> Task:
        """Return some of the images."""
        return Task(self.images[chosen], self.labels[chosen])


@dataclass(frozen=True)
class Result:
    """Accuracy on held-out images of task A.

    Attributes:
        learned: After A.
        alone: After A and then B.
        replay: After A and then B with a few images of A mixed in.
        joint: After A and B together, with as many steps as for both.
        second: On task B, after A and then B.
    """

    learned: float
    alone: float
    replay: float
    joint: float
    second: float


def network(rng: np.random.Generator, width: int) -> Network:
    """Return a network with one hidden layer that has learned nothing.

    Args:
        rng: Where its first weights come from.
        width: Of the hidden layer, at least 1.

    Raises:
        ValueError: There is no hidden unit.
    """
    positive(width=width)
    return Network(rng, (64, width, 10))


def accuracy(learner: Network, task: Task) -> float:
    """Return the share of images that a network reads rightly."""
    return float((learner.layers(task.images)[-1].argmax(axis=1) == task.labels).mean())


def learn(
    learner: Network,
    tasks: list[Task],
    shares: list[float],
    rng: np.random.Generator,
    *,
    steps: int = STEPS,
    rate: float = RATE,
) -> None:
    """Train a network by gradient descent on batches drawn from several tasks.

    Args:
        learner: The network, which is changed.
        tasks: To learn.
        shares: Of each batch that come from each task; they sum to 1.
        rng: Where the batches come from.
        steps: How many batches are drawn.
        rate: The length of a step, as a share of the slope.
    """
    sizes = np.round(np.array(shares) * BATCH).astype(int)
    for _ in range(steps):
        parts = [
            task[rng.integers(0, len(task.labels), size)]
            for task, size in zip(tasks, sizes, strict=True)
        ]
        layers = learner.layers(np.concatenate([part.images for part in parts]))
        labels = np.concatenate([part.labels for part in parts])
        slopes = learner.gradients(layers, softmax_error(layers[-1], labels))
        for parameter, slope in zip(learner.parameters, slopes, strict=True):
            parameter -= np.float32(rate) * slope


def digits() -> Task:
    """Return the images of handwritten digits."""
    with as_file(files("chapter_code") / "data/digits.npz") as path, np.load(path) as data:
        return Task((data["images"] / 16).astype(np.float32), data["labels"].astype(np.int64))


def run(seed: int = 0, width: int = 64) -> Result:
    """Learn A, then B in three ways, and measure what is left of A.

    Args:
        seed: Of the split, the order of the pixels, the weights and the batches.
        width: Of the hidden layer, at least 1.

    Raises:
        ValueError: There is no hidden unit.

    >>> result = run()
    >>> result.alone < result.replay < result.learned
    True
    """
    rng = np.random.default_rng(seed)
    data = digits()
    order = rng.permutation(len(data.labels))
    held_out = round(TEST_SHARE * len(order))
    test, train = data[order[:held_out]], data[order[held_out:]]
    pixels = rng.permutation(64)
    test_b = Task(test.images[:, pixels], test.labels)
    train_b = Task(train.images[:, pixels], train.labels)

    own = np.random.default_rng([seed, width])
    start = network(own, width)
    learned, joint = deepcopy(start), deepcopy(start)
    learn(learned, [train], [1.0], own)
    alone, replay = deepcopy(learned), deepcopy(learned)
    learn(alone, [train_b], [1.0], own)
    learn(replay, [train, train_b], [REPLAYED, 1 - REPLAYED], own)
    learn(joint, [train, train_b], [0.5, 0.5], own, steps=2 * STEPS)
    return Result(
        learned=accuracy(learned, test),
        alone=accuracy(alone, test),
        replay=accuracy(replay, test),
        joint=accuracy(joint, test),
        second=accuracy(alone, test_b),
    )


@dataclass(frozen=True)
class Comparison:
    """Accuracy on held-out images of task A, for networks of several widths and seeds.

    Attributes:
        widths: Shape (W,). Hidden units.
        learned: Shape (W, S). See `Result`, as for those that follow.
        alone: Shape (W, S).
        replay: Shape (W, S).
        joint: Shape (W, S).
        second: Shape (W, S).
    """

    widths: NDArray[np.int64]
    learned: Means
    alone: Means
    replay: Means
    joint: Means
    second: Means


def compare(seed: int = 0) -> Comparison:
    """Return the results of `RUNS` runs for each of `WIDTHS`.

    Args:
        seed: Of the runs, each of which has one of its own.
    """
    seeds = range(seed * RUNS, (seed + 1) * RUNS)
    runs = [[run(number, width) for number in seeds] for width in WIDTHS]
    measured = {
        item.name: np.array([[getattr(result, item.name) for result in row] for row in runs])
        for item in fields(Result)
    }
    return Comparison(np.array(WIDTHS), **measured)


@kept
def comparison() -> Comparison:
    """Return the stored result of `compare`."""
    return stored(Comparison, "forgetting")


def forgotten(width: int) -> float:
    """Return which share of the held-out images B made the network misread, on average.

    Args:
        width: Of the hidden layer, one of `WIDTHS`.

    >>> forgotten(8) > forgotten(512) > 0.1
    True
    """
    found = comparison()
    return float((found.learned - found.alone)[WIDTHS.index(width)].mean())


def forgotten_with_replay(width: int) -> float:
    """Return the same when a few images of A are mixed into the batches of B.

    Args:
        width: Of the hidden layer, one of `WIDTHS`.
    """
    found = comparison()
    return float((found.learned - found.replay)[WIDTHS.index(width)].mean())
