"""Both outputs say the same: text, labels, numbers, code, formulas, links, in one order.

Each is read, as it was built, into a stream of characters that know their place and the link
that they stand in. Left out is what the two space, hyphenate or break differently, and what
is on the web alone (`WEB_ONLY`) or in print alone (the heads of pages and of tables that go
on, and the pages on which a work is cited, which test_citations.py looks at). Figures and
footnotes, which print moves to where there is room, are taken out first, each whole.
"""

import re
import unicodedata
from collections.abc import Iterator
from copy import copy
from itertools import count, groupby, takewhile
from pathlib import Path
from typing import NamedTuple

import pytest
from bs4 import Tag
from bs4.element import NavigableString

from books import Printed, Web, drop_data, pages_in_order

WEB_ONLY = (
    ".headerlink, .colon, .fn-bracket, .cited-in, .toctree-wrapper, a:has(> .viewcode-link),"
    " .sd-tab-set > input"
)
APART = "figure, aside.footnote"
ALIKE = 20  # characters that have to be alike before two streams are taken to agree again


class Character(NamedTuple):
    """What is read, the target of the link that it stands in, and where it stands."""

    text: str
    link: str
    place: str


Stream = list[Character]


def characters(text: str, link: str, place: str) -> Iterator[Character]:
    """Yield what both outputs should have of a text."""
    for letter in unicodedata.normalize("NFKC", text):
        if not re.match(r"[\s\u200b\u2061-]", letter):
            yield Character(letter, link, place)


def text_of(stream: Stream) -> str:
    """Return what is read."""
    return "".join(character.text for character in stream)


def anchors(pdf: Path) -> dict[str, str]:
    """Return the anchors of print by the labels that Sphinx wrote."""
    aux = pdf.with_suffix(".aux").read_text(encoding="utf-8")
    labels = re.findall(r"^\\newlabel\{([^{}]+)\}\{.*\{([^{}]*)\}\{\}\}$", aux, re.M)
    return dict(labels)


def target(link: Tag, page: str, known: dict[str, str]) -> str:
    """Return where a link of the web leads, as print writes it."""
    href = str(link["href"])
    document, _, anchor = href.partition("#")
    document = document.removesuffix(".html") or page
    if re.match(r"[a-z]+:", href):
        return href
    if anchor.startswith("cite-"):
        return f"cite.{document}:{anchor}"
    if anchor.startswith("equation-"):
        return known[f"equation:{document}:{anchor.removeprefix('equation-')}"]
    return known[f"{document}:{anchor}" if anchor else f"{document}::doc"]


def read(node: Tag, page: str, link: str, place: str, known: dict[str, str]) -> Stream:
    """Return what a part of a page says."""
    stream: Stream = []
    if node.name == "li":
        number = 1 + len(node.find_previous_siblings("li"))
        mark = f"{number}." if node.parent and node.parent.name == "ol" else "•"
        stream += characters(mark, link, place)
    for child in node.children:
        if isinstance(child, Tag):
            is_link = child.has_attr("href") and child.get("role") != "doc-backlink"
            leads = target(child, page, known) if is_link else link
            there = f"{page}.html#{child['id']}" if child.has_attr("id") else place
            stream += read(child, page, leads, there, known)
        elif type(child) is NavigableString:
            stream += characters(str(child), link, place)
    return stream


def tidy(article: Tag) -> None:
    """Bring a page of the web into the form of print."""
    drop_data(article)
    for left_out in article.select(WEB_ONLY):
        left_out.decompose()
    for number in article.select(".section-number"):
        number.string = number.get_text().replace(". ", " ")
    for title in article.select(".admonition-title"):
        title.append(":")
    for formula in article.select("div.math"):
        formula.extend(formula.select(".eqno"))
    for link in article.select("a[href*='#equation-']"):
        link.string = link.get_text().strip("()")
        link.insert_before("(")
        link.insert_after(")")


def on_the_web(web: Web, pdf: Path) -> tuple[Stream, list[Stream], list[str]]:
    """Return the text of the pages, what print moves out of it, and the heads of tables."""
    known, notes = anchors(pdf), count(1)
    text, apart, heads = [], [], []
    for page in pages_in_order():
        article = copy(web.soup(page)).select_one("article")
        assert article is not None
        tidy(article)
        for note in article.select("aside.footnote"):
            known[f"{page}:{note['id']}"] = f"Hfootnote.{next(notes)}"
        for part in article.select(APART):
            place = f"{page}.html#{part['id']}"
            apart.append(read(part.extract(), page, "", place, known))
        heads += [text_of(read(head, page, "", "", known)) for head in article.select("thead")]
        text += read(article, page, "", f"{page}.html", known)
    return text, apart, heads


def in_print(printed: Printed) -> Stream:
    """Return the text between the contents and the index, without the heads of pages."""
    stream: Stream = []
    body = [page for page in printed.pages if page.label.isdigit()][1:]
    for page in takewhile(lambda page: not page.text.startswith("Index"), body):
        for character in page.characters:
            stream += characters(character.text, character.link, f"page {page.label}")
    return stream


def cut(stream: Stream, pattern: str) -> int:
    """Take out of a stream what matches, and return how often that was."""
    found = list(re.finditer(pattern, text_of(stream)))
    for match in reversed(found):
        del stream[match.start() : match.end()]
    return len(found)


def skipped(web: str, printed: str) -> tuple[int, int]:
    """Return how much of each to skip until the two agree again."""
    places: dict[str, int] = {}
    for place in range(len(printed) - ALIKE + 1):
        places.setdefault(printed[place : place + ALIKE], place)
    pieces = ((n, web[n : n + ALIKE]) for n in range(len(web) - ALIKE + 1))
    agreeing = [(n, places[piece]) for n, piece in pieces if piece in places]
    return min(agreeing, key=sum, default=(len(web), len(printed)))


def differences(web: Stream, printed: Stream) -> Iterator[str]:
    """Yield where two streams differ: page · place · HTML says · PDF says."""
    here, there = text_of(web), text_of(printed)
    i = j = 0
    while here[i:] != there[j:]:
        while here[i : i + 1] == there[j : j + 1]:
            i, j = i + 1, j + 1
        skip, skip_in_print = skipped(here[i : i + 3000], there[j : j + 3000])
        place = web[min(i, len(web) - 1)].place
        page = printed[min(j, len(printed) - 1)].place
        said, printed_said = here[i : i + skip][:200], there[j : j + skip_in_print][:200]
        yield f"{page} · {place} · HTML says “{said}” · PDF says “{printed_said}”"
        i, j = i + skip, j + skip_in_print


@pytest.fixture(scope="module")
def streams(web: Web, pdf: Path, printed: Printed) -> tuple[Stream, Stream, list[str]]:
    """What the web says, what print says, and where print lacks what it moves about."""
    text, apart, heads = on_the_web(web, pdf)
    in_pdf = in_print(printed)
    cut(in_pdf, r"Citedonpages?[\d,]+\.")
    for head in set(heads):
        cut(in_pdf, f"continuedcontinued{re.escape(head)}")
    lost = [
        f"PDF · {part[0].place} · HTML says “{text_of(part)}” · PDF says it not once"
        for part in apart
        if cut(in_pdf, re.escape(text_of(part))) != 1
    ]
    return text, in_pdf, lost


def test_both_say_the_same_in_the_same_order(
    streams: tuple[Stream, Stream, list[str]],
) -> None:
    text, in_pdf, lost = streams
    assert len(text) > 250_000
    different = [*lost, *differences(text, in_pdf)]
    assert not different, "\n".join(different)


def test_links_lead_to_the_same_places(streams: tuple[Stream, Stream, list[str]]) -> None:
    text, in_pdf, _ = streams
    are_comparable = len(text) == len(in_pdf)
    assert are_comparable, "what they say differs, so that links cannot be compared"
    pairs = [(there.place, here, there.link) for here, there in zip(text, in_pdf, strict=True)]
    runs = groupby(pairs, lambda pair: (pair[0], pair[1].place, pair[1].link, pair[2]))
    different = [
        f"{page} · {place} · HTML leads to {leads or 'nothing'} · PDF to {to or 'nothing'}"
        for (page, place, leads, to), _ in runs
        if leads != to
    ]
    assert not different, "\n".join(different)
    assert sum(here.link != "" for here in text) > 20_000
