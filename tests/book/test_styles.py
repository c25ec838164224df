"""Styles are understood, are used, and hide neither text nor the focus."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page

from books import BOOK, Web, parse

Open = Callable[..., Page]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SHEETS = ("_static/book.css", "_live/live.css", "_epub/static/ebook.css")
# One page of each kind.
NAMES = ("index", "understanding", "solutions", "evidence", "references", "code_scaling")
PARTS = {
    "declaration": r"(?<=[{;])\s*([^{};]*?[^{};\s])\s*(?=[;}])",
    "selector": r"(?:^|[{};])\s*([^{};@\s][^{};@]*?)\s*\{",
    "condition": r"@media ([^{]*?)\s*\{",
}
UNDERSTOOD = """([kind, parts]) => parts.map({
    declaration: part => {
        const [name, value] = part.replace("!important", "").split(/:(.*)/s);
        return name.startsWith("--") || CSS.supports(name, value.trim());
    },
    selector: part => {
        try { return [document.querySelector(part)]; } catch { return false; }
    },
    condition: part => /^\\(|^print$/.test(part)
        && (matchMedia(part).matches || matchMedia(`not ${part}`).matches),
}[kind])"""
LINES_LOST = """() => [...document.querySelectorAll("pre")]
    .filter(pre => pre.checkVisibility())
    .filter(({ innerText, textContent }) => new Set([innerText, textContent].map(
        text => text.trim().split("\\n").length)).size > 1)
    .map(pre => pre.textContent.slice(0, 60))"""
SELECTOR = (  # one of a list
    r"(?:^|[{};,])\s*([^{};,@\s](?:\((?:[^()]|\([^()]*\))*\)|[^{};,@()])*?)"
    r"\s*(?=\{|,(?=[^{};]*\{))"
)
# What a selector names and no page has; the selector itself where that is nothing.
MISSING = """([texts, selectors]) => {
    const pages = texts.map(text => new DOMParser().parseFromString(text, "text/html"));
    const has = selector => pages.some(page => page.querySelector(selector));
    return selectors.map(selector => {
        const still = selector.replace(/:(hover|target|focus-visible|disabled)/g, "");
        if (has(still)) return [];
        const bare = still.replace(/\\[.*?\\]/g, "");
        const words = bare.match(/[.#][a-z][\\w-]*|(?<![.#:\\w-])[a-z][\\w-]*/g);
        const missing = words.filter(word => !has(word)).map(word => word.replace(/^[.#]/, ""));
        return missing.length ? missing : [selector];
    });
}"""
HIDDEN = """() => [...document.querySelectorAll(
    "article :is(.claim, figure, table, pre, p, li, dt), body > section :is(figure, table, p)"
)].filter(element => !element.closest(
    "details:not([open]), .sd-tab-content, .live, [popover]"
)).filter(element => {
    const { width, height } = element.getBoundingClientRect();
    const visible = { opacityProperty: true, visibilityProperty: true };
    return element.textContent.trim() && !(element.checkVisibility(visible) && width && height);
}).map(element => element.outerHTML.slice(0, 100))"""
# Texts of which one lies on another, or that are smaller than Furo's smallest, in pixels.
UNREADABLE = """() => {
    const found = [], boxes = [], range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement;
        const visible = { opacityProperty: true, visibilityProperty: true };
        if (!text.data.trim() || !parent.checkVisibility(visible) || parent.closest(
            "svg, math, details:not([open]) > :not(summary), .sd-tab-content, [popover]"
        )) continue;
        if (parseFloat(getComputedStyle(parent).fontSize) < 9.5) found.push(text.data);
        range.selectNodeContents(text);
        for (const { left, right, top, bottom, height } of range.getClientRects())
            if (right - left > 2 && height > 2)
                boxes.push([left, right, top + height / 5, bottom - height / 5, text.data]);
    }
    boxes.sort((one, other) => one[2] - other[2]);
    boxes.forEach(([left, right, , bottom, text], number) => {
        for (const [start, end, top, , other] of boxes.slice(number + 1)) {
            if (top >= bottom - 1) break;
            const shared = Math.min(right, end) - Math.max(left, start);
            if (shared > 1) found.push(`${text} / ${other}`);
        }
    });
    return [boxes.length, found];
}"""
UNMARKED = """() => [...document.querySelectorAll("a[href], button, summary")].filter(
    element => element.checkVisibility({ visibilityProperty: true })
).slice(0, 300).filter(element => {
    element.focus({ preventScroll: true });
    element.getAnimations().forEach(animation => animation.finish());
    const { opacity, outlineStyle, outlineWidth } = getComputedStyle(element);
    return element === document.activeElement
        && (opacity === "0" || outlineStyle === "none" || outlineWidth === "0px");
}).map(element => element.outerHTML.slice(0, 100))"""


def sheet(name: str) -> str:
    """Return a sheet of styles, in which comments are blank."""
    text = (BOOK / name).read_text(encoding="utf-8")
    return COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)


def found(name: str, pattern: str) -> list[tuple[str, re.Match[str]]]:
    """Return what a pattern finds in a sheet, with the place."""
    text = sheet(name)
    return [
        (f"book/{name}:{text.count(chr(10), 0, match.start(1)) + 1}: {match[1]}", match)
        for match in re.finditer(pattern, text)
    ]


@pytest.mark.parametrize("name", SHEETS)
def test_a_browser_understands_every_part(browser: Browser, name: str) -> None:
    page, many = browser.new_page(), 0
    for kind, pattern in PARTS.items():
        parts = found(name, pattern)
        answers = page.evaluate(UNDERSTOOD, [kind, [part[1] for _, part in parts]])
        wrong = [at for (at, _), is_so in zip(parts, answers, strict=True) if not is_so]
        assert wrong == [], f"{wrong[0]}: no browser knows this {kind}"
        many += len(parts)
    page.close()
    assert many > 50


@pytest.mark.parametrize("name", SHEETS)
def test_every_brace_is_closed(name: str) -> None:
    depth = 0
    for number, line in enumerate(sheet(name).splitlines(), 1):
        if re.match(r"[^\s}]", line) and "{" in line:
            assert depth == 0, f"{name}:{number}: begins within a rule"
        depth += line.count("{") - line.count("}")
    assert depth == 0, f"{name}: ends within a rule"


def test_every_variable_is_defined(web: Web) -> None:
    links = parse(web.pages["understanding"]).select("link[rel=stylesheet]")
    sheets = [web.folder / str(link["href"]).partition("?")[0] for link in links]
    defined = {
        name
        for path in sheets
        for name in re.findall(r"(--[\w-]+)\s*:", path.read_text(encoding="utf-8"))
    }
    used = [use for name in SHEETS for use in found(name, r"var\((--[\w-]+)")]
    assert [at for at, use in used if use[1] not in defined] == []
    assert len(used) > 20


def test_every_selector_finds_something(browser: Browser, web: Web, epub: Path) -> None:
    """On a page, unless all that it names and no page has is made by scripts."""
    with ZipFile(epub) as packed:
        names = [name for name in packed.namelist() if name.endswith(".xhtml")]
        chapters = [packed.read(name).decode() for name in names]
    pages = [path.read_text(encoding="utf-8") for path in web.folder.rglob("*.html")]
    scripts = (*(web.folder / "_static").glob("*.js"), BOOK / "_live/live.js")
    made = {
        word
        for path in scripts
        for text in re.findall(r'"[^"]*"|`[^`]*`', path.read_text(encoding="utf-8"))
        for word in re.findall(r"[\w-]+", text)
    }
    page, wrong, many = browser.new_page(), [], 0
    for name in SHEETS:
        parts = found(name, SELECTOR)
        texts = chapters if name.startswith("_epub") else pages
        missing = page.evaluate(MISSING, [texts, [part[1] for _, part in parts]])
        wrong += [
            at for (at, _), words in zip(parts, missing, strict=True) if set(words) - made
        ]
        many += len(parts)
    page.close()
    assert wrong == [], f"{wrong[0]} finds nothing"
    assert many > 100


def test_every_kind_of_box_has_a_style() -> None:
    style = (BOOK / "_static/book.css").read_text(encoding="utf-8")
    plain = [
        f"book/{path.name}:{number}: {kind}"
        for path in sorted(BOOK.glob("*.md"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for kind in re.findall(r"^`{3,}\{container\} (.+)", line)
        if not re.search(rf"\.{kind}\b(?!-)", style)
    ]
    assert plain == []


def test_a_number_is_seen_to_lead_somewhere(opened: Open) -> None:
    """As the first page says."""
    page = opened("understanding")
    for kind in (".calc", ".fact"):
        link = page.locator(f"article p a:has(> {kind})").first
        assert link.evaluate("a => getComputedStyle(a).textDecorationStyle") == "dotted"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_hidden_or_too_small_or_lies_on_something_else(
    opened: Open, name: str
) -> None:
    page = opened(name)
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        many, unreadable = page.evaluate(UNREADABLE)
        assert many > 40
        assert unreadable == [], f"{name}, {width} px wide: {unreadable[0]}"
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert page.evaluate(HIDDEN) == [], f"{name}, {media}"
        assert page.evaluate(LINES_LOST) == [], f"{name}, {media}"


def test_nothing_is_hidden_or_too_small_in_the_e_book(
    visited: Open, epub: Path, tmp_path: Path
) -> None:
    with ZipFile(epub) as packed:
        packed.extractall(tmp_path)
    for path in (tmp_path / f"{name}.xhtml" for name in NAMES):
        page = visited(path.as_uri())
        assert page.evaluate("document.querySelectorAll('p').length") > 1
        assert page.evaluate(HIDDEN) == [], path.name
        assert page.evaluate(LINES_LOST) == [], f"book/_epub/static/ebook.css: {path.name}"
        page.set_viewport_size({"width": 360, "height": 800})
        many, unreadable = page.evaluate(UNREADABLE)
        assert many > 40
        assert unreadable == [], f"book/_epub/static/ebook.css: {path.name}: {unreadable[0]}"


@pytest.mark.parametrize("name", ["index", "solutions", "code_scaling"])
def test_the_focus_is_seen(opened: Open, name: str) -> None:
    page = opened(name)
    page.keyboard.press("Tab")
    assert page.evaluate(UNMARKED) == []
