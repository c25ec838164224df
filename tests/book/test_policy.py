"""The published site runs under a policy that refuses code and styles within a page.

What the policy refuses fails any test that opens a page: see `visited` in conftest.py.
"""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from books import Web, parse

Open = Callable[..., Page]
POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "worker-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
}
REFUSED = re.compile("Content Security Policy")


def policy(path: Path) -> dict[str, list[str]]:
    """Return the policy of a page, by directive."""
    (meta,) = parse(path).select('head > meta[http-equiv="Content-Security-Policy"]')
    words = [directive.split() for directive in str(meta["content"]).split(";")]
    return {name: sources for name, *sources in words}


def test_every_page_has_a_strict_policy_before_anything_it_loads(site: Path) -> None:
    paths = sorted(site.rglob("*.html"))
    assert len(paths) > 50
    for path in paths:
        found = policy(path)
        own, first_script = found.pop("script-src")
        assert own == "'self'"
        assert re.fullmatch(r"'sha256-[\w+/]{43}='", first_script)
        assert found == POLICY, path.name
        head = parse(path).head
        assert head
        first, second = head.find_all(True, limit=2)
        assert first.get("charset")
        assert second.get("http-equiv")


def test_no_page_has_a_style_or_code_in_it_but_the_first_script(web: Web) -> None:
    for path in sorted(web.folder.rglob("*.html")):
        soup = parse(path)
        (script,) = soup.select("script:not([src])")
        assert "dataset.theme" in script.get_text()
        assert soup.select("style, [style], [href^='javascript:']") == []
        names = {name for tag in soup.find_all(True) for name in tag.attrs}
        assert [name for name in names if name.startswith("on")] == [], path.name


def test_every_page_loads_without_a_complaint(visited: Open, site: Path, served: str) -> None:
    said: list[str] = []
    page = visited(f"{served}/index.html")
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    for path in (*site.glob("*.html"), *(site / "_modules").glob("*.html")):
        page.goto(f"{served}/{path.relative_to(site)}")
    assert said == []


def test_what_is_foreign_is_refused(browser: Browser, served: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.extend(REFUSED.findall(message.text)))
    page.goto(f"{served}/index.html")
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        const style = document.createElement("style");
        style.textContent = "body { color: red }";
        document.body.append(script, style);
        document.body.setAttribute("onclick", "window.ran = true");
        document.body.click();
    }""")
    assert not page.evaluate("'ran' in window")
    assert len(said) == 3
    page.close()


def test_all_that_moves_works(visited: Open, served: str) -> None:
    page = visited(f"{served}/understanding.html")
    page.locator(".bibtex-citation > a:visible").first.hover()
    page.locator(".citation-card").wait_for()
    text = page.locator("#fig-double-descent .live p")
    before = text.inner_text()
    page.locator("#fig-double-descent .live input").press("End")
    assert text.inner_text() != before
    for theme in ("dark", "light", "auto", "dark"):
        page.locator(".content-icon-container .theme-toggle").click()
        assert page.locator("body").get_attribute("data-theme") == theme
    page.reload(wait_until="commit")  # and at once, not when scripts have loaded
    page.locator("body[data-theme=dark]").wait_for()
    page.goto(f"{served}/solutions.html")
    box = page.locator("details").first
    box.locator("summary").click()
    assert box.locator("p").first.is_visible()
    page.goto(f"{served}/search.html?q=superposition")
    expect(page.locator("#search-results li a").first).to_be_visible()
