"""The list and the cards say where a work is cited."""

import re
from pathlib import Path

from bs4 import BeautifulSoup

from books import SmallBook, cards

# Sphinx writes a page with a table of contents anew at every build: the list is on another.
FILES = {
    "index.md": "# Title\n\n```{toctree}\n:numbered: 3\ntwo\none\n```\n\n"
    "```{toctree}\nnamed\nlist\n```\n",
    "one.md": "# One\n\n## Near\n\nA {cite:t}`many2022`, B {cite:t}`inst`.\n\n"
    "No.\nC $\\{x\\}$,\nas {cite:p}`first2020two,inst{p. 3}` and {eq}`law`.\nNo.\n\n"
    "$$x$$ (law)\n\n"
    "### Deep\n\n#### Deeper\n\nD {cite:t}`first2020one`, twice {cite:p}`first2020one`.\n",
    "two.md": "# Two\n\nA {cite:t}`many2022`.\n\n## Far\n\nB {cite:t}`many2022,inst`.\n",
    "named.md": "# By *Name*\n\n## Below\n\nA {cite:t}`many2022`, B {cite:t}`inst`.\n",
    "list.md": "# List\n\n```{bibliography}\n:all:\n```\n",
}
LISTED = {
    "first2020one": ["2.1.1"],
    "first2020two": ["2.1"],
    "inst": ["1.1", "2.1", "By Name"],
    "many2022": ["1", "1.1", "2.1", "By Name"],
}


def listed(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Return what each entry of the list says, and where it leads, by key."""
    soup = BeautifulSoup((folder / "list.html").read_text(), "html.parser")
    return {
        str(entry["id"]).removeprefix("cite-"): [
            (link.get_text(), str(link["href"])) for link in entry.select(".cited-in a")
        ]
        for entry in soup.select("div.citation:has(> p.cited-in)")
    }


def test_the_list_names_the_sections_in_order_each_once(small_book: SmallBook) -> None:
    app = small_book("", "citations", "cited_in", files=FILES)
    assert app.warning.getvalue() == ""
    assert {
        key: [name for name, _ in cited] for key, cited in listed(app.outdir).items()
    } == LISTED
    text = BeautifulSoup((app.outdir / "list.html").read_text(), "html.parser").get_text()
    assert "Cited in 1, 1.1, 2.1, By Name.\n" in text


def test_the_numbers_lead_to_the_sections(small_book: SmallBook) -> None:
    app = small_book("", "citations", "cited_in", files=FILES)
    assert listed(app.outdir)["many2022"] == [
        ("1", "two.html"),
        ("1.1", "two.html#far"),
        ("2.1", "one.html#near"),
        ("By Name", "named.html"),
    ]


def test_a_work_cited_in_a_claim_box_only(small_book: SmallBook) -> None:
    box = (
        "```{claim} c\n:verdict: open\n:confidence: low\n:because: A.\n:for: pair2021\n"
        ":against: none\n:as-of: 2026-01-01\n:review-by: 2027-01-01\n:change: B.\n\nC.\n```\n"
    )
    files = {**FILES, "one.md": f"# One\n\n## Near\n\n{box}"}
    app = small_book("", "citations", "cited_in", "claims", files=files)
    assert listed(app.outdir)["pair2021"] == [("2.1", "one.html#near")]


def test_an_edit_of_a_page_changes_the_list(small_book: SmallBook) -> None:
    small_book("", "citations", "cited_in", files=FILES)
    edited = {**FILES, "two.md": f"{FILES['two.md']}\nC {{cite:t}}`pair2021`.\n"}
    app = small_book("", "citations", "cited_in", files=edited)
    assert listed(app.outdir)["pair2021"] == [("1.1", "two.html#far")]
    small_book("", "citations", "cited_in", files=FILES)
    assert "pair2021" not in listed(app.outdir)


def test_in_print_each_entry_has_the_labels_of_its_citations(small_book: SmallBook) -> None:
    app = small_book("", "citations", "cited_in", builder="latex", files=FILES)
    latex = (app.outdir / "small.tex").read_text()
    placed = re.findall(
        r"\\phantomsection\\label\{(cited-\d+)\}\\hyperlink\{cite\.list:cite-(\w+)\}", latex
    )
    assert len(dict(placed)) == len(placed) == 11
    entries = re.findall(
        r"\\bibitem\[.*?\]\{list:cite-(\w+)\}((?:(?!\\bibitem).)*)", latex, re.S
    )
    assert {
        key: cited[1].split(",")
        for key, text in entries
        if (cited := re.search(r"\\citedon\{(.*?)\}\n", text))
    } == {key: [label for label, work in placed if work == key] for key in LISTED}


def test_the_cards_have_of_each_work_its_record_and_its_sections(small_book: SmallBook) -> None:
    app = small_book("", "citations", "cited_in", files=FILES)
    data = cards(app.outdir)
    reference, record, cited = data["works"]["cite-first2020two"]
    assert reference.startswith("Ann First.\nTwo.\n2020.")
    assert 'href="https://doi.org/10.1000/2"' in reference
    assert record.startswith("@misc{first2020two, author = {First, Ann}")
    assert record.endswith("doi = {10.1000/2}}")
    assert len(cited) == 1
    _, _, [[_, said]] = data["works"]["cite-first2020one"]
    assert data["sentences"][said] == "D First (2020a), twice (First, 2020a)."
    _, _, cited = data["works"]["cite-inst"]
    found = [
        [data["sections"][section], *(data["sentences"][said] for said in sentences)]
        for section, *sentences in cited
    ]
    assert found == [
        [["two.html#far", "1.1", "Far"], "B AILN (n.d.) and van Many et al. (2022)."],
        [
            ["one.html#near", "2.1", "Near"],
            "A van Many et al. (2022), B AILN (n.d.).",
            "C {x}, as (AILN, n.d., p. 3; First, 2020b) and (1).",
        ],
        [["named.html", "By Name", ""], "A van Many et al. (2022), B AILN (n.d.)."],
    ]


def test_the_cards_have_records_however_they_are_laid_out(small_book: SmallBook) -> None:
    records = (
        "  @Misc { some2020a ,\n author = {Some, Ann}, title = {A @ B}, month = jun }\n"
        '@misc(some2020b, author = {Some, Ann}, title = "C")'
    )
    page = "# One\n\nA {cite:t}`some2020a,some2020b`.\n\n```{bibliography}\n```\n"
    for bom in ("", "\ufeff"):
        files = {"index.md": page, "refs.bib": bom + records}
        works = cards(small_book("", "citations", "cited_in", files=files).outdir)["works"]
        assert [works[f"cite-some2020{letter}"][1] for letter in "ab"] == [
            record.strip() for record in records.rsplit("\n", 1)
        ]


def test_a_citation_in_a_list_of_them_has_no_sentence(small_book: SmallBook) -> None:
    files = {**FILES, "one.md": "# One\n\n## Near\n\n- {cite:t}`pair2021`, abstract\n"}
    app = small_book("", "citations", "cited_in", files=files)
    works = cards(app.outdir)["works"]
    assert [len(place) for place in works["cite-pair2021"][2]] == [1]
