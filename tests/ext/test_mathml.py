"""Formulas are MathML with their numbers."""

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
    assert block["display"] == "block"
    assert block.find("mfrac")
    equation = soup.select_one("#equation-quotient .eqno")
    assert equation is not None
    assert equation.get_text().startswith("(1)")
    assert soup.select_one('a[href="#equation-quotient"]')
    assert not soup.select("script[src*=mathjax]")


@pytest.mark.parametrize(
    ("formula", "warnings"),
    [(r"\nosuchcommand{x}", 1), (r"x^{\alpha", 1), (r"x^\alpha}", 1), (r"\{x\mid x^{2}\}", 0)],
)
def test_a_formula_that_cannot_be_read_names_file_and_line(
    small_book: SmallBook, formula: str, warnings: int
) -> None:
    app = small_book(f"A.\n\nOf ${formula}$.", "citations", "mathml")
    assert app.warning.getvalue().count("index.md:5: WARNING: formula: ") == warnings
