"""Scaling turns similarities of colors into a circle, and of nothing into none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code.color_circle import (
    in_circle,
    principal_coordinates,
    roundness,
    run,
    similarities,
)


def test_the_table_is_that_of_fourteen_spectral_colors() -> None:
    wavelengths, similar = similarities()
    assert len(wavelengths) == 14
    assert (np.diff(wavelengths) > 0).all()
    assert np.array_equal(similar, similar.T)
    assert (np.diag(similar) == 1).all()
    assert ((similar >= 0) & (similar <= 1)).all()


@given(st.floats(-9, 9), st.floats(-9, 9), st.integers(1, 12))
def test_a_circle_may_lie_anywhere_and_be_turned_but_not_be_crossed(
    x: float, y: float, crossed: int
) -> None:
    turn = np.linspace(0, 2 * np.pi, 14, endpoint=False)
    circle = np.column_stack([x + np.cos(turn), y + np.sin(turn)])
    assert in_circle(circle)
    assert in_circle(circle[::-1])
    assert not in_circle(np.roll(circle, 0, axis=0)[[*range(crossed), 13, *range(crossed, 13)]])


def test_the_colors_lie_in_order_on_a_circle() -> None:
    result = run()
    assert in_circle(result.places)
    assert roundness(result.places) == pytest.approx(0.083, abs=0.001)
    assert result.share == pytest.approx(0.737, abs=0.001)


@given(st.floats(-3, 3), st.floats(-3, 3))
def test_where_a_circle_lies_makes_it_no_less_round(x: float, y: float) -> None:
    places = run().places
    assert roundness(places + np.array([x, y])) == pytest.approx(roundness(places))


@given(st.integers(0, 2**32 - 1), st.integers(3, 12), st.integers(1, 3))
@settings(max_examples=50)
def test_scaling_recovers_distances_in_space(seed: int, count: int, dimensions: int) -> None:
    points = np.random.default_rng(seed).standard_normal((count, dimensions))
    distances = np.linalg.norm(points[:, None] - points[None], axis=2)
    places, eigenvalues = principal_coordinates(distances)
    again = np.linalg.norm(places[:, None] - places[None], axis=2)
    assert np.allclose(again, distances, atol=1e-6)
    assert (np.diff(eigenvalues) <= 1e-9).all()


@given(st.integers(3, 30), st.floats(0.1, 9), st.booleans())
def test_a_polygon_goes_around_once(corners: int, size: float, clockwise: bool) -> None:
    turn = 2 * np.pi * np.arange(corners) / corners * (-1 if clockwise else 1)
    places = size * np.column_stack([np.cos(turn), np.sin(turn)])
    assert in_circle(places)


def test_other_orders_do_not() -> None:
    turn = 2 * np.pi * np.arange(14) / 14
    places = np.column_stack([np.cos(turn), np.sin(turn)])
    assert not in_circle(places[[1, 0, *range(2, 14)]])
    assert not in_circle(places[np.arange(14) * 3 % 14])  # around three times


def test_shuffled_similarities_give_no_circle() -> None:
    _, similar = similarities()
    rows, columns = np.triu_indices(14, 1)
    rng = np.random.default_rng(0)
    for _ in range(50):
        distances = np.zeros((14, 14))
        distances[rows, columns] = rng.permutation(1 - similar[rows, columns])
        places, _ = principal_coordinates(distances + distances.T)
        assert not in_circle(places[:, :2])


def test_distances_must_be_distances() -> None:
    with pytest.raises(ValueError, match="not symmetric with zeros on the diagonal"):
        principal_coordinates(np.array([[0.0, 1.0], [2.0, 0.0]]))
    with pytest.raises(ValueError, match="not symmetric with zeros on the diagonal"):
        principal_coordinates(np.eye(2))
