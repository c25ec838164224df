"""The optimizer takes the steps of AdamW's definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code._adamw import AdamW


@given(
    st.lists(st.just(0.0) | st.floats(0.01, 2) | st.floats(-2, -0.01), min_size=1, max_size=6),
    st.floats(-2, 2),
    st.floats(1e-4, 0.1),
    st.sampled_from([(0.9, 0.999), (0.8, 0.98)]),
    st.sampled_from([0, 0.01, 0.3]),
)
def test_it_takes_the_steps_of_its_definition(
    gradients: list[float],
    start: float,
    rate: float,
    betas: tuple[float, float],
    weight_decay: float,
) -> None:
    parameters = [np.array([start], np.float32), np.array([[1.0]], np.float32)]
    optimizer = AdamW(parameters, betas, weight_decay)
    value, first, second = start, 0.0, 0.0
    for time, gradient in enumerate(gradients, 1):
        optimizer.step([np.array([gradient], np.float32), np.array([[0.0]], np.float32)], rate)
        first = betas[0] * first + (1 - betas[0]) * gradient
        second = betas[1] * second + (1 - betas[1]) * gradient**2
        value -= rate * weight_decay * value
        mean, square = first / (1 - betas[0] ** time), second / (1 - betas[1] ** time)
        value -= rate * mean / (math.sqrt(square) + 1e-8)
    assert parameters[0] == pytest.approx(value, abs=1e-3 * rate + 1e-6)
    # Where there is no gradient, there is only decay.
    decayed = (1 - rate * weight_decay) ** len(gradients)
    assert parameters[1] == pytest.approx(decayed, abs=1e-6)
