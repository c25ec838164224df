"""The glossary: each term defined once, linked where a page first uses it, and in the index."""

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup

from books import BOOK, Web
from term_links import pattern

PAGES = sorted({path.stem for path in BOOK.glob("*.md")} - {"glossary"})
NO_PROSE = "figure, table, .claim, .generated, .citation, .py, .rubric"


@pytest.fixture(scope="module")
def terms(web: Web) -> dict[str, str]:
    """The terms with their anchors, the longest first."""
    found = [
        (str(entry.find(string=True)), str(entry["id"]))
        for entry in web.soup("glossary").select("dl.glossary dt")
    ]
    assert len({term.casefold() for term, _ in found}) == len(found)
    return dict(sorted(found, key=lambda item: len(item[0]), reverse=True))


def at(term: str) -> str:
    """Return where a term is defined."""
    lines = (BOOK / "glossary.md").read_text("utf-8").splitlines()
    return f"book/glossary.md:{lines.index(term) + 1}: {term}"


def test_the_glossary_defines_enough(web: Web, terms: dict[str, str]) -> None:
    assert len(terms) >= 50
    for definition in web.soup("glossary").select("dl.glossary dd"):
        term = definition.find_previous_sibling("dt")
        assert term
        assert definition.get_text().strip().endswith("."), at(str(term.find(string=True)))


def uses(web: Web, page: str, terms: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the terms that stand in running text, with the anchors that they link to."""
    names = tuple(terms)
    for paragraph in web.soup(page).select("article p"):
        if paragraph.css.closest(NO_PROSE):
            continue
        for text in paragraph.find_all(string=True):
            assert text.parent
            link = text.parent.css.closest("a")
            target = str(link["href"]) if link else ""
            if not text.parent.css.closest("code, math") and (
                not link or target.startswith("glossary.html#")
            ):
                for match in pattern(names).finditer(text):
                    yield names[(match.lastindex or 0) - 1], target.partition("#")[2]


@pytest.mark.parametrize("page", PAGES)
def test_a_term_is_a_link_where_a_page_first_uses_it_and_nowhere_else(
    web: Web, terms: dict[str, str], page: str
) -> None:
    seen: set[str] = set()
    for term, anchor in uses(web, page, terms):
        assert anchor == ("" if term in seen else terms[term]), f"book/{page}.md: {term}"
        seen.add(term)


def test_every_term_is_used_and_in_the_index(web: Web, terms: dict[str, str]) -> None:
    index = BeautifulSoup((web.folder / "genindex.html").read_text("utf-8"), "html.parser")
    entries = {
        str(term["href"]): term.find_parent("li") for term in index.select("a:has(> strong)")
    }
    used = {term for page in PAGES for term, _ in uses(web, page, terms)}
    for term, anchor in terms.items():
        assert term in used, at(term)
        entry = entries.get(f"glossary.html#{anchor}")
        assert entry, at(term)
        assert entry.select('a[href*="#term-use-"]'), at(term)
