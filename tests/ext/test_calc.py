"""A computed number is what its function returns, and leads to it."""

from pathlib import Path

import pytest

from books import SmallBook
from calc import print_number, read_call
from facts import Fact

FACTS = {"dollars": Fact("money", 1.9e9, "USD", "a", "p. 1", "1945", "source read", 1)}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("scaling_laws.bits(1):.2f", "1.44"),
        ("cross_entropy.saving(1, 20)", "0.05"),
        ("cost.ratio(dollars, 78.4e6):.1f", "24.2"),
        ("cost.ratio(dollars,1)", "1.9 billion"),
        ("scaling_laws.tokens_per_parameter(BESIROGLU, 5.76e23):.0f", "18"),
        ("scaling_laws.compute_factor_to_halve(0.05)", "1.05 million"),
        ("scaling_laws.bits(1e3):.0f", "1443"),
        ("scaling_laws.bits(-1):.2f", "−1.44"),
    ],
)
def test_a_call_prints_what_the_function_returns(text: str, printed: str) -> None:
    assert print_number(read_call(text, FACTS)) == printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cost.ratio(1, 2", "not of the form"),
        ("__import__('os')", "not of the form"),
        ("cost.nothing(1)", "there is no chapter_code.cost.nothing"),
        ("nowhere.ratio(1)", "there is no chapter_code.nowhere.ratio"),
        ("cost.ratio(pounds, 1)", "'pounds' is no number, fact or constant"),
        ("cost.ratio(0, 1)", "project is 0, and must be above 0"),
    ],
)
def test_a_call_that_cannot_be_made_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_call(text, FACTS).result()


def test_only_numbers_are_printed() -> None:
    with pytest.raises(TypeError, match="returns Law, not a number"):
        print_number(read_call("scaling_laws.Law(1, 1, 1, 1, 1)", FACTS))


PAGE = "A.\n\nOf {calc}`cost.ratio(apples, 2)`."
CODE = {
    "code.md": "---\norphan: true\n---\n# C\n```{eval-rst}\n"
    ".. autofunction:: chapter_code.cost.ratio\n```"
}


def test_a_number_leads_to_its_function(small_book: SmallBook) -> None:
    app = small_book(PAGE, "citations", "calc", "sphinx.ext.autodoc", files=CODE)
    assert app.warning.getvalue() == ""
    files = {Path(path).name for path in app.env.dependencies["index"]}
    assert {"facts.yaml", "cost.py", "atari.csv", "digits.npz", "othello.json"} <= files
    html = (app.outdir / "index.html").read_text()
    assert 'href="code.html#chapter_code.cost.ratio"' in html
    assert '<span class="calc">6 million</span></a>' in html


def test_a_number_prints_in_latex(small_book: SmallBook) -> None:
    app = small_book(
        PAGE, "citations", "calc", "sphinx.ext.autodoc", builder="latex", files=CODE
    )
    assert r"\DUrole{calc}{6 million}" in (app.outdir / "small.tex").read_text()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cost.ratio(1, nothing)", "ValueError: run is 0, and must be above 0"),
        (
            "cost.in_later_money(1, nothing, 1)",
            "ValueError: index_then is 0, and must be above 0",
        ),
        ("cost.nothing()", "ValueError: there is no chapter_code.cost.nothing"),
        ("cost.ratio(1)", "TypeError: ratio() missing 1 required positional argument"),
    ],
)
def test_a_failing_call_names_file_and_line(
    small_book: SmallBook, text: str, message: str
) -> None:
    app = small_book(f"A.\n\nOf {{calc}}`{text}`.", "citations", "calc")
    assert f"index.md:5: ERROR: calc: {text}: {message}" in app.warning.getvalue()
