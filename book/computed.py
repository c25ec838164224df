"""What the book computes, as `book/computed.txt` lists it: printed numbers, data of figures.

    python book/computed.py

writes the list anew, so that a change of what is printed is one that somebody has read and
accepted. What is printed hangs in its place: the words around a number, the name of a figure.
Of a figure it has the mean size of the numbers in each column of its data, for each name in the
other columns, so that a name cannot wander from one curve to another, with more weight for
later numbers, so that two cannot be exchanged, and the texts with numbers that stand in it.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from matplotlib.text import Text

BOOK = Path(__file__).parent
LIST = BOOK / "computed.txt"
sys.path[:0] = [str(BOOK / "_ext"), str(BOOK.parent / "src")]

from calc import print_number, read_call  # noqa: E402
from chapter_code.figures import style  # noqa: E402
from facts import load_facts  # noqa: E402
from sentences import SPAN, digest, line_of  # noqa: E402


def uses(page: Path) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the place, and the calls that a page makes by `{calc}` or `{chart}`."""
    text = page.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        for order, call in enumerate(re.findall(r"\{calc\}`([^`]+)`", line)):
            yield number, digest(f"{SPAN.sub('', line)} {order}"), call
    for chart in re.finditer(r"^```\{chart\} (.+)\n:name: (.+)", text, re.MULTILINE):
        yield line_of(chart), chart[2], chart[1]


def computed(call: str) -> str:
    """Return the number that a call prints, or what stands for the data of its figure."""
    called = read_call(call, load_facts(BOOK / "facts.yaml"))
    if not called.name.startswith("chapter_code.figures."):
        return print_number(called)
    with style():
        chart = called.result()
    sizes = defaultdict[str, list[float]](list)
    for row in chart.rows:
        names = [cell for cell in row if cell and isinstance(cell, str)]
        for column, cell in zip(chart.columns, row, strict=True):
            if not isinstance(cell, str):
                sizes[", ".join([*names, column])].append(abs(cell))
    means = [
        f"{name}: {np.average(found, weights=range(1, len(found) + 1)):.6g}"
        for name, found in sizes.items()
    ]
    texts = {" ".join(text.get_text().split()) for text in chart.figure.findobj(Text)}
    numbers = [f"text: {text}" for text in sorted(texts) if re.search(r"\d", text)]
    return "; ".join([*means, *numbers])


def change(before: str, now: str) -> str:
    """Return what of a list of numbers is not as it was, or nothing."""
    was, is_now = before.split("; "), now.split("; ")
    gone = "; ".join(part for part in was if part not in is_now)
    new = "; ".join(part for part in is_now if part not in was)
    return f"was {gone}, is {new}" if before != now else ""


def source(call: str) -> str:
    """Return the file and line of the function that a page calls, and its name."""
    called = read_call(call, load_facts(BOOK / "facts.yaml"))
    code = inspect.unwrap(called.function).__code__
    file = Path(code.co_filename).relative_to(BOOK.parent)
    return f"{file}:{code.co_firstlineno}: {called.name.removeprefix('chapter_code.')}"


def listed() -> dict[str, str]:
    """Return what was last accepted in each place, and of each call."""
    accepted = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        use, _, shown = line.partition(" = ")
        place, _, call = use.partition(" ")
        accepted[place] = accepted[call] = shown
    return accepted


if __name__ == "__main__":
    found = {(call, place) for page in BOOK.glob("*.md") for _, place, call in uses(page)}
    text = "".join(f"{place} {call} = {computed(call)}\n" for call, place in sorted(found))
    LIST.write_text(text, encoding="utf-8")
    print("Noted in book/computed.txt; git diff shows what a reader will see changed")
