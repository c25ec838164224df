"""The color circle: what similarity alone carries.

[ekman1954dimensions] had people rate how similar fourteen spectral colors look, two at a time.
Principal coordinates [torgerson1952multidimensional] place the colors so that their distances
match the dissimilarities as well as they can. Nothing in them knows what a color is, or that
there is a circle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chapter_code._data import rows
from chapter_code._results import kept

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Result:
    """Where the principal coordinates put the colors.

    Attributes:
        wavelengths: Shape (14,), in nanometers.
        places: Shape (14, 2): the first two coordinates.
        share: Of the positive eigenvalues' sum, what the first two make up.
    """

    wavelengths: NDArray[np.int64]
    places: Array
    share: float


def similarities() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the wavelengths in nanometers, and how similar each two look, from 0 to 1."""
    table = rows("colors.csv")
    wavelengths = [int(row["nm"]) for row in table]
    values = [[float(row[str(nm)]) for nm in wavelengths] for row in table]
    return np.array(wavelengths), np.array(values)


def principal_coordinates(distances: Array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return coordinates whose distances are near the given ones (classical scaling).

    Args:
        distances: Shape (n, n), symmetric, with zeros on the diagonal.

    Returns:
        The coordinates, of shape (n, n), the most important column first, with zeros in the
        column of an eigenvalue that is not positive. And the eigenvalues, of shape (n,), the
        largest first.

    Raises:
        ValueError: The distances are not symmetric, or an item is distant from itself.
    """
    if not (np.allclose(distances, distances.T) and np.allclose(np.diag(distances), 0)):
        raise ValueError("distances are not symmetric with zeros on the diagonal")
    count = len(distances)
    center = np.eye(count) - 1 / count
    eigenvalues, vectors = np.linalg.eigh(-0.5 * center @ distances**2 @ center)
    order = np.argsort(eigenvalues)[::-1]
    sizes = np.sqrt(np.clip(eigenvalues[order], 0, None))
    return vectors[:, order] * sizes, eigenvalues[order]


@kept
def run() -> Result:
    """Place the colors by their dissimilarities, 1 minus similarity.

    >>> result = run()
    >>> in_circle(result.places)
    True
    """
    wavelengths, similar = similarities()
    places, eigenvalues = principal_coordinates(1 - similar)
    share = eigenvalues[:2].sum() / eigenvalues[eigenvalues > 0].sum()
    return Result(wavelengths, places[:, :2], float(share))


def in_circle(places: Array) -> bool:
    """Return whether the places, taken in order, go once around their center.

    Args:
        places: Shape (n, 2).
    """
    angles = np.arctan2(*(places - places.mean(axis=0)).T[::-1])
    turns = np.diff(np.append(angles, angles[0]))
    steps = (turns + np.pi) % (2 * np.pi) - np.pi
    return bool((steps > 0).all() or (steps < 0).all()) and bool(
        np.isclose(abs(steps.sum()), 2 * np.pi)
    )


def roundness(places: Array) -> float:
    """Return how much the distances of places from their center vary, divided by their mean.

    Args:
        places: Shape (n, 2).

    >>> roundness(run().places) < 0.1
    True
    """
    radii = np.linalg.norm(places - places.mean(axis=0), axis=1)
    return float(radii.std() / radii.mean())
