"""The commands of the Makefile: what they leave behind when something is wrong."""

import multiprocessing
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from http.client import IncompleteRead
from pathlib import Path
from time import sleep
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from sphinx_autobuild.filter import IgnoreFilter

from books import needs
from clones import ENVIRONMENT, MAKE, digest, run
from live import ForkingBuilder, WatchfulServer

# By the file that has them, so that of those on a page none hides another.
FAULTS = {
    "refs.bib": [
        (
            "year = {2020}",
            "year = {2020",
            "refs.bib:4: syntax error in line 4: premature end of file",
        )
    ],
    "book/facts.yaml": [
        ("  source: some2020law\n", "", "facts.yaml:2: fact 'apples' has no source")
    ],
    "book/apples.md": [
        (
            "{cite:t}`some2020law` counts",
            "{cite:t}`nobody1900nothing` counts",
            'apples.md:3: WARNING: could not find bibtex key "nobody1900nothing"',
        ),
        (
            "cross_entropy.saving(1, 20)",
            "cross_entropy.saving(1, 0)",
            "apples.md:3: ERROR: calc: cross_entropy.saving(1, 0): "
            "ValueError: tokens is 0, and must be above 0",
        ),
        (
            "figures.guaranteed_skills(apples)",
            "figures.guaranteed_skills(0)",
            "chart: figures.guaranteed_skills(0): ValueError: flop is 0, and must be above 0",
        ),
        (
            "{numref}`fig-apples`",
            "{numref}`fig-pears`",
            "WARNING: undefined label: 'fig-pears'",
        ),
    ],
}


@pytest.mark.parametrize(("file", "faults"), FAULTS.items(), ids=FAULTS.keys())
def test_a_fault_is_named_and_leaves_the_last_good_book(
    project: Path, file: str, faults: list[tuple[str, str, str]]
) -> None:
    before = digest(project / "book/_build/html")
    path = project / file
    good = wrong = path.read_text(encoding="utf-8")
    for old, new, _ in faults:
        assert old in wrong
        wrong = wrong.replace(old, new, 1)
    try:
        path.write_text(wrong, encoding="utf-8")
        # A second try must not take a page that stopped the build for a good one.
        for _ in range(2 if path.suffix == ".md" else 1):
            failed = run(project, "html")
            assert failed.returncode != 0
            for _, _, message in faults:
                (line,) = (line for line in failed.stderr.splitlines() if message in line)
                assert f"{path.name}:" in line
            assert digest(project / "book/_build/html") == before
    finally:
        path.write_text(good, encoding="utf-8")


def test_a_page_that_is_not_utf8_is_named(project: Path) -> None:
    before = digest(project / "book/_build/html")
    path = project / "book/apples.md"
    good = path.read_bytes()
    try:
        path.write_bytes(good.replace(b"at {calc}", b"\xfa {calc}"))
        failed = run(project, "html")
        assert failed.returncode != 0
        line = good[: good.index(b"at {calc}")].count(b"\n") + 1
        assert f"apples.md:{line}: byte 0xfa is not UTF-8" in failed.stderr
        assert digest(project / "book/_build/html") == before
    finally:
        path.write_bytes(good)


def test_an_e_book_has_the_figures_that_are_drawn(project: Path) -> None:
    made = run(project, "epub")
    assert made.returncode == 0, made.stderr
    built = project / "book/_build"
    assert made.stdout.splitlines()[-1] == "The book: book/_build/epub/llm-discussions.epub"
    assert (built / "epub/llm-discussions.epub").exists()
    charts = [built / form / ".doctrees/charts/fig-apples.csv" for form in ("html", "epub")]
    assert len({chart.stat().st_mtime_ns for chart in charts}) == 1


def test_a_site_has_live_examples_which_the_book_alone_has_not(project: Path) -> None:
    needs("npm", "npm")
    before = digest(project / "book/_build/html")
    made = run(project, "site")
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[-1].startswith("The site: book/_build/site.")
    site = project / "book/_build/site"
    page = (site / "apples.html").read_text(encoding="utf-8")
    assert 'live.js" data-runnable="0"' in page
    assert (site / "_static/live/pyodide/pyodide.asm.wasm").exists()
    assert not (project / "book/_build/site.new").exists()
    after = digest(project / "book/_build/html")
    assert {name for name in after if "live" in name} == set()
    assert after.keys() == before.keys()


def test_make_alone_lists_its_targets(project: Path) -> None:
    listed = run(project)
    assert listed.returncode == 0
    targets = [line.split()[1] for line in listed.stdout.splitlines()]
    assert {"html", "latexpdf", "epub", "test", "doctest", "pdf-deps"} <= set(targets)
    assert all(len(line.split()) > 3 for line in listed.stdout.splitlines())


def path_without(folder: Path, *missing: str) -> str:
    """Return a PATH on which everything is found but the commands named."""
    folder.mkdir()
    for place in reversed(os.environ["PATH"].split(os.pathsep)):
        for command in Path(place).glob("*") if Path(place).is_dir() else ():
            link = folder / command.name
            if command.name not in missing:
                link.unlink(missing_ok=True)
                link.symlink_to(command)
    return str(folder)


def test_a_missing_latex_gets_one_clear_line(project: Path, tmp_path: Path) -> None:
    failed = run(project, "latexpdf", PATH=path_without(tmp_path / "bin", "lualatex"))
    assert failed.returncode != 0
    first = failed.stderr.splitlines()[0]
    assert first == "make latexpdf needs lualatex. On Debian or Ubuntu: make pdf-deps"


def test_a_missing_npm_gets_one_clear_line(project: Path, tmp_path: Path) -> None:
    path = path_without(tmp_path / "bin", "npm")
    failed = run(project, "site", "--assume-new=package.json", PATH=path)
    assert failed.returncode != 0
    assert "make site needs npm. On Debian or Ubuntu: make site-deps" in failed.stderr
    assert "The book: book/_build/html/index.html" in failed.stdout


@pytest.mark.parametrize(
    ("script", "shown"),
    [("exit 1", "is not"), ("echo Python 3.9; exit 1", "is not")],
    ids=["missing", "too old"],
)
def test_a_python_that_is_too_old_gets_one_clear_line(
    project: Path, tmp_path: Path, script: str, shown: str
) -> None:
    python = tmp_path / "python-old"
    python.write_text(f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    failed = subprocess.run(
        ["make", "html", f"PYTHON={python}"],
        cwd=project,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode != 0
    first = failed.stderr.splitlines()[0]
    assert "needs Python 3.11 or newer" in first
    assert shown in first
    assert not (project / ".venv").exists()


def test_a_pdf_with_a_fault_is_not_published(project: Path) -> None:
    needs("lualatex", "texlive-luatex")
    needs("latexmk", "latexmk")
    last = project / "book/_build/latex/llm-discussions.pdf"
    last.parent.mkdir()
    last.write_text("good", encoding="utf-8")
    path = project / "book/apples.md"
    text = path.read_text(encoding="utf-8")
    try:
        wrong = text.replace("counts", "counts 🦜") + f"\n${'a' * 99}$\n\nSome $\\nonsense$."
        path.write_text(wrong, "utf-8")
        failed = run(project, "latexpdf")
        assert failed.returncode != 0
        lines = wrong.splitlines()
        for line, fault in (
            (3, "missing glyph: 🦜"),
            (len(lines) - 2, "a line is "),
            (len(lines), "error: ./llm-discussions.tex:"),
        ):
            assert f"book/apples.md:{line}: {fault}" in failed.stderr
        assert last.read_text(encoding="utf-8") == "good"
    finally:
        path.write_text(text, encoding="utf-8")


def test_a_changed_record_changes_every_label_and_a_changed_module_redraws_figures(
    project: Path,
) -> None:
    out = project / "book/_build/html"
    (data,) = out.glob("_downloads/*/*.csv")
    before = data.read_bytes()
    record, module = project / "refs.bib", project / "src/chapter_code/cross_entropy.py"
    good, computing = record.read_text(encoding="utf-8"), module.read_text(encoding="utf-8")
    try:
        record.write_text(good.replace("Some, Ann", "Other, Ben"), encoding="utf-8")
        module.write_text(computing.replace("frequency * cost", "frequency * cost / 2"))
        built = run(project, "html")
        assert built.returncode == 0, built.stderr
        assert "Other (2020)" in (out / "apples.html").read_text(encoding="utf-8")
        assert "Other, 2020" in (out / "back.html").read_text(encoding="utf-8")
        assert not out.with_suffix(".new").exists()
        (data,) = out.glob("_downloads/*/*.csv")
        assert data.read_bytes() != before
    finally:
        record.write_text(good, encoding="utf-8")
        module.write_text(computing, encoding="utf-8")


def shown(address: str, text: str) -> bool:
    """Return whether a page comes to hold a text within a minute."""
    for _ in range(600):
        with suppress(URLError, IncompleteRead), urlopen(address) as page:
            if text in page.read().decode():
                return True
        sleep(0.1)
    return False


def test_live_shows_what_was_saved(project: Path, tmp_path: Path) -> None:
    path, module = project / "book/apples.md", project / "src/chapter_code/cross_entropy.py"
    good, computing = path.read_text(encoding="utf-8"), module.read_text(encoding="utf-8")
    log = tmp_path / "log"
    with log.open("w") as out:
        environment = {**ENVIRONMENT, "PYTHONUNBUFFERED": "1"}
        live = subprocess.Popen(
            [*MAKE, "live"], cwd=project, env=environment, stdout=out, start_new_session=True
        )
    try:
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))):
            assert live.poll() is None
            sleep(0.1)
        address = f"{found[0]}/apples.html"
        assert shown(address, "counts")
        path.write_text(good.replace("counts", "weighs"), "utf-8")
        assert shown(address, "weighs")
        module.write_text(computing.replace("(probability)) / tokens", "(probability)) / 2"))
        assert shown(address, ">0.5</span>")
    finally:
        path.write_text(good, encoding="utf-8")
        module.write_text(computing, encoding="utf-8")
        os.killpg(live.pid, signal.SIGTERM)
        live.wait()


def test_live_ends_where_changes_cannot_be_seen(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def blind(*paths: Path, watch_filter: object) -> None:
        raise OSError("too many watches")

    monkeypatch.setattr("watchfiles.awatch", blind)
    monkeypatch.setattr("os._exit", sys.exit)
    with pytest.raises(SystemExit, match="1"):
        WatchfulServer([], IgnoreFilter([], []), print).watch().send(None)
    assert "Changes cannot be seen: too many watches" in capfd.readouterr().err


def test_what_is_served_by_live_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    built = tmp_path / "built"

    def build(arguments: list[str]) -> None:
        sleep(0.2)
        built.touch()

    monkeypatch.setattr("live.main", build)
    monkeypatch.setattr(multiprocessing, "Process", multiprocessing.get_context("fork").Process)
    builder = ForkingBuilder(
        [], url_host="localhost:1", pre_build_commands=[], post_build_commands=[]
    )
    builder(changed_paths=[])
    assert built.exists()
    assert "localhost:1" in capfd.readouterr().out
