"""The printed book, by book/conf.py and book/_latex/: type, pages, metadata, faults."""

import re
import subprocess
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import typeset
from books import BOOK, ROOT, Printed, Web, pages_in_order
from typeset import faults

# What Debian calls the type, by how the names of fonts begin.
PACKAGES = {
    r"TeXGyre\w+Math": "fonts-texgyre-math",
    "TeXGyre": "fonts-texgyre",
    "Inconsolata": "fonts-inconsolata",
}
SIZES = ("Huge", "huge", "LARGE", "Large", "large", "normalsize")
EDGE = 28  # points, a centimeter


def test_it_is_set_in_its_own_type(printed: Printed) -> None:
    fonts = {character.font for page in printed.pages for character in page.characters}
    assert "TeXGyrePagella-Regular" in fonts
    assert any("PagellaMath" in font for font in fonts)
    assert not any("Free" in font or "LMRoman" in font for font in fonts), fonts


def test_its_type_can_be_installed(printed: Printed) -> None:
    """By `make pdf-deps`."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for font in {character.font for page in printed.pages for character in page.characters}:
        (package, *_) = [name for begin, name in PACKAGES.items() if re.match(begin, font)]
        assert re.search(rf" {package}[ \n]", makefile), f"Makefile: PDF_PACKAGES: {font}"


def test_it_says_what_it_is(printed: Printed) -> None:
    assert printed.metadata["Title"] == "Discussions on Large Language Models"
    assert "contributors" in printed.metadata["Author"]
    assert "objections" in printed.metadata["Subject"]
    assert printed.language == "en"


def test_the_title_page_says_who_when_and_under_which_license(printed: Printed) -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = printed.pages[0].text
    said = f"{package['authors'][0]['name']}. Version {package['version']}, "
    assert said.replace(" ", "") in text
    assert re.search(r",\d{1,2}[A-Z][a-z]+20\d\d\.", text), text
    assert "ThetextisunderCCBY4.0,thecodeundertheMITLicense." in text


def test_every_page_but_the_first_bears_its_number(printed: Printed) -> None:
    title, *others = printed.pages
    assert title.head == ""
    assert [page.label for page in others if not page.head.endswith(page.label)] == []
    titles = [page.head.removesuffix(page.label) for page in others]
    # Pages that begin a section have none.
    assert sum(map(bool, titles)) > 0.8 * len(titles), "book/_latex/book.sty: fancyhead"


def test_text_keeps_off_the_edge_of_the_paper(printed: Printed) -> None:
    assert [page.label for page in printed.pages if page.margin < EDGE] == []


def test_no_character_lies_on_another(printed: Printed) -> None:
    assert [(page.label, page.over_others) for page in printed.pages if page.over_others] == []


def test_a_heading_is_larger_than_those_under_it() -> None:
    style = (ROOT / "book/_latex/book.sty").read_text(encoding="utf-8")
    headings = re.findall(r"\\titleformat\{\\(\w+)\}.*\\normalfont\\(\w+)", style)
    sizes = [SIZES.index(size) for _, size in headings]
    assert sizes == sorted(sizes), f"book/_latex/book.sty: {headings}"
    assert len(sizes) == 4


def luminance(color: tuple[float, ...]) -> float:
    """Return how bright a gray or a color is, from 0 to 1, as WCAG has it."""
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (color * 3 if len(color) == 1 else color)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colors_can_be_read_on_white_paper(printed: Printed) -> None:
    light = {
        f"page {page.label}: {color}"
        for page in printed.pages
        for color in page.colors
        if 1.05 / (luminance(color) + 0.05) < 4.5
    }
    assert light == set()


def test_pictures_have_the_alternative_texts_of_the_web(printed: Printed, web: Web) -> None:
    told = [text for page in printed.pages for text in page.alternatives]
    figures = [figure for name in pages_in_order() for figure in web.soup(name)("figure")]
    assert [{text} for text in told] == [{img["alt"] for img in fig("img")} for fig in figures]


def test_a_raised_digit_is_that_digit() -> None:
    style = (BOOK / "_latex/book.sty").read_text(encoding="utf-8")
    raised = re.findall(r"\\newunicodechar\{(.)\}\{\\textsuperscript\{(.)\}\}", style)
    assert len(raised) > 10
    for sign, shown in raised:
        assert unicodedata.normalize("NFKC", sign) == shown, f"book/_latex/book.sty: {sign}"


def test_no_page_is_empty(printed: Printed) -> None:
    assert [page.label for page in printed.pages if len(page.characters) < 80] == []


def test_bookmarks_are_the_headings(printed: Printed, web: Web) -> None:
    headings = []
    for name in pages_in_order():
        levels = "h1, h2" if name.startswith("code_") else "h1, h2, h3"
        for heading in web.soup(name).select(f"article :is({levels})"):
            text = heading.get_text().removesuffix("§")
            headings.append(re.sub(r"^[\d.]+ ", "", text))
    bookmarks = [re.sub(r"^[\d.]+ ", "", title) for title in printed.bookmarks]
    assert bookmarks == headings


@pytest.mark.parametrize(
    ("log", "fault"),
    [
        (
            "Missing character: There is no ● (U+25CF) in font [x.otf]:mode=node!",
            "missing glyph",
        ),
        (
            "Overfull \\hbox (41.2pt too wide) in paragraph at lines 3--4",
            "a line is 41.2 pt too wide in paragraph at lines 3--4",
        ),
        (
            "Overfull \\vbox (12.0pt too high) has occurred while \\output is active []\n\n"
            "[22<./fig-a-b-print.pdf><./fig-c-print.pdf>]",
            "page 22 is 12.0 pt too high: fig-a-b fig-c",
        ),
        ("Overfull \\vbox (12.0pt too high) has occurred", "page ? is 12.0 pt too high"),
        (
            "LaTeX Warning: Reference `fig' on page 1 undefined on input line 3.",
            "undefined: fig",
        ),
        (
            "LaTeX Warning: Hyper reference `a:b' on page 1 undefined on input line 1.",
            "undefined",
        ),
        ("./b.tex:12: Undefined control sequence.", "error: ./b.tex:12: Undefined control"),
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


@pytest.mark.parametrize(
    ("log", "status", "ends"),
    [
        ("This is LuaTeX.", 0, 0),
        ("Missing character: There is no ● (U+25CF) in font x!", 0, 1),
        ("This is LuaTeX.", 12, 1),
    ],
)
def test_a_fault_fails_even_where_latex_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: str, status: int, ends: int
) -> None:
    source = tmp_path / "a.tex"
    source.write_text("A line.\n", encoding="utf-8")
    source.with_suffix(".log").write_text(log, encoding="utf-8")
    given: dict[str, Any] = {}

    def typeset_nothing(_: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        given.update(options)
        return subprocess.CompletedProcess([], status, stdout="", stderr="")

    monkeypatch.setattr(subprocess, "run", typeset_nothing)
    assert typeset.main(source) == ends
    assert given["env"]["max_print_line"] == "10000"  # so that no message is broken in two


def test_small_matters_are_no_faults() -> None:
    assert faults("Overfull \\hbox (3.5pt too wide) in paragraph\nLaTeX Font Info: x\n") == []


def test_references_are_not_judged_before_the_last_run() -> None:
    log = "! Emergency stop.\nLaTeX Warning: Reference `a' on page 1 undefined on input line 3."
    assert faults(log) == ["error: Emergency stop."]
