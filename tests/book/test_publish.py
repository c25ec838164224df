"""The site, by book/publish.py: what a browser needs, and which examples run there."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

import publish
from publish import examples, pack, runnable

PAGE = """<html><head></head><body><h1>Title</h1>
<div class="highlight-pycon notranslate"><div class="highlight"><pre>&gt;&gt;&gt; x = [1,
...      <span>2</span>]
&gt;&gt;&gt; x
[1, 2]
&gt;&gt;&gt;
&gt;&gt;&gt; 1 &lt; 2
True
</pre></div></div>
<div class="doctest highlight-default"><pre>&gt;&gt;&gt; in_a_docstring
</pre></div></body></html>
"""
NUMPY = ("import numpy as np\nx = 1\n", "")
CASES = {
    "alone": ([("1 + 1\n", "2\n")], [0]),
    "wrong": ([("1 + 1\n", "3\n")], []),
    "numpy": ([NUMPY, ("1\n", "1\n")], [1]),
    "other libraries": ([("import yaml\n", "")], []),
    "by a name of an earlier one": ([("x = 1\n", ""), ("x\n", "1\n")], [0, 1]),
    "by a name of one that fails": ([("x = 1\nx\n", "2\n"), ("x\n", "1\n")], []),
    "by a name of one that needs numpy": ([NUMPY, ("np.pi\n", "3\n")], []),
    "by a module": ([("from chapter_code import elo\nelo.win_rate(0)\n", "0.5\n")], [0]),
    "by a module that needs numpy": ([("from chapter_code import grokking\n", "")], []),
    "by a table": ([("from chapter_code.brains import HUMAN, PRIMATES\n", "")], [0]),
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "chapter_code.zip"
    pack(path)
    return path


def test_examples_are_read_as_they_are_shown() -> None:
    assert examples(PAGE) == [("x = [1,\n     2]\nx\n\n1 < 2\n", "[1, 2]\nTrue\n")]


@pytest.mark.parametrize(("page", "found"), CASES.values(), ids=CASES.keys())
def test_an_example_that_needs_more_than_is_there_does_not_run(
    page: list[tuple[str, str]], found: list[int], archive: Path
) -> None:
    assert runnable([page, []], archive) == [found, []]


def test_the_archive_is_always_the_same(archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    pack(again)
    assert again.read_bytes() == archive.read_bytes()
    names = ZipFile(again).namelist()
    assert {"prompt.py", "chapter_code/cost.py", "chapter_code/data/atari.csv"} <= set(names)
    assert not [name for name in names if name.endswith((".pyc", ".json", ".npz"))]


PDF = '<a href="book.pdf" download>The book as a PDF</a> (1.2 MB)'
EPUB = '<a href="book.epub" download>The book as an e-book (EPUB)</a> (0.7 MB)'


@pytest.mark.parametrize(
    ("sizes", "offer"),
    [
        ({}, ""),
        ({"book.pdf": 1_250_000}, f"<p>{PDF}</p>"),
        ({"book.epub": 670_000}, f"<p>{EPUB}</p>"),
        ({"book.pdf": 1_250_000, "book.epub": 670_000}, f"<p>{PDF}, {EPUB}</p>"),
    ],
    ids=["alone", "PDF", "EPUB", "both"],
)
def test_the_site_is_the_book_with_what_runs_its_examples_and_its_other_forms(
    tmp_path: Path, sizes: dict[str, int], offer: str
) -> None:
    names = ("html", "pyodide", "site", "book.pdf", "book.epub")
    build, pyodide, site, *forms = (tmp_path / name for name in names)
    for folder in (build / ".doctrees", pyodide):
        folder.mkdir(parents=True)
    (build / "index.html").write_text(PAGE.replace("pycon", "python"))
    (build / "apples.html").write_text(PAGE)
    for name in (*publish.PYODIDE, "console.html"):
        (pyodide / name).write_text(name)
    for name, size in sizes.items():
        (tmp_path / name).write_bytes(b"%" * size)
    command = [sys.executable, "book/publish.py", *map(str, (build, pyodide, site, *forms))]
    subprocess.run(command, cwd=publish.BOOK.parent, check=True)
    assert not (site / ".doctrees").exists()
    live = site / "_static/live"
    assert {path.name for path in (live / "pyodide").iterdir()} == {*publish.PYODIDE}
    assert {path.name for path in live.iterdir() if path.is_file()} == {
        "chapter_code.zip",
        "live.css",
        "live.js",
        "worker.js",
    }
    apples, index = ((site / name).read_text() for name in ("apples.html", "index.html"))
    assert '<script defer src="_static/live/live.js" data-runnable="0"></script>' in apples
    assert "<script" not in index
    assert f"<h1>Title</h1>\n{offer}".strip() in index
    assert index.count("download") == len(sizes)
    assert {path.name for path in site.glob("book.*")} == sizes.keys()
