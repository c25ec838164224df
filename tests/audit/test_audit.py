"""The audit prints what each page gets, and fails where there is something to mend."""

import re
from pathlib import Path
from unittest.mock import MagicMock

import pytest
from playwright.sync_api import Browser

from audit import __main__ as audit

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Title</title>
<main><h1>Title</h1><details><summary>Open</summary><img src="data:,"></details></main>
"""
GOOD, SLOW = [100, 100, 100, 100], [97, 100, 100, 100]


@pytest.mark.parametrize(
    ("scores", "found", "said", "is_good"),
    [
        ([GOOD], [], "index.html 100  100  100  100", True),
        ([SLOW, GOOD], [], "index.html 100  100  100  100", True),
        ([SLOW], [], "index.html 97   100  100  100", False),
        ([GOOD], ["360 light: label"], "\n  360 light: label\n", False),
    ],
    ids=["good", "busy machine", "slow page", "fault"],
)
def test_each_page_gets_a_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    scores: list[list[int]],
    found: list[str],
    said: str,
    is_good: bool,
) -> None:
    left = [*scores]
    monkeypatch.setattr(audit, "look", lambda *page: found)
    monkeypatch.setattr(audit, "measure", lambda *page: left.pop(0) if left[1:] else left[0])
    (tmp_path / "index.html").touch()
    assert audit.audit(tmp_path, MagicMock()) == is_good
    assert said in re.sub("html +", "html ", capsys.readouterr().out)


def test_a_fault_in_a_closed_box_is_seen_in_every_way(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(PAGE, encoding="utf-8")
    found = list(audit.look(browser, (tmp_path / "index.html").as_uri()))
    ways = [f"{width} {scheme}" for width in (360, 1280, 1440) for scheme in ("light", "dark")]
    assert [fault.partition(":")[0] for fault in found] == ways
    assert all("image-alt" in fault for fault in found)
