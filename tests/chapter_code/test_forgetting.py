import numpy as np
import pytest

from chapter_code.forgetting import (
    SEEDS,
    WIDTHS,
    Network,
    Task,
    digits,
    forgotten,
    forgotten_with_replay,
    over_seeds,
    run,
)


def test_the_data_are_the_digits() -> None:
    task = digits()
    assert task.images.shape == (1797, 64)
    assert task.images.min() == 0
    assert task.images.max() == 1
    assert set(task.labels.tolist()) == set(range(10))


def test_a_step_goes_down_the_loss() -> None:
    data = digits()
    few = data[np.arange(64)]
    network = Network(np.random.default_rng(0), 32)
    before = network.accuracy(few)
    network.learn([few], [1.0], np.random.default_rng(1))
    assert network.accuracy(few) > 0.95 > before


def test_b_destroys_much_of_a_and_replay_saves_more_than_half() -> None:
    for width in WIDTHS[1:]:
        assert forgotten(width) > 0.15
        assert forgotten_with_replay(width) < forgotten(width) / 2
    for result in over_seeds(WIDTHS[-1]):
        assert result.joint > 0.94
        assert result.second > 0.94
        assert result.learned > 0.94


def test_width_helps_on_average() -> None:
    assert forgotten(8) > forgotten(128) + 0.08


def test_results_are_those_of_the_seeds() -> None:
    results = over_seeds(8)
    assert results == [run(seed, 8) for seed in SEEDS]
    assert forgotten(8) == pytest.approx(np.mean([r.learned - r.alone for r in results]))
    assert run.__wrapped__(1, 8) == results[1]


def test_a_task_can_be_a_part_of_another() -> None:
    task = Task(np.eye(3, dtype=np.float32), np.array([4, 5, 6]))
    assert task[np.array([2, 0])].labels.tolist() == [6, 4]


def test_a_network_has_a_hidden_unit() -> None:
    with pytest.raises(ValueError, match="width is 0, and must be at least 1"):
        run(width=0)
