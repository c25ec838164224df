"""The e-book is packed of what belongs in it, when all are done, always to the same bytes."""

from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup

from books import SmallBook

EXTENSIONS = ("citations", "sphinx_design", "accessible", "claims", "cover", "epub", "mathml")
CONF = f"""
extensions = ["myst_parser", "sphinxcontrib.bibtex", *{EXTENSIONS!r}]
myst_enable_extensions = ["dollarmath"]
bibtex_bibfiles = ["refs.bib"]
bibtex_default_style = "author_year"
bibtex_reference_style = "label_author_year"
html_math_renderer = "mathml"
version = "1"
copyright = "2026"
project = "Apples on Trees"
author = epub_contributor = "Ann <First>"
epub_theme = "ebook"
epub_basename = "small"
epub_description = "What grows & falls"
epub_uid = "book"
epub_identifier = "urn:uuid:1"
epub_cover = ("_static/cover.png", "epub-cover.html")
"""
PAGE = """
````{dropdown} One
It opens.
````

````{tab-set}
```{tab-item} Two
It hides.
```
````

{cite:t}`pair2021` has $x^2$.
"""


@pytest.fixture
def parts(small_book: SmallBook, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What is in the e-book of a small book, which is built twice."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    files = {"conf.py": CONF, "other.md": "---\norphan: true\n---\n# Other\n"}
    first = small_book(PAGE, builder="epub", files=files)
    assert first.warning.getvalue() == ""
    packed = (first.outdir / "small.epub").read_bytes()
    again = small_book(PAGE, builder="epub", files=files)
    assert (again.outdir / "small.epub").read_bytes() == packed
    with ZipFile(again.outdir / "small.epub") as book:
        assert {part.date_time[:3] for part in book.infolist()} == {(2026, 1, 1)}
        return {name: book.read(name) for name in book.namelist()}


def test_it_holds_pages_pictures_and_styles_and_nothing_else(parts: dict[str, bytes]) -> None:
    assert next(iter(parts)) == "mimetype"
    assert sorted(parts) == [
        "META-INF/container.xml",
        "_static/cover.png",
        "_static/ebook.css",
        "_static/pygments.css",
        "content.opf",
        "epub-cover.xhtml",
        "genindex.xhtml",
        "index.xhtml",
        "mimetype",
        "nav.xhtml",
        "other.xhtml",
        "toc.ncx",
    ]


def test_what_opens_on_the_web_lies_open(parts: dict[str, bytes]) -> None:
    page = BeautifulSoup(parts["index.xhtml"], "html.parser")
    assert not page.select("details, input, label, svg")
    text = page.get_text()
    assert text.index("One") < text.index("opens") < text.index("Two") < text.index("hides")


def test_pages_are_packed_as_extensions_left_them(parts: dict[str, bytes]) -> None:
    assert b"doc-biblioentry" not in parts["index.xhtml"]
    assert b'<span class="bibtex-citation"><a' in parts["index.xhtml"]


def test_an_e_reader_is_told_what_it_needs_to_know(parts: dict[str, bytes]) -> None:
    contents = parts["content.opf"].decode()
    assert '"index.xhtml" media-type="application/xhtml+xml" properties="mathml"' in contents
    assert '"other.xhtml" media-type="application/xhtml+xml" />' in contents
    assert '"_static/cover.png" media-type="image/png" properties="cover-image"' in contents
    assert '<meta property="schema:accessModeSufficient">textual</meta>' in contents
    assert "urn:uuid:1" in parts["toc.ncx"].decode()
    assert "Ann &lt;First&gt;" in contents
