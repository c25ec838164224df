"""Make mistakes in copies of the project, and demand that the named check sees each.

    python tests/mutants [--kind NAME ...] [--places N] [--seed N] [--slow]

kinds.toml lists the kinds. A row is printed for each mistake, and the exit status is 1 if one
survived. A test kills a mistake only if the test itself fails, not if it could not begin.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[2]
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "_build", "__pycache__", ".*_cache", ".hypothesis"
)
SPHINX = f"{sys.executable} -m sphinx -q -n -W"
TYPESET = f"{sys.executable} book/typeset.py built/llm-discussions.tex"
COMMANDS = {
    "build": f"{SPHINX} -j auto -b html book built",
    "doctest": f"{SPHINX} -b doctest book built",
    "pdf": f"{SPHINX} -b latex book built && {TYPESET}",
    "types": f"{sys.executable} -m mypy",
    "style": f"{sys.executable} -m ruff format --check",
    "lint": f"{sys.executable} -m ruff check",
}
PYTEST = f"{sys.executable} -m pytest -q -x -p no:cacheprovider"


@dataclass(frozen=True)
class Kind:
    """A mistake that can be made at many places."""

    name: str
    about: str
    files: str
    where: str
    what: str
    check: str
    says: str = ""
    slow: bool = False


@dataclass(frozen=True)
class Place:
    """Where a mistake can be made."""

    file: Path
    match: re.Match[str]

    @property
    def line(self) -> int:
        """The number of the line."""
        return self.match.string.count("\n", 0, self.match.start()) + 1


LISTED = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text(encoding="utf-8"))
KINDS = {name: Kind(name, **fields) for name, fields in LISTED.items()}


def places(kind: Kind) -> list[Place]:
    """Return where a mistake of a kind can be made."""
    return [
        Place(path.relative_to(ROOT), match)
        for path in sorted(ROOT.glob(kind.files))
        for match in re.finditer(kind.where, path.read_text(encoding="utf-8"))
    ]


def mutated(kind: Kind, place: Place) -> str:
    """Return the text of a file with a mistake in it."""
    match = place.match
    start, end = match.span()
    return match.string[:start] + match.expand(kind.what) + match.string[end:]


def check_at(kind: Kind, place: Place) -> str:
    """Return the check, in which {stem} is the name of the file."""
    return kind.check.replace("{stem}", place.file.stem)


@contextmanager
def fresh_copy() -> Iterator[Path]:
    """Copy the project as it is, without what was built."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(shutil.copytree(ROOT, Path(folder) / "copy", ignore=NOT_COPIED))


def run(check: str, copy: Path) -> tuple[bool, bool, str]:
    """Run a check; return whether it passes, whether it is the check that fails, and why."""
    environment = {**os.environ, "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        COMMANDS.get(check) or f"{PYTEST} {check}",
        shell=True,
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    itself = check in COMMANDS or re.search(r"^\d+ failed", said, re.M) is not None
    return done.returncode == 0, itself, said


def red(checks: list[str]) -> list[str]:
    """Return the checks that fail before any mistake was made, tests of one book at once."""
    tests = [check for check in checks if check not in COMMANDS and "-k" not in check]
    others = [check for check in checks if check not in tests]
    with fresh_copy() as copy:
        if tests and not run(shlex.join(tests), copy)[0]:
            others += tests
        found = []
        for check in others:
            shutil.rmtree(copy / "built", ignore_errors=True)
            if not run(check, copy)[0]:
                found.append(check)
        return found


def killed(kind: Kind, place: Place) -> bool:
    """Make a mistake in a fresh copy, print a row, and return whether its check sees it."""
    begun = perf_counter()
    check = check_at(kind, place)
    with fresh_copy() as copy:
        (copy / place.file).write_text(mutated(kind, place), encoding="utf-8")
        passes, itself, said = run(check, copy)
    as_it_should = itself and re.search(kind.says, said) is not None
    dead = not passes and as_it_should
    print(
        f"{kind.name:24} {f'{place.file}:{place.line}':40} "
        f"{'killed' if dead else 'SURVIVED':8} {perf_counter() - begun:4.0f} s  {check}",
        flush=True,
    )
    if not passes and not dead:
        print(f"  stopped by something else: {said[-600:]}", flush=True)
    return dead


def main() -> int:
    """Do what the command line says, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python tests/mutants", description=__doc__)
    parser.add_argument("--kind", action="append", choices=KINDS, metavar="NAME")
    parser.add_argument("--places", type=int, default=1, metavar="N", help="for each kind")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the places")
    parser.add_argument("--slow", action="store_true", help="also those that take minutes")
    given = parser.parse_args()
    chosen = [KINDS[name] for name in given.kind or KINDS]
    kinds = [kind for kind in chosen if given.kind or given.slow or not kind.slow]
    drawn = []
    for kind in kinds:
        found = places(kind)
        rng = random.Random(f"{given.seed} {kind.name}")
        drawn += [(kind, place) for place in rng.sample(found, min(given.places, len(found)))]
        if not found:
            print(f"{kind.name:24} has no place left", flush=True)
    if failing := red(sorted({check_at(*mistake) for mistake in drawn})):
        print("Red before any mistake was made:", *failing, sep="\n  ")
        return 1
    results = [killed(*mistake) for mistake in drawn]
    print(f"{sum(results)} of {len(results)} mistakes of {len(kinds)} kinds were killed")
    return int(not all(results) or any(kind not in {k for k, _ in drawn} for kind in kinds))


if __name__ == "__main__":
    sys.exit(main())
