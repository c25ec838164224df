"""Nothing on a page moves out of its place while it loads, or when figures come into sight."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from looks import WATCH, shifts

Open = Callable[..., Page]
# One page of each kind: `make audit` looks at all.
NAMES = ("index", "evidence", "understanding", "scaling", "search", "_modules/chapter_code/elo")


def assert_still(page: Page) -> None:
    assert shifts(page) == []


@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_moves(visited: Open, served: str, width: int) -> None:
    page = visited("about:blank", width)
    page.context.add_init_script(WATCH)
    for name in NAMES:
        page.goto(f"{served}/{name}.html")
        assert_still(page)


def test_what_moves_is_seen(visited: Open, served: str) -> None:
    page = visited("about:blank", 360)
    page.context.add_init_script(WATCH)
    page.goto(f"{served}/index.html")
    assert_still(page)  # and it has been drawn
    page.evaluate("document.querySelector('h1').before(document.createElement('hr'))")
    with pytest.raises(AssertionError, match="hr"):
        assert_still(page)
