"""Few examples are stored as points and many as features, by the published recipe."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from chapter_code import superposition
from chapter_code._adamw import AdamW
from chapter_code.superposition import (
    RATE,
    RESTARTS,
    SIZES,
    WEIGHT_DECAY,
    Array,
    Examples,
    Objective,
    draw,
    effective_features,
    effective_points,
    gain,
    learning_rate,
    participation_ratio,
    peak_loss,
    peak_size,
    run,
    train,
    train_best,
    training_steps,
)

Dense = NDArray[np.float64]
seeds = st.integers(0, 2**32 - 1)
counts = st.sampled_from([1, 3, 40])
widths = st.sampled_from([1, 7, 60, 5000])  # of the last, some blocks are needed


def dense(examples: Examples) -> Dense:
    """Return the examples as rows of a matrix."""
    matrix = np.zeros((examples.count, examples.width))
    matrix[examples.rows, examples.features] = examples.values
    return matrix


def plain_loss(network: Dense, x: Dense) -> float:
    """Return the loss as the paper writes it."""
    weights, bias = network[:2], network[2]
    guessed = np.maximum(x @ weights.T @ weights + bias, 0)
    return float(((guessed - x) ** 2).sum(axis=1).mean())


def random_network(rng: np.random.Generator, width: int) -> Array:
    return rng.standard_normal((3, width)).astype(np.float32)


def unevenness(plane: NDArray[np.floating]) -> float:
    """Return by how many degrees a gap between directions differs most from an even share."""
    turns = np.sort(np.degrees(np.arctan2(plane[:, 1], plane[:, 0])))
    gaps = np.diff(np.append(turns, turns[0] + 360))
    return float(np.abs(gaps - 360 / len(plane)).max())


amounts = st.lists(st.just(0.0) | st.floats(1e-3, 1e3), min_size=1, max_size=20)


@given(amounts, st.floats(1e-3, 1e3))
def test_the_participation_ratio_lies_between_1_and_how_many_are_not_0(
    values: list[float], factor: float
) -> None:
    assume(any(values))
    ratio = participation_ratio(values)
    assert 1 - 1e-9 <= ratio <= np.count_nonzero(values) + 1e-9
    assert participation_ratio([factor * value for value in values]) == pytest.approx(ratio)
    assert participation_ratio([*values, 0, 0]) == pytest.approx(ratio)


@given(st.floats(1e-3, 1e3), st.integers(1, 50))
def test_equal_amounts_count_as_many_as_they_are(value: float, count: int) -> None:
    assert participation_ratio([value] * count) == pytest.approx(count)
    assert participation_ratio([value] + [0] * count) == pytest.approx(1)
    assert participation_ratio([3, 4]) == pytest.approx(49 / 25)


@pytest.mark.parametrize("values", [[], [0, 0], [1, -1]])
def test_amounts_are_not_negative_and_not_all_0(values: list[float]) -> None:
    with pytest.raises(ValueError, match="amounts must be at least 0, and one of them above"):
        participation_ratio(values)


@given(seeds, counts, widths, st.sampled_from([0.0, 0.5, 0.99]))
@settings(max_examples=40)
def test_examples_have_length_1_and_an_active_feature(
    seed: int, count: int, width: int, sparsity: float
) -> None:
    examples = draw(np.random.default_rng(seed), count, width, sparsity)
    x = dense(examples)
    assert x.shape == (count, width)
    assert (x >= 0).all()
    assert np.allclose((x**2).sum(axis=1), 1)
    assert (examples.values > 0).all()
    assert np.count_nonzero(x) == len(examples.values) >= count
    if sparsity == 0:
        assert (x > 0).all()


def test_features_are_as_rare_and_as_large_as_they_should_be() -> None:
    examples = draw(np.random.default_rng(0), 2000)
    assert len(examples.values) / 2000 == pytest.approx(10, rel=0.04)
    assert np.bincount(examples.features, minlength=1000).min() > 2
    # Of two numbers that are uniform on [0, 1], the smaller is a uniform share of the larger.
    pairs = draw(np.random.default_rng(0), 20_000, 2, 0.0)
    ratio = dense(pairs).min(axis=1) / dense(pairs).max(axis=1)
    assert ratio.mean() == pytest.approx(0.5, abs=0.01)
    assert np.quantile(ratio, 0.25) == pytest.approx(0.25, abs=0.01)


@given(seeds, counts, widths)
@settings(max_examples=20)
def test_the_network_that_answers_0_has_a_loss_of_1(seed: int, count: int, width: int) -> None:
    objective = Objective(draw(np.random.default_rng(seed), count, width))
    assert objective.loss(np.zeros((3, width), np.float32)) == pytest.approx(1, abs=1e-6)
    answers = random_network(np.random.default_rng(seed), width)
    answers[2] = -1e3
    assert objective.loss(answers) == pytest.approx(1, abs=1e-6)


@given(seeds, counts, widths)
@settings(max_examples=40)
def test_loss_and_gradient_are_those_of_the_plain_formula(
    seed: int, count: int, width: int
) -> None:
    rng = np.random.default_rng(seed)
    examples = draw(rng, count, width, 0.9)
    network = random_network(rng, width)
    x, exact = dense(examples), network.astype(np.float64)
    objective = Objective(examples)
    assert objective.loss(network) == pytest.approx(plain_loss(exact, x), rel=1e-4, abs=1e-6)
    hidden = objective.hidden(network)
    assert np.allclose(hidden[:2], exact[:2] @ x.T, atol=1e-5)
    assert (hidden[2] == 1).all()

    gradient = objective.gradient(network)
    assert gradient.dtype == np.float32
    for row in range(3):  # of W, and b
        way = np.zeros_like(exact)
        way[row] = rng.standard_normal(width)
        step = 1e-6 * way
        slope = (plain_loss(exact + step, x) - plain_loss(exact - step, x)) / 2e-6
        scale = float(np.linalg.norm(gradient) * np.linalg.norm(way))
        assert float((gradient * way).sum()) == pytest.approx(slope, abs=1e-3 * scale + 1e-6)


def test_an_output_that_relu_cuts_off_has_no_gradient() -> None:
    examples = Examples(
        1, 2, np.array([0, 0]), np.array([0, 1]), np.array([0.6, 0.8], np.float32)
    )
    network = np.zeros((3, 2), np.float32)
    assert not Objective(examples).gradient(network).any()  # also at 0, as in PyTorch
    network[2] = (-1, 1)
    assert Objective(examples).gradient(network)[2] == pytest.approx([0, 2 * (1 - 0.8)])


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    examples, network = draw(rng, 50, 100, 0.9), random_network(rng, 100)
    whole = Objective(examples)
    monkeypatch.setattr(superposition, "BLOCK", 700)
    parts = Objective(examples)
    assert (len(whole.blocks), len(parts.blocks)) == (1, 8)
    assert parts.loss(network) == pytest.approx(whole.loss(network), rel=1e-5)
    assert np.allclose(parts.gradient(network), whole.gradient(network), atol=1e-4)


@given(seeds)
@settings(max_examples=5)
def test_leaving_out_absent_features_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    examples = draw(rng, 6, 200, 0.95)
    trained = train(np.random.default_rng(1), examples, steps=100)

    present = np.isin(np.arange(200), examples.features)
    start = np.random.default_rng(1).standard_normal((2, 200), dtype=np.float32) / 200**0.5
    whole = np.zeros((3, 200), np.float32)
    whole[:2] = np.where(present, start, 0)
    objective, optimizer = Objective(examples), AdamW([whole], weight_decay=WEIGHT_DECAY)
    for step in range(1, 101):
        optimizer.step([objective.gradient(whole)], learning_rate(step, 100))
    assert not whole[:, ~present].any()
    assert trained[:, present].any(axis=0).all()
    assert np.allclose(trained, whole, atol=1e-3)


@given(st.integers(1, 5000), st.floats(1e-4, 1))
def test_the_rate_rises_straight_and_falls_as_a_cosine_to_0(steps: int, rate: float) -> None:
    rates = [learning_rate(step, steps, rate) for step in range(1, steps + 1)]
    assert rates[-1] == 0
    assert max(rates) <= rate * (1 + 1e-12)
    rise = steps // 20
    assert rates[:rise] == pytest.approx(
        [rate * k / (0.05 * steps) for k in range(1, rise + 1)]
    )
    assert (np.diff(rates[rise:]) <= 0).all()


def test_the_rate_is_highest_when_it_has_risen_and_half_of_that_in_the_middle() -> None:
    assert learning_rate(1) == pytest.approx(RATE / 125)
    assert learning_rate(125) == RATE
    assert learning_rate(126) < RATE
    assert learning_rate(126) == pytest.approx(RATE, rel=1e-5)
    assert learning_rate(1000, 1900) == pytest.approx(
        RATE * (1 + math.cos(math.pi * 905 / 1805)) / 2
    )
    assert learning_rate(105, 200) == pytest.approx(RATE / 2)


def test_the_first_weights_have_variance_1_over_n() -> None:
    examples = draw(np.random.default_rng(0), 2000)
    start = train(np.random.default_rng(0), examples, steps=1)  # of rate 0
    assert (start[:2] ** 2).mean() == pytest.approx(1 / 1000, rel=0.1)
    assert not start[2].any()


def test_of_several_starts_that_with_the_smallest_training_loss_is_kept() -> None:
    examples = draw(np.random.default_rng(3), 8)
    rng = np.random.default_rng(4)
    losses = [Objective(examples).loss(train(rng, examples, 200)) for _ in range(4)]
    best = train_best(np.random.default_rng(4), examples, 4, 200)
    assert max(losses) > min(losses) + 1e-3
    assert Objective(examples).loss(best) == pytest.approx(min(losses), abs=1e-5)


def test_a_result_holds_what_was_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(superposition, "DRAWN", 100)
    sizes, steps = (3, 8, 9, 300, 2000), 20
    result = run(5, sizes, steps)
    assert (result.steps, result.sizes.tolist()) == (steps, list(sizes))
    for size, restarts in ((8, RESTARTS), (9, 1), (300, 1), (2000, 1)):
        rng = np.random.default_rng([5, size])
        examples = draw(rng, size)
        network = train_best(rng, examples, restarts, steps)
        hidden, place = Objective(examples).hidden(network)[:2].T, sizes.index(size)
        seen = Objective(examples).loss(network)
        assert result.training_loss[place] == pytest.approx(seen, rel=1e-5)
        new = Objective(draw(np.random.default_rng([5, 0]), 5000)).loss(network)
        assert result.test_loss[place] == pytest.approx(new, rel=1e-5)
        lengths = (hidden**2).sum(axis=1)
        assert result.effective_points[place] == pytest.approx(participation_ratio(lengths))
        columns = network[:2].T[np.unique(examples.features)]
        assert result.effective_features[place] == pytest.approx(
            participation_ratio((columns**2).sum(axis=1))
        )
        points, kept = result.plane(size)
        assert len(points) == min(size, 100)
        assert np.allclose(points, hidden[:100], atol=6e-4)
        assert np.allclose(kept, columns, atol=6e-4)
    with pytest.raises(ValueError, match=r"size is 4, and must be one of \[3, 8, 9, 300"):
        result.plane(4)


def test_a_seed_decides_everything() -> None:
    first, again, other = (
        run(6, (3, 15), 30),
        run(6, (15, 3), 30),
        run(7, (3, 15), 30),
    )
    assert first.test_loss.tolist() == again.test_loss[::-1].tolist()
    assert not np.array_equal(first.test_loss, other.test_loss)


def test_numbers_are_read_from_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    found = replace(
        run(6, (3, 15), 30),
        test_loss=np.array([1.5, 0.75]),
        effective_points=np.array([2.0, 7.0]),
        effective_features=np.array([4.0, 6.0]),
    )
    monkeypatch.setattr(superposition, "result", lambda: found)
    assert training_steps() == 30
    assert (peak_loss(), peak_size()) == (1.5, 3)
    assert (gain(3), gain(15)) == (-0.5, 0.25)
    assert (effective_points(15), effective_features(3)) == (7, 4)
    for read in (gain, effective_points, effective_features):
        with pytest.raises(ValueError, match=r"size is 4, and must be one of \[3, 15\]"):
            read(4)


def test_few_examples_are_stored_as_points() -> None:
    result = run(11, (3, 5, 8))
    assert (result.training_loss < 0.05).all()
    assert (result.effective_points / result.sizes > 0.95).all()
    assert (result.test_loss < 1.25).all()
    points, _ = result.plane(5)
    assert unevenness(points) < 15


def test_many_examples_leave_five_features() -> None:
    assert 0.008 < gain(2000) < 0.015
    _, columns = superposition.result().plane(2000)
    lengths = np.linalg.norm(columns, axis=1)
    longest = columns[lengths > 0.6 * lengths.max()]
    assert len(longest) in (5, 6)  # with six, as for one seed in twenty, a hexagon
    assert unevenness(longest) < 5


def test_at_five_times_the_rate_a_thousand_examples_are_still_stored() -> None:
    usual = superposition.result()
    faster = run(14, (1000,), rate=5 * RATE)
    assert faster.training_loss[0] < usual.training_loss[usual.sizes == 1000].item() - 0.005
    assert faster.test_loss[0] > 1.5
    assert faster.effective_points[0] > 0.4 * 1000


def test_sizes_go_from_a_few_to_many() -> None:
    assert len(SIZES) == 12
    assert (SIZES[0], SIZES[-1]) == (3, 2000)


def test_arguments_have_bounds() -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="count is 0, features 5; both must be at least 1"):
        draw(rng, 0, 5)
    with pytest.raises(ValueError, match="count is 5, features 0; both must be at least 1"):
        draw(rng, 5, 0)
    with pytest.raises(ValueError, match="sparsity is 1, and leaves no feature active"):
        draw(rng, 1, 1, 1)
    with pytest.raises(ValueError, match=r"sparsity is -0\.1, and must be from 0 to 1"):
        draw(rng, 1, 1, -0.1)
    with pytest.raises(ValueError, match="rows of examples must be in ascending order"):
        Examples(2, 1, np.array([1, 0]), np.array([0, 0]), np.ones(2, np.float32))
    for step in (0, 11):
        with pytest.raises(ValueError, match=f"step is {step}, and must be from 1 to 10"):
            learning_rate(step, 10)
    with pytest.raises(ValueError, match="rate is 0, and must be above 0"):
        learning_rate(1, 10, 0)
    with pytest.raises(ValueError, match="steps is 0, and must be at least 1"):
        run(steps=0)
    with pytest.raises(ValueError, match="restarts is 0, and must be at least 1"):
        train_best(rng, draw(rng, 1), 0)
    with pytest.raises(ValueError, match="there are no sizes"):
        run(sizes=())
