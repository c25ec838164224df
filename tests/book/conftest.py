"""What the tests of the book share: its pages, opened in a browser."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from books import Web

Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, web: Web) -> Iterator[Open]:
    """Open a page in a context of its own.

    In the end no script may have failed, and nobody else may have been asked for anything.
    """
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    errors: list[str] = []

    def open_page(
        name: str, width: int = 1280, height: int = 800, **options: bool | str
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto((web.folder / f"{name}.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []
