"""The cover bears title, subtitle and author, inside its edges, and a star for each network."""

import numpy as np

from chapter_code import superposition
from cover import draw

SAID = ("Apples on Trees", "What grows, and what falls in every one of many winds", "Ann First")


def test_it_bears_the_names_and_a_star_of_features_for_each_network() -> None:
    figure = draw(*SAID)
    assert [" ".join(text.get_text().split()) for text in figure.texts] == list(SAID)
    found = superposition.result()
    for axes, size in zip(figure.axes, found.sizes.tolist(), strict=True):
        (star,) = axes.lines
        rays = np.array(star.get_xydata())
        assert not rays[::2].any()
        assert np.array_equal(rays[1::2], found.plane(size)[1])


def test_it_keeps_inside_its_edges() -> None:
    figure = draw(*SAID)
    figure.draw_without_rendering()
    inner = figure.bbox.padded(-0.05 * figure.bbox.width)
    for part in (*figure.texts, *figure.axes):
        box = part.get_window_extent()
        assert inner.x0 <= box.x0 < box.x1 <= inner.x1
        assert inner.y0 <= box.y0 < box.y1 <= inner.y1
