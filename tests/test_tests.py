"""The tests are tests: each asserts something, and each file says what it guarantees."""

import ast

import pytest

from books import ROOT
from table import guarantee

TESTS = [
    (path, node)
    for path in sorted((ROOT / "tests").rglob("test_*.py"))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
]


def asserts(test: ast.FunctionDef) -> bool:
    """Return whether a test has an assertion, or calls what has one."""
    names = {getattr(n, "attr", getattr(n, "id", "")) for n in ast.walk(test)}
    return bool(names & {"raises", "sphinx_build"}) or any(
        isinstance(node, ast.Assert) for node in ast.walk(test)
    )


def test_every_test_asserts_something() -> None:
    assert len(TESTS) > 300
    assert [f"{path.name}:{test.lineno}" for path, test in TESTS if not asserts(test)] == []


def test_every_check_says_what_it_guarantees() -> None:
    paths = {path for path, _ in TESTS}
    assert [path.name for path in paths if not guarantee(path).endswith((".", ":"))] == []


@pytest.mark.parametrize(
    ("body", "is_one"), [("assert x", True), ("sphinx_build()", True), ("x == 1", False)]
)
def test_what_asserts(body: str, is_one: bool) -> None:
    (test,) = ast.parse(f"def test_it():\n    {body}").body
    assert isinstance(test, ast.FunctionDef)
    assert asserts(test) == is_one
