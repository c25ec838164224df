"""Every file is plain text of a moderate size; what nobody edits is as it was stored."""

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

from books import ROOT, needs

BINARY = {".png", ".npz"}
TABS = {"Makefile"}
FAULTS = {
    "a byte order mark": re.compile("\ufeff"),
    "a carriage return": re.compile("\r"),
    "a blank at the end of a line": re.compile("[ \t]$", re.M),
    "a tab": re.compile("\t"),
    "letters of another encoding": re.compile("[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac"),
    "a conflict": re.compile("^(<{7}|={7}|>{7})( |$)", re.M),
    "a folder of somebody": re.compile("/(home|root|Users)/\\w"),
    "no end of the last line": re.compile(r"[^\n]\Z"),
    "a blank line at the end": re.compile(r"\n\n\Z"),
}


@pytest.fixture(scope="module")
def files() -> list[Path]:
    """What is committed, or would be."""
    needs("git", "git")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("needs a clone, in which git knows the files")
    return [path for name in listed.stdout.splitlines() if (path := ROOT / name).exists()]


def test_nothing_that_is_written_by_hand_is_ignored(files: list[Path]) -> None:
    """Nor would be a file beside it."""
    names = {path.relative_to(ROOT).as_posix() for path in files}
    names |= {str(Path(name).with_stem("another")) for name in names if Path(name).suffix}
    ignored = subprocess.run(
        ["git", "check-ignore", "--no-index", "--verbose", *sorted(names)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ignored.returncode == 1, ignored.stdout + ignored.stderr


def faults(name: str, text: str) -> list[str]:
    """Return what is wrong with the text of a file, and where."""
    return [
        f"{name}:{text.count(chr(10), 0, found.start()) + 1}: {fault}"
        for fault, pattern in FAULTS.items()
        if (found := pattern.search(text)) and not (fault == "a tab" and name in TABS)
    ]


def test_a_file_is_plain_text(files: list[Path]) -> None:
    found = []
    for path in files:
        if path.suffix not in BINARY:
            name = path.relative_to(ROOT).as_posix()
            found += faults(name, path.read_bytes().decode("utf-8"))
    assert found == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("\ufeffa\n", "a byte order mark"),
        ("a\r\n", "a carriage return"),
        ("a \nb\n", "a blank at the end of a line"),
        ("a\tb\n", "a tab"),
        ("P\u00c3\u00a9rolat\n", "letters of another encoding"),
        ("a\n<<<<<<< HEAD\n", "a conflict"),
        (f"in {Path('/home', 'ann')}\n", "a folder of somebody"),
        ("a", "no end of the last line"),
        ("a\n\n", "a blank line at the end"),
    ],
)
def test_a_fault_is_seen(text: str, fault: str) -> None:
    assert [found.rpartition(": ")[2] for found in faults("x.md", text)] == [fault]
    assert faults("x.md", "a b\nc\n") == []


def test_no_file_is_large_and_pictures_are_whole(files: list[Path]) -> None:
    for path in files:
        assert path.stat().st_size < 400_000, path
        if path.suffix == ".png":
            assert path.read_bytes().endswith(b"IEND\xaeB`\x82"), path
        assert path.suffix not in {".orig", ".rej", ".bak", ".swp"}, path


def test_what_nobody_edits_is_as_it_was_stored() -> None:
    """`make experiments` writes the sums; of the licenses and of data from sources, too."""
    folders = ("LICENSE*", "src/chapter_code/data/*", "src/chapter_code/results/*")
    kept = sorted(path for folder in folders for path in ROOT.glob(folder))
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(ROOT)}"
        for path in kept
    ]
    assert (ROOT / "SHA256SUMS").read_text("utf-8").splitlines() == sums
