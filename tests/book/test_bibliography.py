"""The records of refs.bib are whole, and none stands twice."""

import calendar
import datetime
import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations

import pytest
from pybtex.database import Entry, parse_file
from pybtex.richtext import Text

from bib import formatted
from books import ROOT, Web

ENTRIES = parse_file(ROOT / "refs.bib").entries
REQUIRED = {
    "article": {"title", "journal", "year"},
    "inproceedings": {"title", "booktitle", "year"},
    "misc": {"title"},
    "techreport": {"title", "institution", "year"},
}
NAMED_OTHERWISE = {
    "aaai2025future",
    "bls2026consumer",
    "lin2024othellogpt",
}
PUBLISHED_BY_ITS_AUTHORS = {"Transformer Circuits Thread"}
FORMS = {
    "doi": r"10\.\d{4,9}/\S*[^\s.,;]",
    # Since 2015 the number of a month has five digits.
    "eprint": r"(0[7-9]|1[0-4])(0[1-9]|1[0-2])\.\d{4}|(1[5-9]|[2-9]\d)(0[1-9]|1[0-2])\.\d{5}",
    "month": rf"\d{{1,2}} ({'|'.join(calendar.month_name[1:])})",
    "pages": r"[a-z]*\d+(--\d+(\.e\d+)?)?",
    "url": r"https://\S+",
    "urldate": r"\d{4}-\d{2}-\d{2}",
    "year": r"(19|20)\d{2}",
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_a_record_is_whole(entry: Entry) -> None:
    assert entry.persons.get("author"), "has no author"
    assert REQUIRED[entry.type] <= entry.fields.keys()
    assert {"doi", "eprint", "url"} & entry.fields.keys(), "leads nowhere"
    assert ("url" in entry.fields) == ("urldate" in entry.fields)
    assert ("eprint" in entry.fields) == ("archiveprefix" in entry.fields)
    for field, form in FORMS.items():
        if field in entry.fields:
            assert re.fullmatch(form, entry.fields[field]), field
    if "urldate" in entry.fields:
        assert datetime.date.fromisoformat(entry.fields["urldate"])
    if pages := re.search(r"(\d+)--(\d+)", entry.fields.get("pages", "")):
        assert int(pages[1]) < int(pages[2]), f"pages {pages[0]}"


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_a_record_is_plain_text_once_its_tex_is_read(entry: Entry) -> None:
    """Formulas of titles aside, and addresses, which are no TeX."""
    fields = {name: text for name, text in entry.fields.items() if name not in {"url", "doi"}}
    for number, person in enumerate(entry.persons["author"], 1):
        fields[f"author {number}"] = str(person)
    for name, text in fields.items():
        assert name.startswith("author") == 0 or not re.search(r"\band\b(?!.*\})", text), name
        text = re.sub(r"\$[^$]*\$", "", text)
        if re.search(r"[\\{}]", text):
            plain = Text.from_latex(text).render_as("text")
            assert not re.search(r"[\\{}]", plain), f"{entry.key}: {name}: {plain}"


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_a_key_begins_with_the_first_author_and_names_the_year(entry: Entry) -> None:
    author = entry.persons["author"][0]
    name = " ".join([*author.prelast_names, *author.last_names])
    plain = unicodedata.normalize("NFKD", Text.from_latex(name).render_as("text"))
    word = re.match(r"[a-z]+", entry.key)
    assert word
    assert entry.key in NAMED_OTHERWISE or re.sub(r"[^a-z]", "", plain.lower()).startswith(
        word[0]
    )
    assert entry.fields.get("year", "") in entry.key


def test_no_work_is_of_a_year_to_come(web: Web) -> None:
    last = int(web.json("receipt")["date"][:4]) + 1
    young = [key for key, entry in ENTRIES.items() if int(entry.fields.get("year", 0)) > last]
    assert young == [], f"refs.bib: after {last}"


def test_a_journal_has_one_spelling() -> None:
    names = {
        entry.fields[field]
        for entry in ENTRIES.values()
        for field in ("journal", "booktitle", "institution")
        if field in entry.fields
    }
    alike = []
    for pair in combinations(sorted(names), 2):
        one, other = (re.sub(r"\W|\d+(st|nd|rd|th)?", "", name).lower() for name in pair)
        equal = [
            block.size
            for block in SequenceMatcher(None, one, other, False).get_matching_blocks()
        ]
        numbers = [re.findall(r"\d+", name) for name in pair]
        if max(len(one), len(other)) - sum(equal) <= 1 and numbers[0] == numbers[1]:
            alike.append(pair)
    assert alike == []


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_an_arxiv_number_is_not_younger_than_the_work(entry: Entry) -> None:
    if "eprint" in entry.fields:
        assert 2000 + int(entry.fields["eprint"][:2]) <= int(entry.fields["year"])


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES.keys())
def test_an_arxiv_doi_names_the_arxiv_number(entry: Entry) -> None:
    if entry.fields.get("doi", "").startswith("10.48550/"):
        assert entry.fields["doi"].lower() == f"10.48550/arxiv.{entry.fields['eprint']}"


@pytest.mark.parametrize("field", ["doi", "eprint", "url", "title"])
def test_no_work_stands_twice(field: str) -> None:
    values = [
        re.sub(r"[^\w/.]", "", e.fields[field]).lower()
        for e in ENTRIES.values()
        if field in e.fields
    ]
    assert [value for value, count in Counter(values).items() if count > 1] == []


def test_the_records_are_formatted_and_in_the_order_of_their_keys() -> None:
    text = (ROOT / "refs.bib").read_text(encoding="utf-8")
    assert formatted(text) == text, "refs.bib: make bib"
    assert list(ENTRIES) == sorted(ENTRIES)


def test_formatting_moves_and_loses_nothing_else() -> None:
    text = '@misc{b, YEAR = 2020, title={One {T}wo}}  @Article(a, title = "A B")'
    once = formatted(text)
    assert once == (
        "@article{a,\n    title = {A B},\n}\n\n"
        "@misc{b,\n    title = {One {T}wo},\n    year = {2020},\n}\n"
    )
    assert formatted(once) == once


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@misc{a, colour = {red}}", "a has the unknown field colour"),
        ("Some words. @misc{a, title = {A}}", "no record holds some words"),
    ],
)
def test_what_formatting_would_lose_is_named(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        formatted(text)


def test_many_works_are_cited_and_most_were_reviewed() -> None:
    """Articles and papers of proceedings count as reviewed, unless their authors publish them.

    Preprints, reports and pages of the web do not, although most of them are primary sources.
    That each record is cited is tested in test_citations.py.
    """
    reviewed = [
        entry.key
        for entry in ENTRIES.values()
        if entry.type in {"article", "inproceedings"}
        and entry.fields.get("journal") not in PUBLISHED_BY_ITS_AUTHORS
    ]
    assert len(ENTRIES) >= 130
    assert len(reviewed) >= 0.6 * len(ENTRIES)
