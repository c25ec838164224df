"""What a claim rests on: works that the text discusses, figures at hand, and a day that was."""

import re
from collections import Counter
from typing import Any

import pytest
from bs4 import Tag

from books import BOOK, Web
from claims import COLUMNS

PAGES = ("empirical", "understanding", "structure", "brain", "scaling")


@pytest.fixture(scope="module")
def claims(web: Web) -> list[dict[str, Any]]:
    published: list[dict[str, Any]] = web.json("claims")
    assert {claim["page"] for claim in published} == set(PAGES)
    return published


def section(web: Web, page: str, anchor: str) -> Tag:
    """Return the section in which something stands."""
    place = web.soup(page).find(id=anchor)
    assert place, anchor
    found = place if place.name == "section" else place.find_parent("section")
    return found or place


def cited(part: Tag) -> set[str]:
    """Return the keys of the works that are cited in running text."""
    links = part.select("a[href*='#cite-']")
    return {str(a["href"]).partition("#cite-")[2] for a in links if not a.css.closest(".claim")}


def test_no_work_speaks_on_both_sides(claims: list[dict[str, Any]]) -> None:
    for claim in claims:
        if "none found" not in (claim["for"], claim["against"]):
            both = set(claim["for"]) & set(claim["against"])
            assert both == set(), f"book/{claim['page']}.md: {claim['id']}"


def test_the_text_cites_what_a_claim_rests_on(web: Web, claims: list[dict[str, Any]]) -> None:
    """It does so on the same page, or in a section to which the one with the claim points."""
    for claim in claims:
        here = section(web, claim["page"], claim["anchor"])
        works = cited(web.soup(claim["page"]))
        for link in here.select("p a[href*='#']"):
            page, _, anchor = str(link["href"]).partition("#")
            page = page.removesuffix(".html") or claim["page"]
            if page in PAGES and not link.css.closest(".claim"):
                works |= cited(section(web, page, anchor))
        sides = [claim[side] for side in ("for", "against") if claim[side] != "none found"]
        missing = {key for side in sides for key in side} - works
        at = f"book/{claim['page']}.md: {claim['id']}"
        assert missing == set(), f"{at} rests on works that the text there does not cite"


@pytest.mark.parametrize("name", ["_static/book.css", "_epub/static/ebook.css"])
def test_each_verdict_has_its_own_border(name: str) -> None:
    style = (BOOK / name).read_text(encoding="utf-8")
    side = r"div\.claim(?:\.(?!docutils)(\w+))?(?:\.docutils)? \{[^}]*border-left.*? "
    borders = re.findall(rf"{side}(solid|double|dotted|dashed)", style)
    fault = f"book/{name}: div.claim: {borders}"
    assert sorted(verdict for verdict, _ in borders) == ["", "contested", "open", "refuted"], (
        fault
    )
    assert len({border for _, border in borders}) == 4, fault


def test_every_table_of_claims_tells_the_verdicts() -> None:
    tables = [
        (f"book/{path.name}:{number}", line)
        for path in BOOK.glob("*.md")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "{claims-table}" in line and "`` " not in line
    ]
    assert [at for at, line in tables if not {"statement", "verdict"} <= {*line.split()}] == []
    shown = {word for _, line in tables for word in line.split()[1:]}
    assert shown == {*COLUMNS}, [at for at, _ in tables]


def test_the_table_says_of_each_claim_what_its_box_says(
    web: Web, claims: list[dict[str, Any]]
) -> None:
    (table,) = web.soup("evidence").select("table:has(a[href*='#claim-'])")
    heads = [head.get_text().lower().replace(" ", "-") for head in table.select("th")]
    told = [[cell.get_text() for cell in row.select("td")] for row in table.select("tbody tr")]
    names = {"claim": "statement"}
    assert told == [[claim[names.get(head, head)] for head in heads] for claim in claims]
    assert "as-of" in heads


def test_what_was_tried_for_a_claim_stands_in_its_section(
    web: Web, claims: list[dict[str, Any]]
) -> None:
    tried = 0
    for claim in claims:
        here = section(web, claim["page"], claim["anchor"])
        for link in here.select(".claim dd a[href*='#fig-']"):
            tried += 1
            page, _, figure = str(link["href"]).partition("#")
            place = f"book/{claim['page']}.md: {claim['id']}: {figure}"
            assert not page, place
            assert here.select_one(f"[id='{figure}']"), place
    assert tried > 10


def test_no_claim_is_of_a_day_to_come(web: Web, claims: list[dict[str, Any]]) -> None:
    """The day is that of the last commit: no test fails because time passes."""
    today = web.json("receipt")["date"]
    for claim in claims:
        page = (BOOK / f"{claim['page']}.md").read_text(encoding="utf-8")
        line = page.partition(f"{{claim}} {claim['id']}\n")[0].count("\n") + 1
        assert claim["as-of"] <= today, f"book/{claim['page']}.md:{line}: {claim['id']}"


def test_no_two_pictures_have_one_alternative_text(web: Web) -> None:
    texts = Counter(
        alt
        for page in web.pages
        for figure in web.soup(page).select("article figure")
        for alt in {str(image["alt"]) for image in figure.select("img")}  # in light and in dark
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_a_footnote_says_something(web: Web) -> None:
    notes = [
        (page, note) for page in web.pages for note in web.soup(page).select("aside.footnote")
    ]
    assert notes
    for page, note in notes:
        text = "".join(p.get_text() for p in note.select("p")).strip()
        assert text.endswith("."), f"book/{page}.md: {note['id']}"
