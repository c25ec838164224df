"""A page loads what it has a use for, in one style sheet and one script, and no more."""

import re
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

from books import SmallBook
from lean_pages import without_unread, without_unused

EXTENSIONS = ("citations", "sphinx_copybutton", "sphinx_design", "lean_pages", "bundles")
OTHER = "---\norphan: true\n---\n# Other\n\n"
CODE = "```python\nx = 1\n```\n"
BOX = "```{dropdown} Open\nText.\n```\n"


@pytest.mark.parametrize(
    ("rule", "is_kept"),
    [
        (".used{a:b}", True),
        (".unused{a:b}", False),
        (".used .unused{a:b}", False),
        (".unused,.used{a:b}", True),
        ("p{a:b}", True),
        (".used:not(.unused){a:b}", True),
        (r".sd-col\:1{a:b}", False),
        ("@media print{.used{a:b}}", True),
    ],
)
def test_a_rule_is_kept_if_a_selector_of_it_is_in_use(rule: str, is_kept: bool) -> None:
    assert (without_unused(rule, {"used"}) == rule) == is_kept


def test_a_property_is_kept_if_a_style_reads_it() -> None:
    one, other = Path("one.css"), Path("other.css")
    styles = {
        one: 'p{--a:1px;--b:"};";--c:var(--a);color:red}.x--b:hover{margin:0}',
        other: "p{margin:var(--d, 0)}body{--d:var( --e );--e:2px}",
    }
    assert without_unread(styles) == {
        one: "p{color:red}.x--b:hover{margin:0}",
        other: styles[other],
    }


def test_comments_are_dropped_and_licenses_kept() -> None:
    style = "/*! MIT */\n/* A {comment}.\n*/\np{a:b}"
    assert without_unused(style, set()) == "/*! MIT */\np{a:b}"


def loaded(app: SphinxTestApp, page: str, kind: str) -> str:
    """Return the one file of a kind that a page loads."""
    text = (app.outdir / f"{page}.html").read_text(encoding="utf-8")
    (name,) = re.findall(rf'"_static/([^"?]+\.{kind})', text)
    return Path(app.outdir, "_static", name).read_text(encoding="utf-8")


def test_a_page_has_what_its_content_asks_for(small_book: SmallBook) -> None:
    app = small_book(CODE, *EXTENSIONS, files={"other.md": OTHER + BOX})
    assert ".highlight { " in loaded(app, "index", "css")
    assert ".highlight { " not in loaded(app, "other", "css")
    assert ".sd-card" in loaded(app, "other", "css")
    assert ".sd-card" not in loaded(app, "index", "css")
    assert "ClipboardJS" in loaded(app, "index", "js")
    assert "ClipboardJS" not in loaded(app, "other", "js")


def test_what_no_page_uses_is_dropped(small_book: SmallBook) -> None:
    app = small_book(BOX, *EXTENSIONS)
    assert ".sd-card" in loaded(app, "index", "css")
    assert ".sd-btn" not in loaded(app, "index", "css")


def test_an_edit_gets_the_styles_that_no_page_had_used(small_book: SmallBook) -> None:
    small_book(CODE, *EXTENSIONS, files={"other.md": OTHER})
    app = small_book(CODE, *EXTENSIONS, files={"other.md": OTHER + BOX})
    assert ".sd-card" in loaded(app, "other", "css")


def test_a_page_that_is_left_alone_gets_what_changed_in_its_files(
    small_book: SmallBook,
) -> None:
    def configure(color: str, page: str) -> SphinxTestApp:
        conf = f"""
extensions = ["myst_parser", *{EXTENSIONS[1:]!r}]
html_static_path = ["static"]
html_css_files = ["own.css"]
"""
        files = {"conf.py": conf, "index.md": "# Title\n", "other.md": OTHER + page}
        return small_book("", files=files | {"static/own.css": f"p{{color:{color}}}"})

    def version(app: SphinxTestApp, page: str) -> str:
        html = (app.outdir / page).read_text()
        (found,) = re.finditer(r"bundle-\w+\.css\?v=(\w+)", html)
        return found[1]

    app = configure("red", "Some.")
    before = version(app, "index.html")
    app = configure("blue", "Other.")
    assert "color:blue" in loaded(app, "index", "css")
    assert before != version(app, "index.html") == version(app, "other.html")
