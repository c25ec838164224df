"""Every example runs and gives what is printed, and other code can at least be read."""

import ast
import shutil
import subprocess
from pathlib import Path

import pytest
from docutils import nodes

from books import Web, pages_in_order, sphinx_build


def unreadable(language: str, code: str) -> str:
    """Return why code cannot be read, or nothing."""
    if language == "sh":
        command = ["bash", "-n"]
        read = subprocess.run(command, input=code, capture_output=True, text=True, check=False)
        return read.stderr
    if language != "python":
        return f"nobody reads {language!r} here"
    try:
        ast.parse(code)
    except SyntaxError as error:
        return str(error)
    return ""


def test_as_many_examples_run_as_are_written(web: Web, tmp_path: Path) -> None:
    read = shutil.copytree(web.folder / ".doctrees", tmp_path / "read")
    said = sphinx_build("doctest", tmp_path, "-d", str(read))  # the census in book/_ext/ counts
    counted = web.json("receipt")
    on_pages, in_docstrings = (
        counted[f"examples {where}"] for where in ("on pages", "in docstrings")
    )
    assert f"{on_pages} examples on pages, {in_docstrings} in docstrings, all run" in said


@pytest.mark.parametrize("page", pages_in_order())
def test_code_that_is_no_example_can_be_read(web: Web, page: str) -> None:
    for block in web.doctree(page).findall(nodes.literal_block):
        if block.get("testnodetype") != "doctest":
            fault = unreadable(block.get("language", "python"), block.astext())
            assert not fault, f"book/{page}.md:{block.line}: {fault}"


@pytest.mark.parametrize(
    ("language", "code", "is_readable"),
    [
        ("python", "x = [1]", True),
        ("python", "x = [1", False),
        ("sh", "if true; then echo; fi", True),
        ("sh", "if true; then echo", False),
        ("", "x", False),
        ("cobol", "x", False),
    ],
)
def test_what_can_be_read(language: str, code: str, is_readable: bool) -> None:
    assert (unreadable(language, code) == "") == is_readable
