"""What every page owes its reader."""

import gzip
import re
from collections import Counter
from collections.abc import Callable
from math import ceil, floor
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page

from books import BOOK, ROOT, Web

Open = Callable[..., Page]
# The sections that ask questions, and how many each asks.
SECTIONS = Counter(empirical=3, understanding=2, structure=5, brain=3, scaling=5)
CHAPTERS = ("intro", *SECTIONS, "verdict")
NAMES = sorted(path.stem for path in BOOK.glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_names_no_third_party(web: Web, name: str) -> None:
    soup = web.soup(name)
    used = [
        *(tag["src"] for tag in soup.select("[src]")),
        *(tag["href"] for tag in soup.select("link[href]:not([rel=canonical])")),
    ]
    assert [address for address in used if re.match(r"(https?:)?//", str(address))] == []


def test_no_style_or_script_names_a_third_party(web: Web) -> None:
    for path in (web.folder / "_static").rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*[\"']?(https?:)?//", text), path.name


@pytest.mark.parametrize("name", [*NAMES, "genindex", "search"])
def test_a_page_is_light_fits_on_a_phone_and_asks_nobody_else(opened: Open, name: str) -> None:
    page = opened(name, 360)  # which looks at whom it asks
    files: list[Path] = []
    page.on("request", lambda asked: files.append(Path(unquote(urlsplit(asked.url).path))))
    page.reload()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    texts = [path for path in files if path.suffix in {".html", ".css", ".js"}]
    assert len(texts) >= 3
    compressed = {path.name: len(gzip.compress(path.read_bytes())) for path in texts}
    assert sum(compressed.values()) <= 60_000, compressed
    assert len(files) <= 15, files


@pytest.mark.parametrize("name", NAMES)
def test_pictures_have_alternative_texts(web: Web, name: str) -> None:
    for image in web.soup(name).select("article img"):
        assert len(str(image["alt"]).split()) >= 6
        assert not re.search(r"\.(svg|png|pdf)$", str(image["alt"]))


@pytest.mark.parametrize("name", SECTIONS)
def test_every_question_has_a_claim_and_a_figure_or_more(web: Web, name: str) -> None:
    for section in web.soup(name).select("article > section > section"):
        assert section.select("div.claim"), section["id"]
        assert section.select("figure"), section["id"]
        assert section.select(
            "div.highlight-pycon, div.highlight-pycon3, div.highlight-python, div.doctest"
        ), section["id"]


def test_claims_are_published(web: Web) -> None:
    claims = web.json("claims")
    assert Counter(claim["page"] for claim in claims) == SECTIONS
    assert [claim["page"] for claim in claims] == list(SECTIONS.elements())
    for claim in claims:
        assert web.soup(claim["page"]).find(id=claim["anchor"]), claim["id"]


def test_a_claim_has_two_sources_on_each_side_or_says_that_none_was_found(web: Web) -> None:
    claims = web.json("claims")
    for claim in claims:
        for side in ("for", "against"):
            assert claim[side] == "none found" or len(set(claim[side])) >= 2, claim["id"]


def words(web: Web, name: str) -> int:
    """Return how many words of running text a page says it has."""
    (line,) = web.soup(name).select("div.reading-time")
    return int(line.get_text().strip().partition(" words")[0].replace(",", ""))


def test_the_chapter_is_as_long_as_it_should_be(web: Web) -> None:
    """It aims at ten thousand words; the rest is for a sentence more here and there."""
    lengths = {f"{name}.md": words(web, name) for name in CHAPTERS}
    assert 8_000 <= sum(lengths.values()) <= 10_500, f"book: {lengths}"


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_has_an_even_share_of_the_words(web: Web, name: str) -> None:
    lengths = {section: words(web, section) for section in SECTIONS}
    mean = sum(lengths.values()) / SECTIONS.total()
    fair = mean * SECTIONS[name]
    least, most = ceil(0.8 * fair), floor(1.2 * fair)
    at = f"book/{name}.md: {SECTIONS[name]} claims should have {least} to {most} words"
    assert least <= lengths[name] <= most, f"{at}, and have {lengths[name]}"


@pytest.mark.parametrize("name", NAMES)
def test_links_within_the_book_lead_somewhere(web: Web, name: str) -> None:
    for link in web.soup(name).select("article a[href]"):
        target, _, anchor = str(link["href"]).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        path = web.folder / (target or f"{name}.html")
        assert path.exists(), link["href"]
        if anchor and path.suffix == ".html":
            assert f'id="{anchor}"' in path.read_text(encoding="utf-8"), link["href"]


def test_the_chapters_are_numbered_in_order(web: Web) -> None:
    headings = [web.soup(name).select_one("h1 .section-number") for name in CHAPTERS]
    numbers = [heading and heading.get_text().strip() for heading in headings]
    assert numbers == [f"{n}." for n in range(1, len(CHAPTERS) + 1)], "book/index.md: toctree"


def test_a_formula_has_its_anchor_once(web: Web) -> None:
    assert len(web.soup("scaling").select("#equation-law")) == 1


def test_the_code_page_has_every_module() -> None:
    page = "".join(path.read_text(encoding="utf-8") for path in BOOK.glob("code*.md"))
    modules = (ROOT / "src/chapter_code").glob("[!_]*.py")
    assert [
        m.stem for m in modules if f"automodule:: chapter_code.{m.stem}\n" not in page
    ] == []


def test_code_shown_from_a_file_is_shown_by_name() -> None:
    shown = 0
    for path in BOOK.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        for listing in re.finditer(r"```\{literalinclude\} (\S+)\n(.*?)```", text, re.DOTALL):
            shown += 1
            source, options = listing.groups()
            place = f"book/{path.name}:{text.count(chr(10), 0, listing.start()) + 1}"
            caption = f":caption: {source.removeprefix('../')}"
            assert ":pyobject:" in options, f"{place}: name a function by :pyobject:"
            assert ":lines:" not in options, f"{place}: lines move, names stay"
            assert caption in options.splitlines(), f"{place}: wants {caption}"
    assert shown > 0


def test_the_first_page_lists_how_long_the_sections_take(web: Web) -> None:
    links = [str(link["href"]) for link in web.soup("index").select("table a")]
    assert links == [f"{name}.html" for name in ("intro", *SECTIONS, "verdict")]


def test_a_printed_page_has_nothing_to_click(opened: Open) -> None:
    page = opened("understanding")
    page.emulate_media(media="print")
    for tag in (
        ".skip-to-content",
        ".theme-toggle",
        ".back-to-top",
        ".copybtn",
    ):
        for found in page.locator(tag).all():
            assert not found.is_visible(), tag
