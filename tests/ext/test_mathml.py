"""Formulas are MathML with their numbers."""

import re

import pytest
from bs4 import BeautifulSoup

from books import SmallBook


def test_formulas_are_mathml_with_their_numbers(small_book: SmallBook) -> None:
    page = "Inline $x^2$.\n\n$$\n\\frac{a}{b}\n$$ (quotient)\n\nSee {eq}`quotient`."
    app = small_book(page, "citations", "mathml")
    assert app.warning.getvalue() == ""
    soup = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
    inline, block = soup.select("math")
    assert inline.find("msup")
    assert "display" not in inline.attrs
    assert block["display"] == "block"
    assert block.find("mfrac")
    equation = soup.select_one("#equation-quotient .eqno")
    assert equation is not None
    assert equation.get_text().startswith("(1)")
    assert soup.select_one('a.reference[href="#equation-quotient"]')
    assert equation.select_one('a.headerlink[href="#equation-quotient"]')
    assert not soup.select("script[src*=mathjax]")


def test_a_formula_has_no_entity_that_e_books_lack(small_book: SmallBook) -> None:
    app = small_book(r"As $\log (x) \le \sin y$.", "citations", "mathml")
    (formula,) = re.findall(
        "<math.*?</math>", (app.outdir / "index.html").read_text(), re.DOTALL
    )
    assert "log" in formula
    assert re.findall(r"&\w+;", formula) == []


@pytest.mark.parametrize(
    ("formula", "warnings"),
    [(r"\nosuchcommand{x}", 1), (r"x^{\alpha", 1), (r"x^\alpha}", 1), (r"\{x\mid x^{2}\}", 0)],
)
def test_a_formula_that_cannot_be_read_names_file_and_line(
    small_book: SmallBook, formula: str, warnings: int
) -> None:
    app = small_book(f"A.\n\nOf ${formula}$.", "citations", "mathml")
    assert app.warning.getvalue().count("index.md:5: WARNING: formula: ") == warnings
