"""A page stays whole when its scripts fail: all its text is there, and every link leads on."""

from playwright.sync_api import Browser, Page, Route

from books import Web

NAMES = ("index", "understanding", "solutions")
LINKS = """links => links.filter(link => link.checkVisibility()).map(
    link => [link.href, link.textContent, link.title])"""


def fail(route: Route) -> None:
    route.fulfill(content_type="text/javascript", body="throw new Error('for a test')")


def shown(page: Page) -> tuple[str, list[list[str]]]:
    """Return what a reader can read of a page, and where its links lead."""
    return page.locator("body").inner_text(), page.locator("a").evaluate_all(LINKS)


def test_a_script_that_throws_takes_nothing_away(browser: Browser, web: Web) -> None:
    failing = browser.new_page()
    plain = browser.new_page(java_script_enabled=False)
    errors: list[str] = []
    failing.on("pageerror", lambda error: errors.append(str(error)))
    failing.route("**/*.js*", fail)
    for number, name in enumerate(NAMES, 1):
        address = (web.folder / f"{name}.html").as_uri()
        failing.goto(address)
        plain.goto(address)
        assert len(errors) >= number
        (text, links), (plain_text, plain_links) = shown(failing), shown(plain)
        assert text == plain_text
        assert links == plain_links
        assert len(text) > 500
        for box in failing.locator("details").all():
            box.locator("summary").click()
            assert box.get_attribute("open") is not None
    failing.close()
    plain.close()


def test_a_citation_still_has_its_title_and_leads_to_the_list(
    browser: Browser, web: Web
) -> None:
    page = browser.new_page()
    page.route("**/*.js*", fail)
    page.goto((web.folder / "understanding.html").as_uri())
    link = page.locator(".bibtex-citation > a:visible").first
    link.hover()
    assert len(link.get_attribute("title") or "") > 40
    link.click()
    assert page.url.rpartition("/")[2].startswith("references.html#cite-")
    page.close()
