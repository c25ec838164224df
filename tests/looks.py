"""What is looked for on an open page: faults of access, and what moves by itself."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WATCH = """window.shifts = [];
new PerformanceObserver(list => {
    for (const { value, hadRecentInput, sources } of list.getEntries())
        if (!hadRecentInput)
            shifts.push([value, ...sources.map(({ node }) => node?.outerHTML)].join(": "));
}).observe({ type: "layout-shift", buffered: true });
"""
SCROLL = """async () => {
    const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));
    const { scrollHeight } = document.documentElement;
    for (let top = 0; top < scrollHeight; top += innerHeight) {
        scrollTo({ top, behavior: "instant" });
        await drawn();
    }
    scrollTo({ top: 0, behavior: "instant" });
    await drawn();
    return shifts;
}"""


def faults(page: Page) -> list[str]:
    """Return the rules that axe-core finds broken, and where."""
    options = {"rules": {"target-size": {"enabled": True}}}
    return [
        f"{rule['id']}: {node['html']}"
        for rule in Axe().run(page, options=options).response["violations"]
        for node in rule["nodes"]
    ]


def shifts(page: Page) -> list[str]:
    """Scroll through a page that was opened with WATCH, and return what has moved, how far."""
    found: list[str] = page.evaluate(SCROLL)
    return found
