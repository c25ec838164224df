"""The tests are tests: each asserts something, and each file says what it guarantees."""

import ast
import re
import subprocess
import tomllib
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import settings

from books import ROOT, needs
from table import changed, guarantee


def functions() -> list[tuple[Path, ast.FunctionDef]]:
    """Return all functions in the files of tests."""
    return [
        (path, node)
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]


DRAWS = r"st\.(floats|integers)"
TOLERANCE = re.compile(r"\b(?:abs|rel|(?:abs|rel|a|r)_?tol)=(\d[\d.e+-]*)")
TESTS = [(path, node) for path, node in functions() if node.name.startswith("test_")]


def asserts(test: ast.FunctionDef) -> bool:
    """Return whether a test has an assertion, or calls what has one."""
    names = {getattr(n, "attr", getattr(n, "id", "")) for n in ast.walk(test)}
    return bool(names & {"raises", "sphinx_build", "assert_still"}) or any(
        isinstance(node, ast.Assert) for node in ast.walk(test)
    )


def test_every_test_asserts_something() -> None:
    assert len(TESTS) > 300
    assert [f"{path.name}:{test.lineno}" for path, test in TESTS if not asserts(test)] == []


def test_what_looks_like_a_test_is_one() -> None:
    """A function in a file of tests is a test, or it is used: by name, or as a fixture."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    words = Counter(word for text in texts for word in re.findall(r"\w+", text))
    unused = [
        f"{path.name}:{node.lineno}: {node.name}"
        for path, node in functions()
        if words[node.name] == 1 and not re.match("test_|_|do_|log_", node.name)
    ]
    assert unused == []


def test_no_test_is_expected_to_fail_or_left_out() -> None:
    marks = re.compile(r"mark\.(xfail|skip|skipif)\b")
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path.name != "test_tests.py":
            assert not marks.search(path.read_text(encoding="utf-8")), path


def test_pytest_looks_at_all_tests_and_forgives_no_warning() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    chosen = settings["pytest"]["ini_options"]
    assert chosen["testpaths"] == ["tests"]
    assert chosen["filterwarnings"] == ["error"]
    assert chosen["xfail_strict"] is True


def test_a_property_is_tried_a_hundred_times() -> None:
    assert settings().max_examples >= 100


def test_a_tolerance_is_a_tenth_at_most() -> None:
    """What is looser tells nothing apart."""
    files = chain(
        *map(ROOT.glob, ("tests/**/test_*.py", "src/chapter_code/**/*.py", "book/*.md"))
    )
    loose = [
        f"{path.relative_to(ROOT)}:{number}: {found[0]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for found in TOLERANCE.finditer(line)
        if float(found[1]) > 0.1
    ]
    assert loose == []


def test_no_test_ends_before_its_end() -> None:
    """What need not be tried is said by `assume`, which fails when that is everything."""
    ended = [
        f"{path.relative_to(ROOT)}:{node.lineno}: return"
        for path, test in TESTS
        for block in ast.walk(test)
        if isinstance(block, ast.If | ast.For | ast.While | ast.With)
        for node in block.body
        if isinstance(node, ast.Return) and node.value is None
    ]
    assert ended == []


def test_values_are_drawn_from_more_than_one() -> None:
    drawn = [
        f"{path.relative_to(ROOT)}:{call.lineno}: {ast.unparse(call)}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and re.fullmatch(DRAWS, ast.unparse(call.func))
        and len(call.args) > 1
        and ast.unparse(call.args[0]) == ast.unparse(call.args[1])
    ]
    assert drawn == []


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


def test_a_run_that_fails_can_say_what_has_changed(tmp_path: Path) -> None:
    needs("git", "git")

    def git(*command: str) -> None:
        name = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
        subprocess.run(["git", *name, *command], cwd=tmp_path, check=True)

    assert changed(tmp_path) == []
    git("init", "-q")
    for page in ("one.md", "two ä.md", "three.md"):
        (tmp_path / page).write_text("-- a\nb\nc\nd\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "Before")
    assert changed(tmp_path) == []
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    (tmp_path / "one.md").write_text("++ a\nb\nc\nd\ne\n", encoding="utf-8")
    git("commit", "-q", "-a", "-m", "After")
    (tmp_path / "two ä.md").write_text("-- a\nc\nD\n", encoding="utf-8")
    (tmp_path / "three.md").unlink()
    (tmp_path / "new.md").touch()
    places = ["new.md", "one.md:1", "one.md:5", "three.md:0", "two ä.md:1", "two ä.md:3"]
    assert changed(tmp_path) == places
