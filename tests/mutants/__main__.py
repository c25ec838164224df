"""Make mistakes in copies of the project, and demand that the named check sees each.

    PYTHONPATH=tests python -m mutants --help

kinds.toml lists the kinds. A row is printed for each mistake, and the exit status is 1 if one
survived. A test kills a mistake only if the test itself fails, not if it could not begin.
A run of all kinds is noted in book/mutants.json, which the receipt of the book prints.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from time import perf_counter

from books import ROOT
from clones import ENVIRONMENT, MAKE, NOT_COPIED

NOTED = ROOT / "book/mutants.json"
BUILD = shlex.join([*MAKE, "-s", "SPHINXOPTS=-q -n -W -j 1"])
COMMANDS = {
    "build": f"{BUILD} html",
    "doctest": f"{BUILD} doctest",
    "pdf": f"{BUILD} latexpdf",
    "epub": f"{BUILD} epub",
}
PYTEST = f"{sys.executable} -m pytest -q -p no:cacheprovider --built=book/_build"
# What looks at the pages in seconds, without a browser or the PDF.
OTHERS = (
    "tests/book -k 'not fits_on_a_phone and not is_light and not spelled and not examples_run'"
)
OTHERS += "".join(
    f" --ignore=tests/book/test_{name}.py"
    for name in (
        "accessibility",
        "cards",
        "citations",
        "double_descent",
        "epub",
        "failing_scripts",
        "layout",
        "live",
        "policy",
        "print",
        "publish",
        "twins",
    )
)


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
def prepared(wanted: set[str]) -> Iterator[tuple[Path, Path]]:
    """Copy the project, and build what is wanted where it will be built after each mistake.

    Yields where that is, and a copy of how it was.
    """
    with tempfile.TemporaryDirectory() as folder:
        work, good = Path(folder) / "work", Path(folder) / "good"
        shutil.copytree(ROOT, work, ignore=NOT_COPIED)
        for command in ("build", *sorted(wanted & {"pdf", "epub"})):
            done = run(COMMANDS[command], work)
            if done.returncode:
                raise SystemExit(f"Before any mistake was made:\n{done.stdout}{done.stderr}")
        shutil.copytree(work, good)
        yield work, good


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a copy of the project."""
    return subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**ENVIRONMENT, "CI": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def outputs(check: str) -> list[str]:
    """Return what has to be built before a check is run."""
    path = re.match(r"tests/\S+?\.py", check)
    if path is None:
        return []
    text = (ROOT / path[0]).read_text(encoding="utf-8")
    wanted = {"build": "web: Web", "pdf": "printed: Printed", "epub": "epub: Path"}
    return [name for name, fixture in wanted.items() if fixture in text]


def sees(check: str, folder: Path) -> tuple[bool, str]:
    """Run a check; return whether it is the check itself that fails, and what it says."""
    if check in COMMANDS:
        done = run(COMMANDS[check], folder)
        return done.returncode != 0, done.stdout + done.stderr
    for output in outputs(check):
        run(COMMANDS[output], folder)  # which leaves the last good one if it fails
    done = run(f"{PYTEST} {check}", folder)
    return re.search(r"^\d+ failed", done.stdout, re.M) is not None, done.stdout + done.stderr


def also_red(check: str, folder: Path) -> list[str]:
    """Return the files of tests of the book that fail beside the check."""
    run(COMMANDS["build"], folder)
    failed = re.findall(r"^FAILED (\S+?\.py)", run(f"{PYTEST} {OTHERS}", folder).stdout, re.M)
    return sorted({Path(path).stem for path in failed if path not in check})


@dataclass(frozen=True)
class Result:
    """What became of a mistake."""

    kind: Kind
    place: Place
    is_seen: bool
    others: list[str]
    seconds: float
    said: str

    def __str__(self) -> str:
        """The row of the table."""
        state = "seen" if self.is_seen else "SURVIVED"
        place = f"{self.place.file}:{self.place.line}"
        beside = f"  and {', '.join(self.others)}" if self.others else ""
        check = check_at(self.kind, self.place)
        row = f"{self.kind.name:24} {place:40} {state:8} {self.seconds:4.0f} s  {check}{beside}"
        return row if self.is_seen else f"{row}\n{self.said[-800:]}"


def tried(
    mistake: tuple[Kind, Place], copies: Queue[tuple[Path, Path]], others: bool
) -> Result:
    """Make a mistake in a copy, and return whether its check sees it."""
    kind, place = mistake
    begun = perf_counter()
    work, good = copies.get()
    try:
        shutil.rmtree(work)
        shutil.copytree(good, work)
        check = check_at(kind, place)
        (work / place.file).write_text(mutated(kind, place), encoding="utf-8")
        fails, said = sees(check, work)
        beside = also_red(check, work) if others else []
    finally:
        copies.put((work, good))
    is_seen = fails and re.search(kind.says, said) is not None
    return Result(kind, place, is_seen, beside, perf_counter() - begun, said)


def touched() -> set[Path] | None:
    """Return the files that were changed since the run that is noted, if git knows it."""
    noted = json.loads(NOTED.read_text(encoding="utf-8"))["commit"]
    command = ["git", "diff", "--name-only", noted]
    changed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if changed.returncode:
        print(f"git does not know {noted}, of book/mutants.json, so all files count as changed")
        return None
    return {Path(line) for line in changed.stdout.splitlines()}


def note(results: list[Result]) -> None:
    """Write down what a run of all kinds has found."""
    command = ["git", "rev-parse", "HEAD"]
    commit = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    noted = {
        "commit": commit.strip(),
        "date": datetime.now(UTC).date().isoformat(),
        "kinds": len({result.kind.name for result in results}),
        "made": len(results),
        "seen": sum(result.is_seen for result in results),
    }
    NOTED.write_text(json.dumps(noted, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Do what the command line says, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m mutants", description=__doc__)
    parser.add_argument("--kind", action="append", choices=KINDS, metavar="NAME")
    parser.add_argument("--places", type=int, default=1, metavar="N", help="for each kind")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the places")
    parser.add_argument("--slow", action="store_true", help="also those that take a minute")
    parser.add_argument("--touched", action="store_true", help="only in files changed since")
    parser.add_argument("--others", action="store_true", help="say what else turns red")
    given = parser.parse_args()
    chosen = [KINDS[name] for name in given.kind or KINDS]
    kinds = [kind for kind in chosen if given.kind or given.slow or not kind.slow]
    only = touched() if given.touched else None
    drawn: list[tuple[Kind, Place]] = []
    for kind in kinds:
        found = [place for place in places(kind) if only is None or place.file in only]
        rng = random.Random(f"{given.seed} {kind.name}")
        drawn += [(kind, place) for place in rng.sample(found, min(given.places, len(found)))]
    if not drawn:
        print("No kind of mistake can be made in what was changed.")
        return 0
    checks = sorted({check_at(*mistake) for mistake in drawn})
    wanted = {output for check in checks for output in (check, *outputs(check))}
    copies: Queue[tuple[Path, Path]] = Queue()
    with prepared(wanted) as one, prepared(wanted) as other:
        tests = sorted({check for check in checks if "-k" not in check} - COMMANDS.keys())
        green = [COMMANDS["doctest"], *([" ".join([PYTEST, *tests])] if tests else [])]
        for command in green:
            done = run(command, one[0])
            if done.returncode:
                print(f"Red before any mistake was made:\n{done.stdout}{done.stderr}")
                return 1
        copies.put(one)
        copies.put(other)
        results = []
        with ThreadPoolExecutor(2) as pool:
            for result in pool.map(lambda mistake: tried(mistake, copies, given.others), drawn):
                print(result, flush=True)
                results.append(result)
    seen = sum(result.is_seen for result in results)
    print(f"{seen} of {len(results)} mistakes of {len(kinds)} kinds were seen")
    if given.others:
        alone = sum(not result.others for result in results)
        print(f"{alone} of {len(results)} turned no other check of the book red")
    if given.slow and not (given.kind or given.touched):
        note(results)
    return int(seen < len(results))


if __name__ == "__main__":
    sys.exit(main())
