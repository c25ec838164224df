"""Two builds of a commit are the same bytes, wherever, whenever and however they are made.

`make reproducible` compares the whole book; here it is a small one, in print where CI is set.
"""

import os
import subprocess
from pathlib import Path

from again import ELSEWHERE, HERE, OUTPUTS, clone, differences, make_otherwise
from books import needs
from clones import copy_with_small_book, run

PEARS = """# Pears

{cite:t}`some2020law` counts {fact}`apples`.

```{chart} figures.guaranteed_skills(apples)
:name: fig-pears
:alt: A line.
:script: double_descent.js

What a pear promises.
```
"""


def commit(folder: Path) -> None:
    """Make a repository, whose only commit is of a day in the past."""
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    for command in (
        ("init", "-q"),
        ("add", "-A"),
        (*who, "commit", "-q", "-m", "A book", "--date=2020-02-29T12:00:00Z"),
    ):
        day = {"GIT_COMMITTER_DATE": "2020-02-29T12:00:00Z"}
        subprocess.run(["git", *command], cwd=folder, env={**HERE, **day}, check=True)


def build_after_an_edit_that_was_taken_back(folder: Path) -> None:
    """Build with another page and figure, and with other names of things; then without."""
    index, page = folder / "book/index.md", folder / "book/apples.md"
    good = {path: path.read_bytes() for path in (index, page)}
    index.write_text(index.read_text("utf-8").replace("apples\n", "apples\npears\n"), "utf-8")
    page.write_text(page.read_text("utf-8").replace("fig-apples", "fig-fruit"), "utf-8")
    pears = folder / "book/pears.md"
    pears.write_text(PEARS, "utf-8")
    edited = run(folder, "html", **HERE)
    assert edited.returncode == 0, edited.stderr
    assert (folder / "book/_build/html/pears.html").exists()
    pears.unlink()
    for path, text in good.items():
        path.write_bytes(text)


def test_two_builds_are_the_same(tmp_path: Path) -> None:
    needs("git", "git")
    here, there = tmp_path / "here", tmp_path / "there" / ELSEWHERE
    copy_with_small_book(here)
    commit(here)
    clone(here, there)
    forms = ["html", "epub"]
    if "CI" in os.environ:
        needs("lualatex", "texlive-luatex")
        needs("latexmk", "latexmk")
        forms.append("latexpdf")
    build_after_an_edit_that_was_taken_back(here)
    for made in (run(here, *forms, **HERE), make_otherwise(there, *forms)):
        assert made.returncode == 0, made.stderr
    assert [
        line
        for form in forms
        for line in differences(*(f / "book/_build" / OUTPUTS[form] for f in (here, there)))
    ] == []
    for folder in (here, there):
        built = folder / "book/_build"
        assert "2020-02-29" in (built / "epub/content.opf").read_text("utf-8")
        if "latexpdf" in forms:
            source = built / "latex/llm-discussions.tex"
            assert "29 February 2020" in source.read_text("utf-8")
