"""How to cite the book: the first page, CITATION.cff and pyproject.toml say the same."""

import re
import tomllib

import yaml
from pybtex.database import parse_string

from books import BOOK, ROOT

CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
PACKAGE = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_code_is_cited_as_the_package_is_named() -> None:
    assert CITATION["version"] == PACKAGE["version"]
    assert CITATION["authors"] == PACKAGE["authors"]


def test_the_licenses_are_those_of_the_package() -> None:
    licenses = CITATION["license"], CITATION["preferred-citation"]["license"]
    assert " AND ".join(licenses) == PACKAGE["license"]


def test_the_book_is_cited_as_its_first_page_says() -> None:
    page = (BOOK / "index.md").read_text("utf-8")
    (record,) = re.findall(r"```bibtex\n(.*?)```", page, re.DOTALL)
    (entry,) = parse_string(record, "bibtex").entries.values()
    book = CITATION["preferred-citation"]
    (author,) = book["authors"]
    assert entry.fields["title"] == book["title"]
    assert entry.fields["year"] == str(book["year"])
    assert entry.fields["note"] == book["notes"] == f"Version {PACKAGE['version']}"
    assert str(entry.persons["author"][0]) == f"{{{author['name']}}}"
