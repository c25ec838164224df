"""Both outputs cite alike: the same works, in the same order, by the same labels."""

import itertools
import re
from pathlib import Path

import pdfplumber
import pytest
from pybtex.database import parse_file

from books import ROOT, Web, pages_in_order

PAGES = [name for name in pages_in_order() if name != "references"]


def squeeze(text: str) -> str:
    """Drop what the two outputs space, hyphenate or break differently."""
    return re.sub(r"[\s\u200b-]", "", text)


def as_label(text: str) -> str:
    """Turn "Author (2020a)" into "Author, 2020a", which is how the list prints it."""
    return squeeze(re.sub(r"\s*\((\d{4}[a-z]?|n\.d\.)(,[^()]*)?\)$", r", \1", text.strip()))


@pytest.fixture(scope="module")
def cited_on_the_web(web: Web) -> list[tuple[str, str]]:
    return [
        (str(link["href"]).partition("#cite-")[2], as_label(link.get_text()))
        for name in PAGES
        for link in web.soup(name).select('article a[href*="#cite-"]')
    ]


@pytest.fixture(scope="module")
def listed_on_the_web(web: Web) -> dict[str, str]:
    return {
        str(entry["id"]).removeprefix("cite-"): label.get_text().strip("[]")
        for entry in web.soup("references").select("div.citation")
        for label in entry.select(".label")
    }


@pytest.fixture(scope="module")
def cited_in_print(pdf: Path) -> list[tuple[str, str]]:
    pieces: list[tuple[str, str]] = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            for link in page.annots:
                target = (link["data"].get("A") or {}).get("D", b"")
                _, found, key = target.decode().partition("cite.references:cite-")
                if found:
                    inside = (
                        char["text"]
                        for char in page.chars
                        if link["x0"] <= (char["x0"] + char["x1"]) / 2 <= link["x1"]
                        and link["top"] <= (char["top"] + char["bottom"]) / 2 <= link["bottom"]
                    )
                    pieces.append((key, "".join(inside)))
    # A citation that is broken over two lines is two links with one target.
    joined: list[tuple[str, str]] = []
    for key, text in pieces:
        last_key, last = joined[-1] if joined else ("", "")
        whole = last.count("(") == last.count(")") and re.search(r"(\d{4}[a-z]?|n\.d\.)", last)
        if last_key == key and not whole:
            joined[-1] = (key, last + text)
        else:
            joined.append((key, text))
    return [(key, as_label(text)) for key, text in joined]


def test_the_text_uses_the_labels_of_the_list(
    cited_on_the_web: list[tuple[str, str]], listed_on_the_web: dict[str, str]
) -> None:
    assert len(cited_on_the_web) > 50
    assert {key: squeeze(listed_on_the_web[key]) for key, _ in cited_on_the_web} == dict(
        cited_on_the_web
    )


def test_both_outputs_cite_the_same_in_the_same_order(
    cited_on_the_web: list[tuple[str, str]], cited_in_print: list[tuple[str, str]]
) -> None:
    pairs = itertools.zip_longest(cited_on_the_web, cited_in_print)
    for place, (on_the_web, in_print) in enumerate(pairs, 1):
        assert on_the_web == in_print, f"citation {place}"


def test_the_printed_list_has_the_same_entries(
    pdf: Path, listed_on_the_web: dict[str, str]
) -> None:
    with pdfplumber.open(pdf) as document:
        lines = [
            squeeze(line)
            for page in document.pages
            for line in page.extract_text().splitlines()
        ]
    for label in listed_on_the_web.values():
        assert any(line.startswith(squeeze(label)) for line in lines), label


def test_the_printed_list_names_the_pages(pdf: Path, listed_on_the_web: dict[str, str]) -> None:
    cited: dict[str, list[str]] = {key: [] for key in listed_on_the_web}
    text = ""
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            label = str(page.page_obj.label)
            for link in page.annots:
                target = (link["data"].get("A") or {}).get("D", b"")
                key = target.decode().partition("cite.references:cite-")[2]
                if key and label not in cited[key]:
                    cited[key].append(label)
            # An entry may go on below the head of the next page.
            text += re.sub(
                rf"^(References {label}|{label} References)\n", "", page.extract_text()
            )
    named = re.findall(r"Citedonpages?([\d,]+)\.", squeeze(text))
    assert [pages.split(",") for pages in named] == list(cited.values())


def test_every_label_is_its_own_and_they_are_in_order(
    listed_on_the_web: dict[str, str],
) -> None:
    labels = list(listed_on_the_web.values())
    assert len(set(labels)) == len(labels)
    assert labels == sorted(labels, key=str.casefold)


def test_the_list_holds_what_is_cited_and_no_more(
    cited_on_the_web: list[tuple[str, str]], listed_on_the_web: dict[str, str]
) -> None:
    recorded = set(parse_file(ROOT / "refs.bib").entries)
    cited = {key for key, _ in cited_on_the_web}
    assert cited == set(listed_on_the_web)
    assert recorded - cited == set(), "in refs.bib, but not cited"


def test_every_entry_leads_to_its_work(web: Web) -> None:
    for entry in web.soup("references").select("div.citation"):
        links = [str(link["href"]) for link in entry.select("a.external")]
        assert len(links) == 1, entry["id"]
        assert links[0].startswith("https://"), entry["id"]
