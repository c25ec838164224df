"""Build the book once more, elsewhere and otherwise, and compare it byte by byte.

    python tests/again.py book/_build

The second build is one of the last commit, in another folder, with another time zone and day,
another locale, other settings and fonts for matplotlib, one process in place of several, other
rights of files, other dates of sources, and another order of sets.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from books import ROOT
from clones import digest, run

ELSEWHERE = "Büchlein, zum zweiten Mal"
OUTPUTS = {
    "html": "html",
    "epub": "epub/llm-discussions.epub",
    "latexpdf": "latex/llm-discussions.pdf",
    "site": "site",
}
# Between these it is never the same day.
HERE = {"TZ": "Etc/GMT+12", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
THERE = {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"}


def foreign_locale() -> str:
    """Return a locale that is not English, if there is one."""
    listed = subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False)
    names = [name for name in listed.stdout.split() if name[:2] not in {"C", "C.", "PO", "en"}]
    return max(names, key=lambda name: name.startswith("tr"), default="C")


def clone(source: Path, folder: Path) -> None:
    """Copy what was last committed; its files are older than they are."""
    subprocess.run(["git", "clone", "-q", source, folder], check=True)
    for path in folder.rglob("*"):
        if ".git" not in path.parts and path.is_file():
            os.utime(path, (10**9, 10**9))


def make_otherwise(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make as it is not run otherwise."""
    settings = folder.parent / "settings"
    settings.mkdir()
    (settings / "matplotlibrc").write_text("font.size: 30\nfont.family: serif\n", "utf-8")
    environment = {**THERE, "LC_ALL": foreign_locale(), "MPLCONFIGDIR": str(settings)}
    rights = os.umask(0o077)
    try:
        return run(folder, *arguments, "SPHINXOPTS=-q -n -W -j 1", **environment)
    finally:
        os.umask(rights)


def content(path: Path) -> Mapping[str, str]:
    """Return what an output holds, without what the next build finds of this one."""
    if path.is_file():
        return {path.name: digest(path.parent)[path.name]}
    found = digest(path)
    return {name: found[name] for name in found if not name.startswith(".doctrees/")}


def differences(one: Path, other: Path) -> list[str]:
    """Return the files of an output that two builds have not alike."""
    files, others = content(one), content(other)
    return sorted(
        f"{one.name}: {name}"
        for name in files.keys() | others.keys()
        if files.get(name) != others.get(name)
    )


def main(build: Path) -> int:
    """Return 0 if the book that was built is the one that is built elsewhere."""
    git = ("git", "-C", str(ROOT), "status", "--porcelain")
    if subprocess.run(git, capture_output=True, text=True, check=True).stdout:
        print("make reproducible compares with the last commit: commit first", file=sys.stderr)
        return 1
    with TemporaryDirectory() as name:
        folder = Path(name) / ELSEWHERE
        clone(ROOT, folder)
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        made = make_otherwise(folder, *OUTPUTS, "--assume-old=node_modules/.ready")
        found = [
            line
            for output in OUTPUTS.values()
            for line in differences(build / output, folder / "book/_build" / output)
        ]
    for line in found:
        print(f"not the same: {line}", file=sys.stderr)
    if made.returncode:
        print(made.stderr, file=sys.stderr)
    elif not found:
        print(f"{', '.join(OUTPUTS)}: the same, byte by byte")
    return 1 if found or made.returncode else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
