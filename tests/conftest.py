"""What the tests share: the book, built once for the web and once for print."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping
from pathlib import Path

import hypothesis
import pytest
from beartype import BeartypeConf
from beartype.claw import beartype_package
from playwright.sync_api import Browser, sync_playwright
from sphinx.testing.util import SphinxTestApp

from books import (
    BOOK,
    FACTS,
    REFERENCES,
    Printed,
    SmallBook,
    Web,
    needs,
    read_print,
    sphinx_build,
)
from clones import copy_with_small_book, run
from looks import CHROMIUM, OPTIONS, SHELL

pytest_plugins = ("sphinx.testing.fixtures", "table")
# Whatever a test calls of the package gets and gives what is annotated, or fails.
beartype_package("chapter_code", conf=BeartypeConf(is_pep484_tower=True))
# To look for cycles in whole books as often as Python does takes a tenth of the time.
gc.set_threshold(100_000)
# No test fails because the machine has other work to do.
hypothesis.settings.register_profile("untimed", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Make a skipped test a failed one where REQUIRE_ALL is set."""
    report = yield
    if report.skipped and os.environ.get("REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped although REQUIRE_ALL is set: {report.longrepr}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what reads the PDF, so that of two processes that share the work one does."""
    items.sort(key=lambda item: "printed" not in getattr(item, "fixturenames", ()))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--built",
        type=Path,
        metavar="FOLDER",
        help="test the book that make has built here, instead of building it",
    )


@pytest.fixture(scope="session")
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Web:
    if built := request.config.getoption("--built"):
        return Web(built.resolve() / "html")
    out = tmp_path_factory.mktemp("html")
    sphinx_build("html", out)
    return Web(out)


@pytest.fixture(scope="session")
def pdf(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if built := request.config.getoption("--built"):
        return Path(built, "latex/llm-discussions.pdf")
    needs("lualatex", "texlive-luatex")
    needs("latexmk", "latexmk")
    out = tmp_path_factory.mktemp("latex")
    sphinx_build("latex", out)
    source = out / "llm-discussions.tex"
    command = [sys.executable, str(BOOK / "typeset.py"), str(source)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return source.with_suffix(".pdf")


@pytest.fixture(scope="session")
def epub(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if built := request.config.getoption("--built"):
        return Path(built, "epub/llm-discussions.epub")
    out = tmp_path_factory.mktemp("epub")
    sphinx_build("epub", out)
    return out / "llm-discussions.epub"


@pytest.fixture(scope="session")
def printed(pdf: Path) -> Printed:
    with pdf.open("rb") as file:
        return read_print(file)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    needs(CHROMIUM, SHELL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def small_book(tmp_path: Path, make_app: Callable[..., SphinxTestApp]) -> SmallBook:

    def build(
        page: str,
        *extensions: str,
        builder: str = "html",
        files: Mapping[str, str] | None = None,
    ) -> SphinxTestApp:
        source = tmp_path / "small"
        source.mkdir(exist_ok=True)
        written = {
            "conf.py": f"""
extensions = {["myst_parser", "sphinxcontrib.bibtex", *extensions]!r}
myst_enable_extensions = ["dollarmath"]
bibtex_bibfiles = ["refs.bib"]
bibtex_default_style = "author_year"
bibtex_reference_style = "label_author_year"
bibtex_cite_id = "cite-{{key}}"
html_math_renderer = {"mathml" if "mathml" in extensions else "mathjax"!r}
latex_documents = [("index", "small.tex", "Small", "Somebody", "howto")]
""",
            "refs.bib": REFERENCES,
            "facts.yaml": FACTS,
            "index.md": f"# Title\n\n{page}\n\n```{{bibliography}}\n:all:\n```\n",
            **(files or {}),
        }
        for name, text in written.items():
            path = source / name
            path.parent.mkdir(exist_ok=True)
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.write_text(text, encoding="utf-8")
        app = make_app(builder, srcdir=source)
        app.build()
        return app

    return build


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a small book in it, which is built."""
    folder = tmp_path_factory.mktemp("clone") / "a book, eins ä"
    copy_with_small_book(folder)
    built = run(folder, "html")
    assert built.returncode == 0, built.stderr
    assert built.stdout.splitlines()[-1] == "The book: book/_build/html/index.html"
    return folder
