"""Links are asked with patience and sorted by what became of them; only dead ones fail."""

import datetime
import ssl
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from time import sleep
from typing import ClassVar

import pytest
import trustme

from books import BOOK
from linkcheck import Link, links, state, table
from served import served_by

TODAY = datetime.date(2026, 11, 26)
MOVED = {"/permanent": 301, "/temporary": 302, "/loop": 302}
TO = {"/permanent": "/well", "/temporary": "/well", "/loop": "/loop"}
REFUSED = {
    "/gone": 410,
    "/lost": 404,
    "/well/lost": 404,
    "/locked": 403,
    "/secret": 401,
    "/broken": 500,
}


class Misbehaving(BaseHTTPRequestHandler):
    """Answers as its path says, and counts how often it was asked."""

    asked: ClassVar[Counter[str]]

    def do_HEAD(self) -> None:
        self.asked[self.path] += 1
        if self.path == "/slow":
            sleep(2)
        if self.path == "/never" or (self.path == "/busy" and self.asked[self.path] == 1):
            self.send_response(429)
            self.send_header("Retry-After", "1")
        else:
            self.send_response(MOVED.get(self.path, REFUSED.get(self.path, 200)))
        if self.path in TO:
            self.send_header("Location", TO[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD  # noqa: N815

    def log_message(self, *message: object) -> None:
        pass


@pytest.fixture
def served() -> Iterator[tuple[str, str, Counter[str]]]:
    """The addresses of a server and of one with a certificate of its own, and what is asked."""

    class Handler(Misbehaving):
        asked: ClassVar[Counter[str]] = Counter()

    certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(certificate)
    with served_by(Handler) as plain, served_by(Handler, certificate) as secure:
        yield f"http://localhost:{plain}", f"https://localhost:{secure}", Handler.asked


def project(folder: Path, *addresses: str) -> Path:
    """Write a page that links to some addresses, with the settings of the book."""
    text = (BOOK / "conf.py").read_text("utf-8")
    settings = [line for line in text.split("\n") if line.startswith("linkcheck_")]
    assert len(settings) > 3
    (folder / "conf.py").write_text("\n".join([*settings, "linkcheck_timeout = 1"]), "utf-8")
    shown = "\n\n".join(f"`<{address}>`__" for address in addresses)
    (folder / "index.rst").write_text(
        f"Links\n=====\n\n{shown}\n\n.. _here:\n\nEnd.\n", "utf-8"
    )
    (folder / "other.rst").write_text(
        ":orphan:\n\nOther\n=====\n\n:ref:`Here <here>`\n", "utf-8"
    )
    return folder


def test_each_kind_of_trouble_is_told(
    tmp_path: Path, served: tuple[str, str, Counter[str]]
) -> None:
    plain, secure, asked = served
    expected = {
        f"{plain}/gone": "dead",
        f"{plain}/lost": "dead",
        f"{plain}/permanent": "moved",
        f"{plain}/locked": "refused",
        f"{plain}/secret": "refused",
        f"{plain}/broken": "unreachable",
        f"{plain}/loop": "unreachable",
        f"{plain}/slow": "unreachable",
        f"{secure}/self-signed": "unreachable",
        "http://nowhere.invalid/": "unreachable",
        f"{plain}/busy": "fine",
        f"{plain}/temporary": "fine",
        f"{plain}/well": "fine",
    }
    source = project(tmp_path, *expected)
    found = links(source, tmp_path / "out", TODAY)
    assert {link.address: link.state for link in found} == expected
    assert [link.state for link in found[:3]] == ["dead", "dead", "moved"]
    assert asked["/busy"] == 2
    said = table(found)
    assert f"moved        index:8          {plain}/permanent\n" in said
    assert f"{plain}/well\n" in said, "where it has moved to"
    assert f" Copies: https://web.archive.org/web/*/{plain}/gone\n" in said
    assert said.count("Copies: ") == 2
    assert "busy" not in said
    assert said.endswith("2 dead, 1 moved, 2 refused, 5 unreachable, 3 fine, 0 fine lately")


def test_what_was_fine_is_not_asked_again_for_a_fortnight(
    tmp_path: Path, served: tuple[str, str, Counter[str]]
) -> None:
    plain, _, asked = served
    source = project(tmp_path, f"{plain}/well", f"{plain}/well/lost")
    expected = [(1, "fine"), (1, "fine lately"), (2, "fine")]
    for days, (times, became) in zip((0, 13, 14), expected, strict=True):
        found = links(source, tmp_path / "out", TODAY + datetime.timedelta(days))
        assert [link.state for link in found] == ["dead", became]
        assert asked["/well"] == times


def test_patience_ends(tmp_path: Path, served: tuple[str, str, Counter[str]]) -> None:
    plain, _, asked = served
    source = project(tmp_path, f"{plain}/never")
    (link,) = links(source, tmp_path / "out", TODAY, seconds=3)
    assert (link.state, link.said) == ("unreachable", "too late")
    assert asked["/never"] > 1


@pytest.mark.parametrize("message", ["429 Client Error: Too Many Requests", "unauthorized"])
def test_who_refuses_is_not_dead(message: str) -> None:
    assert state("broken", 0, message) == "refused"
    assert "refused" in table([Link("refused", "https://a.org", "index:1", message)])
