"""Look at every page of the published site in every way, with axe-core and with Lighthouse.

    PYTHONPATH=tests python -m audit book/_build/site

It fails if axe-core finds a fault, something moves out of its place, or a score is under 100.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler
from itertools import product
from pathlib import Path
from typing import IO

from playwright.sync_api import Browser, sync_playwright

from looks import CHROMIUM, OPTIONS, WATCH, faults, shifts
from served import served_by

LIGHTHOUSE = Path(__file__).parent / "node_modules/.bin/lighthouse"
CARD = ".citation-card"
KINDS = ("performance", "accessibility", "best-practices", "seo")
TRIES = 3


class Compressed(SimpleHTTPRequestHandler):
    """Serves files as hosts of web pages do, compressed, and does not speak of it."""

    def send_head(self) -> IO[bytes] | None:  # type: ignore[override]
        """Send what stands before a file, and return the file."""
        path = Path(self.translate_path(self.path))
        if path.suffix not in {".html", ".css", ".js", ".svg"} or not path.is_file():
            return super().send_head()
        content = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return io.BytesIO(content)

    def handle(self) -> None:
        """Answer, also one who does not wait for all of it."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *message: object) -> None:
        """Say nothing."""


def look(browser: Browser, address: str) -> Iterator[str]:
    """Yield what is wrong with a page, light and dark, wide and narrow, with all boxes open."""
    for width, scheme in product((360, 1280, 1440), ("light", "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(address)
        found = shifts(page)
        page.evaluate("document.querySelectorAll('details').forEach(box => box.open = true)")
        found += faults(page, in_all_places=True)
        if (citation := page.locator(".bibtex-citation > a:visible")).count():
            citation.first.hover()
            page.locator(CARD).wait_for()
            found += faults(page, in_all_places=True)
        yield from (f"{width} {scheme}: {fault[:200]}" for fault in found)
        context.close()


def measure(address: str, preset: str) -> list[int]:
    """Return the scores that Lighthouse gives to a page."""
    command = [str(LIGHTHOUSE), address, *preset.split(), "--quiet"]
    command += ["--output=json", f"--chrome-flags=--headless {' '.join(OPTIONS)}"]
    command += ["--no-enable-error-reporting"]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    run = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True)
    found = json.loads(run.stdout)["categories"]
    return [round(100 * (found[kind]["score"] or 0)) for kind in KINDS]


def best(address: str, preset: str) -> list[int]:
    """Return the best scores of some tries, since a machine that is busy makes a page slow."""
    scores = [0] * len(KINDS)
    for _ in range(TRIES):
        scores = list(map(max, scores, measure(address, preset)))
        if min(scores) == 100:
            break
    return scores


def audit(site: Path, browser: Browser) -> bool:
    """Print what each page gets, and return whether there is nothing to mend."""
    names = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    names.sort(key=lambda name: (name.count("/"), name))  # the source code in the end
    is_good = True
    print(f"{'':42}{'mobile':20}desktop\n{'':42}{'perf acc best seo   ' * 2}")
    handler = partial(Compressed, directory=str(site))
    with served_by(handler) as port:
        for name in names:
            address = f"http://127.0.0.1:{port}/{name}"
            found = list(look(browser, address))
            scores = [*best(address, ""), *best(address, "--preset=desktop")]
            row = "".join(f"{score:<5}" for score in scores)
            print(f"{name:42}{row}", *found, sep="\n  ", flush=True)
            is_good &= not found and min(scores) == 100
    return is_good


def main(site: Path) -> int:
    """Look at a site in the browser of the system, and return the exit status."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        return 0 if audit(site, browser) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
