"""Networks compute, and their gradients are those of finite differences."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code.networks import Network, softmax_error

sizes = st.lists(st.integers(1, 6), min_size=2, max_size=4).map(tuple)
seeds = st.integers(0, 2**32 - 1)


def in_double(rng: np.random.Generator, shape: tuple[int, ...]) -> Network:
    """Return a network whose numbers have double precision, and whose biases are not 0."""
    network = Network(rng, shape)
    network.weights = [weights.astype(np.float64) for weights in network.weights]
    network.biases = [rng.standard_normal(bias.shape) for bias in network.biases]
    network.parameters = network.weights + network.biases
    return network


@given(seeds, sizes)
def test_a_layer_is_computed_unit_by_unit(seed: int, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(seed)
    network = in_double(rng, shape)
    given_rows = rng.standard_normal((3, shape[0]))
    layers = network.layers(given_rows)
    assert [layer.shape for layer in layers] == [(3, size) for size in shape]
    for number, (before, after) in enumerate(pairwise(layers)):
        for row in range(3):
            for unit in range(shape[number + 1]):
                into = sum(before[row] * network.weights[number][:, unit])
                into += network.biases[number][unit]
                hidden = number + 2 < len(shape)
                assert after[row, unit] == pytest.approx(max(into, 0) if hidden else into)


@given(seeds, sizes)
def test_one_can_go_on_from_any_layer(seed: int, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(seed)
    network = Network(rng, shape)
    layers = network.layers(rng.standard_normal((2, shape[0]), dtype=np.float32))
    for number, layer in enumerate(layers):
        for again, first in zip(network.layers(layer, number), layers[number:], strict=True):
            assert np.array_equal(again, first)


@given(seeds, sizes)
@settings(max_examples=30)
def test_gradients_agree_with_finite_differences(seed: int, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(seed)
    network = in_double(rng, shape)
    inputs = rng.standard_normal((5, shape[0]))
    labels = rng.integers(shape[-1], size=5)

    def loss() -> float:
        outputs = network.layers(inputs)[-1]
        return float((np.logaddexp.reduce(outputs, axis=1) - outputs[range(5), labels]).mean())

    layers = network.layers(inputs)
    gradients = network.gradients(layers, softmax_error(layers[-1], labels))
    assert [g.shape for g in gradients] == [p.shape for p in network.parameters]
    for parameter, gradient in zip(network.parameters, gradients, strict=True):
        place = np.unravel_index(np.abs(gradient).argmax(), gradient.shape)
        kept, step = parameter[place], 1e-6
        parameter[place] = kept + step
        above = loss()
        parameter[place] = kept - step
        below = loss()
        parameter[place] = kept
        assert gradient[place] == pytest.approx((above - below) / (2 * step), abs=1e-5)


def test_first_weights_keep_the_size_of_what_passes() -> None:
    network = Network(np.random.default_rng(0), (400, 500, 10))
    for weights in network.weights:
        assert weights.std() == pytest.approx((2 / len(weights)) ** 0.5, rel=0.05)
    assert not any(bias.any() for bias in network.biases)
