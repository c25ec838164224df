"""The cards that the web shows at citations, by book/_static/cards.js."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page

from books import Web, cards

Open = Callable[..., Page]
LINKS = ".bibtex-citation > a:visible"
CARD = ".citation-card"
MOVED = "book/_static/cards.js: move: a card is at"
NAME = "understanding"
NEAR = """link => {
    const card = document.querySelector(".citation-card").getBoundingClientRect();
    return [...link.getClientRects()].some(({ top, bottom }) =>
        Math.abs(card.top - bottom) < 10 || Math.abs(card.bottom - top) < 10
    );
}"""


def reference(web: Web, link: Locator) -> str:
    """Return what the list says of a work, without where it is cited."""
    key = (link.get_attribute("href") or "").partition("#")[2]
    (text,) = web.soup("references").select(f"#{key} > p:not(.cited-in)")
    return squeeze(text.get_text())


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def point_at(link: Locator) -> None:
    """Move the pointer to where a link begins, which may go on in the next line."""
    x, y = link.evaluate("""link => {
        link.scrollIntoView({ block: "nearest", behavior: "instant" });
        const { x, y, width, height } = link.getClientRects()[0];
        return [x + width / 2, y + height / 2];
    }""")
    link.page.mouse.move(x, y)


def tab_to(page: Page, link: Locator) -> None:
    """Press Tab until a link has the focus."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")


def test_a_pointer_shows_the_reference_until_it_leaves(opened: Open, web: Web) -> None:
    page = opened(NAME)
    links, card = page.locator(LINKS), page.locator(CARD)
    link, titles = links.nth(3), page.locator(f"{LINKS}[title]")
    assert titles.count() == links.count()
    point_at(link)
    card.wait_for()
    assert reference(web, link) in squeeze(card.inner_text())
    assert titles.count() == links.count() - 1
    assert link.get_attribute("title") is None
    box = card.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=20)
    page.wait_for_timeout(500)
    assert card.is_visible()
    page.mouse.move(1, 1)
    card.wait_for(state="detached")
    assert page.evaluate("document.activeElement === document.body")
    for again in (link, links.nth(2)):  # the card lies over what follows
        point_at(again)
        again.and_(page.locator("[aria-describedby]")).wait_for()
        page.locator(f"a[aria-describedby] + {CARD}").wait_for()
        assert reference(web, again) in squeeze(card.inner_text())


def test_a_pointer_that_passes_shows_nothing(opened: Open) -> None:
    page = opened(NAME)
    page.locator(LINKS).nth(3).evaluate("""link => {
        for (const over of [link, document.body])
            over.dispatchEvent(
                new PointerEvent("pointerover", {pointerType: "mouse", bubbles: true}));
    }""")
    page.wait_for_timeout(500)
    assert not page.evaluate("'CITATIONS' in window")
    assert page.locator(CARD).count() == 0


def test_what_was_left_while_cards_were_fetched_shows_nothing(opened: Open) -> None:
    page = opened(NAME)
    page.locator(LINKS).nth(3).evaluate("""link => {
        link.focus();
        document.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape"}));
    }""")
    page.wait_for_function("'CITATIONS' in window")
    page.wait_for_timeout(100)
    assert page.locator(CARD).count() == 0


def test_a_card_with_no_room_under_its_link_stands_over_it(opened: Open) -> None:
    page = opened(NAME)
    link, card = page.locator(LINKS).nth(9), page.locator(CARD)
    link.evaluate("link => link.scrollIntoView({block: 'end'})")
    point_at(link)
    card.wait_for()
    assert card.evaluate("card => card.scrollHeight <= card.clientHeight")
    box, under = card.bounding_box(), link.bounding_box()
    assert box
    assert under
    edges = (0, box["y"], box["y"] + box["height"], under["y"])
    assert sorted(edges) == list(edges), (
        "book/_static/cards.js: move: top of the window, card, link"
    )


def test_the_focus_shows_it_and_escape_hides_it(opened: Open, web: Web) -> None:
    page = opened(NAME)
    link, card = page.locator(LINKS).first, page.locator(CARD)
    tab_to(page, link)
    card.wait_for()
    assert reference(web, link) in squeeze(card.inner_text())
    described = link.get_attribute("aria-describedby")
    (text,) = page.locator(f"[id='{described}']").all_inner_texts() or [f"no {described}"]
    assert reference(web, link) == squeeze(text), "book/_static/cards.js: aria-describedby"
    named = page.get_by_role("group", name=f"Reference: {link.text_content()}")
    assert named.is_visible(), "book/_static/cards.js: role and label"
    page.keyboard.press("Escape")
    card.wait_for(state="detached")
    assert link.evaluate("link => link === document.activeElement")


def test_what_is_on_a_card_comes_next_by_keyboard(opened: Open) -> None:
    page = opened(NAME)
    link, card = page.locator(LINKS).first, page.locator(CARD)
    tab_to(page, link)
    card.wait_for()
    for inside in card.locator("a, button").all():
        page.keyboard.press("Tab")
        assert inside.evaluate("node => node === document.activeElement")
    page.keyboard.press("Escape")
    card.wait_for(state="detached")
    assert link.evaluate("link => link === document.activeElement")


def test_a_card_goes_with_the_focus(opened: Open) -> None:
    page = opened(NAME)
    link, card = page.locator(LINKS).first, page.locator(CARD)
    tab_to(page, link)
    card.wait_for()
    page.keyboard.press("Shift+Tab")
    card.wait_for(state="detached")
    assert not link.get_attribute("aria-describedby")


def test_a_tap_shows_it_within_a_small_screen_and_the_next_follows(opened: Open) -> None:
    page = opened(NAME, 360, 640, has_touch=True, is_mobile=True)
    links, card = page.locator(LINKS), page.locator(CARD)
    for number in range(0, links.count(), 8):
        link = links.nth(number)
        link.tap()
        page.locator(f"a[aria-describedby] + {CARD}").wait_for()
        assert link.get_attribute("aria-describedby")
        assert page.locator("a[aria-describedby]").count() == 1
        assert page.url.partition("#")[0].endswith(f"/{NAME}.html")
        box, at = card.bounding_box(), link.evaluate("link => link.getClientRects()[0].top")
        assert box
        assert 0 <= box["x"] <= box["x"] + box["width"] <= 360, f"{MOVED} {box}"
        assert 0 <= box["y"] <= box["y"] + box["height"] <= 640, f"{MOVED} {box}"
        assert not box["y"] < at < box["y"] + box["height"]
    link.tap()
    page.wait_for_url(re.compile(r"/references\.html#cite-\w+$"))


def test_a_tap_elsewhere_hides_it(opened: Open) -> None:
    page = opened(NAME, 360, 640, has_touch=True, is_mobile=True)
    page.locator(LINKS).first.tap()
    page.locator(CARD).wait_for()
    page.locator("article h1").tap()
    page.locator(CARD).wait_for(state="detached")
    assert not page.locator("a[aria-describedby]").count()


def test_it_leads_to_the_other_sections_that_cite_the_work(opened: Open, web: Web) -> None:
    page = opened(NAME)
    data = cards(web.folder)
    for address, *_ in data["sections"]:
        name, _, anchor = address.partition("#")
        path = web.folder / name
        assert path.exists(), address
        assert not anchor or web.soup(path.stem).find(id=anchor), address
    shown = 0
    for link in page.locator(f"article section section {LINKS}").all()[::10]:
        point_at(link)
        page.locator(f"a[aria-describedby] + {CARD}").wait_for()
        assert link.get_attribute("aria-describedby")
        key = (link.get_attribute("href") or "").partition("#")[2]
        home = link.evaluate("link => link.closest('section').id")
        others = []
        for section, *said in data["works"][key][2]:
            address, name, _ = data["sections"][section]
            if address != f"{NAME}.html#{home}":
                sentences = [data["sentences"][number] for number in said]
                others.append(": ".join([name, *([" … ".join(sentences)] if said else [])]))
        assert len(others) == len(data["works"][key][2]) - 1
        lines = page.locator(f"{CARD} li")
        assert lines.all_inner_texts() == others
        assert ("Cited also in" in page.locator(CARD).inner_text()) == bool(others), key
        shown += len(others)
        page.keyboard.press("Escape")
    assert shown > 5
    card = page.locator(CARD)
    point_at(page.locator(LINKS, has_text="Berglund").first)
    card.locator("a", has_text="2.2").click()
    page.wait_for_url(re.compile(r"/empirical\.html#learning-speed$"))


def test_in_the_list_a_section_shows_the_sentences_that_cite(opened: Open, web: Web) -> None:
    page = opened("references")
    data = cards(web.folder)
    for key, (_, _, cited) in list(data["works"].items())[::60]:
        for place, (section, *said) in enumerate(cited):
            link, card = page.locator(f"#{key} > .cited-in a").nth(place), page.locator(CARD)
            point_at(link)
            if not said:
                page.wait_for_timeout(500)
                assert page.locator(CARD).count() == 0, key
                continue
            page.locator(f"a[aria-describedby] + {CARD}").wait_for()
            assert card.inner_text() == " … ".join(data["sentences"][number] for number in said)
            assert card.get_attribute("aria-label") == f"Cited in {link.inner_text()}"
            name = data["sections"][section][0].partition(".")[0]
            text = squeeze(web.soup(name).get_text())
            for number in said:
                assert squeeze(data["sentences"][number]) in text
            page.keyboard.press("Escape")


def test_the_record_can_be_copied(opened: Open, web: Web) -> None:
    page = opened(NAME)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = page.locator(LINKS).first
    point_at(link)
    page.locator(CARD).get_by_text("Copy BibTeX").click()
    page.locator(CARD).get_by_text("Copied").wait_for()
    record = page.evaluate("navigator.clipboard.readText()")
    key = (link.get_attribute("href") or "").partition("#cite-")[2]
    assert re.fullmatch(rf"@\w+\{{{key},\n.*\n\}}\n", record, re.DOTALL)


def test_what_was_not_copied_is_not_said_to_be(opened: Open) -> None:
    page = opened(NAME)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject('refused'); }")
    point_at(page.locator(LINKS).first)
    button = page.locator(CARD).get_by_role("button")
    button.click()
    page.wait_for_timeout(200)
    assert button.inner_text() == "Not copied"


def test_it_stays_at_its_citation_when_the_window_changes(opened: Open) -> None:
    page = opened(NAME)
    link, card = page.locator(LINKS).nth(3), page.locator(CARD)
    point_at(link)
    card.wait_for()
    for width in (700, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(100)
        beside = link.evaluate(NEAR)
        assert beside, f"{MOVED} {card.bounding_box()}, far from {link.bounding_box()}"


def test_nothing_can_be_copied_where_there_is_no_clipboard(opened: Open) -> None:
    """As where a page comes by plain HTTP."""
    page = opened(NAME)
    page.evaluate("() => Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    point_at(page.locator(LINKS).first)
    page.locator(CARD).wait_for()
    assert not page.locator(CARD).get_by_text("Copy BibTeX").is_visible()


def test_a_browser_that_knows_no_popover_shows_the_title(opened: Open) -> None:
    page = opened(NAME)
    page.add_init_script("delete HTMLElement.prototype.showPopover")
    page.reload()
    link = page.locator(LINKS).first
    point_at(link)
    page.wait_for_timeout(500)
    assert page.locator(CARD).count() == 0
    assert link.get_attribute("title")


def test_without_scripts_a_citation_has_its_title_and_leads_to_the_list(opened: Open) -> None:
    page = opened(NAME, java_script_enabled=False)
    link = page.locator(LINKS).first
    assert len(link.get_attribute("title") or "") > 40
    point_at(link)
    page.wait_for_timeout(500)
    assert page.locator(CARD).count() == 0
    link.click()
    page.wait_for_url(re.compile(r"/references\.html#cite-\w+$"))
