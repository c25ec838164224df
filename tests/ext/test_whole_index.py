"""The search has the entries of all pages, also after an edit, and each but once."""

import json
import re
from typing import Any

from sphinx.testing.util import SphinxTestApp

from books import SmallBook

EXTENSIONS = ("citations", "whole_index")
INDEX = """
```{index} single: apple
```
```{index} triple: of; three; words
```
Apples.
"""
OTHER = "---\norphan: true\n---\n# Other\n\n```{index} pear\n```\n"


def searched(app: SphinxTestApp) -> Any:
    """Return what the search of a book knows."""
    text = (app.outdir / "searchindex.js").read_text(encoding="utf-8")
    return json.loads(re.sub(r"^Search\.setIndex\(|\)$", "", text))


def test_entries_of_pages_that_are_left_alone_stay(small_book: SmallBook) -> None:
    first = searched(small_book(INDEX, *EXTENSIONS, files={"other.md": OTHER}))
    assert {"apple", "of", "three", "words", "pear"} <= first["indexentries"].keys()
    app = small_book(INDEX, *EXTENSIONS, files={"other.md": f"{OTHER}Pears.\n"})
    assert searched(app)["indexentries"] == first["indexentries"]
    assert "pear" in searched(app)["terms"]


def test_a_function_is_an_object_and_no_entry(small_book: SmallBook) -> None:
    found = searched(small_book(f"{INDEX}\n```{{py:function}} peel()\n```\n", *EXTENSIONS))
    assert [name for *_, name in found["objects"][""]] == ["peel"]
    assert found["indexentries"].keys() == {"apple", "of", "three", "words"}


def test_entries_that_are_gone_are_forgotten(small_book: SmallBook) -> None:
    small_book(INDEX, *EXTENSIONS, files={"other.md": OTHER})
    app = small_book("None.", *EXTENSIONS, files={"other.md": OTHER})
    assert searched(app)["indexentries"].keys() == {"pear"}
