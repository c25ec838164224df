"""What goes wrong around a build is named, fails, and leaves the last good book."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from again import content
from books import needs
from clones import ENVIRONMENT, MAKE, run

# A limit on what a file may hold is met as a full disk is: something cannot be written.
FULL_DISK = ("bash", "-c", 'trap "" XFSZ; ulimit -f 8; exec "$@"', "bash")
# Root may write where nobody may, unless it gives that up.
NO_RIGHTS = () if os.geteuid() else ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
NO_NETWORK = """
import sys

def refuse(event, arguments):
    if event in {"socket.getaddrinfo", "socket.gethostbyname"} or (
        event == "socket.connect" and isinstance(arguments[1], tuple)
    ):
        raise SystemExit(f"{event}{arguments}: this build asks the network")

sys.addaudithook(refuse)
"""


def run_under(command: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    """Make the book by way of another command."""
    return subprocess.run(
        [*command, *MAKE, "html"],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


def start(folder: Path, output: str = "html") -> subprocess.Popen[str]:
    """Begin to make the book."""
    return subprocess.Popen(
        [*MAKE, output],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Which a shell in the background has its children ignore.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.parametrize("changed", ["apples.md", "conf.py"], ids=["a page", "everything"])
def test_a_full_disk_leaves_the_last_good_book(project: Path, changed: str) -> None:
    before = content(project / "book/_build/html")
    (project / "book" / changed).touch()
    failed = run_under(FULL_DISK, project)
    assert failed.returncode != 0
    *_, last, from_make = failed.stderr.splitlines()
    assert last == "No room left in book/_build: free some of the disk, and run make again"
    assert from_make.startswith("make: ***")
    assert content(project / "book/_build/html") == before


@pytest.mark.parametrize("cause", [signal.SIGINT, signal.SIGKILL])
def test_a_build_that_is_ended_leaves_the_last_good_book(
    project: Path, cause: signal.Signals
) -> None:
    out = project / "book/_build/html"
    before = content(out)
    ended = start(project)
    while not (out.with_suffix(".new") / ".doctrees").exists():
        sleep(0.01)
    os.killpg(ended.pid, cause)
    ended.communicate()
    assert ended.returncode != 0
    assert content(out) == before
    again = run(project, "html")
    assert again.returncode == 0, again.stderr
    assert content(out) == before


def test_a_build_that_was_ended_in_the_last_moment_is_mended(project: Path) -> None:
    out = project / "book/_build/html"
    before = content(out)
    out.rename(out.with_suffix(".old"))
    page = project / "book/apples.md"
    good = page.read_bytes()
    try:
        page.write_bytes(good.replace(b"{cite:t}`some2020law`", b"{cite:t}`nobody`"))
        assert run(project, "html").returncode != 0
        assert content(out) == before
    finally:
        page.write_bytes(good)


def test_of_two_builds_of_an_output_one_waits_and_says_so(project: Path) -> None:
    before = content(project / "book/_build/html")
    builds = [start(project, output) for output in ("html", "html", "epub")]
    said = [build.communicate()[1] for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0], said
    assert sorted(said) == ["", "", "Waiting for another build of book/_build/html\n"]
    assert content(project / "book/_build/html") == before


def test_a_folder_that_is_read_only_is_named(project: Path) -> None:
    folder = project / "book/_build"
    before = content(folder / "html")
    folder.chmod(0o555)
    try:
        failed = run_under(NO_RIGHTS, project)
    finally:
        folder.chmod(0o755)
    assert failed.returncode != 0
    assert re.search("book/_build/.*: Permission denied", failed.stderr)
    assert content(folder / "html") == before


def test_nobody_is_asked_for_anything(project: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    shutil.rmtree(project / "book/_build")
    built = run(project, "html", PYTHONPATH=str(tmp_path))
    assert built.returncode == 0, built.stderr
    asked = "import socket; socket.create_connection(('127.0.0.1', 9))"
    asking = subprocess.run(
        [sys.executable, "-c", asked],
        env={**ENVIRONMENT, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "this build asks the network" in asking.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{newunicodechar}", "{newunicodeletter}", "File `newunicodeletter.sty' not found"),
        ("{Inconsolata}", "{Inconsolatum}", 'The font "Inconsolatum" cannot be found'),
    ],
    ids=["package", "font"],
)
def test_what_latex_lacks_is_named(project: Path, old: str, new: str, message: str) -> None:
    needs("lualatex", "texlive-luatex")
    needs("latexmk", "latexmk")
    style = project / "book/_latex/book.sty"
    good = style.read_text(encoding="utf-8")
    try:
        style.write_text(good.replace(old, new, 1), encoding="utf-8")
        failed = run(project, "latexpdf")
    finally:
        style.write_text(good, encoding="utf-8")
    assert failed.returncode != 0
    assert message in failed.stderr
    assert "On Debian or Ubuntu: make pdf-deps" in failed.stderr


@pytest.mark.parametrize(
    ("cut", "filled"),
    [
        ([".doctrees/environment.pickle"], ["_static/bundles.json"]),
        (["_static/bundles.json"], [".doctrees/environment.pickle"]),
        (
            [".doctrees/apples.doctree", ".doctrees/charts/fig-apples-light.svg"],
            [
                ".doctrees/index.doctree",
                ".doctrees/charts/fig-apples-dark.svg",
                ".doctrees/charts/fig-apples.csv",
            ],
        ),
    ],
    ids=["book", "bundles", "pages and figures"],
)
def test_what_was_stored_and_is_spoiled_is_made_again(
    project: Path, cut: list[str], filled: list[str]
) -> None:
    out = project / "book/_build/html"
    before = content(out)
    for path in map(out.joinpath, cut):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    for path in map(out.joinpath, filled):
        path.write_bytes(b"\x80garbage")
    built = run(project, "html")
    assert built.returncode == 0, built.stderr
    assert content(project / "book/_build/html") == before


def test_a_store_that_somebody_removed_is_made_again(project: Path) -> None:
    out = project / "book/_build/html"
    before = content(out)
    shutil.rmtree(out / ".doctrees")
    built = run(project, "html")
    assert built.returncode == 0, built.stderr
    assert content(out) == before
