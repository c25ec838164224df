"""`python -m chapter_code` lists the experiments, runs them again, and draws their figures."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from io import BytesIO
from math import inf, isfinite
from pathlib import Path
from time import perf_counter
from typing import Any

from tqdm import tqdm

from chapter_code._results import as_json, has_changed
from chapter_code.experiments import EXPERIMENTS, Bar
from chapter_code.figures import style

RESULTS = Path(__file__).parent / "results"
FORMATS = ("svg", "pdf", "png")


def experiment(text: str) -> str:
    """Return the number of an experiment, or say which there are."""
    if text not in EXPERIMENTS:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(EXPERIMENTS)}")
    return text


def seed(text: str) -> int:
    """Return a seed, or say what one is."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 0 on")
    return int(text)


def new_file(text: str) -> Path:
    """Return the path of a file that can be written, or say why it cannot."""
    path = Path(text)
    if path.is_dir() or not path.parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is no place for a file")
    return path


def picture(text: str) -> Path:
    """Return the path of a picture, or say which formats there are."""
    path = new_file(text)
    if path.suffix.removeprefix(".") not in FORMATS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in {', '.join(FORMATS)}")
    return path


def replace(path: Path, content: bytes) -> None:
    """Write a file, all of it or nothing."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def as_line(bar: Bar) -> str:
    """Return a figure beside its bar."""
    match bar.least > -inf, bar.most < inf:
        case True, True:
            span = f"{bar.least:g} to {bar.most:g}"
        case True, False:
            span = f"at least {bar.least:g}"
        case _:
            span = f"at most {bar.most:g}"
    return (
        f"  {bar.value:10.4g}  {span:15} {'met   ' if bar.is_met else 'MISSED'}  {bar.figure}"
    )


def as_record(bar: Bar) -> dict[str, Any]:
    """Return a figure and its bar as JSON can hold them: an open end is null."""
    ends = {"least": bar.least, "most": bar.most}
    finite = {name: end if isfinite(end) else None for name, end in ends.items()}
    return {"figure": bar.figure, "value": float(bar.value), **finite, "met": bar.is_met}


def list_experiments() -> None:
    """Print the number, the seconds and the question of each experiment."""
    for number, chosen in EXPERIMENTS.items():
        print(f"{number:4} {chosen.seconds:3} s  {chosen.question}")


def run(numbers: Sequence[str], seed: int, report: Path | None, store: bool) -> bool:
    """Run experiments, print each figure beside its bar, and return whether all are met."""
    bars: dict[str, list[Bar]] = {}
    files: dict[Path, str] = {}
    total = sum(EXPERIMENTS[number].seconds for number in numbers)
    with tqdm(total=total, unit="s", disable=None, leave=False) as progress:
        for number in numbers:
            progress.set_description(number)
            chosen, begun = EXPERIMENTS[number], perf_counter()
            found = {name: make(seed=seed) for name, make in chosen.runs.items()}
            bars[number] = chosen.bars(*found.values())
            files |= {RESULTS / f"{name}.json": as_json(found[name]) for name in chosen.stored}
            progress.write(f"{number}  {chosen.question}  ({perf_counter() - begun:.1f} s)")
            progress.write("\n".join(map(as_line, bars[number])))
            progress.update(chosen.seconds)
    if not store:
        files.clear()
    if report:
        records = {number: [as_record(bar) for bar in bars[number]] for number in numbers}
        files[report] = json.dumps({"seed": seed, "experiments": records}, indent=1) + "\n"
    for path, text in files.items():
        replace(path, text.encode())
    return all(bar.is_met for reached in bars.values() for bar in reached)


def draw(number: str, path: Path) -> None:
    """Write the figure of an experiment into a file."""
    with style(), BytesIO() as buffer:
        figure = EXPERIMENTS[number].draw().figure
        figure.savefig(buffer, format=path.suffix.removeprefix("."))
        replace(path, buffer.getvalue())


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says, and return the exit status: 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m chapter_code", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="list them, with their questions and about how long")
    runs = commands.add_parser("run", help="run some, and print each figure beside its bar")
    runs.add_argument(
        "numbers", nargs="*", type=experiment, metavar="NUMBER", help="such as E1"
    )
    runs.add_argument("--all", action="store_true", help="run all of them")
    runs.add_argument(
        "--changed", action="store_true", help="run those whose code is not that of the results"
    )
    runs.add_argument("--seed", type=seed, default=0, metavar="N", help="0, if not given")
    runs.add_argument("--json", type=new_file, metavar="FILE", help="write the figures too")
    runs.add_argument("--store", action="store_true", help="keep the results for the book")
    draws = commands.add_parser("figure", help="draw one")
    draws.add_argument("number", type=experiment, metavar="NUMBER", help="such as E1")
    draws.add_argument("--out", type=picture, metavar="FILE", required=True, help="where to")
    given = parser.parse_args(arguments)
    try:
        match given.command:
            case "list":
                list_experiments()
            case "figure":
                draw(given.number, given.out)
            case _:
                numbers = list(EXPERIMENTS) if given.all else list(dict.fromkeys(given.numbers))
                if given.changed:
                    numbers += [
                        number
                        for number, chosen in EXPERIMENTS.items()
                        if any(map(has_changed, chosen.runs.values())) and number not in numbers
                    ]
                elif not numbers:
                    runs.error("name an experiment, such as E1, or give --all or --changed")
                if given.store and given.seed:
                    runs.error("--store keeps the results of seed 0, and no others")
                if not numbers:
                    print("No code of an experiment has changed.")
                return int(not run(numbers, given.seed, given.json, given.store))
    except KeyboardInterrupt:
        print("Interrupted. No file was written.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
