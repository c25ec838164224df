"""A browser, and what is looked for on an open page: faults of access, and what moves."""

from __future__ import annotations

import shutil

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Chromium without windows takes half the time, where it can be had.
SHELL = "chromium-headless-shell"
CHROMIUM = shutil.which(SHELL) or shutil.which("chromium") or SHELL
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

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


MARK_ALIKE = """() => {
    const seen = new Set();
    for (const element of document.querySelectorAll("body *")) {
        let path = "";
        for (let node = element; node !== document.body; node = node.parentElement)
            path += `${node.tagName} ${node.className}/`;
        if (seen.has(path)) element.dataset.alike = "";
        seen.add(path);
    }
}"""
RUN = """where => {
    axe.configure({ rules: [
        { id: "color-contrast", selector: `*${where}` },
        { id: "link-in-text-block", selector: `a[href]${where}` },
        { id: "target-size", enabled: true },
    ] });
    return axe.run({ resultTypes: ["violations"] });
}"""


def faults(page: Page, *, in_all_places: bool = False) -> list[str]:
    """Return the rules that axe-core finds broken, and where.

    Colors, which take most of the time, are looked at once where elements have the same tags
    and classes around them, or else in all places.
    """
    page.evaluate(Axe().axe_script)
    page.evaluate(MARK_ALIKE)
    found = page.evaluate(RUN, "" if in_all_places else ":not([data-alike])")
    return [
        f"{rule['id']}: {node['html']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def shifts(page: Page) -> list[str]:
    """Scroll through a page that was opened with WATCH, and return what has moved, how far."""
    found: list[str] = page.evaluate(SCROLL)
    return found
