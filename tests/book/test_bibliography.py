"""The records of refs.bib are whole, and none stands twice."""

import calendar
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from functools import cache
from itertools import combinations, permutations

import pytest
from pybtex.database import Entry, parse_file
from pybtex.richtext import Text

from archive import is_copy
from bib import FIELDS, formatted
from books import ROOT, Web

BIBLIOGRAPHY = ROOT / "refs.bib"
ENTRIES = parse_file(BIBLIOGRAPHY).entries
REQUIRED = {
    "article": {"title", "journal", "year"},
    "book": {"title", "publisher", "year"},
    "inproceedings": {"title", "booktitle", "year"},
    "misc": {"title"},
    "techreport": {"title", "institution", "year"},
}
PRINTED_OF = {
    "journal": "article",
    "booktitle": "inproceedings",
    "institution": "techreport",
    "publisher": "book",
    "edition": "book",
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
    **dict.fromkeys(("title", "booktitle", "institution"), r".*[^.,:;}]\}*"),
    "pages": r"[a-z]*\d+(--\d+(\.e\d+)?)?",
    "url": r"https://\S+",
    "urldate": r"\d{4}-\d{2}-\d{2}",
    "year": r"(19|20)\d{2}",
}


@cache
def lines() -> dict[tuple[str, str], int]:
    """Return the line of each record, as the field "", and of each of its fields."""
    found, key = {}, ""
    for number, line in enumerate(BIBLIOGRAPHY.read_text(encoding="utf-8").splitlines(), 1):
        if written := re.match(r"@\w+\{(\w+),|\s+(\w+) = ", line):
            key = written[1] or key
            found[key, written[2] or ""] = number
    return found


def at(entry: Entry, field: str = "") -> str:
    """Return where a record, or a field of it, stands."""
    line = lines().get((entry.key, field)) or lines().get((entry.key, ""))
    return f"refs.bib:{line}: {entry.key}: {field}".removesuffix(": ")


def without_accents(tex: str) -> str:
    """Return TeX as plain text."""
    text = Text.from_latex(tex).render_as("text") if re.search(r"[\\{}]", tex) else tex
    text = unicodedata.normalize("NFKD", text)
    return text.encode("ascii", "ignore").decode()


def is_whole(entry: Entry) -> Iterator[str]:
    fields, authors = entry.fields, entry.persons.get("author", [])
    if entry.type not in REQUIRED:
        yield f"{at(entry)}: the kind {entry.type} is not one of {', '.join(REQUIRED)}"
    wrong = dict.fromkeys(REQUIRED.get(entry.type, set()) - fields.keys(), "is missing")
    if not authors:
        wrong["author"] = "is missing"
    if not {"doi", "eprint", "url"} & fields.keys():
        wrong["doi"] = "is missing, and eprint and url as well"
    wrong.update(dict.fromkeys(fields.keys() - set(FIELDS), "is an unknown field"))
    for name, kind in PRINTED_OF.items():
        if name in fields and entry.type != kind:
            wrong[name] = f"is for @{kind} alone"
    for pair in (("url", "urldate"), ("eprint", "archiveprefix")):
        for name, other in permutations(pair):
            if name in fields and other not in fields:
                wrong[name] = f"has no {other} beside it"
    for name, form in FORMS.items():
        if name in fields and not re.fullmatch(form, fields[name]):
            wrong[name] = f"cannot be “{fields[name]}”"
    if "archiveurl" in fields and not is_copy(fields["archiveurl"], fields.get("url", "")):
        wrong["archiveurl"] = "is no archived copy of url"
    for person in authors:
        if not re.match(r"\{|others$|(?!.*\bal\b).+, .", str(person)):
            wrong["author"] = f"“{person}” is nobody's full name, nor in braces, nor others"
    for name, what in wrong.items():
        yield f"{at(entry, name)} {what}"


def has_days_and_pages_in_order(entry: Entry) -> Iterator[str]:
    fields = entry.fields
    day = f"{fields.get('month', '1 January')} {fields.get('year', 1900)}"
    try:
        published = time.strptime(day, "%d %B %Y")
        read = time.strptime(fields.get("urldate", "9999-12-31"), "%Y-%m-%d")
        if read < published:
            yield f"{at(entry, 'urldate')} is before the work was published"
    except ValueError as error:
        yield f"{at(entry, 'year')}: {error}"
    pages = re.search(r"(\d+)--(\d+)", fields.get("pages", ""))
    if pages and int(pages[1]) >= int(pages[2]):
        yield f"{at(entry, 'pages')} run backward"


def is_plain_text_once_its_tex_is_read(entry: Entry) -> Iterator[str]:
    """Formulas of titles aside, and addresses, which are no TeX."""
    fields = {name: text for name, text in entry.fields.items() if name not in {"url", "doi"}}
    for number, person in enumerate(entry.persons.get("author", ()), 1):
        fields[f"author {number}"] = str(person)
    for name, text in fields.items():
        place = at(entry, name.partition(" ")[0])
        if name.startswith("author") and re.search(r"\band\b(?!.*\})", text):
            yield f"{place}: {text}"
        text = re.sub(r"\$[^$]*\$", "", text)
        if re.search(r"[\\{}]", text):
            plain = Text.from_latex(text).render_as("text")
            if re.search(r"[\\{}]", plain):
                yield f"{place}: {plain}"


def key_begins_with_the_first_author_and_names_the_year(entry: Entry) -> Iterator[str]:
    author = entry.persons["author"][0]
    name = without_accents(" ".join([*author.prelast_names, *author.last_names]))
    word = re.match(r"[a-z]+", entry.key)
    if word is None:
        yield at(entry)
    elif entry.key not in NAMED_OTHERWISE and not re.sub(
        r"[^a-z]", "", name.lower()
    ).startswith(word[0]):
        yield f"{at(entry, 'author')} is “{name}”"
    year = entry.fields.get("year", "")
    if year not in entry.key:
        yield f"{at(entry, 'year')} is {year}"


def arxiv_number_is_not_younger_than_the_work(entry: Entry) -> Iterator[str]:
    if "eprint" in entry.fields:
        posted = 2000 + int(entry.fields["eprint"][:2])
        if posted > int(entry.fields["year"]):
            yield f"{at(entry, 'eprint')} is of {posted}"


def arxiv_doi_names_the_arxiv_number(entry: Entry) -> Iterator[str]:
    doi = entry.fields.get("doi", "")
    if doi.startswith("10.48550/"):
        wanted = f"10.48550/arxiv.{entry.fields['eprint']}"
        if doi.lower() != wanted:
            yield f"{at(entry, 'doi')} is {doi}, not {wanted}"


@pytest.mark.parametrize(
    "what",
    [
        is_whole,
        has_days_and_pages_in_order,
        is_plain_text_once_its_tex_is_read,
        key_begins_with_the_first_author_and_names_the_year,
        arxiv_number_is_not_younger_than_the_work,
        arxiv_doi_names_the_arxiv_number,
    ],
)
def test_every_record(what: Callable[[Entry], Iterator[str]]) -> None:
    assert [fault for entry in ENTRIES.values() for fault in what(entry)] == []


def test_no_work_is_of_a_year_to_come(web: Web) -> None:
    last = int(web.json("receipt")["date"][:4]) + 1
    young = [
        f"{at(entry, 'year')} is after {last}"
        for entry in ENTRIES.values()
        if entry.fields.get("year", "") > str(last)
    ]
    assert young == []


def test_a_journal_has_one_spelling() -> None:
    names = {
        entry.fields[field]: at(entry, field)
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
            alike.append(f"{names[pair[0]]} “{pair[0]}”, {names[pair[1]]} “{pair[1]}”")
    assert alike == []


def test_an_author_has_one_spelling() -> None:
    """Short names may differ by a letter and be those of two people."""
    places = {
        without_accents(str(person)): at(entry, "author")
        for entry in ENTRIES.values()
        for person in entry.persons["author"]
    }
    shorter = defaultdict[str, set[str]](set)
    for name in places:
        for place in range(len(name) + 1):
            shorter[name[:place] + name[place + 1 :]].add(name)
    alike = {tuple(sorted(names)) for names in shorter.values() if len(names) > 1}
    assert [
        ", ".join(f"{places[name]} “{name}”" for name in names)
        for names in alike
        if len(names[0]) >= 10
    ] == []


@pytest.mark.parametrize("field", ["doi", "eprint", "url", "title"])
def test_no_work_stands_twice(field: str) -> None:
    works: dict[str, list[str]] = {}
    for entry in ENTRIES.values():
        if field in entry.fields:
            value = re.sub(r"[^\w/.]", "", entry.fields[field]).lower()
            works.setdefault(value, []).append(at(entry, field))
    assert [places for places in works.values() if len(places) > 1] == []


def test_the_records_are_formatted_and_in_the_order_of_their_keys() -> None:
    text = (ROOT / "refs.bib").read_text(encoding="utf-8")
    assert formatted(text) == text, "refs.bib: make bib"
    assert list(ENTRIES) == sorted(ENTRIES)


def test_formatting_moves_and_loses_nothing_else() -> None:
    text = '@misc{b, YEAR = 2020, title={One {T}wo}}  @Article(a, title = "A B", month = jun)'
    once = formatted(text)
    assert once == (
        "@article{a,\n    title = {A B},\n    month = {June},\n}\n\n"
        "@misc{b,\n    title = {One {T}wo},\n    year = {2020},\n}\n"
    )
    assert formatted(once) == once


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@misc{a, colour = {red}}", "a has the unknown field colour; known are author, "),
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
