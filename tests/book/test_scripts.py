"""Each script of the book can be read by a browser, and says nothing that it does not know."""

import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from books import BOOK, ROOT, needs

SCRIPTS = [*sorted((BOOK / "_static").glob("*.js")), *sorted((BOOK / "_live").glob("*.js"))]
KNOWN = """names => names.filter(
    name => [window, Element.prototype, Worker.prototype].some(one => name in one))"""


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_a_script_can_be_read(script: Path) -> None:
    needs("node", "nodejs")
    command = ["node", "--check", str(script.relative_to(ROOT))]
    read = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert read.returncode == 0, read.stderr


def found(script: Path, pattern: str) -> dict[str, str]:
    """Return what a pattern finds in a script, with the place."""
    name = script.relative_to(ROOT)
    return {
        word: f"{name}:{number}: {word}"
        for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1)
        for word in re.findall(pattern, line)
    }


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_what_a_script_names_is_used(script: Path) -> None:
    words = Counter(re.findall(r"[\w$]+", script.read_text(encoding="utf-8")))
    named = found(script, r"\b(?:const|let|function) ([\w$]+)")
    assert [place for word, place in named.items() if words[word] == 1] == []
    assert named


def test_a_browser_knows_what_scripts_wait_for_and_say_to_those_who_listen(
    browser: Browser,
) -> None:
    """Events, by their handlers, which but one of those used here have; properties of ARIA."""
    named: dict[str, str] = {}
    for script in SCRIPTS:
        named |= found(script, r"\b(on[a-z]+|aria[A-Z]\w*)(?: =|:)")
        waited = found(script, r'addEventListener\("(?!focusin")(\w+)"')
        named |= {f"on{event}": place for event, place in waited.items()}
    page = browser.new_page()
    known = page.evaluate(KNOWN, list(named))
    page.close()
    assert [place for word, place in named.items() if word not in known] == []
    assert len(named) > 10
