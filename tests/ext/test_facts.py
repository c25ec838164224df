"""A cited number prints its value and leads to its source."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

import facts
from books import FACTS, SmallBook
from facts import check_facts, format_number, load_facts

APPLES = "There are {fact}`apples` {cite:p}`pair2021`."
TABLE = "\n\n```{facts-table}\n```"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (400, "400"),
        (10_000, "10,000"),
        (1.8172, "1.8172"),
        (-0.93, "−0.93"),
        (175e9, "175 billion"),
        (5_576_000, "5.576 million"),
        (1.5e14, "150 trillion"),
        (1e15, "10¹⁵"),
        (5.76e23, "5.76 × 10²³"),
        (2e-5, "2 × 10⁻⁵"),
        (999_999.9, "1 million"),
        (999_999_999.9, "1 billion"),
    ],
)
def test_numbers_read_as_prose(value: float, text: str) -> None:
    assert format_number(value) == text


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_not_finite_is_not_printed(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be printed"):
        format_number(value)


@given(st.floats(1e-3, 1e14))
def test_the_printed_number_is_the_number(value: float) -> None:
    text = format_number(value).replace(",", "")
    number, _, word = text.partition(" ")
    scale = {"": 1, "million": 1e6, "billion": 1e9, "trillion": 1e12}[word]
    assert float(number) * scale == pytest.approx(value, rel=1e-5)


def write(folder: Path, text: str) -> Path:
    path = folder / "facts.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_facts_keep_their_order_and_lines(tmp_path: Path) -> None:
    facts = load_facts(write(tmp_path, FACTS))
    assert list(facts) == ["apples", "nothing"]
    assert facts["apples"].text == "12 million apples"
    assert facts["apples"].line == 2


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  source: pair2021\n", "", "facts.yaml:2: fact 'apples' has no source"),
        (
            "  locator: Table 1\n",
            "  locator: ''\n",
            "facts.yaml:2: fact 'apples' has an empty loc",
        ),
        (
            "12_000_000",
            "many",
            "facts.yaml:2: fact 'apples' has the value 'many', not a number",
        ),
        ("source read", "hearsay", "'hearsay', not one of source read"),
        ("as_of: 2021", "as-of: 2021", "fact 'apples' has no as_of"),
        ("as_of: 2021", "as_of: 21", "fact 'apples' has the as_of 21, not a year"),
        ("as_of: 2021", "as_of: early", "facts.yaml:2: fact 'apples' has the as_of 'early'"),
        ("2027-05-01", "soon", "fact 'apples' has the review_by 'soon', not a day"),
        ("2027-05-01", "2020-05-01", "fact 'apples' has a review_by before its as_of"),
        ("2027-05-01", "2027-02-30", "facts.yaml:2: fact 'apples': day"),
        ("  unit: apples\n", "  unit: apples\n  colour: red\n", "an unknown field 'colour'"),
        ("  unit: apples\n", "  unit: apples\n  unit: pears\n", "'apples' has two of 'unit'"),
        ("nothing:", "apples:", "facts.yaml:11: fact 'apples' stands twice"),
        ("nothing:", "pears: 3\nnothing:", "facts.yaml:11: fact 'pears' has no fields"),
        (FACTS, "- apples", "facts.yaml:1: not a list of facts by name"),
        (
            "  about: apples",
            " about: apples",
            "facts.yaml:4: mapping values are not allowed here",
        ),
    ],
)
def test_a_faulty_fact_names_file_and_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in FACTS
    with pytest.raises(ValueError, match=r"facts\.yaml") as error:
        load_facts(write(tmp_path, FACTS.replace(old, new)))
    assert message in str(error.value)


def test_a_fact_prints_its_value_and_leads_to_its_row(small_book: SmallBook) -> None:
    app = small_book(APPLES + TABLE, "citations", "facts")
    assert app.warning.getvalue() == ""
    html = (app.outdir / "index.html").read_text()
    assert '<span class="fact">12 million apples</span></a>' in html
    assert 'href="#fact-apples"' in html
    assert 'id="fact-apples"' in html
    text = BeautifulSoup(html, "html.parser").get_text()
    assert "Pair and Other (2021), Table 1; source read; to be reviewed by 2027-05-01" in text
    assert "First (2020a), abstract read\n" in text


def test_a_fact_prints_its_value_in_latex(small_book: SmallBook) -> None:
    app = small_book(APPLES + TABLE, "citations", "facts", builder="latex")
    latex = (app.outdir / "small.tex").read_text()
    assert r"\hyperref[\detokenize{index:fact-apples}]" in latex
    assert r"\DUrole{fact}{12 million apples}" in latex
    assert r"\label{\detokenize{index:fact-apples}}" in latex


def test_an_unknown_fact_names_file_and_line(small_book: SmallBook) -> None:
    app = small_book("Here.\n\nThere are {fact}`pears`.", "citations", "facts")
    assert "index.md:5: ERROR: fact: facts.yaml has no 'pears'" in app.warning.getvalue()


def test_a_fact_of_an_unknown_source_names_file_and_line(small_book: SmallBook) -> None:
    facts = FACTS.replace("first2020one", "nobody1900")
    app = small_book("Nothing.", "citations", "facts", files={"facts.yaml": facts})
    message = "facts.yaml:11: fact 'nothing': refs.bib has no 'nobody1900'"
    assert message in app.warning.getvalue()


def test_a_fact_holds_for_no_year_after_its_source(small_book: SmallBook) -> None:
    facts = FACTS.replace("as_of: 2020", "as_of: 2202")
    app = small_book("Nothing.", "citations", "facts", files={"facts.yaml": facts})
    message = "facts.yaml:11: fact 'nothing': as_of is after the year of its source"
    assert message in app.warning.getvalue()


@pytest.mark.parametrize(("about", "said"), [("apples", 1), ("apples by 1021", 0)])
def test_a_fact_far_older_than_its_source_has_to_say_so(
    small_book: SmallBook, about: str, said: int
) -> None:
    facts = FACTS.replace("as_of: 2021", "as_of: 1021").replace("apples in", f"{about} in")
    app = small_book("Nothing.", "citations", "facts", files={"facts.yaml": facts})
    message = "facts.yaml:2: fact 'apples': as_of is 1021, long before its source of 2021"
    assert app.warning.getvalue().count(message) == said


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("There are {fact}`apples`, says {cite:t}`many2022`.\n\nNo {cite:p}`pair2021`.", [3]),
        (f"{APPLES}\n\nOf *{{fact}}`apples`* some rot.", []),
        (f"{APPLES}\n\n## Other\n\nOf {{fact}}`apples` some rot.", [7]),
        ("- Many, {fact}`apples`.\n\n  Says {cite:t}`pair2021`.\n- And {fact}`apples`.", []),
        ("- Says {cite:t}`pair2021`.\n- Many, {fact}`apples`.", [4]),
        ("| A | B |\n|--|--|\n| {fact}`apples` | {cite:t}`pair2021{p. 3}` |", []),
    ],
)
def test_the_source_of_a_fact_is_cited_beside_it(
    small_book: SmallBook, page: str, lines: list[int]
) -> None:
    warning = small_book(page + TABLE, "citations", "facts").warning.getvalue()
    message = r"index\.md:(\d+): ERROR: fact 'apples' is of pair2021, which is not cited beside"
    assert [int(line) for line in re.findall(message, warning)] == lines


def test_faulty_facts_stop_the_build_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, FACTS.replace("source read", "hearsay"))
    said: list[str] = []
    monkeypatch.setattr(facts.logger, "error", lambda text, *a: said.append(text % a))
    app: Any = SimpleNamespace(env=SimpleNamespace(srcdir=tmp_path))
    with pytest.raises(SystemExit):
        check_facts(app)
    assert said[0].startswith("facts.yaml:2: ")
