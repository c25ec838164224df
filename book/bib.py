"""Format the bibliography: records by key, fields in one order, a line each.

python book/bib.py refs.bib
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from pybtex.database.input.bibtex import LowLevelParser, month_names
from pybtex.scanner import PybtexSyntaxError

# fmt: off
FIELDS = (
    "author", "shortauthor", "title", "booktitle", "journal", "institution", "publisher",
    "howpublished", "type", "series", "volume", "number", "edition", "pages", "month", "year",
    "note", "doi", "eprint", "archiveprefix", "url", "urldate", "archiveurl",
)
# fmt: on


def formatted(text: str) -> str:
    """Return the text of a file of BibTeX in its one form, without the loss of a word.

    Raises `ValueError` for an unknown field, and for what stands outside of the records.
    """
    records = []
    for kind, (key, fields) in LowLevelParser(text):
        values = {name.lower(): " ".join("".join(parts).split()) for name, parts in fields}
        if unknown := values.keys() - set(FIELDS):
            raise ValueError(
                f"{key} has the unknown field {', '.join(sorted(unknown))}; known are "
                + ", ".join(FIELDS)
            )
        lines = [f"    {name} = {{{values[name]}}},\n" for name in FIELDS if name in values]
        records.append((key, f"@{kind.lower()}{{{key},\n{''.join(lines)}}}\n"))
    result = "\n".join(record for _, record in sorted(records))
    words = [Counter(re.findall(r"\w+", side.casefold())) for side in (text, result)]
    months = Counter(list(month_names) * len(records))  # which are written out
    if lost := words[0] - words[1] - months:
        raise ValueError(f"no record holds {' '.join(lost)}")
    return result


if __name__ == "__main__":
    path = Path(sys.argv[1])
    try:
        text = formatted(path.read_text(encoding="utf-8"))
    except (ValueError, PybtexSyntaxError) as error:
        sys.exit(f"{path}: {error}")
    path.write_text(text, encoding="utf-8")
