"""The books that the tests build: the real one, and small ones made for a test."""

from __future__ import annotations

import json
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Protocol

import pytest
from bs4 import BeautifulSoup, Tag
from docutils import nodes
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTPage
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.utils import decode_text
from sphinx.testing.util import SphinxTestApp

ROOT = Path(__file__).resolve().parent.parent
BOOK = ROOT / "book"
HEAD = 60  # points from the top of a printed page, above which stands its head


def pages_in_order(above: str = "index") -> list[str]:
    """Return the names of the pages under a page, as the book has them."""
    text = (BOOK / f"{above}.md").read_text("utf-8")
    trees = "".join(re.findall(r"```\{toctree\}(.*?)```", text, re.DOTALL))
    pages = re.findall(r"^\w+$", trees, re.MULTILINE)
    return [name for page in pages for name in (page, *pages_in_order(page))]


def needs(command: str, package: str) -> None:
    """Skip the test, naming the package that it wants, where a command is missing."""
    if shutil.which(command) is None:
        pytest.skip(f"needs {command}; on Debian or Ubuntu: apt-get install {package}")


def sphinx_build(builder: str, out: Path, *options: str) -> str:
    """Build the book, with every warning an error, and return what the build says."""
    command = [sys.executable, "-m", "sphinx", "-b", builder, "-n", "-W", *options]
    command += [str(BOOK), str(out)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@cache
def parse(path: Path) -> BeautifulSoup:
    """Read a file of HTML."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def cards(folder: Path) -> Any:
    """Return what the cards of a book show."""
    script = (folder / "_static/citations.js").read_text(encoding="utf-8")
    return json.loads(script.removeprefix("window.CITATIONS="))


def drop_data(article: Tag) -> None:
    """Take the links to the data behind figures out of a page, which only the web has."""
    for data in article.select("a[download]"):
        end = data.next_sibling
        assert end is not None
        end.replace_with(str(end).removeprefix("."))
        data.decompose()


@dataclass(frozen=True)
class Web:
    """The book built for the web."""

    folder: Path

    @property
    def pages(self) -> dict[str, Path]:
        """The pages of prose, by name."""
        names = sorted(path.stem for path in BOOK.glob("*.md"))
        return {name: self.folder / f"{name}.html" for name in names}

    def json(self, name: str) -> Any:
        """Return what is published beside the pages for machines."""
        return json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))

    def soup(self, name: str) -> BeautifulSoup:
        """Return a page, which is read once: a copy is what a test may change."""
        return parse(self.pages[name])

    def doctree(self, name: str) -> nodes.document:
        """Return what Sphinx read of a page, before references are resolved."""
        with (self.folder / ".doctrees" / f"{name}.doctree").open("rb") as file:
            tree = pickle.load(file)
        assert isinstance(tree, nodes.document)
        return tree


class PrintedCharacter(NamedTuple):
    """A character of the PDF, and the target of the link that it stands in."""

    text: str
    font: str
    link: str


@dataclass(frozen=True)
class PrintedPage:
    """A page of the PDF: the label that it bears, its head, and what it shows below that."""

    label: str
    head: str
    margin: float  # points from the edge of the paper to what is nearest
    colors: set[tuple[float, ...]]  # of the text, as against pictures
    characters: list[PrintedCharacter]
    alternatives: list[str]  # to its pictures
    over_others: str  # characters that lie on others

    @property
    def text(self) -> str:
        """The characters in the order in which they were set, without blanks."""
        return "".join(character.text for character in self.characters)


@dataclass(frozen=True)
class Printed:
    """The book built for print."""

    metadata: dict[str, str]
    language: str
    bookmarks: list[str]
    pages: list[PrintedPage]


def read_page(page: PDFPage, laid_out: LTPage) -> PrintedPage:
    """Read a page of the PDF, without what stands in pictures."""
    links = []
    for link in map(resolve1, resolve1(page.annots) or []):
        action = resolve1(link.get("A")) or {}
        target = action.get("D") or action.get("URI") or b""
        links.append((*link["Rect"], target.decode()))
    head, characters = "", []
    colors: set[tuple[float, ...]] = set()
    taken, over_others = set[tuple[int, int]](), ""
    for char in laid_out:
        if not isinstance(char, LTChar):
            continue
        x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
        if char.get_text().isalnum():
            third = (char.y1 - char.y0) / 3
            rows = range(int(char.y0 + third) // 2, int(char.y1 - third) // 2 + 1)
            places = {(int(x), row) for row in rows}  # in points: a letter is wider, and higher
            over_others += char.get_text() if places & taken else ""
            taken |= places
        color = char.graphicstate.ncolor
        colors.add(color if isinstance(color, tuple) else (color,))  # type: ignore[arg-type]
        if char.y0 >= laid_out.height - HEAD:
            head += char.get_text()
            continue
        found = (to for x0, y0, x1, y1, to in links if x0 <= x <= x1 and y0 <= y <= y1)
        font = char.fontname.partition("+")[2]
        characters.append(PrintedCharacter(char.get_text(), font, next(found, "")))
    margin = min(
        min(part.x0, part.y0, laid_out.width - part.x1, laid_out.height - part.y1)
        for part in laid_out
    )
    drawn = b"".join(resolve1(part).get_data() for part in page.contents)
    alternatives = [
        bytes.fromhex(text.decode()).decode("utf-16")
        for text in re.findall(rb"/Alt<(\w+)>>>BDC\s[^B]* Do\s", drawn)
    ]
    return PrintedPage(
        str(page.label), head, margin, colors, characters, alternatives, over_others
    )


def read_print(file: BinaryIO) -> Printed:
    """Read the PDF."""
    document = PDFDocument(PDFParser(file))
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    pages = []
    for page in PDFPage.create_pages(document):
        interpreter.process_page(page)
        pages.append(read_page(page, device.get_result()))
    (info,) = document.info
    metadata = {k: decode_text(v) for k, v in info.items() if isinstance(v, bytes)}
    bookmarks = [
        title
        for level, title, *_ in document.get_outlines()
        if level <= 3 and title not in {"Index", "Contents"}
    ]
    return Printed(metadata, document.catalog["Lang"].decode(), bookmarks, pages)


class SmallBook(Protocol):
    """Build a book of one page with the extensions named; more files may be given.

    A second build in the same test is one after an edit: what stayed alike is left alone.
    """

    def __call__(
        self,
        page: str,
        *extensions: str,
        builder: str = "html",
        files: Mapping[str, str] | None = None,
    ) -> SphinxTestApp: ...


REFERENCES = """
@misc{first2020one, author = {First, Ann}, title = {One}, year = {2020}, eprint = {2001.00001}}
@misc{first2020two, author = {First, Ann}, title = {Two}, year = {2020}, doi = {10.1000/2}}
@misc{pair2021, author = {Pair, A. and Other, B.}, title = {Both}, year = {2021},
      url = {https://example.org/both-of-us/}, urldate = {2026-01-02}}
@misc{many2022, author = {van Many, A. and Two, B. and Three, C.}, title = {Many},
      year = {2022}}
@misc{inst, author = {{An Institution with a Long Name}}, shortauthor = {AILN},
      title = {Late}}
"""

FACTS = """
apples:
  about: apples in a basket
  value: 12_000_000
  unit: apples
  source: pair2021
  locator: Table 1
  as_of: 2021
  confirmed: source read
  review_by: 2027-05-01
nothing:
  about: no apples
  value: 0
  unit: ""
  source: first2020one
  locator: abstract
  as_of: 2020
  confirmed: abstract read
"""
