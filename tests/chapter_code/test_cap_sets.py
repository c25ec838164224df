"""What is called a cap set is one, and none is larger than the maximum."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapter_code.cap_sets import grid, keep, largest, run, symmetry_classes, third_points

dimensions = st.integers(1, 4)
seeds = st.integers(0, 2**32 - 1)


def has_line(points: list[tuple[int, ...]]) -> bool:
    return any(
        all(sum(column) % 3 == 0 for column in zip(*three, strict=True))
        for three in itertools.combinations(points, 3)
    )


@settings(deadline=None)
@given(dimensions, seeds)
def test_what_is_kept_is_a_cap_set_to_which_nothing_can_be_added(n: int, seed: int) -> None:
    points = [tuple(point) for point in grid(n).tolist()]
    order = np.random.default_rng(seed).permutation(3**n)
    kept = [points[number] for number in keep(order, third_points(n))]
    assert not has_line(kept)
    assert all(has_line([*kept, point]) for point in points if point not in kept)


@given(dimensions)
def test_the_third_point_completes_a_line(n: int) -> None:
    points, third = grid(n), third_points(n)
    assert ((points[:, None] + points + points[third]) % 3 == 0).all()


@given(dimensions)
def test_classes_are_kept_by_their_symmetries(n: int) -> None:
    points = grid(n)
    classes = symmetry_classes(points)
    assert (symmetry_classes(-points % 3) == classes).all()
    assert (symmetry_classes(np.roll(points, 1, axis=1)) == classes).all()


def test_no_proposal_exceeds_the_maximum() -> None:
    maximum = {1: 2, 2: 4, 3: 9, 4: 20}
    for dimension, size in maximum.items():
        result = run(dimension=dimension, proposals=100)
        assert max(result.points.max(), result.rules.max()) <= size
    assert largest(0) < largest(1) <= 112


@pytest.mark.parametrize("arguments", [{"dimension": 0}, {"proposals": 0}])
def test_arguments_have_bounds(arguments: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must be at least 1"):
        run(**arguments)
    assert run(dimension=1, proposals=1).points.tolist() == [2]
