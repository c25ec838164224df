"""The search finds authors, terms and functions, and leads to their places."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pybtex.database import parse_file
from sphinx.util.inventory import InventoryFile

from books import ROOT, Web, pages_in_order

Open = Callable[..., Page]
# What Sphinx's own search gives for each query: page and place.
SEARCH = """queries => queries.map(query =>
    Search._performSearch(...Search._parseQuery(query))
        .map(([page, title, place]) => `${page}.html${place ?? ""}`))"""


@pytest.fixture
def find(opened: Open) -> Callable[[list[str]], list[list[str]]]:
    """Search for each of several words, and return the places that each leads to."""
    page = opened("search")
    page.wait_for_function("Search.hasIndex()")
    return lambda queries: page.evaluate(SEARCH, queries)


@pytest.mark.parametrize(
    ("query", "address", "heading"),
    [
        ("Zaremba", "references.html", "References"),
        ("grokking", "glossary.html#term-grokking", "Glossary"),
        ("majority", "code_understanding.html#chapter_code.votes.majority", "understanding"),
    ],
)
def test_a_result_leads_to_its_place(
    visited: Open, served: str, query: str, address: str, heading: str
) -> None:
    page = visited(f"{served}/search.html?q={query}")
    link = page.locator(f"#search-results li a[href$='{address}']").first
    link.click()
    page.wait_for_url(f"**/{address.partition('#')[0]}**")
    assert heading in page.locator("h1").inner_text()


def test_authors_are_found(find: Callable[[list[str]], list[list[str]]]) -> None:
    records = parse_file(ROOT / "refs.bib").entries.values()
    people = [entry.persons["author"][0] for entry in records if "author" in entry.persons]
    names = sorted({person.last_names[-1] for person in people} - {"You"})  # too common a word
    found = dict(zip(names, find(names), strict=True))
    assert [name for name, places in found.items() if "references.html" not in places] == []
    assert len(names) > 100


def test_sections_are_found(web: Web, find: Callable[[list[str]], list[list[str]]]) -> None:
    titles = {
        title.get_text().removesuffix("§"): f"{page}.html"
        for page in set(pages_in_order()) - {"evidence"}  # which says again what the text says
        for title in web.soup(page).select("article h1, article h2")
    }
    found = [{address.partition("#")[0] for address in places} for places in find(list(titles))]
    assert [t for t, page in zip(titles, found, strict=True) if titles[t] not in page] == []
    assert len(titles) > 30


def test_terms_are_found(web: Web, find: Callable[[list[str]], list[list[str]]]) -> None:
    terms = {
        dt.get_text().strip("§\n"): str(dt["id"])
        for dt in web.soup("glossary").select("dl.glossary dt")
    }
    found = dict(zip(terms, find(list(terms)), strict=True))
    assert [t for t, place in terms.items() if f"glossary.html#{place}" not in found[t]] == []
    assert len(terms) > 20


def test_functions_are_found(web: Web, find: Callable[[list[str]], list[list[str]]]) -> None:
    places = [
        f"{page}.html#{dt['id']}"
        for page in pages_in_order("code")
        for dt in web.soup(page).select("dl.py.function > dt[id]")
    ]
    found = find([place.rpartition(".")[2] for place in places])
    assert [place for place, led in zip(places, found, strict=True) if place not in led] == []
    assert len(places) > 100


def test_other_books_can_link_to_functions_terms_and_sections(web: Web) -> None:
    inventory = InventoryFile.loads((web.folder / "objects.inv").read_bytes(), uri="").data
    assert "chapter_code.votes.majority" in inventory["py:function"]
    assert "grokking" in inventory["std:term"]
    assert "how-to-read" in inventory["std:label"]
