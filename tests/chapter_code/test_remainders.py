"""Networks answer remainders at once as far as the page says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code import remainders
from chapter_code.remainders import learned, one_hot, result, right_at_once


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_each_digit_is_shown_once(digits: list[int]) -> None:
    number = int("".join(map(str, digits)))
    shown = one_hot(np.array([number]), len(digits)).reshape(len(digits), 10)
    assert shown.sum() == len(digits)
    assert shown.argmax(axis=1).tolist() == digits


def test_numbers_have_digits() -> None:
    with pytest.raises(ValueError, match="digits is 0, and must be above 0"):
        one_hot(np.array([3]), 0)


def test_training_teaches_numbers_that_were_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remainders, "STEPS", 2000)
    assert learned(np.random.default_rng(0), 3, (64,)) > 0.3


@pytest.mark.parametrize("seed", [0, 5])
def test_without_training_a_network_guesses(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remainders, "STEPS", 0)
    assert learned(np.random.default_rng(seed), 4, (64,)) == pytest.approx(1 / 7, abs=0.05)


def test_more_layers_answer_longer_numbers() -> None:
    one, two = result().right
    assert (two >= one).all()
    assert min(one[:2].min(), two[:3].min()) > 0.7
    assert one[2] < 0.6
    assert one[3] < 0.2


def test_what_the_page_prints_is_in_the_result() -> None:
    for row, layers in enumerate((1, 2)):
        printed = [right_at_once(digits, layers) for digits in remainders.DIGITS]
        assert printed == result().right[row].tolist()
    with pytest.raises(ValueError, match="no network was trained with 7 digits and 1 layers"):
        right_at_once(7, 1)
    with pytest.raises(ValueError, match="with 3 digits and 0 layers"):
        right_at_once(3, 0)
