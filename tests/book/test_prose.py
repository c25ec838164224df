"""How the pages are written: spelling, one sentence a line, headings, and words ruled out."""

import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from books import BOOK, Web, pages_in_order, sphinx_build

CODE = "doctest|code|literalinclude|toctree|eval-rst|raw|math"
RULED_OUT = (
    "crucial|delve|fascinating|groundbreaking|in the realm of|it is important to note|leverag|"
    "paradigm|utiliz"
)


def prose(page: str) -> list[tuple[int, str]]:
    """Return the lines of a page that are prose, with their numbers; roles become an X."""
    lines, fence = [], ""
    for number, line in enumerate((BOOK / f"{page}.md").read_text("utf-8").split("\n"), 1):
        if fence or re.match(rf"`{{3,}}\{{({CODE})", line):
            fence = "" if line == fence else fence or line[: line.index("{")]
        elif not line.startswith((":", ">>>")):
            lines.append(
                (number, re.sub(r"(\{[\w:-]+\})?`[^`]*`|\$[^$]*\$|“[^”]*”", "X", line))
            )
    return lines


def test_words_are_spelled_as_in_the_dictionary(web: Web, tmp_path: Path) -> None:
    try:
        import enchant  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: F401
    except ImportError:
        pytest.skip("needs enchant; on Debian or Ubuntu: apt-get install libenchant-2-2")
    read = shutil.copytree(web.folder / ".doctrees", tmp_path / "read")
    sphinx_build("spelling", tmp_path, "-d", str(read))


@pytest.mark.parametrize("page", pages_in_order())
def test_a_line_holds_one_sentence(page: str) -> None:
    ends = re.compile(r"(?<!et al)(?<!\b[A-Z])(?<!^\d)(?<!^ \d)[.?!][”)*]*\s+[“(*]*[A-Z]")
    assert [(number, line) for number, line in prose(page) if ends.search(line)] == []


@pytest.mark.parametrize("page", pages_in_order())
def test_words_that_say_little_are_not_used(page: str) -> None:
    found = [(number, line) for number, line in prose(page) if re.search(RULED_OUT, line, re.I)]
    assert found == []


@pytest.mark.parametrize("page", pages_in_order())
def test_headings_descend_by_one_and_differ(page: str, web: Web) -> None:
    headings = web.soup(page).select("article :is(h1, h2, h3, h4, h5, h6)")
    levels = [int(heading.name[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    texts = [re.sub(r"^[\d.]+ ", "", heading.get_text()) for heading in headings]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("page", pages_in_order())
def test_a_link_says_where_it_leads(page: str, web: Web) -> None:
    links = web.soup(page).select("article a:not(.headerlink)")
    texts = {link.get_text().strip().casefold() for link in links}
    assert not texts & {"", "here", "this", "link", "click here", "read more"}
