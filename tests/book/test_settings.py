"""Every setting in conf.py is one that Sphinx or an extension reads."""

import ast
import pickle

from books import BOOK, Web


def test_a_name_is_an_option_or_is_used_in_the_file(web: Web) -> None:
    with (web.folder / ".doctrees/environment.pickle").open("rb") as file:
        options = pickle.load(file).config
    names = [
        node
        for node in ast.walk(ast.parse((BOOK / "conf.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Name)
    ]
    used = {name.id for name in names if isinstance(name.ctx, ast.Load)}
    if "sphinxcontrib.spelling" not in options.extensions:  # where there is no dictionary
        used |= {name.id for name in names if name.id.startswith("spelling_")}
    unread = [
        f"book/conf.py:{name.lineno}: {name.id}"
        for name in names
        if isinstance(name.ctx, ast.Store) and name.id not in used and name.id not in options
    ]
    assert unread == []
