"""Note where the pages of the web that refs.bib cites are kept, should they change or vanish.

    python book/archive.py refs.bib

Of each that has no archived copy beside it, the Wayback Machine is asked for the one nearest to
the day on which it was read. What it does not have is listed, with the address that keeps it.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from time import sleep
from urllib.parse import urlencode
from urllib.request import urlopen

from pybtex.database import parse_string

from bib import formatted

WAYBACK = "https://archive.org/wayback/available"
PAUSE = 1  # seconds between two questions
TIMEOUT = 60


def is_copy(copy: str, url: str) -> bool:
    """Return whether an address is that of an archived copy of a page."""
    found = re.fullmatch(r"https://web\.archive\.org/web/\d{14}/(\S+)", copy)

    def page(address: str) -> str:
        return re.sub(r"^https?://(www\.)?|/?(#.*)?$", "", address)

    return found is not None and page(found[1]) == page(url)


def nearest_copy(url: str, day: str) -> str | None:
    """Return the address of the copy of a page that is nearest to a day, if there is one."""
    asked = urlencode({"url": url, "timestamp": day.replace("-", "")})
    with urlopen(f"{WAYBACK}?{asked}", timeout=TIMEOUT) as answer:
        closest = json.load(answer)["archived_snapshots"].get("closest", {"status": "none"})
    copy = re.sub("^http:", "https:", closest.get("url", ""))
    return copy if closest["status"] == "200" and is_copy(copy, url) else None


def note_copies(path: Path) -> None:
    """Write a copy beside each address that has none, as soon as it is found."""
    text = formatted(path.read_text("utf-8"))
    for key, record in parse_string(text, "bibtex").entries.items():
        fields = record.fields
        if "url" not in fields or "archiveurl" in fields:
            continue
        if copy := nearest_copy(fields["url"], fields["urldate"]):
            before, start, rest = text.partition(f"{{{key},\n")
            day = f"    urldate = {{{fields['urldate']}}},\n"
            text = before + start + rest.replace(day, f"{day}    archiveurl = {{{copy}}},\n", 1)
            path.write_text(text, "utf-8")
            print(f"noted    {key:24} {copy}")
        else:
            print(f"missing  {key:24} https://web.archive.org/save/{fields['url']}")
        sleep(PAUSE)


if __name__ == "__main__":
    try:
        note_copies(Path(sys.argv[1]))
    except (OSError, ValueError, KeyError) as error:
        sys.exit(f"{WAYBACK}: {error!r}. What was found is noted; run it again later.")
