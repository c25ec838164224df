"""The contract on anchors: what others may link to, as `book/anchors.txt` lists it.

    python book/anchors.py book/_build/html

adds the anchors of a build to the list and takes none away, so that an anchor that has vanished
is missed. Functions, works and cited numbers are not on the list: these come and go.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from sphinx.util.inventory import InventoryFile

LIST = Path(__file__).with_name("anchors.txt")
COME_AND_GO = re.compile(r"(code\w*|evidence|references)\.html#")


def anchors(build: Path) -> set[str]:
    """Return the pages, sections, claims, figures, exercises and terms of a build."""
    inventory = InventoryFile.loads((build / "objects.inv").read_bytes(), uri="")
    found = {
        item.uri
        for kind in ("std:doc", "std:label", "std:term")
        for item in inventory.data[kind].values()
    }
    return {uri for uri in found if not COME_AND_GO.match(uri)}


if __name__ == "__main__":
    known = set(LIST.read_text(encoding="utf-8").split()) if LIST.exists() else set()
    new = sorted(anchors(Path(sys.argv[1])) - known)
    LIST.write_text("\n".join(sorted({*known, *new})) + "\n", "utf-8")
    print("\n".join(f"Must stay from now on: {uri}" for uri in new) or "No anchor is new")
