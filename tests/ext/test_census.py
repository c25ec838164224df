"""The census misses no example."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.testing.util import SphinxTestApp

import chapter_code
from books import SmallBook

RUNS = "```{doctest}\n>>> 1 + 1\n2\n```\n"


Census = Callable[[str], tuple[SphinxTestApp, str]]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a package with one example, in the place of `chapter_code`."""
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "good.py").write_text('"""\n>>> 1 + 1\n2\n"""\n')
    monkeypatch.setattr(chapter_code, "__path__", [str(folder)])
    for name in ("chapter_code.good", "chapter_code.extra"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return folder


@pytest.fixture
def census(small_book: SmallBook, package: Path, capsys: pytest.CaptureFixture[str]) -> Census:
    def take(page: str) -> tuple[SphinxTestApp, str]:
        app = small_book(page, "citations", "sphinx.ext.doctest", "census", builder="doctest")
        return app, capsys.readouterr().out

    return take


def test_all_run(census: Census) -> None:
    app, printed = census(RUNS + RUNS)
    assert app.statuscode == 0
    line = printed.strip().splitlines()[-1]
    assert line == "2 examples on pages, 1 in docstrings, all run"


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (
            RUNS + "```python\n>>> 2\n2\n```",
            "index.md:8: no {doctest} block holds this example",
        ),
        (RUNS + "```pycon\n>>> 2\n2\n```", "index.md:8: no {doctest} block holds this example"),
        (RUNS + "```\n>>> 2\n2\n```", "index.md:8: no {doctest} block holds this example"),
        (RUNS + "- >>> 2\n", "index.md:7: no {doctest} block holds this example"),
        (RUNS + "> >>> 2\n", "index.md:7: no {doctest} block holds this example"),
        (RUNS + "<!--\n>>> 2\n-->", "index.md:8: no {doctest} block holds this example"),
        (
            RUNS + "```{doctest}\n>>> 2  # doctest: +SKIP\n```",
            "index.md:8: this example is skipped",
        ),
        (
            RUNS + "```{doctest}\n:skipif: True\n>>> 2\n```",
            "index.md:8: this example is skipped",
        ),
        ("No examples.", "there is no example on the pages"),
    ],
)
def test_an_example_that_did_not_run_is_named(census: Census, page: str, message: str) -> None:
    app, printed = census(page)
    assert app.statuscode == 1
    assert message in app.warning.getvalue()
    assert "all run" not in printed


def test_an_example_that_fails_is_an_error(census: Census) -> None:
    app, printed = census(RUNS.replace("2\n`", "3\n`"))
    assert app.statuscode == 1
    assert "all run" not in printed


def test_docstrings_are_counted(census: Census, package: Path) -> None:
    (package / "extra.py").write_text('"""\n>>> 1 + 1\n3\n"""\nX = """\n>>> 2\n2\n"""\n')
    app, _ = census(RUNS)
    assert app.statuscode == 1
    assert "extra.py: 1 examples in docstrings fail" in app.warning.getvalue()
    assert "extra.py: 2 examples are written, 1 ran" in app.warning.getvalue()
