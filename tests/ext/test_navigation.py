"""The contents at the side are the same, to the byte, as Furo makes them page by page."""

from pathlib import Path

import pytest

from books import SmallBook

CONF = """
extensions = ["myst_parser", "sphinx.ext.viewcode"{more}]
html_theme = "furo"
"""
PAGES = {
    "index.md": """# Title

```{toctree}
:numbered:
:caption: First
one
two
```

```{toctree}
back/other
Somewhere else <https://example.org/>
```
""",
    "one.md": "# One & *only*\n\n## A part\n\n```{toctree}\nback/inner\nback/more\n```\n",
    "two.md": "# Two\n",
    "back/inner.md": "# Inner\n\n```{toctree}\n/deep/est\n```\n",
    "back/more.md": "# More\n",
    "back/other.md": "# Other\n",
    "deep/est.md": "# Deepest\n",
    "alone.md": "---\norphan: true\n---\n# Alone\n",
}


def pages(small_book: SmallBook, more: str) -> dict[str, str]:
    """Return the pages of a book that is built with one more extension, or without."""
    app = small_book("", files={"conf.py": CONF.format(more=more), **PAGES})
    out = Path(app.outdir)
    return {str(path.relative_to(out)): path.read_text("utf-8") for path in out.rglob("*.html")}


def test_contents_are_those_of_furo(small_book: SmallBook) -> None:
    alone = pages(small_book, "")
    assert alone["deep/est.html"].count('checked=""') == 2
    assert len(alone) > len(PAGES)
    together = pages(small_book, ', "navigation"')
    assert together == alone


@pytest.mark.parametrize("page", ["one.html", "back/more.html", "deep/est.html"])
def test_one_entry_is_the_page(small_book: SmallBook, page: str) -> None:
    html = pages(small_book, ', "navigation"')[page]
    assert html.count("current-page") == 1
    assert html.count('<a class="current reference internal" href="#">') == 1
