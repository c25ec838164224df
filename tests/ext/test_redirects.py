"""An address that has moved leads to where it is now."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sphinx.testing.util import SphinxTestApp

Build = Callable[[dict[str, str]], SphinxTestApp]


@pytest.fixture
def build(tmp_path: Path, make_app: Callable[..., SphinxTestApp]) -> Build:
    def made(redirects: dict[str, str]) -> SphinxTestApp:
        source = tmp_path / "small"
        source.mkdir()
        (source / "conf.py").write_text(
            f"extensions = ['redirects']\nhtml_copy_source = False\nredirects = {redirects!r}"
        )
        (source / "index.rst").write_text("Title\n=====\n\n.. _new:\n\nNew\n---\n\nText.\n")
        app = make_app("html", srcdir=source)
        app.build()
        return app

    return made


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("gone.html", "index.html"),
        ("gone.html#part", "index.html#new"),
        ("index.html#old", "index.html#new"),
        ("index.html#other", "index.html#other"),
    ],
)
def test_a_browser_is_led_on(build: Build, browser: Browser, asked: str, shown: str) -> None:
    app = build(
        {
            "gone.html": "index.html",
            "gone.html#part": "index.html#new",
            "index.html#old": "index.html#new",
        }
    )
    assert app.warning.getvalue() == ""
    page = browser.new_page()
    folder = Path(app.outdir).as_uri()
    page.goto(f"{folder}/{asked}")
    page.wait_for_url(f"{folder}/{shown}", timeout=10_000)
    assert page.title().startswith("Title")
    page.close()


def test_a_page_of_its_own_stands_for_a_page_that_is_gone_and_no_other(build: Build) -> None:
    app = build(
        {
            "gone.html": "index.html",
            "gone.html#part": "index.html#new",
            "index.html": "index.html#new",
        }
    )
    written = {path.name: path.read_text("utf-8") for path in Path(app.outdir).glob("*.html")}
    assert '<link rel="canonical" href="index.html">' in written["gone.html"]
    assert "<title>Moved</title>" not in written["index.html"]


def test_a_redirect_to_nowhere_is_an_error(build: Build) -> None:
    app = build({"gone.html": "nowhere.html"})
    message = "conf.py: redirects: gone.html leads to nowhere.html, which is not there"
    assert message in app.warning.getvalue()


def test_without_redirects_there_is_no_script(build: Build) -> None:
    app = build({})
    assert not (Path(app.outdir) / "_static/redirects.js").exists()
    assert "redirects.js" not in (Path(app.outdir) / "index.html").read_text()
