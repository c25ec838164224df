"""Words are counted without code and boxes."""

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from books import FACTS, SmallBook, Web

RATE = """
reading-rate:
  about: words in a minute
  value: 10
  unit: words a minute
  source: pair2021
  locator: abstract
  as_of: 2021
  confirmed: source read
"""
HERE = "```{reading-time}\n```\n\n"
TEN = "one two three four five six seven eight nine ten"
BOXES = {
    "container": f"```{{container}} trial\n{TEN}\n```",
    "figure": f"```{{figure}} none.png\n:alt: none\n\n{TEN}\n```",
    "table": f"| {TEN} |\n|---|",
    "code with a caption": f"```{{code-block}} python\n:caption: {TEN}\n\npass\n```",
}


def line(app: SphinxTestApp) -> str:
    """Return what the page says of its length."""
    soup = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
    (shown,) = soup.select("div.reading-time")
    return shown.get_text().strip()


def time_of(small_book: SmallBook, page: str, rate: str = RATE) -> str:
    """Return what a page says of its length; its heading is one word."""
    app = small_book(
        HERE + page,
        "citations",
        "sphinx.ext.doctest",
        "reading_time",
        files={"facts.yaml": rate, "none.png": ""},
    )
    assert "index.md" not in app.warning.getvalue()
    return line(app)


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("Two words.", 3),
        ("A line\nand another.\n\nA paragraph.", 7),
        ("## A longer heading", 4),
        ("- An item\n- and one *more*", 6),
        ("> A quotation.", 3),
        ("A word {fact}`reading-rate` {cite:p}`pair2021`.\n\n```{facts-table}\n```", 8),
    ],
)
def test_words_of_paragraphs_and_headings_count(
    small_book: SmallBook, page: str, words: int
) -> None:
    assert time_of(small_book, page).startswith(f"{words} words, ")


@pytest.mark.parametrize(
    "page",
    [
        "```python\none = two + three\n```",
        "```{doctest}\n>>> 1 + 1\n2\n```",
        "    one = two + three",
        "$$\na + b + c\n$$",
        "```{math}\na + b + c\n```",
    ],
)
def test_code_and_displayed_formulas_do_not_count(small_book: SmallBook, page: str) -> None:
    assert time_of(small_book, f"Two words.\n\n{page}").startswith("3 words, ")


@pytest.mark.parametrize("box", BOXES)
def test_words_in_boxes_are_counted_apart(small_book: SmallBook, box: str) -> None:
    shown = time_of(small_book, f"{TEN} {TEN}\n\n{BOXES[box]}")
    assert shown == (
        "21 words, about 2 minutes; with experiments, figures and boxes 31, 3 minutes."
    )


def test_boxes_that_add_no_minute_are_not_spoken_of(small_book: SmallBook) -> None:
    page = f"{TEN} {TEN}\n\n```{{container}} trial\nTwo words.\n```"
    assert time_of(small_book, page) == "21 words, about 2 minutes."


def test_the_line_itself_does_not_count(small_book: SmallBook) -> None:
    page = HERE + HERE + f"{TEN} {TEN}"
    app = small_book(page, "citations", "reading_time", files={"facts.yaml": RATE})
    html = (app.outdir / "index.html").read_text()
    assert html.count("21 words, about 2 minutes.") == 2


@pytest.mark.parametrize(("rate", "minutes"), [(10, 4), (20, 2), (15, 3)])
def test_the_rate_is_a_fact(small_book: SmallBook, rate: int, minutes: int) -> None:
    shown = time_of(
        small_book, " ".join([TEN] * 4), RATE.replace("value: 10", f"value: {rate}")
    )
    assert shown == f"41 words, about {minutes} minutes."


def test_a_short_page_takes_a_minute(small_book: SmallBook) -> None:
    assert time_of(small_book, "Two words.") == "3 words, about 1 minute."


@pytest.mark.parametrize("facts", [FACTS, RATE.replace("value: 10", "value: 0")])
def test_without_a_rate_file_and_line_are_named(small_book: SmallBook, facts: str) -> None:
    app = small_book(f"A.\n\n{HERE}", "reading_time", "citations", files={"facts.yaml": facts})
    message = "index.md:5: ERROR: reading-time: facts.yaml has no 'reading-rate' above 0"
    assert message in app.warning.getvalue()


def test_a_page_is_read_again_when_the_rate_changes(small_book: SmallBook) -> None:
    assert time_of(small_book, f"{TEN} {TEN} {TEN}") == "31 words, about 3 minutes."
    slower = RATE.replace("value: 10", "value: 5")
    assert time_of(small_book, f"{TEN} {TEN} {TEN}", slower) == "31 words, about 6 minutes."


def test_a_page_that_does_not_ask_has_no_line(small_book: SmallBook) -> None:
    app = small_book(TEN, "citations", "reading_time")
    assert app.warning.getvalue() == ""
    assert "minutes" not in (app.outdir / "index.html").read_text()


def test_thousands_have_a_comma(small_book: SmallBook) -> None:
    shown = time_of(small_book, " ".join([TEN] * 200), FACTS + RATE)
    assert shown == "2,001 words, about 200 minutes."


def test_a_table_has_each_page_that_tells_its_time_and_follows_it(
    small_book: SmallBook,
) -> None:
    def table(words: str) -> list[list[str]]:
        files = {
            "facts.yaml": FACTS + RATE,
            "one.md": f"# One\n\n{HERE}{words}",
            "two.md": "# Two\n\nSilent.",
        }
        page = "```{reading-times}\n```\n\n```{toctree}\none\ntwo\n```\n"
        app = small_book(page, "citations", "reading_time", files=files)
        soup = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
        return [
            [cell.get_text().strip() for cell in row.select("td")]
            for row in soup.select("tbody tr")
        ]

    assert table(TEN) == [["One", "1 min", "1 min"]]
    assert table(f"{TEN} " * 3 + BOXES["container"].join("\n\n")) == [["One", "3 min", "4 min"]]


def test_the_time_with_all_boxes_is_not_the_shorter(web: Web) -> None:
    (table,) = (
        t for t in web.soup("index").select("table") if "With all boxes" in t.get_text()
    )
    heads = [head.get_text() for head in table.select("th")]
    rows = [[cell.get_text() for cell in row.select("td")] for row in table.select("tbody tr")]
    times = [dict(zip(heads, row, strict=True)) for row in rows]
    assert all(int(t["Text"][:-4]) <= int(t["With all boxes"][:-4]) for t in times)
    assert len(times) > 5
