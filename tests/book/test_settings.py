"""Every setting in conf.py is one that Sphinx or an extension reads, and none is left out."""

import ast
import pickle
from copy import copy
from datetime import date
from typing import Any

import pytest

from books import BOOK, Web

CONF = (BOOK / "conf.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def options(web: Web) -> Any:
    """What Sphinx has read of conf.py."""
    with (web.folder / ".doctrees/environment.pickle").open("rb") as file:
        return pickle.load(file).config


def test_every_extension_of_the_book_is_used() -> None:
    own = [path for path in (BOOK / "_ext").glob("*.py") if "\ndef setup(" in path.read_text()]
    unused = [path.stem for path in own if f'\n    "{path.stem}",\n' not in CONF]
    assert unused == [], f"book/conf.py, extensions, lacks {unused} of book/_ext/"
    assert len(own) > 20


def test_print_has_the_date_of_the_web_in_full(options: Any, web: Web) -> None:
    day = date.fromisoformat(web.json("receipt")["date"])
    title = options.latex_elements["maketitle"]
    assert f", {day.day} {day:%B} {day.year}." in title, f"book/conf.py: maketitle: {title}"


def test_a_copy_of_an_example_is_its_code(options: Any, web: Web) -> None:
    """The button leaves prompts and what is printed out, which it knows by their classes."""
    page = copy(web.soup("understanding"))
    examples = page.select("div.highlight-pycon pre")
    for example in examples:
        lines = example.get_text().splitlines()
        for left_out in example.select(options.copybutton_exclude):
            left_out.decompose()
        code = [line[4:] for line in lines if line.startswith((">>> ", "... "))]
        copied = [line for line in example.get_text().splitlines() if line]
        assert copied == code, "book/conf.py: copybutton_exclude"
    assert len(examples) > 1


def test_a_name_is_an_option_or_is_used_in_the_file(options: Any) -> None:
    names = [node for node in ast.walk(ast.parse(CONF)) if isinstance(node, ast.Name)]
    used = {"extensions", *(name.id for name in names if isinstance(name.ctx, ast.Load))}
    unread = [
        f"book/conf.py:{name.lineno}: {name.id}"
        for name in names
        if isinstance(name.ctx, ast.Store) and name.id not in used and name.id not in options
    ]
    assert unread == []
