"""How to cite the book: its first page, its settings, CITATION.cff and pyproject.toml agree."""

import re

import pytest

from books import ROOT

# What says the same at each of these places; a group may catch it at several of a file.
SAID = {
    "author": {
        "pyproject.toml": r'^authors = \[\{ name = "(.+)" \}\]$',
        "CITATION.cff": r"^ +- name: (.+)$",
        "book/index.md": r"^    author = \{\{(.+)\}\},$",
    },
    "license": {
        "pyproject.toml": r'^license = "(.+) AND ',
        "package.json": r'^  "license": "(.+) AND ',
        "CITATION.cff": r"^license: (.+)$",
        "book/conf.py": r"(?:Code:|code under the) (\w+)",
        "README.md": r"code under the \[(\w+) License\]\(LICENSE\)",
    },
    "license of the text": {
        "pyproject.toml": r'^license = ".+ AND (.+)"$',
        "package.json": r'^  "license": ".+ AND (.+)",$',
        "CITATION.cff": r"^  license: (.+)$",
        "book/conf.py": r"(?:Text:|text is under) (.+?)[.,] ",
        "README.md": r"text is under \[(.+)\]\(LICENSE-TEXT\)",
    },
    "sign that gives a place its address": {
        "book/conf.py": r'^html_permalinks_icon = "(.+)"$',
        ".github/ISSUE_TEMPLATE/is-wrong.yml": r'which "(.+)" beside a heading shows',
    },
    "title": {
        "book/conf.py": r'^project = "(.+)"$',
        "CITATION.cff": r"^  title: (.+)$",
        "book/index.md": r"^    title = \{(.+)\},$",
    },
    "version": {
        "pyproject.toml": r'^version = "(.+)"$',
        "CITATION.cff": r"^(?:version:|  notes: Version) (.+)$",
        "book/index.md": r"^    note = \{Version (.+)\},$",
    },
    "year": {
        "CITATION.cff": r"^  year: (.+)$",
        "book/index.md": r"^    year = \{(.+)\},$",
    },
}


@pytest.mark.parametrize("what", SAID)
def test_all_say_the_same(what: str) -> None:
    found = []
    for name, pattern in SAID[what].items():
        text = (ROOT / name).read_text(encoding="utf-8")
        places = list(re.finditer(pattern, text, re.MULTILINE))
        assert places, f"{name} names no {what}"
        found += [
            (m[1].replace("-", " "), f"{name}:{text.count(chr(10), 0, m.start()) + 1}")
            for m in places
        ]
    assert len({said for said, _ in found}) == 1, "\n".join(
        f"{place}: {what}: {said}" for said, place in found
    )
