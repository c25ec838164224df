"""The icon and the picture of a link are drawn with the book, always as the same bytes."""

from itertools import chain
from pathlib import Path

import pytest
from matplotlib.path import Path as Outline
from sphinx.testing.util import SphinxTestApp

from books import BOOK, SmallBook
from emblem import BUBBLE, SIGNS, preview

CONF = f"""
project = "Small"
extensions = ["myst_parser", "emblem"]
html_theme = "furo"
templates_path = [{str(BOOK / "_templates")!r}]
html_baseurl = BASE
"""
PAGE = """---
description: Apples, "pears" & more.
---
# Title
"""
NAMES = ("icon.svg", "icon.png", "preview.png")


def build(small_book: SmallBook, base: str) -> SphinxTestApp:
    files = {"conf.py": CONF.replace("BASE", repr(base)), "index.md": PAGE}
    return small_book("", files=files)


def test_the_pictures_are_always_the_same(small_book: SmallBook) -> None:
    drawn = []
    for _ in range(2):
        app = build(small_book, "")
        paths = [Path(app.outdir, "_static", name) for name in NAMES]
        drawn.append([path.read_bytes() for path in paths])
        for path in paths:
            path.unlink()
    assert drawn[0] == drawn[1]


def test_the_picture_of_a_link_bears_what_it_leads_to_and_has_the_size_that_is_told() -> None:
    said = ("Apples on Trees", "What grows, and what falls in every one of many winds")
    figure = preview(*said)
    (axes,) = figure.axes
    assert tuple(" ".join(text.get_text().split()) for text in axes.texts) == said
    assert len(axes.patches) == 1
    assert len(axes.lines) == len(SIGNS)
    figure.draw_without_rendering()
    for part in (*axes.texts, *axes.patches):
        box = part.get_window_extent()
        assert figure.bbox.contains(box.x0, box.y0)
        assert figure.bbox.contains(box.x1, box.y1)
    page = (BOOK / "_templates/base.html").read_text(encoding="utf-8")
    for name, size in zip(("width", "height"), figure.bbox.size, strict=True):
        assert f'"og:image:{name}" content="{size:.0f}"' in page, f"base.html: {name}"


def test_the_signs_are_a_plus_above_a_minus_in_the_bubble() -> None:
    (top, bottom), (left, right), minus = SIGNS
    assert top[0] == bottom[0] == (left[0] + right[0]) / 2
    assert left[1] == right[1] == (top[1] + bottom[1]) / 2
    (x, y), (until, same) = minus
    assert (x, until) == (left[0], right[0])
    assert y == same > bottom[1]
    assert Outline(BUBBLE).contains_points([*chain.from_iterable(SIGNS)]).all()


@pytest.mark.parametrize("base", ["", "https://example.org/a-book/"])
def test_an_address_is_used_where_it_is_known(small_book: SmallBook, base: str) -> None:
    page = Path(build(small_book, base).outdir, "index.html").read_text(encoding="utf-8")
    for tag in (
        f'<link rel="canonical" href="{base}index.html">',
        f'<meta property="og:url" content="{base}index.html">',
        f'<meta property="og:image" content="{base}_static/preview.png">',
        '<meta name="twitter:card" content="summary_large_image">',
    ):
        assert (tag in page) == bool(base)
    said = 'content="Apples, &#34;pears&#34; &amp; more."'
    assert page.count(said) == 2
