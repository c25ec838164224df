"""A chart is drawn for light, dark and print with its data, the same each time."""

import csv
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from books import SmallBook

CHART = """
```{chart} figures.guaranteed_skills(3.8e25)
:name: fig-skills
:alt: A line that falls from {calc}`cross_entropy.surprisal(0.5):.0f` bit.

What to see.
```
"""
CODE = {
    "code.md": "---\norphan: true\n---\n# C\n```{eval-rst}\n"
    ".. autofunction:: chapter_code.figures.guaranteed_skills\n"
    ".. autofunction:: chapter_code.cross_entropy.surprisal\n```"
}
EXTENSIONS = ("citations", "calc", "charts", "sphinx.ext.autodoc")


def test_a_chart_is_drawn_for_light_and_dark_with_its_data(small_book: SmallBook) -> None:
    app = small_book(CHART, *EXTENSIONS, files=CODE)
    soup = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
    light, dark = soup.select("figure#fig-skills img")
    assert "only-light" in light["class"]
    assert "only-dark" in dark["class"]
    assert light["alt"] == dark["alt"] == "A line that falls from 1 bit."
    drawings = [(app.outdir / str(img["src"])).read_text() for img in (light, dark)]
    assert all(drawing.startswith("<?xml") for drawing in drawings)
    assert drawings[0] != drawings[1]
    assert not any("#ffffff" in drawing for drawing in drawings)
    (download,) = soup.select("figure a.download")
    with (app.outdir / str(download["href"])).open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header[0] == "tokens between uses"
    assert len(rows) == 100
    (function,) = soup.select("figcaption a[href^='code.html']")
    assert function["href"] == "code.html#chapter_code.figures.guaranteed_skills"
    assert function.get_text() == "figures.guaranteed_skills"
    assert "othello.json" in {Path(path).name for path in app.env.dependencies["index"]}


def test_a_chart_is_vector_in_print(small_book: SmallBook) -> None:
    app = small_book(CHART, *EXTENSIONS, builder="latex", files=CODE)
    latex = (app.outdir / "small.tex").read_text()
    assert latex.count(r"\sphinxincludegraphics") == 1
    assert "fig-skills-print" in latex
    assert (app.outdir / "fig-skills-print.pdf").read_bytes().startswith(b"%PDF")


def test_the_same_chart_is_the_same_bytes(small_book: SmallBook) -> None:
    def drawings() -> dict[str, bytes]:
        app = small_book(CHART, *EXTENSIONS, files=CODE)
        found = {p.name: p.read_bytes() for p in (app.doctreedir / "charts").iterdir()}
        (app.doctreedir / "environment.pickle").unlink()
        return found

    first, second = drawings(), drawings()
    assert len(first) == 6
    assert first == second


def test_a_chart_is_drawn_again_only_when_its_call_changes(small_book: SmallBook) -> None:
    def drawn(page: str) -> int:
        app = small_book(page, *EXTENSIONS, files=CODE)
        return (app.doctreedir / "charts/fig-skills-light.svg").stat().st_mtime_ns

    first = drawn(CHART)
    assert drawn(CHART + "\nMore text.\n") == first
    assert drawn(CHART.replace("3.8e25", "3.9e25")) > first


def test_a_script_is_loaded_after_its_data_where_a_chart_names_it(
    small_book: SmallBook, tmp_path: Path
) -> None:
    static = tmp_path / "small/_static"
    static.mkdir(parents=True)
    (static / "move.js").touch()
    live = CHART.replace(":name:", ":script: move.js\n:name:").replace(
        "guaranteed_skills(3.8e25)", "double_descent()"
    )
    code = {"code.md": CODE["code.md"].replace("guaranteed_skills", "double_descent")}
    app = small_book(live, *EXTENSIONS, files=code)
    assert app.warning.getvalue() == ""

    def scripts(page: str) -> list[str]:
        soup = BeautifulSoup((app.outdir / page).read_text(), "html.parser")
        found = [str(script["src"]) for script in soup.select("script[defer]")]
        return [source.partition("?")[0] for source in found]

    assert scripts("index.html") == ["_static/fig-skills.js", "_static/move.js"]
    assert scripts("code.html") == []
    data = (app.outdir / "_static/fig-skills.js").read_text()
    start = '(window.LIVE ??= {})["fig-skills"]='
    assert json.loads(data.removeprefix(start))[0]["size"] == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("See {numref}`fig-one`.\n\nAnd {numref}`fig-skills`.", None),
        ("See.\n\nSee {numref}`fig-one`.\n\nAnd see.", 12),
        ("See {numref}`fig-one`.\n\n## Other\n\nAnd see.", None),
        ("````{container} box\nAs {numref}`fig-one`.\n````", None),
    ],
)
def test_a_text_names_the_figure_that_it_leads_to(
    small_book: SmallBook, text: str, line: int | None
) -> None:
    one = CHART.replace("fig-skills", "fig-one").replace("What to", "As {numref}`fig-skills`")
    app = small_book(one + text + CHART, *EXTENSIONS, files=CODE)
    message = f"index.md:{line}: ERROR: the figure that follows is fig-skills, not fig-one"
    assert (message in app.warning.getvalue()) is (line is not None)
    assert app.warning.getvalue().count("figure that follows") == (line is not None)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (":alt:", ":script: no.js\n:alt:", "there is no _static/no.js"),
        ("guaranteed_skills", "nothing", "there is no chapter_code.figures.nothing"),
        ("guaranteed_skills(3.8e25)", "guaranteed_skills(1, 2)", "TypeError"),
        ("figures.guaranteed_skills(3.8e25)", "cost.ratio(1, 2)", "does not return a Chart"),
        (":name:", ":named:", "needs a :name:, an :alt: and a caption"),
        (":alt: A line", ":alter: A line", "needs a :name:, an :alt: and a caption"),
        ("What to see.\n", "", "needs a :name:, an :alt: and a caption"),
        ("What to see.", "See {cite:t}`a`.", "no citation in a caption"),
    ],
)
def test_a_chart_that_cannot_be_drawn_names_file_and_line(
    small_book: SmallBook, old: str, new: str, message: str
) -> None:
    assert old in CHART
    app = small_book(CHART.replace(old, new), *EXTENSIONS, files=CODE)
    warning = app.warning.getvalue()
    assert message in warning
    assert "index.md:4: ERROR: " in warning
