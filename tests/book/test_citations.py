"""Each label is its own, in the text as in the list, and the list holds what is cited."""

import re
from itertools import groupby
from operator import itemgetter

import pytest
from pybtex.database import parse_file

from archive import is_copy
from books import ROOT, Printed, Web, pages_in_order

PAGES = [name for name in pages_in_order() if name != "references"]


def squeeze(text: str) -> str:
    """Drop what the two outputs space, hyphenate or break differently."""
    return re.sub(r"[\s\u200b-]", "", text)


def as_label(text: str) -> str:
    """Turn "Author (2020a)" into "Author, 2020a", which is how the list prints it."""
    return squeeze(re.sub(r"\s*\((\d{4}[a-z]?|n\.d\.)(,[^()]*)?\)$", r", \1", text.strip()))


@pytest.fixture(scope="module")
def cited_on_the_web(web: Web) -> list[tuple[str, str]]:
    return [
        (str(link["href"]).partition("#cite-")[2], as_label(link.get_text()))
        for name in PAGES
        for link in web.soup(name).select('article a[href*="#cite-"]')
    ]


@pytest.fixture(scope="module")
def listed_on_the_web(web: Web) -> dict[str, str]:
    return {
        str(entry["id"]).removeprefix("cite-"): label.get_text().strip("[]")
        for entry in web.soup("references").select("div.citation")
        for label in entry.select(".label")
    }


def test_the_text_uses_the_labels_of_the_list(
    cited_on_the_web: list[tuple[str, str]], listed_on_the_web: dict[str, str]
) -> None:
    assert len(cited_on_the_web) > 50
    assert {key: squeeze(listed_on_the_web[key]) for key, _ in cited_on_the_web} == dict(
        cited_on_the_web
    )


def test_the_printed_list_names_the_pages(
    printed: Printed, listed_on_the_web: dict[str, str]
) -> None:
    cited: dict[str, list[str]] = {key: [] for key in listed_on_the_web}
    set_on = [(char.link, page.label) for page in printed.pages for char in page.characters]
    for link, citation in groupby(set_on, itemgetter(0)):
        if key := link.partition("cite.references:cite-")[2]:
            _, begins = next(citation)
            if begins not in cited[key]:
                cited[key].append(begins)
    text = "".join(page.text for page in printed.pages)
    named = re.findall(r"Citedonpage(?:([\d]+)|s([\d,]+))\.", squeeze(text))
    said = [(one or several).split(",") for one, several in named]
    alone = [several for _, several in named if several and "," not in several]
    assert (said, alone) == (list(cited.values()), []), "book/_latex/book.sty: \\citedon"


def test_no_key_stands_in_the_text(web: Web, listed_on_the_web: dict[str, str]) -> None:
    shown = {
        f"{name}: {word}"
        for name in PAGES
        for text in web.soup(name).find_all(string=True)
        if not text.find_parent(["script", "pre", "code"])
        for word in re.findall(r"\w+", text)
        if word in listed_on_the_web
    }
    assert shown == set()


def test_every_label_is_its_own_and_they_are_in_order(
    listed_on_the_web: dict[str, str],
) -> None:
    labels = list(listed_on_the_web.values())
    assert len(set(labels)) == len(labels)
    assert labels == sorted(labels, key=str.casefold)


def test_the_list_holds_what_is_cited_and_no_more(
    cited_on_the_web: list[tuple[str, str]], listed_on_the_web: dict[str, str]
) -> None:
    recorded = set(parse_file(ROOT / "refs.bib").entries)
    cited = {key for key, _ in cited_on_the_web}
    assert cited == set(listed_on_the_web)
    assert recorded - cited == set(), "in refs.bib, but not cited"


def test_every_entry_leads_to_its_work(web: Web) -> None:
    for entry in web.soup("references").select("div.citation"):
        work, *copies = (str(link["href"]) for link in entry.select("a.external"))
        assert work.startswith("https://"), entry["id"]
        assert all(is_copy(copy, work) for copy in copies), entry["id"]
