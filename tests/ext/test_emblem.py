"""The icon and the picture of a link are drawn with the book, always as the same bytes."""

from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

from books import BOOK, SmallBook

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
