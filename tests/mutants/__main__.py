"""Make mistakes in a copy of the project, and demand that the named check sees each.

    python tests/mutants [--kind NAME ...] [--places N] [--seed N]

kinds.toml lists the kinds. A row is printed for each mistake, and the exit status is 1 if one
was not seen.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
PYTHON = [sys.executable, "-m"]
LIST = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))
COMMANDS = {
    "build": [*PYTHON, "sphinx", "-q", "-n", "-W", "-j", "auto", "-b", "html", "book", "built"],
    "doctest": [*PYTHON, "sphinx", "-q", "-n", "-W", "-b", "doctest", "book", "built"],
    "types": [*PYTHON, "mypy"],
    "style": [*PYTHON, "ruff", "format", "--check"],
}


@dataclass(frozen=True)
class Kind:
    """A mistake that can be made at many places."""

    name: str
    about: str
    files: str
    where: str
    what: str
    check: str


def passes(check: str, copy: Path) -> bool:
    """Run a check in a copy of the project, and return whether it finds nothing."""
    tests = [*PYTHON, "pytest", "-q", "-x", "-p", "no:cacheprovider", *check.split()]
    environment = {**os.environ, "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    shutil.rmtree(copy / "built", ignore_errors=True)
    run = subprocess.run(
        COMMANDS.get(check, tests), cwd=copy, env=environment, capture_output=True, check=False
    )
    return run.returncode == 0


def places(kind: Kind, copy: Path) -> list[tuple[Path, re.Match[str]]]:
    """Return where a mistake of a kind can be made."""
    return [
        (path, match)
        for path in sorted(copy.glob(kind.files))
        for match in re.finditer(kind.where, path.read_text(encoding="utf-8"))
    ]


def seen(kind: Kind, path: Path, match: re.Match[str], copy: Path) -> bool:
    """Make a mistake, return whether its check sees it, and undo it."""
    before = path.read_text(encoding="utf-8")
    path.write_text(
        before[: match.start()] + match.expand(kind.what) + before[match.end() :], "utf-8"
    )
    try:
        return not passes(kind.check, copy)
    finally:
        path.write_text(before, encoding="utf-8")


def try_out(kind: Kind, count: int, rng: random.Random, copy: Path) -> list[bool]:
    """Make mistakes of a kind, print a row for each, and return which were seen."""
    found = places(kind, copy)
    if not found:
        print(f"NO PLACE {kind.name}", flush=True)
        return [False]
    results = []
    for path, match in rng.sample(found, min(count, len(found))):
        begun = perf_counter()
        line = path.read_text(encoding="utf-8").count("\n", 0, match.start()) + 1
        results.append(seen(kind, path, match, copy))
        print(
            f"{'seen' if results[-1] else 'SURVIVED':8} {perf_counter() - begun:3.0f} s  "
            f"{kind.name:24} {path.relative_to(copy)}:{line}  by {kind.check}",
            flush=True,
        )
    return results


def main() -> int:
    """Do what the command line says, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python tests/mutants", description=__doc__)
    parser.add_argument("--kind", action="append", choices=LIST, metavar="NAME")
    parser.add_argument("--places", type=int, default=1, metavar="N", help="for each kind")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the places")
    given = parser.parse_args()
    kinds = [Kind(name, **LIST[name]) for name in given.kind or LIST]
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
        checks = {kind.check for kind in kinds}
        tests = {check for check in checks if check not in COMMANDS and " " not in check}
        together = {*(checks - tests), " ".join(sorted(tests))} - {""}
        if red := [check for check in sorted(together) if not passes(check, copy)]:
            print("Red before any mistake was made:", *red, sep="\n  ")
            return 1
        results = [seen for kind in kinds for seen in try_out(kind, given.places, rng, copy)]
    print(f"{sum(results)} of {len(results)} mistakes of {len(kinds)} kinds were seen")
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
