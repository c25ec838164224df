"""What the book computes, as `book/computed.txt` lists it: printed numbers, data of figures.

    python book/computed.py

writes the list anew, so that a change of what is printed is one that somebody has read and
accepted. Of a figure it has the mean size of the numbers in each column of its data.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

BOOK = Path(__file__).parent
LIST = BOOK / "computed.txt"
sys.path[:0] = [str(BOOK / "_ext"), str(BOOK.parent / "src")]

from calc import print_number, read_call  # noqa: E402
from chapter_code.figures import style  # noqa: E402
from facts import load_facts  # noqa: E402


def uses(page: Path) -> Iterator[tuple[int, str]]:
    """Yield the calls that a page makes by `{calc}` or `{chart}`, each with its line."""
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        for call in re.findall(r"\{calc\}`([^`]+)`|^```\{chart\} (.+)$", line):
            yield number, "".join(call)


def computed(call: str) -> str:
    """Return the number that a call prints, or what stands for the data of its figure."""
    called = read_call(call, load_facts(BOOK / "facts.yaml"))
    if not called.name.startswith("chapter_code.figures."):
        return print_number(called)
    with style():
        rows = called.result().rows
    columns = (
        [n for n in column if isinstance(n, int | float)] for column in zip(*rows, strict=True)
    )
    return " ".join(f"{np.abs(column).mean():.6g}" for column in columns if column)


def listed() -> dict[str, str]:
    """Return what was last accepted of each call."""
    lines = LIST.read_text(encoding="utf-8").splitlines() if LIST.exists() else []
    return {call: shown for call, _, shown in (line.partition(" = ") for line in lines)}


if __name__ == "__main__":
    calls = sorted({call for page in BOOK.glob("*.md") for _, call in uses(page)})
    text = "".join(f"{call} = {computed(call)}\n" for call in calls)
    LIST.write_text(text, encoding="utf-8")
