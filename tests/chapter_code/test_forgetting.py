"""Learning a second task destroys the first, and replay saves much of it."""

import numpy as np
import pytest

from chapter_code.forgetting import (
    RUNS,
    WIDTHS,
    Task,
    accuracy,
    comparison,
    digits,
    forgotten,
    forgotten_with_replay,
    learn,
    network,
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
    learner = network(np.random.default_rng(0), 32)
    before = accuracy(learner, few)
    learn(learner, [few], [1.0], np.random.default_rng(1))
    assert accuracy(learner, few) > 0.95 > before


@pytest.mark.parametrize("width", WIDTHS[1:])
def test_b_destroys_much_of_a_and_replay_saves_more_than_half(width: int) -> None:
    result = run(100, width)
    lost = result.learned - result.alone
    assert lost > 0.1
    assert result.learned - result.replay < lost / 2
    assert min(result.joint, result.second, result.learned) > 0.93


def test_width_helps_on_average() -> None:
    assert forgotten(8) > forgotten(512) + 0.12


def test_what_the_page_prints_are_means_over_seeds() -> None:
    found = comparison()
    assert found.alone.shape == (len(WIDTHS), RUNS)
    for row, width in enumerate(WIDTHS):
        lost = np.mean(found.learned[row]) - np.mean(found.alone[row])
        with_replay = np.mean(found.learned[row]) - np.mean(found.replay[row])
        assert forgotten(width) == pytest.approx(lost)
        assert forgotten_with_replay(width) == pytest.approx(with_replay)


def test_a_task_can_be_a_part_of_another() -> None:
    task = Task(np.eye(3, 64, dtype=np.float32), np.array([4, 5, 6]))
    assert task[np.array([2, 0])].labels.tolist() == [6, 4]


def test_a_network_has_a_hidden_unit() -> None:
    with pytest.raises(ValueError, match="width is 0, and must be above 0"):
        run(width=0)
