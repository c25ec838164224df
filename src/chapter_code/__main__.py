"""`python -m chapter_code store` runs experiments and stores their results.

Names of results, such as `grokking`, choose among them; without any, all are run.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from chapter_code._results import as_json
from chapter_code.experiments import STORED

FOLDER = Path(__file__).parent / "results"


def main() -> None:
    """Read the command line, and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m chapter_code")
    commands = parser.add_subparsers(dest="command", required=True)
    store = commands.add_parser("store", help="run experiments and store their results")
    store.add_argument("names", nargs="*", metavar="NAME", help=", ".join(STORED))
    names = parser.parse_args().names or list(STORED)
    if unknown := [name for name in names if name not in STORED]:
        parser.error(f"{unknown[0]!r} is none of {', '.join(STORED)}")
    for name in names:
        (FOLDER / f"{name}.json").write_text(as_json(STORED[name]()), encoding="utf-8")
        print(f"stored {name}")


if __name__ == "__main__":
    main()
