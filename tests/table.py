"""A table at the end of each run: every file of tests is a check, with what it guarantees.

Where one fails, the places that were changed follow, since a test may know only the output.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections import defaultdict
from itertools import chain
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PLACES = 20  # that are named
ACCEPTED = {"book/computed.txt", "book/reviewed.txt", "SHA256SUMS"}  # which programs write


def guarantee(path: Path) -> str:
    """Return the first line that a file of tests says of itself."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0]


def changed(folder: Path) -> list[str]:
    """Return the places that differ from the main branch, or the last commit, if git knows."""
    if shutil.which("git") is None:
        return []

    def git(*command: str) -> str:
        call = ["git", "-c", "core.quotePath=off", *command]
        return subprocess.run(
            call, cwd=folder, capture_output=True, text=True, check=False
        ).stdout

    base = git("merge-base", "HEAD", "origin/main").strip() or "HEAD"
    form = ("--no-color", "--no-ext-diff", "--src-prefix=", "--dst-prefix=")
    plain = ("--output-indicator-new= ", "--output-indicator-old= ")  # as no head begins
    places, name = git("ls-files", "--others", "--exclude-standard").splitlines(), ""
    for line in git("diff", "-U0", "--relative", *form, *plain, base).splitlines():
        if head := re.match(r"(?:---|\+\+\+) (?!/dev/null)([^\t]+)", line):
            name = head[1]
        elif name not in ACCEPTED and (hunk := re.match(r"@@ -\S+ \+(\d+)", line)):
            places.append(f"{name}:{hunk[1]}")
    return places


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print a line for each check: whether it holds, its time, its id, and what it is."""
    seconds = defaultdict[str, float](float)
    failed, skipped = set[str](), set[str]()
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            name = report.nodeid.partition("::")[0]
            seconds[name] += report.duration
            if report.failed:
                failed.add(name)
            if report.skipped:
                skipped.add(name)
    terminalreporter.section("checks")
    for name in sorted(seconds):
        path = TESTS.parent / name
        state = "FAILED" if name in failed else "skips" if name in skipped else "holds"
        check = path.relative_to(TESTS).with_suffix("").as_posix().replace("test_", "")
        line = f"{state:6} {seconds[name]:6.1f} s  {check:32} {guarantee(path)}"
        terminalreporter.line(line, red=name in failed, yellow=name in skipped)
    if failed and (places := changed(TESTS.parent)):
        terminalreporter.section("what has changed here, which need not be what is wrong")
        for place in places[:PLACES]:
            terminalreporter.line(place)
        if len(places) > PLACES:
            terminalreporter.line(f"and {len(places) - PLACES} more")
