"""The printed book: type, headings, pages, metadata, and the faults that LaTeX keeps quiet."""

import re
from pathlib import Path

import pdfplumber
import pytest
from pdfplumber.pdf import PDF

from books import Web, pages_in_order
from typeset import faults


@pytest.fixture(scope="module")
def document(pdf: Path):  # type: ignore[no-untyped-def]
    with pdfplumber.open(pdf) as opened:
        yield opened


def test_it_is_set_in_its_own_type(document: PDF) -> None:
    fonts = {
        char["fontname"].partition("+")[2] for page in document.pages for char in page.chars
    }
    assert "TeXGyrePagella-Regular" in fonts
    assert any("PagellaMath" in font for font in fonts)
    assert not any("Free" in font or "LMRoman" in font for font in fonts), fonts


def test_it_says_what_it_is(document: PDF) -> None:
    assert document.metadata["Title"] == "Discussions on Large Language Models"
    assert "contributors" in document.metadata["Author"]
    assert "objections" in document.metadata["Subject"]


def test_no_page_is_empty(document: PDF) -> None:
    for page in document.pages:
        assert len(page.chars) > 80, f"page {page.page_number}"


def test_headings_are_those_of_the_web(document: PDF, web: Web) -> None:
    printed = [
        title
        for level, title, *_ in document.doc.get_outlines()
        if level <= 2 and title not in {"Index", "Contents"}
    ]
    on_the_web = []
    for name in pages_in_order():
        for heading in web.soup(name).select("article h1, article h2"):
            text = heading.get_text().removesuffix("§")
            on_the_web.append(re.sub(r"^[\d.]+ ", "", text))
    assert [re.sub(r"^[\d.]+ ", "", title) for title in printed] == on_the_web


def test_figures_and_listings_have_the_numbers_and_captions_of_the_web(
    document: PDF, web: Web
) -> None:
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in document.pages))
    selector = "figcaption > p, div.code-block-caption"
    captions = [c for name in pages_in_order() for c in web.soup(name).select(selector)]
    assert len(captions) > 20
    for caption in captions:
        first = caption.get_text().removesuffix("§").split("\n")[0]
        assert re.sub(r"\s", "", first)[:60] in text


@pytest.mark.parametrize(
    ("log", "fault"),
    [
        (
            "Missing character: There is no ● (U+25CF) in font [x.otf]:mode=node!",
            "missing glyph",
        ),
        ("Overfull \\hbox (41.2pt too wide) in paragraph at lines 3--4", "overfull by 41.2 pt"),
        ("Overfull \\vbox (12.0pt too high) has occurred", "overfull by 12.0 pt"),
        (
            "LaTeX Warning: Reference `fig' on page 1 undefined on input line 3.",
            "undefined: fig",
        ),
        (
            "LaTeX Warning: Hyper reference `a:b' on page 1 undefined on input line 1.",
            "undefined",
        ),
        ("./book.tex:12: Undefined control sequence.", "error: Undefined control sequence."),
        ("LaTeX Warning: Label `a:b' multiply defined.", "label stands twice: a:b"),
        (
            "LaTeX Font Warning: Font shape `TU/X(0)/b/n' undefined",
            "font replaced: TU/X(0)/b/n",
        ),
        ("! Emergency stop.", "error: Emergency stop."),
    ],
)
def test_a_fault_in_the_log_is_seen(log: str, fault: str) -> None:
    (found,) = faults(log)
    assert found.startswith(fault)


def test_small_matters_are_no_faults() -> None:
    assert faults("Overfull \\hbox (3.5pt too wide) in paragraph\nLaTeX Font Info: x\n") == []


def test_references_are_not_judged_before_the_last_run() -> None:
    log = "! Emergency stop.\nLaTeX Warning: Reference `a' on page 1 undefined on input line 3."
    assert faults(log) == ["error: Emergency stop."]
