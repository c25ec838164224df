"""A term is a link where a page first uses it."""

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from books import SmallBook

GLOSSARY = """# Glossary

```{glossary}
scaling
  Making larger; every scaling law is about it.

scaling law
  A formula.

loss
  A measure.

ability
  What one can do.

bit
  A unit.

System 1
  Fast thought.
```
"""
PAGE = "More scaling, and a scaling law.\n\nScaling again."


def build(
    small_book: SmallBook, page: str, builder: str = "html", glossary: str = GLOSSARY
) -> SphinxTestApp:
    """Build a page beside a glossary."""
    page += "\n\n```{toctree}\nglossary\n```"
    files = {"glossary.md": glossary, "none.png": ""}
    return small_book(page, "citations", "term_links", builder=builder, files=files)


def linked(small_book: SmallBook, page: str, glossary: str = GLOSSARY) -> list[str]:
    """Return what a page links to the glossary, in order."""
    app = build(small_book, page, glossary=glossary)
    soup = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
    return [link.get_text() for link in soup.select('a[href^="glossary.html#term-"]')]


@pytest.mark.parametrize(
    ("page", "links"),
    [
        ("A loss and a loss.\n\nOne more loss.", ["loss"]),
        ("Losses.", ["Losses"]),
        ("Ability, abilities.", ["Ability"]),
        ("Some abilities.", ["abilities"]),
        ("Four bits.", ["bits"]),
        ("A *loss*.", ["loss"]),
        ("> A loss.\n\n- A bit.", ["loss", "bit"]),
        ("System 1 is fast.", ["System 1"]),
        ("```{eval-rst}\nThe scaling\nlaws.\n```", ["scaling\nlaws"]),
        ("A bit, a loss.", ["bit", "loss"]),
    ],
)
def test_the_first_use_of_a_term_is_a_link(
    small_book: SmallBook, page: str, links: list[str]
) -> None:
    assert linked(small_book, page) == links


@pytest.mark.parametrize(
    "page",
    [
        "## A loss",
        "A `loss`.",
        "A $loss$.",
        "```\nloss\n```",
        "A [loss](https://example.org).",
        "(here)=\n## This\n\nSee {ref}`the loss <here>`.",
        "```{figure} none.png\n:alt: none\n\nA loss.\n\nOf loss.\n```",
        "| loss |\n|---|\n| loss |",
        "```{container} claim\nA loss.\n```",
        "```{container} generated\nA loss.\n```",
        "```{eval-rst}\n.. py:function:: loss\n\n   The loss.\n```",
        "Lossless, no-loss and loss-making; a dog bites; system 1; glossary.",
    ],
)
def test_other_words_and_places_are_no_use(small_book: SmallBook, page: str) -> None:
    assert linked(small_book, f"{page}\n\nThen losses.") == ["losses"]


def test_a_term_within_a_longer_one_is_no_use(small_book: SmallBook) -> None:
    page = "A scaling law.\n\nA scaling law, and *scaling*."
    app = build(small_book, page)
    assert app.warning.getvalue() == ""
    soup = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser")
    assert len(soup.select('a[href="glossary.html#term-scaling-law"]')) == 1
    assert soup.select_one('em a[href="glossary.html#term-scaling"]')


def test_the_glossary_links_nothing(small_book: SmallBook) -> None:
    html = (build(small_book, PAGE).outdir / "glossary.html").read_text()
    assert "#term-scaling-law" in html
    assert "term-use" not in html


def test_a_first_use_is_in_the_index(small_book: SmallBook) -> None:
    app = build(small_book, PAGE)
    index = BeautifulSoup((app.outdir / "genindex.html").read_text(), "html.parser")
    page = (app.outdir / "index.html").read_text()
    for term in ("scaling", "scaling law"):
        (entry,) = (li for li in index.select("td li") if term == li.get_text().split(",")[0])
        (use,) = (str(a["href"]) for a in entry.select("a:not([href^=glossary])"))
        assert use.startswith("index.html#")
        assert f'id="{use.partition("#")[2]}"' in page


def test_a_first_use_is_a_link_and_in_the_index_in_latex(small_book: SmallBook) -> None:
    latex = (build(small_book, PAGE, "latex").outdir / "small.tex").read_text()
    assert latex.count(r"\hyperref[\detokenize{glossary:term-scaling-law}]") == 1
    assert latex.count(r"\index{scaling law@\spxentry{scaling law}}") == 1


def test_a_page_is_read_again_when_terms_change(small_book: SmallBook) -> None:
    assert linked(small_book, "A verb.") == []
    assert linked(small_book, "A verb.", GLOSSARY.replace("bit\n", "verb\n")) == ["verb"]


def test_a_page_is_not_read_again_when_only_what_a_term_means_changes(
    small_book: SmallBook,
) -> None:
    build(small_book, PAGE)
    app = build(small_book, PAGE, glossary=GLOSSARY.replace("A unit.", "A small unit."))
    assert "0 added, 1 changed, 0 removed" in app.status.getvalue()


def test_a_glossary_may_be_empty(small_book: SmallBook) -> None:
    assert linked(small_book, PAGE, "# Glossary\n") == []


def test_a_book_may_have_no_glossary(small_book: SmallBook) -> None:
    app = small_book(PAGE, "citations", "term_links")
    assert app.warning.getvalue() == ""
