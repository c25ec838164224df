"""Labels are made once, for the text and the list, the web and print."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pybtex.database import Entry, parse_string
from pybtex.style import FormattedEntry
from pybtex.style.formatting.unsrt import Style as UnsrtStyle

import citations
from books import REFERENCES, SmallBook
from citations import AuthorYearLabels, LabelOrder, check_records, label_without_suffix


def test_labels() -> None:
    entries = parse_string(REFERENCES, "bibtex").entries
    in_order = sorted(entries.values(), key=LabelOrder().sorting_key)
    assert dict(
        zip(
            [entry.key for entry in in_order],
            AuthorYearLabels().format_labels(in_order),
            strict=True,
        )
    ) == {
        "inst": "AILN, n.d.",
        "first2020one": "First, 2020a",
        "first2020two": "First, 2020b",
        "pair2021": "Pair and Other, 2021",
        "many2022": "van Many et al., 2022",
    }


def test_two_authors_and_others_are_et_al() -> None:
    text = "@misc{k, author = {A, B and others}, title = {T}, year = {2000}}"
    (entry,) = parse_string(text, "bibtex").entries.values()
    assert label_without_suffix(entry) == "A et al., 2000"


PAGE = (
    "{cite:p}`first2020two,many2022` and {cite:t}`first2020one`;"
    " {cite:p}`inst{p. 3}`, {cite:t}`{see}many2022{Table 1}`.\n\nNote.[^1]"
    "\n\n[^1]: See {cite:t}`pair2021`."
)


def test_text_and_list_say_the_same_on_the_web(small_book: SmallBook) -> None:
    app = small_book(PAGE, "citations")
    assert app.warning.getvalue() == ""
    soup = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
    text = soup.get_text()
    assert "(First, 2020b; van Many et al., 2022) and First (2020a); (AILN, n.d., p. 3)" in text
    assert "van Many et al. (see 2022, Table 1)" in text
    labels = {
        str(label.parent["id"]): label.get_text()
        for label in soup.select("div.citation > .label")
        if label.parent
    }
    assert labels == {
        "cite-inst": "[AILN, n.d.]",
        "cite-first2020one": "[First, 2020a]",
        "cite-first2020two": "[First, 2020b]",
        "cite-pair2021": "[Pair and Other, 2021]",
        "cite-many2022": "[van Many et al., 2022]",
    }
    assert list(labels) == sorted(labels, key=lambda key: labels[key].casefold())


def test_text_and_list_say_the_same_in_latex(small_book: SmallBook) -> None:
    app = small_book(PAGE, "citations", builder="latex")
    latex = (app.outdir / "small.tex").read_text()
    assert r"\hyperlink{cite.index:cite-first2020two}{First, 2020b}" in latex
    assert r"\hyperlink{cite.index:cite-first2020one}{First (2020a)}" in latex
    assert r"\bibitem[First, 2020b]{index:cite-first2020two}" in latex
    assert r"\hyperlink{cite.index:cite-pair2021}{Pair and Other (2021)}" in latex


def test_each_work_has_one_link(small_book: SmallBook) -> None:
    app = small_book(PAGE, "citations")
    soup = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
    links = {
        entry["id"]: [link["href"] for link in entry.select("a.external")]
        for entry in soup.select("div.citation")
    }
    assert links["cite-first2020one"] == ["https://arxiv.org/abs/2001.00001"]
    assert links["cite-first2020two"] == ["https://doi.org/10.1000/2"]
    assert links["cite-pair2021"] == ["https://example.org/both-of-us/"]
    assert links["cite-inst"] == []
    pair = soup.find(id="cite-pair2021")
    assert pair is not None
    assert "example.org/both-of-us (read 2026-01-02)" in pair.get_text().replace("\u200b", "")


def test_an_unknown_key_names_file_and_line(small_book: SmallBook) -> None:
    app = small_book("A.\n\nB {cite:p}`nobody1900`.", "citations")
    assert "index.md:5: WARNING: could not find bibtex key" in app.warning.getvalue()


@pytest.mark.parametrize("target", ["inst{p. 3", "inst p. 3}", "{see}"])
def test_a_citation_that_cannot_be_read_names_file_and_line(
    small_book: SmallBook, target: str
) -> None:
    app = small_book(f"A.\n\nB {{cite:p}}`{target}`.", "citations")
    message = f"index.md:5: ERROR: malformed citation target: {target}"
    assert message in app.warning.getvalue()


def test_docstrings_cite(small_book: SmallBook) -> None:
    page = "```{eval-rst}\n.. autofunction:: chapter_code.synapses.lifetime_computation\n```"
    records = REFERENCES.replace("many2022", "carlsmith2020how")
    app = small_book(page, "citations", files={"refs.bib": records})
    assert 'href="#cite-carlsmith2020how"' in (app.outdir / "index.html").read_text()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title = {One}, ", "", "refs.bib:2: first2020one has no title"),
        (
            "author = {First, Ann}, title = {Two}",
            "title = {Two}",
            "refs.bib:3: first2020two has no author",
        ),
        (", urldate = {2026-01-02}", "", "refs.bib:4: pair2021 has a url, and no urldate"),
        (
            "author = {First, Ann}, title = {Two}",
            "author = {First, Ann, Two, Bo}, title = {Two}",
            "refs.bib:3: Too many commas",
        ),
        ("title = {Late}}", "title = {Late}", "refs.bib:"),
        ("@misc{inst", "@mics{inst", "refs.bib:8: inst is an unknown kind of record, @mics"),
    ],
)
def test_a_record_that_is_not_whole_names_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, message: str
) -> None:
    assert old in REFERENCES
    (tmp_path / "refs.bib").write_text(REFERENCES.replace(old, new), encoding="utf-8")
    said: list[str] = []
    monkeypatch.setattr(citations.logger, "error", lambda text, *a: said.append(text % a))
    app: Any = SimpleNamespace(
        config=SimpleNamespace(bibtex_bibfiles=["refs.bib"]), srcdir=tmp_path
    )
    with pytest.raises(SystemExit):
        check_records(app)
    assert message in "\n".join(said)


@pytest.mark.parametrize(
    ("letters", "end"),
    [
        ("ABCDEFGHIJ", "I. Writer, and J. Writer. Much. 2024."),
        ("ABCDEFGHIJK", "I. Writer, J. Writer, and others. Much. 2024."),
    ],
)
def test_the_list_names_ten_authors_at_most(
    small_book: SmallBook, letters: str, end: str
) -> None:
    names = " and ".join(f"Writer, {letter}." for letter in letters)
    record = f"@misc{{crowd, author = {{{names}}}, title = {{Much}}, year = {{2024}}}}\n"
    app = small_book("{cite:t}`crowd`", "citations", files={"refs.bib": REFERENCES + record})
    text = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser").get_text()
    text = " ".join(text.split())
    assert end in text
    assert "K. Writer" not in text
    assert "Writer et al. (2024)" in text


def test_an_archived_copy_stands_behind_the_address(small_book: SmallBook) -> None:
    copy = "https://web.archive.org/web/20251231235959/https://example.org/both-of-us/"
    day = "urldate = {2026-01-02}"
    assert day in REFERENCES
    records = REFERENCES.replace(day, f"{day}, archiveurl = {{{copy}}}")
    app = small_book("{cite:t}`pair2021`", "citations", files={"refs.bib": records})
    page = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
    (link,) = page.select(f'a[href="{copy}"]')
    assert link.parent is not None
    said = " ".join(link.parent.get_text().replace("\u200b", "").split())
    assert said.endswith("example.org/both-of-us (read 2026-01-02, copy of 2025-12-31).")


def test_what_an_earlier_build_has_printed_is_taken_until_a_record_changes(
    small_book: SmallBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    formatted = set()

    def note(style: UnsrtStyle, label: str, entry: Entry, data: object) -> FormattedEntry:
        formatted.add(entry.key)
        return format_entry(style, label, entry, data)

    def printed(text: str, title: str) -> str:
        formatted.clear()
        records = REFERENCES.replace("{Both}", f"{{{title}}}")
        files = {"other.md": f"# Other\n\n{text} {{cite:p}}`pair2021`", "refs.bib": records}
        app = small_book("```{toctree}\nother\n```", "citations", files=files)
        return (app.outdir / "index.html").read_text()

    format_entry = UnsrtStyle.format_entry
    monkeypatch.setattr(UnsrtStyle, "format_entry", note)
    citations.PRINTED.clear()
    assert "Both" in printed("A.", "Both")
    assert len(formatted) == 5
    assert "Both" in printed("B.", "Both")
    assert formatted == set()
    assert "Neither" in printed("B.", "Neither")
    assert formatted == {"pair2021"}
