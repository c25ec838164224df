"""axe-core finds nothing to mend on any page, light or dark, wide or narrow."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from books import BOOK, pages_in_order
from looks import faults

Open = Callable[..., Page]
NAMES = [*sorted(path.stem for path in BOOK.glob("*.md")), "genindex", "search"]


@pytest.mark.parametrize(("number", "name"), list(enumerate(NAMES)))
def test_a_page_has_no_faults(opened: Open, number: int, name: str) -> None:
    """`make audit` looks at each page in every way."""
    width, scheme = ((360, "dark"), (1280, "light"))[number % 2]
    page = opened(name, width, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(box => box.open = true)")
    assert faults(page) == []


def test_no_page_is_left_out() -> None:
    assert {*NAMES} > {"index", *pages_in_order()}


def test_a_card_has_no_faults(opened: Open) -> None:
    page = opened("understanding")
    page.locator(".bibtex-citation > a:visible").first.hover()
    page.locator(".citation-card").wait_for()
    assert faults(page) == []


def test_the_way_back_to_the_top_has_no_faults(opened: Open) -> None:
    page = opened("understanding", 360)
    for top in (900, 600):
        page.evaluate("top => scrollTo({ top, behavior: 'instant' })", top)
        page.wait_for_timeout(100)
    page.locator(".back-to-top").wait_for()
    assert faults(page) == []


def test_a_fault_is_seen(opened: Open) -> None:
    page = opened("intro")
    page.evaluate("""() => {
        const style = document.createElement("style");
        style.textContent = "article p:last-of-type { color: #ccc }";
        document.querySelector("article").append(new Image(), style);
    }""")
    rules = {fault.partition(":")[0] for fault in faults(page, in_all_places=True)}
    assert rules == {"image-alt", "color-contrast"}
    page.evaluate("document.querySelector('style').textContent = 'article p { color: #ccc }'")
    assert {fault.partition(":")[0] for fault in faults(page)} == rules


@pytest.mark.parametrize("name", ["index", "understanding"])
def test_the_keyboard_goes_past_the_menus_first(opened: Open, name: str) -> None:
    page = opened(name)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#furo-main-content"
