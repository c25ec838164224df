"""A table at the end of each run: every file of tests is a check, with what it guarantees."""

from __future__ import annotations

import ast
from collections import defaultdict
from itertools import chain
from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def guarantee(path: Path) -> str:
    """Return the first line that a file of tests says of itself."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0]


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
