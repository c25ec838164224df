"""What children hear and models read is compared in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code.training_text import times_as_much

amounts = st.floats(1e-3, 1e15)


@given(amounts, amounts, amounts)
def test_the_ratio_scales_with_what_was_read(tokens: float, rate: float, words: float) -> None:
    ratio = times_as_much(tokens, rate, words)
    assert times_as_much(10 * tokens, rate, words) == pytest.approx(10 * ratio)
    assert times_as_much(tokens, rate, 10 * words) == pytest.approx(ratio / 10)


def test_arguments_have_bounds() -> None:
    with pytest.raises(ValueError, match="words is 0, and must be above 0"):
        times_as_much(1, 1, 0)
