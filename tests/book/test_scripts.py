"""Each script of the book can be read by a browser, and says nothing that it does not know."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Browser

from books import BOOK, ROOT

SCRIPTS = [*sorted((BOOK / "_static").glob("*.js")), *sorted((BOOK / "_live").glob("*.js"))]
# Attributes of ARIA are properties too, but for those that name elements.
KNOWN = """names => {
    const known = new Set();
    for (const one of [window, Element.prototype, Worker.prototype])
        for (const name in one) known.add(name.toLowerCase().replace(/elements?$/, ""));
    return names.filter(name => known.has(name.toLowerCase()));
}"""


def found(script: Path, pattern: str) -> dict[str, str]:
    """Return what a pattern finds in a script, with the place."""
    name = script.relative_to(ROOT)
    return {
        word: f"{name}:{number}: {word}"
        for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1)
        for word in re.findall(pattern, line)
    }


def test_typescript_finds_no_fault(packages: Path) -> None:
    """Nor a name that is not there or not used; known.d.ts says what it cannot know."""
    command = [str(packages / ".bin/tsc"), "--project", "tests/scripts"]
    read = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert read.returncode == 0, re.sub(r"\((\d+),\d+\)", r":\1", read.stdout)


def test_a_browser_knows_what_scripts_wait_for_and_say_to_those_who_listen(
    browser: Browser,
) -> None:
    """Events, by their handlers, which but one of those used here have; and ARIA."""
    named: dict[str, str] = {}
    for script in SCRIPTS:
        named |= found(script, r"\b(on[a-z]+|aria[A-Z]\w*)(?: =|:)")
        waited = found(script, r'addEventListener\("(?!focusin")(\w+)"')
        named |= {f"on{event}": place for event, place in waited.items()}
        said = found(script, r"\baria-([a-z]+)\b")
        named |= {f"aria{word}": place for word, place in said.items()}
    page = browser.new_page()
    known = page.evaluate(KNOWN, list(named))
    page.close()
    assert [place for word, place in named.items() if word not in known] == []
    assert len(named) > 10
