"""What docstrings name is there: in backticks what the code has, and errors that it raises."""

import ast
import builtins
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from books import BOOK, ROOT

FILES = sorted((ROOT / "src/chapter_code").rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
MODULES = {path.stem for path in FILES} | {"chapter_code"}


def docstrings(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each line of the docstrings of a module, with its place."""
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            text = ast.get_docstring(node, clean=False)
            start = node.body[0].lineno if node.body else 1
            for number, line in enumerate((text or "").splitlines(), start):
                yield f"{path.relative_to(ROOT)}:{number}", line


def names(path: Path) -> set[str]:
    """Return the names that the code of a module has."""
    found = MODULES | set(dir(builtins))
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.alias):
            found.add(node.asname or node.name)
        for field in ("name", "id", "attr", "arg"):
            found.add(str(getattr(node, field, "")))
    return found


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_what_is_named_in_backticks_is_in_the_code(path: Path) -> None:
    known = names(path)
    assert [
        f"{place}: `{named}` is not there"
        for place, line in docstrings(path)
        for named in re.findall(r"(?<!`)`([A-Za-z_][\w.]*)`(?!`)", line)
        if not set(named.split(".")) <= known
    ] == []


def test_every_function_is_used() -> None:
    """By the package, or on a page."""
    texts = [path.read_text(encoding="utf-8") for path in (*FILES, *BOOK.glob("*.md"))]
    words = Counter(word for text in texts for word in re.findall(r"\w+", text))
    unused = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for path, tree in TREES.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and words[node.name] == 1
    ]
    assert unused == []


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_the_errors_that_are_told_can_be_raised(path: Path) -> None:
    """By the module or one that it uses, or where something is looked up."""
    used = [other for other in FILES if other == path or other.stem in names(path)]
    code = "".join(module.read_text(encoding="utf-8") for module in used)
    raised = {"KeyError", "IndexError", *re.findall(r"\braise (\w+)", code)}
    assert [
        f"{place}: {error} is not raised"
        for place, line in docstrings(path)
        for error in re.findall(r"^ *(\w*(?:Error|Exception)): ", line)
        if error not in raised
    ] == []
