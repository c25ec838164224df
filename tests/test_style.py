"""The code is typed, linted and formatted as `make lint` and pyproject.toml ask."""

import shlex
import subprocess
import tomllib
from fnmatch import fnmatch

import pytest

from books import ROOT
from clones import recipe

COMMANDS = {
    " ".join(words[2:]): words for words in map(shlex.split, recipe("lint").stdout.splitlines())
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_tool_finds_nothing(command: str) -> None:
    found = subprocess.run(
        COMMANDS[command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_package_says_that_it_is_typed() -> None:
    marker = ROOT / "src/chapter_code/py.typed"
    assert marker.exists(), marker


def test_tools_are_strict() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    assert tools["mypy"]["strict"] is True, "pyproject.toml: tool.mypy: strict"
    assert len(tools["ruff"]["lint"]["select"]) > 14, "pyproject.toml: tool.ruff.lint: select"


def test_no_tool_leaves_out_what_is_written_by_hand() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    left_out = {
        "codespell: skip": tools["codespell"]["skip"].split(","),
        "mypy: exclude": [f"*{pattern}*" for pattern in tools["mypy"]["exclude"]],
        "ruff: extend-exclude": tools["ruff"]["extend-exclude"],
    }
    written = [
        path.relative_to(ROOT)
        for kind in ("*.md", "*.py", "book/**/*.[cjmpy]*", "src/**/*.py", "tests/**/*.*")
        for path in ROOT.glob(kind)
        if not {"_build", "__pycache__", "node_modules"} & set(path.parts)
        if path.suffix not in {".png"} and "-lock" not in path.name
    ]
    assert len(written) > 200
    assert [
        f"pyproject.toml: {key}: {pattern} leaves out {path}"
        for key, patterns in left_out.items()
        for pattern in patterns
        for path in written
        if any(fnmatch(part, pattern) for part in (path.as_posix(), *path.parts))
    ] == []


def test_all_tools_are_asked() -> None:
    """To look, and not to mend."""
    assert [*COMMANDS] == ["ruff check", "ruff format --check", "mypy", "codespell_lib"]
