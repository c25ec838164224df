"""A file that conf.py names, and that is not there, stops the build, with its line."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import named_files

RIGHT: dict[str, Any] = {
    "templates_path": ["_templates"],
    "html_static_path": ["_static"],
    "bibtex_bibfiles": ["../refs.bib"],
    "latex_additional_files": ["_latex/book.sty"],
    "html_css_files": ["book.css"],
    "html_js_files": [("cards.js", {"defer": "defer"})],
    "epub_cover": ("_static/cover.png", "cover.html"),
}


class Config(SimpleNamespace):
    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


def said(folder: Path, monkeypatch: pytest.MonkeyPatch, **options: Any) -> list[str]:
    """Return what is said of a conf.py in which each option has a line."""
    book = folder / "book"
    for name in ("_templates/base.html", "_static/book.css", "_static/cards.js"):
        (book / name).parent.mkdir(parents=True, exist_ok=True)
        (book / name).touch()
    (book / "_latex").mkdir()
    (book / "_latex/book.sty").touch()
    (folder / "refs.bib").touch()
    settings = RIGHT | options
    conf = "".join(f"{name} = {value!r}\n" for name, value in settings.items())
    (book / "conf.py").write_text(conf.replace("'", '"'), encoding="utf-8")
    errors: list[str] = []
    monkeypatch.setattr(named_files.logger, "error", lambda text, *a: errors.append(text % a))
    app: Any = SimpleNamespace(confdir=book)
    config: Any = Config(**settings)
    try:
        named_files.check_names(app, config)
    except SystemExit:
        assert errors
    return [error.rpartition("/conf.py:")[2] for error in errors]


def test_what_is_there_is_not_spoken_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path, monkeypatch) == []


@pytest.mark.parametrize(
    ("option", "value", "fault"),
    [
        ("templates_path", ["_template"], "1: templates_path: there is no _template"),
        ("bibtex_bibfiles", ["../ref.bib"], "3: bibtex_bibfiles: there is no ../ref.bib"),
        ("html_css_files", ["b.css"], "5: html_css_files: there is no b.css in ['_static']"),
        ("html_js_files", [("c.js", {})], "6: html_js_files: there is no c.js in ['_static']"),
        (
            "epub_cover",
            ("_static/cover.jpg", ""),
            "7: epub_cover: _static/cover.jpg is no PNG in _static/, which is what is drawn",
        ),
    ],
)
def test_what_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str, value: Any, fault: str
) -> None:
    assert said(tmp_path, monkeypatch, **{option: value}) == [fault]
