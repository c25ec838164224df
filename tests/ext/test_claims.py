"""A claim becomes a box, a row and a record, or a fault with file and line."""

import json

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from books import SmallBook
from claims import COLUMNS

CLAIM = """
```{claim} things-fall
:verdict: supported
:confidence: high
:because: They are heavy.
:for: first2020one, many2022
:against: none
:as-of: 2026-01-01
:review-by: 2027-01-01
:change: A thing that does not fall, such as {cite:t}`pair2021` saw.

Things fall.
```
"""
TABLE = "\n```{claims-table} statement verdict\n```\n"


def cells(app: SphinxTestApp, page: str = "index") -> list[list[str]]:
    """Return the text of the table's cells, by row."""
    soup = BeautifulSoup((app.outdir / f"{page}.html").read_text(), "html.parser")
    return [
        [cell.get_text().strip() for cell in row.select("th, td")]
        for row in soup.select("table.longtable tr")
    ]


def test_a_claim_becomes_a_box_a_row_and_a_record(small_book: SmallBook) -> None:
    app = small_book(TABLE + CLAIM, "citations", "claims")
    assert app.warning.getvalue() == ""
    html = (app.outdir / "index.html").read_text()
    assert 'class="claim supported docutils container"' in html
    assert "<strong>supported, with high confidence</strong>" in html
    assert "none found" in html
    assert 'id="claim-things-fall"' in html
    assert 'href="#claim-things-fall"' in html
    (record,) = json.loads((app.outdir / "claims.json").read_text())
    assert record["id"] == "things-fall"
    assert record["statement"] == "Things fall."
    assert record["for"] == ["first2020one", "many2022"]
    assert record["review-by"] == "2027-01-01"


def test_a_box_says_what_its_claim_has_line_by_line(small_book: SmallBook) -> None:
    tried = CLAIM.replace(":as-of:", ":experiment: We dropped one.\n:as-of:")
    app = small_book(tried, "citations", "claims")
    soup = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
    heads, told = (
        [part.get_text().strip() for part in soup.select(f".claim {tag}")]
        for tag in ("dt", "dd")
    )
    assert dict(zip(heads, told, strict=True)) == {
        "Verdict:": "supported, with high confidence",
        "Because:": "They are heavy.",
        "For:": "(First, 2020a; van Many et al., 2022)",
        "Against:": "none found",
        "Tried here:": "We dropped one.",
        "What would change it:": PRINTED["change"],
        "As of:": "2026-01-01, to be reviewed by 2027-01-01",
    }


def test_a_claim_prints_in_latex(small_book: SmallBook) -> None:
    app = small_book(TABLE + CLAIM, "citations", "claims", builder="latex")
    latex = (app.outdir / "small.tex").read_text()
    assert r"\begin{sphinxuseclass}{claim}" in latex
    assert r"\label{\detokenize{index:claim-things-fall}}" in latex
    assert r"{First, 2020a}" in latex


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (":verdict: supported", ":verdict: sure", "has no :verdict:"),
        (":against: none\n", "", "claim 'things-fall' has no :against:"),
        (":for: first2020one, many2022\n", ":for:\n", "argument required"),
        ("2027-01-01", "2025-01-01", "claim 'things-fall': review-by is not after as-of"),
        ("\nThings fall.\n", "", 'Content block expected for the "claim" directive'),
        ("2027-01-01", "soon", "Invalid isoformat string"),
        ("first2020one", "nobody1900", 'could not find bibtex key "nobody1900"'),
    ],
)
def test_a_faulty_claim_names_file_and_line(
    small_book: SmallBook, old: str, new: str, message: str
) -> None:
    assert old in CLAIM
    app = small_book(CLAIM.replace(old, new), "citations", "claims")
    warning = app.warning.getvalue()
    assert message in warning
    assert "index.md:4: ERROR: " in warning or "index.md:5: WARNING: " in warning


def test_two_claims_of_one_name_are_an_error(small_book: SmallBook) -> None:
    app = small_book(CLAIM + CLAIM, "citations", "claims")
    assert "claim 'things-fall' stands twice" in app.warning.getvalue()


PRINTED = {
    "statement": "Things fall.",
    "verdict": "supported",
    "confidence": "high",
    "as-of": "2026-01-01",
    "review-by": "2027-01-01",
    "change": "A thing that does not fall, such as Pair and Other (2021) saw.",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_table_has_the_column_that_is_named(small_book: SmallBook, column: str) -> None:
    table = f"\n```{{claims-table}} {column}\n```\n"
    app = small_book(table + CLAIM, "citations", "claims")
    assert app.warning.getvalue() == ""
    assert cells(app) == [[COLUMNS[column][0]], [PRINTED[column]]]


def test_a_table_has_its_columns_in_the_order_named(small_book: SmallBook) -> None:
    table = "\n```{claims-table} change verdict\n```\n"
    second = CLAIM.replace("things-fall", "things-rise").replace("supported", "open")
    app = small_book(CLAIM + table + second, "citations", "claims")
    change = PRINTED["change"]
    assert cells(app) == [
        ["What would change it", "Verdict"],
        [change, "supported"],
        [change, "open"],
    ]


def test_a_table_prints_its_columns_in_latex(small_book: SmallBook) -> None:
    table = "\n```{claims-table} verdict change\n```\n"
    app = small_book(table + CLAIM, "citations", "claims", builder="latex")
    latex = (app.outdir / "small.tex").read_text()
    table = latex.partition(r"\begin{longtable}")[2].partition(r"\end{longtable}")[0]
    assert r"\X{23}{100}\X{77}{100}" in table
    assert "supported" in table
    assert r"\hyperlink{cite.index:cite-pair2021}{Pair and Other (2021)}" in table


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ("verdict mood", "claims-table: 'mood' is none of statement, verdict, confidence, "),
        ("verdict change verdict", "claims-table: 'verdict' stands twice"),
        ("", "1 argument(s) required, 0 supplied"),
    ],
)
def test_a_faulty_table_names_file_and_line(
    small_book: SmallBook, columns: str, message: str
) -> None:
    app = small_book(f"A.\n\n```{{claims-table}} {columns}\n```", "citations", "claims")
    warning = app.warning.getvalue()
    assert message in warning
    assert "index.md:5: ERROR: " in warning


def test_a_table_shows_claims_of_other_pages_and_follows_them(
    small_book: SmallBook,
) -> None:
    def table(verdict: str) -> list[list[str]]:
        other = CLAIM.replace("supported", verdict)
        table = "# Table\n\n```{claims-table} verdict change\n```"
        files = {"other.md": f"# Other\n{other}", "table.md": table}
        page = "```{toctree}\nother\ntable\n```"
        return cells(small_book(page, "citations", "claims", files=files), "table")

    assert table("supported")[1:] == [["supported", PRINTED["change"]]]
    assert table("contested")[1:] == [["contested", PRINTED["change"]]]


def test_a_table_links_from_its_own_page(small_book: SmallBook) -> None:
    claim = CLAIM.replace("A thing", "One of {fact}`apples`")
    files = {"other.md": f"# Other\n{claim}\n```{{facts-table}}\n```"}
    page = "```{toctree}\nother\n```\n\n```{claims-table} change\n```"
    app = small_book(page, "citations", "claims", "facts", files=files)
    assert app.warning.getvalue() == ""
    assert 'href="other.html#fact-apples"' in (app.outdir / "index.html").read_text()
