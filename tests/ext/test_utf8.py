"""A file of the book that is not UTF-8 is named with its line, whatever it holds."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import utf8


@pytest.mark.parametrize(
    "name", ["book/brain.md", "book/facts.yaml", "book/_static/book.css", "refs.bib"]
)
def test_a_byte_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"one\ntwo\n\xfa\n")
    (tmp_path / "book").mkdir(exist_ok=True)
    built = tmp_path / "book/_build/brain.md"
    built.parent.mkdir()
    built.write_bytes(b"\xfa")
    (tmp_path / "refs.bib").touch()
    said: list[str] = []
    monkeypatch.setattr(utf8.logger, "error", lambda text, *a: said.append(text % a))
    config = SimpleNamespace(exclude_patterns=["_build"], bibtex_bibfiles=["../refs.bib"])
    app: Any = SimpleNamespace(srcdir=tmp_path / "book", config=config)
    with pytest.raises(SystemExit):
        utf8.check_files(app)
    assert [message.rpartition("/")[2] for message in said] == [
        f"{path.name}:3: byte 0xfa is not UTF-8"
    ]
    path.write_bytes("ä\n".encode())
    assert utf8.check_files(app) is None  # type: ignore[func-returns-value]
