"""The code is typed, linted and formatted as pyproject.toml asks."""

import subprocess
import sys

import pytest

from books import ROOT


@pytest.mark.parametrize("tool", ["mypy", "ruff check", "ruff format --check", "codespell_lib"])
def test_a_tool_finds_nothing(tool: str) -> None:
    command = [sys.executable, "-m", *tool.split()]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr
