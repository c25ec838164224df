"""Ask every address that the book links to, and say which are dead.

    python book/linkcheck.py book/_build/linkcheck

Sphinx asks, by the settings in conf.py. What it found is sorted into a table here. Only what
is dead fails: a server that refuses programs, or cannot be reached today, proves nothing. What
was fine is not asked again for a fortnight.
"""

from __future__ import annotations

import datetime
import json
import re
import signal
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

BOOK = Path(__file__).parent
FORTNIGHT = datetime.timedelta(14)
HOUR = 3600
STATES = ("dead", "moved", "refused", "unreachable", "fine", "fine lately")


class Link(NamedTuple):
    """An address, where the book first has it, and what became of it."""

    state: str
    address: str
    place: str
    said: str


def state(status: str, code: int, message: str) -> str:
    """Return what a result of Sphinx means; of an error, only the message has the code."""
    if error := re.match(r"(\d{3}) ", message):
        code = int(error[1])
    match status, code, message:
        case "ignored", 0, "":
            return "fine lately"
        case ("working", _, _) | ("redirected" | "ignored", 302 | 303 | 307, _):
            return "fine"
        case "redirected" | "ignored", 301 | 308, _:
            return "moved"
        case "broken", 404 | 410, _:
            return "dead"
        case ("broken", 401 | 403 | 429, _) | ("broken", _, "unauthorized"):
            return "refused"
    return "unreachable"


def links(source: Path, out: Path, today: datetime.date, seconds: int = HOUR) -> list[Link]:
    """Ask all addresses that were not fine lately, and return what became of each.

    Servers that ask to be patient are waited for as long as they say, but all in all no longer
    than so many seconds.
    """
    noted = out / "fine.json"
    fine: dict[str, str] = json.loads(noted.read_text("utf-8")) if noted.exists() else {}
    lately = {
        address: day
        for address, day in fine.items()
        if today - datetime.date.fromisoformat(day) < FORTNIGHT
    }
    settings = {"linkcheck_ignore": [f"{re.escape(address)}$" for address in lately]}
    signal.signal(signal.SIGALRM, late)
    with docutils_namespace():
        app = Sphinx(source, source, out, out / ".doctrees", "linkcheck", settings)
        signal.alarm(seconds)
        with suppress(TimeoutError):
            app.build()
        signal.alarm(0)
    lines = (out / "output.json").read_text("utf-8").splitlines()
    results = {result["uri"]: result for result in map(json.loads, lines)}
    found = []
    for address, asked in app.builder.hyperlinks.items():  # type: ignore[attr-defined]
        if not address.startswith("http"):
            continue
        result = results.get(address, {"status": "timeout", "code": 0, "info": "too late"})
        became = state(result["status"], result["code"], result["info"])
        place = f"{asked.docname}:{asked.lineno}"
        found.append(Link(became, address, place, result["info"]))
        if became == "fine":
            lately[address] = today.isoformat()
    noted.write_text(json.dumps(lately, indent=1) + "\n", "utf-8")
    return sorted(found, key=lambda link: (STATES.index(link.state), link.address))


def late(*_: object) -> None:
    """Stop waiting."""
    raise TimeoutError


def table(found: list[Link]) -> str:
    """Return what became of each link that is not fine, and how many there are of each kind.

    Of one that is dead, where its archived copies are listed, if there are any.
    """
    lines = []
    for link in found:
        if not link.state.startswith("fine"):
            lines += [f"{link.state:12} {link.place:16} {link.address}", f"{'':29} {link.said}"]
        if link.state == "dead":
            lines.append(f"{'':29} Copies: https://web.archive.org/web/*/{link.address}")
    counted = Counter(link.state for link in found)
    return "\n".join([*lines, ", ".join(f"{counted[state]} {state}" for state in STATES)])


if __name__ == "__main__":
    found = links(BOOK, Path(sys.argv[1]), datetime.datetime.now(datetime.UTC).date())
    print(table(found))
    sys.exit(any(link.state == "dead" for link in found))
