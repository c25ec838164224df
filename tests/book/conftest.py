"""What the tests of the book share: its pages, opened in a browser, and the published site."""

import fcntl
import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import BinaryIO, ClassVar

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from books import ROOT, Web, needs
from clones import run
from publish import publish
from served import served_by

Open = Callable[..., Page]
REFUSED = re.compile(r".*Content Security Policy.*", re.DOTALL)
HERE = ("file:", "data:", "http://127.0.0.1:")


def visits(browser: Browser) -> Iterator[Open]:
    """Open an address in a context of its own.

    In the end no script may have failed, the policy of the published site may have refused
    nothing, and nobody else may have been asked for anything.
    """
    contexts: list[BrowserContext] = []
    asked: list[str] = []
    errors: list[str] = []

    def visit(address: str, width: int = 1280, height: int = 800, **options: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
        page.on("console", lambda message: errors.extend(REFUSED.findall(message.text)))
        page.goto(address)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(HERE)] == []
    assert errors == []


visited = pytest.fixture(visits)
visited_once = pytest.fixture(visits, scope="module")


@pytest.fixture
def opened(visited: Open, web: Web) -> Open:
    """Open a page of the book from the disk."""

    def open_page(name: str, width: int = 1280, height: int = 800, **options: object) -> Page:
        return visited((web.folder / f"{name}.html").as_uri(), width, height, **options)

    return open_page


@pytest.fixture(scope="session")
def packages() -> Path:
    """What comes from npm."""
    needs("npm", "npm")
    with (ROOT / "package-lock.json").open() as lock:  # one process fetches, others wait
        fcntl.flock(lock, fcntl.LOCK_EX)
        run(ROOT, "-s", "node_modules/.ready").check_returncode()
    return ROOT / "node_modules"


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published site, which make has built or not."""
    built = request.config.getoption("--built")
    if built and (made := built.resolve() / "site").exists():
        return Path(made)
    web, packages = (request.getfixturevalue(name) for name in ("web", "packages"))
    folder = tmp_path_factory.mktemp("published") / "a-book"
    forms = ("latex/llm-discussions.pdf", "epub/llm-discussions.epub")
    others = (web.folder.parent / form for form in forms)
    publish(web.folder, packages / "pyodide", folder, *others)
    return folder


class Quiet(SimpleHTTPRequestHandler):
    """Serves files but for those that are missing, each anew, and does not speak of it."""

    missing: ClassVar[set[str]] = set()

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        if Path(self.path).name in self.missing:
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *message: object) -> None:
        pass


@pytest.fixture
def missing() -> Iterator[set[str]]:
    """The names of files that the server of the site does not find, for a test to choose."""
    yield Quiet.missing
    Quiet.missing.clear()


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the published site, which is not the root of its server."""
    handler = partial(Quiet, directory=str(site.parent))
    with served_by(handler) as port:
        yield f"http://127.0.0.1:{port}/{site.name}"
