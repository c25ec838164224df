"""Superposition: when a small network stores its examples, and when it finds their features.

A network must pass sparse examples, vectors of n features most of which are 0, through two
hidden numbers: h = W x, and x̂ = ReLU(W.T h + b). Two numbers have room for two features, or for
more that lie in *superposition*: in directions that overlap, which does little harm as long as
few features are active at a time [elhage2022toy]. Trained on few examples, the same network
gives directions to the examples instead, and with growing numbers of them its loss on new
examples rises before it falls, a *double descent* [henighan2023superposition]. Here, in the
setting of that work but smaller, one network is trained on each of several numbers of examples.
Where one kind of storage gives way to the other depends on how well the training loss is
minimized [jermyn2023finite]: with five times the learning rate, networks store examples far
longer, and fit them better.

Features that are active in no training example start with weights of 0. The gradient and the
weight decay leave them there, so that training can do without them, exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chapter_code._adamw import AdamW
from chapter_code._checks import positive, share
from chapter_code._results import kept, stored

Array = NDArray[np.float32]
Indices = NDArray[np.int64]
Numbers = NDArray[np.float64]
Plane = NDArray[np.floating]  # stored ones have double precision

FEATURES, SPARSITY = 1000, 0.99
SIZES = (3, 5, 8, 15, 30, 50, 100, 200, 300, 500, 1000, 2000)
"""How many examples the networks are trained on."""
NEW_EXAMPLES = 5000
"""How many others they are tested on."""
FEW, RESTARTS = 8, 10
"""Up to so few examples, the best of so many starts is kept, since single ones get stuck."""
DRAWN = 300
"""How many examples at most are kept of each hidden plane."""
STEPS, RATE, WARM_UP, WEIGHT_DECAY = 2500, 0.01, 0.05, 0.01
BLOCK = 2**16
"""How many outputs are computed at a time, which is as many as stay in a processor's cache."""


@dataclass(frozen=True)
class Examples:
    """Sparse vectors, as a list of their active features.

    Attributes:
        count: N, how many vectors there are.
        width: n, how many features.
        rows: Shape (A,), ascending. The vector in which each of A features is active.
        features: Shape (A,). Which feature it is.
        values: Shape (A,). How large it is there.

    Raises:
        ValueError: The rows do not ascend.
    """

    count: int
    width: int
    rows: Indices
    features: Indices
    values: Array

    def __post_init__(self) -> None:
        if (np.diff(self.rows) < 0).any():
            raise ValueError("the rows of examples must be in ascending order")


@dataclass(frozen=True)
class Result:
    """What networks trained on more and more examples get wrong, and what they store.

    Attributes:
        steps: For how many steps each network was trained.
        sizes: Shape (S,). T, the number of its training examples.
        training_loss: Shape (S,). The mean over these of the squared length of x̂ − x.
        test_loss: Shape (S,). The same over new examples.
        effective_points: Shape (S,). The participation ratio of the squared lengths of h over
            the training examples: as how many equally long ones they count.
        effective_features: Shape (S,). The same over the columns of W, one for each feature
            that is active in some training example.
        points: Shape (P, 2). For one size after the other, h of the training examples, or of
            as many as are drawn, to a thousandth.
        present: Shape (S,). How many features are active in some training example.
        columns: Shape (F, 2), F the sum of `present`. Their columns of W, to a thousandth.
    """

    steps: int
    sizes: Indices
    training_loss: Numbers
    test_loss: Numbers
    effective_points: Numbers
    effective_features: Numbers
    points: Plane
    present: Indices
    columns: Plane

    def plane(self, size: int) -> tuple[Plane, Plane]:
        """Return h of training examples, shape (P, 2), and columns of W, shape (F, 2).

        Args:
            size: T, of the training set.

        Raises:
            ValueError: No network was trained on so many.
        """
        place = position(self.sizes, size)
        points = np.split(self.points, np.cumsum(np.minimum(self.sizes, DRAWN)))
        return points[place], np.split(self.columns, np.cumsum(self.present))[place]


def position(sizes: Indices, size: int) -> int:
    """Return where among some sizes one stands, or raise `ValueError`."""
    places = np.flatnonzero(sizes == size)
    if not len(places):
        raise ValueError(f"size is {size}, and must be one of {sizes.tolist()}")
    return int(places[0])


def draw(
    rng: np.random.Generator, count: int, features: int = FEATURES, sparsity: float = SPARSITY
) -> Examples:
    """Draw sparse vectors of length 1.

    Each feature is active by chance and then uniform on [0, 1]. A vector without any is drawn
    again; then each is scaled to length 1.

    Args:
        rng: Where the numbers come from.
        count: N, at least 1.
        features: n, at least 1.
        sparsity: The chance that a feature is 0, below 1.

    Raises:
        ValueError: An argument is out of range.
    """
    if count < 1 or features < 1:
        raise ValueError(f"count is {count}, features {features}; both must be at least 1")
    share(sparsity=sparsity)
    if sparsity == 1:
        raise ValueError("sparsity is 1, and leaves no feature active")
    active = rng.random((count, features)) >= sparsity
    while len(empty := np.flatnonzero(~active.any(axis=1))):
        active[empty] = rng.random((len(empty), features)) >= sparsity
    rows, columns = np.nonzero(active)
    values = 1 - rng.random(len(rows))  # above 0
    lengths = np.sqrt(np.bincount(rows, values**2))
    return Examples(count, features, rows, columns, (values / lengths[rows]).astype(np.float32))


class Objective:
    """The loss of networks on some examples, and its gradient.

    A network is an array of shape (3, n): the two rows of W, and b.

    Args:
        examples: N vectors of n features.
    """

    def __init__(self, examples: Examples) -> None:
        self.examples = examples
        rows, width = examples.rows, examples.width
        height = min(max(1, BLOCK // width), examples.count)
        self.buffer: Array = np.empty((height, width), np.float32)
        self.blocks: list[tuple[slice, Indices, Array]] = []
        for first in range(0, examples.count, height):
            last = min(first + height, examples.count)
            part = slice(*np.searchsorted(rows, (first, last)))
            places = (rows[part] - first) * width + examples.features[part]
            self.blocks.append((slice(first, last), places, examples.values[part]))

    def hidden(self, network: Array) -> Array:
        """Return h of every example, with a 1 below it to multiply b by: shape (3, N)."""
        given = self.examples
        points = np.ones((3, given.count), np.float32)
        for k in range(2):
            active = network[k].take(given.features) * given.values
            points[k] = np.bincount(given.rows, active, given.count)
        return points

    def outputs(
        self, network: Array, hidden: Array
    ) -> Iterator[tuple[slice, Array, Indices, Array]]:
        """Yield for a block of examples at a time: which, x̂, and where in it x is what."""
        for rows, places, values in self.blocks:
            output = self.buffer[: rows.stop - rows.start]
            np.matmul(hidden[:, rows].T, network, out=output)
            np.maximum(output, 0, out=output)
            yield rows, output, places, values

    def loss(self, network: Array) -> float:
        """Return the mean over examples of the squared length of x̂ − x: 1 where x̂ is 0."""
        total = 0.0
        for _, output, places, values in self.outputs(network, self.hidden(network)):
            flat = output.reshape(-1)
            flat[places] -= values
            total += float(flat @ flat)
        return total / self.examples.count

    def gradient(self, network: Array) -> Array:
        """Return the gradient of the loss, shape (3, n), that of ReLU at 0 being 0."""
        given, hidden = self.examples, self.hidden(network)
        slope = np.zeros_like(network)
        back = np.empty((given.count, 2), np.float32)
        for rows, output, places, values in self.outputs(network, hidden):
            flat = output.reshape(-1)
            answers = flat[places]
            flat[places] = np.where(answers > 0, answers - values, 0)
            slope += hidden[:, rows] @ output
            np.matmul(output, network[:2].T, out=back[rows])
        for k in range(2):  # W appears a second time, in h
            through = back[:, k].take(given.rows) * given.values
            slope[k] += np.bincount(given.features, through, given.width)
        slope *= 2 / given.count
        return slope


def learning_rate(step: int, steps: int = STEPS, rate: float = RATE) -> float:
    """Return the rate of a step: a straight rise, then half a cosine down to 0.

    Args:
        step: From 1 to `steps`.
        steps: How many there are.
        rate: The highest, above 0.

    Raises:
        ValueError: There is no such step, or no rate.

    >>> learning_rate(125), learning_rate(2500)
    (0.01, 0.0)
    """
    if not 1 <= step <= steps:
        raise ValueError(f"step is {step}, and must be from 1 to {steps}")
    positive(rate=rate)
    rise = WARM_UP * steps
    if step <= rise:
        return rate * step / rise
    return rate * (1 + math.cos(math.pi * (step - rise) / (steps - rise))) / 2


def train(
    rng: np.random.Generator, examples: Examples, steps: int = STEPS, rate: float = RATE
) -> Array:
    """Train a network on all examples at once, from a random start.

    Args:
        rng: Where the first weights come from, which are normal with variance 1 / n.
        examples: To learn.
        steps: How many steps of AdamW, at least 1.
        rate: The highest learning rate, above 0.

    Returns:
        The network, shape (3, n). Features that are active in no example have zeros.

    Raises:
        ValueError: There is no step or no rate.
    """
    if steps < 1:
        raise ValueError(f"steps is {steps}, and must be at least 1")
    width = examples.width
    network = np.zeros((3, width), np.float32)
    start = rng.standard_normal((2, width), dtype=np.float32) / np.float32(width**0.5)
    present, features = np.unique(examples.features, return_inverse=True)
    trained = np.vstack([start.take(present, axis=1), network[2, present]])
    objective = Objective(replace(examples, width=len(present), features=features))
    optimizer = AdamW([trained], weight_decay=WEIGHT_DECAY)
    for step in range(1, steps + 1):
        optimizer.step([objective.gradient(trained)], learning_rate(step, steps, rate))
    network[:, present] = trained
    return network


def train_best(
    rng: np.random.Generator,
    examples: Examples,
    restarts: int,
    steps: int = STEPS,
    rate: float = RATE,
) -> Array:
    """Return the network with the smallest training loss of several that start differently.

    Args:
        rng: Where the first weights come from.
        examples: To learn.
        restarts: How many networks are trained, at least 1.
        steps: How many steps of AdamW each, at least 1.
        rate: The highest learning rate, above 0.

    Raises:
        ValueError: There is no network, no step or no rate.
    """
    if restarts < 1:
        raise ValueError(f"restarts is {restarts}, and must be at least 1")
    networks = [train(rng, examples, steps, rate) for _ in range(restarts)]
    return min(networks, key=Objective(examples).loss)


def participation_ratio(amounts: Sequence[float] | NDArray[np.floating]) -> float:
    """Return as how many equal ones some amounts count: (Σa)² / Σa².

    Args:
        amounts: At least one, none below 0, not all 0.

    Returns:
        From 1, when all but one are 0, to their number, when all are equal.

    Raises:
        ValueError: The amounts are not so.

    >>> participation_ratio([2, 2, 2, 0]), participation_ratio([1, 0, 0, 0])
    (3.0, 1.0)
    """
    given = np.asarray(amounts, np.float64)
    if not given.any() or (given < 0).any():
        raise ValueError("amounts must be at least 0, and one of them above it")
    return float(given.sum() ** 2 / (given**2).sum())


def run(
    seed: int = 0, sizes: tuple[int, ...] = SIZES, steps: int = STEPS, rate: float = RATE
) -> Result:
    """Train a network on each number of examples, and look at what it stores.

    Up to `FEW` examples, the best of `RESTARTS` networks is kept, by its training loss.

    Args:
        seed: Of the examples and of the first weights. Each size has numbers of its own.
        sizes: T, each at least 1.
        steps: Of AdamW, at least 1.
        rate: The highest learning rate, above 0.

    Raises:
        ValueError: There is no size, or one has no example, or there is no step or no rate.

    >>> run(sizes=(5,)).effective_points.round(1).tolist()
    [5.0]
    """
    if not sizes:
        raise ValueError("there are no sizes")
    new = Objective(draw(np.random.default_rng([seed, 0]), NEW_EXAMPLES))
    numbers, points, columns = [], [], []
    for size in sizes:
        rng = np.random.default_rng([seed, size])
        examples = draw(rng, size)
        seen = Objective(examples)
        network = train_best(rng, examples, RESTARTS if size <= FEW else 1, steps, rate)
        hidden, weights = seen.hidden(network)[:2], network[:2, np.unique(examples.features)]
        ratios = [participation_ratio((plane**2).sum(axis=0)) for plane in (hidden, weights)]
        numbers.append([seen.loss(network), new.loss(network), *ratios])
        points.append(hidden.T[:DRAWN].round(3))
        columns.append(weights.T.round(3))
    training_loss, test_loss, of_points, of_features = np.array(numbers).T.copy()
    return Result(
        steps=steps,
        sizes=np.array(sizes),
        training_loss=training_loss,
        test_loss=test_loss,
        effective_points=of_points,
        effective_features=of_features,
        points=np.concatenate(points),
        present=np.array([len(part) for part in columns], np.int64),
        columns=np.concatenate(columns),
    )


@kept
def result() -> Result:
    """Return the stored result of `run`."""
    return stored(Result, "superposition")


def training_steps() -> int:
    """Return for how many steps each network was trained."""
    return result().steps


def gain(size: int) -> float:
    """Return by which share a network's loss on new examples is below that of answering 0.

    Args:
        size: T, of the training set.

    Raises:
        ValueError: No network was trained on so many.
    """
    found = result()
    return 1 - float(found.test_loss[position(found.sizes, size)])


def peak_loss() -> float:
    """Return the largest loss on new examples."""
    return float(result().test_loss.max())


def peak_size() -> int:
    """Return how many examples the network was trained on that has this loss."""
    found = result()
    return int(found.sizes[found.test_loss.argmax()])


def effective_points(size: int) -> float:
    """Return as how many equally long ones the training examples' hidden points count.

    Args:
        size: T, of the training set.

    Raises:
        ValueError: No network was trained on so many.
    """
    found = result()
    return float(found.effective_points[position(found.sizes, size)])


def effective_features(size: int) -> float:
    """Return as how many equally long ones the features' columns of W count.

    Args:
        size: T, of the training set.

    Raises:
        ValueError: No network was trained on so many.
    """
    found = result()
    return float(found.effective_features[position(found.sizes, size)])
