"""Archived copies are asked for with patience, and noted as soon as they are found."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

import archive
from archive import is_copy, note_copies
from bib import formatted
from served import served_by

ANSWERS = {
    "https://a.org/kept/": {"status": "200", "url": "http://web.archive.org/web/{}/{}"},
    "https://b.org/lost": {},
    "https://c.org/failed": {"status": "404", "url": "http://web.archive.org/web/{}/{}"},
    "https://d.org/other": {
        "status": "200",
        "url": "http://web.archive.org/web/{}/http://x.org/",
    },
}
RECORDS = formatted(
    "\n".join(
        f"@misc{{{url[8]}, title = {{T}}, url = {{{url}}}, urldate = {{2026-01-02}}}}"
        for url in ANSWERS
    )
    + "@misc{e, title = {A book}}"
)


class Wayback(BaseHTTPRequestHandler):
    """Answers as the Wayback Machine does, but for an address about which it fails."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        said = parse_qs(urlsplit(self.path).query)
        (url,), (day,) = said["url"], said["timestamp"]
        self.asked.append(url)
        if url not in ANSWERS:
            self.send_error(429)
            return
        closest = {k: v.format(f"{day}030405", url) for k, v in ANSWERS[url].items()}
        self.send_response(200)
        self.end_headers()
        answer = {"url": url, "archived_snapshots": {"closest": closest} if closest else {}}
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *message: object) -> None:
        pass


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What a server is asked that stands for the archive."""
    Wayback.asked.clear()
    with served_by(Wayback) as port:
        monkeypatch.setattr(archive, "WAYBACK", f"http://localhost:{port}")
        monkeypatch.setattr(archive, "PAUSE", 0)
        yield Wayback.asked


def test_a_copy_is_noted_and_not_asked_for_again(
    tmp_path: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(RECORDS, encoding="utf-8")
    note_copies(path)
    assert asked == list(ANSWERS)
    copy = "https://web.archive.org/web/20260102030405/https://a.org/kept/"
    day = "    urldate = {2026-01-02},\n"
    text = path.read_text(encoding="utf-8")
    assert text == RECORDS.replace(day, f"{day}    archiveurl = {{{copy}}},\n", 1)
    assert formatted(text) == text
    noted, *missing = capsys.readouterr().out.splitlines()
    assert noted.split() == ["noted", "a", copy]
    assert [line.split() for line in missing] == [
        ["missing", url[8], f"https://web.archive.org/save/{url}"] for url in list(ANSWERS)[1:]
    ]
    note_copies(path)
    assert asked == [*ANSWERS, *list(ANSWERS)[1:]]


def test_what_was_found_is_kept_when_the_archive_fails(
    tmp_path: Path, asked: list[str]
) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(RECORDS.replace("https://b.org/lost", "https://b.org/fails"), "utf-8")
    with pytest.raises(OSError, match="429"):
        note_copies(path)
    assert asked == ["https://a.org/kept/", "https://b.org/fails"]
    assert path.read_text(encoding="utf-8").count("archiveurl") == 1


def test_who_cannot_ask_is_told(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(RECORDS, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, archive.__file__, str(path)],
        env={**os.environ, "https_proxy": "http://localhost:9"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("https://archive.org/wayback/available: URLError(")
    assert run.stderr.endswith("What was found is noted; run it again later.\n")
    assert path.read_text(encoding="utf-8") == RECORDS


@pytest.mark.parametrize(
    ("copy", "url", "is_so"),
    [
        ("/20260102030405/https://a.org/b", "https://a.org/b", True),
        ("/20260102030405/http://www.a.org", "https://a.org/#b", True),
        ("/20260102030405/https://a.org/b", "https://a.org/c", False),
        ("/2026/https://a.org/b", "https://a.org/b", False),
        ("s/20260102030405/https://a.org/b", "https://a.org/b", False),
    ],
)
def test_a_copy_is_one_of_the_page(copy: str, url: str, is_so: bool) -> None:
    assert is_copy(f"https://web.archive.org/web{copy}", url) == is_so
