"""The map of claims is told, counted, and led to its places."""

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from books import SmallBook

MAP = """
stands:
  was: correct
  answered: here
vague:
  was: imprecise
  answered: here
  claim: A vague claim
  here: Said exactly by {cite:t}`pair2021`.
astray:
  was: wrong
  answered: there
  claim: A wrong claim
  here: The opposite.
bare:
  was: unsupported
  claim: A bare claim
  dropped: Nobody could check it.
needless:
  was: correct
  claim: A needless claim
  dropped: It is beside the point.
slight:
  was: imprecise
  answered: here
  claim: A slight claim
  here: A little less.
"""
PAGE = "A.\n\n```{departures}\n```\n\n(here)=\n## This\n\n(there)=\n## That"


def build(small_book: SmallBook, text: str = MAP, builder: str = "html") -> SphinxTestApp:
    """Build the page from a map."""
    files = {"claims-map.yaml": text}
    return small_book(PAGE, "citations", "departures", builder=builder, files=files)


def page(app: SphinxTestApp) -> BeautifulSoup:
    """Return the page."""
    return BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")


def test_claims_are_counted_by_what_became_of_them(small_book: SmallBook) -> None:
    counts = {"correct": 1, "imprecise": 2, "wrong": 3, "unsupported": 4}
    app = build(
        small_book,
        "".join(
            f"{was}-{number}:\n  was: {was}\n  claim: A claim\n  dropped: It was bare.\n"
            for was, count in counts.items()
            for number in range(count)
        ),
    )
    assert app.warning.getvalue() == ""
    assert (
        "Of its 10 claims, 1 stand as they were written, 2 are imprecise, 3 wrong, and 4 not"
        " supported by what they cite."
    ) in page(app).get_text().replace("\n", " ")


def test_what_did_not_stand_is_told_under_the_place_that_answers_it(
    small_book: SmallBook,
) -> None:
    soup = page(build(small_book))
    headings = soup.select("p.rubric")
    assert [heading.get_text() for heading in headings] == ["In This", "In That", "Dropped"]
    links = [link["href"] for heading in headings for link in heading.select("a")]
    assert links == ["#here", "#there"]
    told = [
        [term.get_text() for term in group.select("dt")]
        for group in soup.select("p.rubric + dl")
    ]
    assert told == [
        ["A vague claim (imprecise)", "A slight claim (imprecise)"],
        ["A wrong claim (wrong)"],
        ["A bare claim (unsupported)", "A needless claim (correct)"],
    ]
    text = soup.get_text()
    assert "Said exactly by Pair and Other (2021)." in text
    assert "Nobody could check it." in text
    assert soup.find(id="departure-vague")
    assert not soup.find(id="departure-stands")


def test_departures_print_in_latex(small_book: SmallBook) -> None:
    latex = (build(small_book, builder="latex").outdir / "small.tex").read_text()
    assert r"\label{\detokenize{index:departure-vague}}" in latex
    assert "A vague claim" in latex
    assert r"\hyperref[\detokenize{index:here}]" in latex
    assert r"{Pair and Other (2021)}" in latex


def test_a_departure_can_be_referred_to(small_book: SmallBook) -> None:
    app = small_book(
        f"See {{ref}}`it <departure-vague>`.\n\n{PAGE}",
        "citations",
        "departures",
        files={"claims-map.yaml": MAP},
    )
    assert app.warning.getvalue() == ""
    assert page(app).select_one('a[href="#departure-vague"]')


def test_the_page_is_read_again_when_the_map_changes(small_book: SmallBook) -> None:
    assert "A wrong claim (wrong)" in page(build(small_book)).get_text()
    edited = MAP.replace("was: wrong", "was: unsupported")
    assert "A wrong claim (unsupported)" in page(build(small_book, edited)).get_text()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("was: wrong", "was: right", ":10: astray: 'was' is 'right', not correct, imprecise, "),
        ("`pair2021`", "`pair2021", ":5: vague: has a ` without its other half in its here"),
        ("  was: wrong\n", "", "astray: 'was' is None, not correct"),
        ("  here: The", "  there: The", "astray: has an unknown field 'there'"),
        ("  answered: there\n", "", "astray: needs either 'answered' or 'dropped'"),
        ("  dropped: No", "  answered: here\n  dropped: No", "bare: needs either 'answered'"),
        ("  claim: A wrong claim\n", "", "astray: did not stand, and needs 'claim' and 'here'"),
        ("  here: The opposite.\n", "", "astray: did not stand, and needs 'claim' and 'here'"),
        ("  claim: A needless claim\n", "", "needless: did not stand, and needs 'claim'"),
        ("The opposite.", "1", "astray: has the here 1, not a text"),
        ("here: The opposite.", "here: ''", "astray: has the here '', not a text"),
        ("answered: there", "answered: [there]", "astray: has the answered ['there'], not a"),
        ("bare:", "vague:", ":15: vague: stands twice"),
        (MAP, "stands:\n", ":1: stands: has no fields"),
        (MAP, "", ":1: not a list of claims by name"),
        (MAP, "- stands", ":1: not a list of claims by name"),
        ("astray:", "astray", ":11: could not find expected ':'"),
    ],
)
def test_a_faulty_map_names_the_claim_and_its_line(
    small_book: SmallBook, old: str, new: str, message: str
) -> None:
    assert old in MAP
    warning = build(small_book, MAP.replace(old, new)).warning.getvalue()
    assert "index.md:5: ERROR: departures: claims-map.yaml:" in warning
    assert message in warning


def test_a_map_that_is_not_there_is_an_error(small_book: SmallBook) -> None:
    app = small_book(PAGE, "citations", "departures")
    assert "index.md:5: ERROR: departures: [Errno 2]" in app.warning.getvalue()
    assert "claims-map.yaml'" in app.warning.getvalue()


def test_a_place_that_is_not_in_the_book_is_an_error(small_book: SmallBook) -> None:
    app = build(small_book, MAP.replace("answered: there", "answered: nowhere"))
    assert "WARNING: undefined label: 'nowhere'" in app.warning.getvalue()
