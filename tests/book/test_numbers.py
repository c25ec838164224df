"""No number is typed: each is computed, as was accepted, or cited from facts.yaml."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from docutils import nodes
from sphinx import addnodes
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from books import BOOK, Web, pages_in_order
from calc import read_call
from chapter_code.scaling_laws import BESIROGLU, HOFFMANN
from computed import change, computed, listed, source, uses
from facts import load_facts

known = cache(listed)
# What may hold digits: code, formulas, notes' marks.
MADE = (
    nodes.raw,
    nodes.literal,
    nodes.literal_block,
    nodes.math,
    nodes.math_block,
    nodes.footnote_reference,
    nodes.label,
)
NAMES = [
    "Claude 3.7 Sonnet",
    "Claude 3.5 Haiku",
    "DeepSeek-R1",
    "DeepSeek-V3",
    "GPT-2",
    "GPT-3.5",
    "GPT-3",
    "GPT-4",
    "GPT-5-thinking-mini",
    "GPT-5",
    "GPT-Neo-1.3B",
    "Game of 24",
    "Gemma 2",
    "Llama 2",
    "System 1",
    "System 2",
    "o1",
    "o1-preview",
    "o3",
    "o4-mini",
    "type-2",
]
ALLOWED = re.compile(
    r"\b(19\d\d|20[0-3]\d)(-\d\d-\d\d)?\b"  # a year or a date
    r"|\b(in|since|until|before|after|by|of|from|to|around) 1[0-8]\d\d\b(?! [a-z]+s\b)"
    r"|\b1[0-8]\d\d(?=[\u2013)])|(?<=\u2013)1[0-8]\d\d\b"
    r"|\b([Vv]ersion|Python|NumPy|Sphinx|matplotlib|Pyodide) \d+(\.\d+)*"
    r"|\b[a-h][1-8]\b"  # a square of a board
    r"|\b(Section|Figure|Table|Chapter|Equation)\s\d+(\.\d+)*"
    r"|\bLlama 3\.1( 405B| 70B)?|" + "|".join(map(re.escape, NAMES))
)
NUMBER = re.compile(r"[\d$€£][\d.,]*\s?%?")


def typed(text: str) -> list[str]:
    """Return the numbers of a text that are none of the allowed kinds."""
    return NUMBER.findall(ALLOWED.sub("", text))


def classes(node: nodes.Node) -> list[str]:
    """Return the classes of a node."""
    return node.get("classes", []) if isinstance(node, nodes.Element) else []


def prose(node: nodes.Node) -> str:
    """Return a node's text without what the build makes."""
    if isinstance(node, MADE) or "calc" in classes(node) or "fact" in classes(node):
        return "…"
    if isinstance(node, addnodes.pending_xref) and not node.get("refexplicit"):
        return "…"  # the build makes its text
    if isinstance(node, nodes.Text):
        return str(node)
    return "".join(prose(child) for child in node.children)


def paragraphs(tree: nodes.document) -> Iterator[nodes.TextElement]:
    """Yield the paragraphs, titles and captions that somebody wrote on the page."""
    for node in tree.findall(nodes.TextElement):
        ancestors = []
        parent = node.parent
        while parent is not None:
            ancestors.append(parent)
            parent = parent.parent
        generated = any("generated" in classes(above) for above in ancestors)
        in_docstring = any(isinstance(above, addnodes.desc) for above in ancestors) or (
            "docstring of" in (node.source or "")
        )
        nested = any(isinstance(above, nodes.TextElement) for above in ancestors)
        if not (generated or in_docstring or nested or isinstance(node, MADE)):
            yield node


@pytest.mark.parametrize("name", sorted(path.stem for path in BOOK.glob("*.md")))
def test_no_number_is_typed(web: Web, name: str) -> None:
    found = []
    for paragraph in paragraphs(web.doctree(name)):
        for offset, line in enumerate(prose(paragraph).split("\n")):
            found += [
                f"book/{name}.md:{(paragraph.line or 0) + offset}: {n}" for n in typed(line)
            ]
    assert found == []


@pytest.mark.parametrize("path", sorted(BOOK.glob("*.md")), ids=lambda path: path.name)
def test_no_number_is_typed_in_options(path) -> None:  # type: ignore[no-untyped-def]
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.match(r":(alt|change):", line):
            text = re.sub(r"\{\w+(:\w+)?\}`[^`]*`", "…", line)
            found += [f"book/{path.name}:{number}: {n}" for n in typed(text)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "It has 175 billion.",
        "Some 3%",
        "at 0.05 bits",
        "for $40",
        "in 10,000 runs",
        "GPT-4 has 8",
        "in 1400 cases",
        "after 1000 steps",
        "it has 1457",
    ],
)
def test_a_typed_number_is_seen(text: str) -> None:
    assert len(typed(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "since 2016",
        "printed since 1457.",
        "In fact, in 1854 he wrote it",
        "George Boole (1815\u20131864)",
        "runs on Python 3.12.1",
        "by NumPy 2 and version 1.0",
        "on 2026-11-23",
        "Section 6.3",
        "GPT-3 and GPT-Neo-1.3B",
        "DeepSeek-V3",
        "Llama 3.1 405B",
        "on the squares d4 and e5",
        "four of them",
    ],
)
def test_names_and_years_are_no_numbers(text: str) -> None:
    assert typed(text) == []


OVER_A_HUNDRED = {"efficientzero-median"}  # where people have a hundred
BELOW_ZERO = {"compression-correlation"}


def test_a_share_has_the_size_and_a_fact_the_sign_that_it_can_have() -> None:
    found = [
        f"book/facts.yaml:{fact.line}: {name}: {fact.text}"
        for name, fact in load_facts(BOOK / "facts.yaml").items()
        if (fact.unit == "%" and fact.value > 100 and name not in OVER_A_HUNDRED)
        or (fact.value < 0 and name not in BELOW_ZERO)
    ]
    assert found == []


@pytest.mark.parametrize("path", sorted(BOOK.glob("*.md")), ids=lambda path: path.name)
def test_what_is_computed_is_what_was_accepted(path: Path) -> None:
    changed = [
        f"book/{path.name}:{number}: {call} {found}, by {source(call)}"
        for number, place, call in uses(path)
        if (found := change(known().get(place, known().get(call, "nothing")), computed(call)))
    ]
    assert not changed, "\n".join([*changed, "If the page is to say so: make computed"])


def test_a_number_is_one_of_python() -> None:
    """NumPy's look otherwise where an example prints them."""
    others = [
        f"book/{path.name}:{number}: {call}, by {source(call)}: {type(found)}"
        for path in sorted(BOOK.glob("*.md"))
        for number, _, call in uses(path)
        if not call.startswith("figures.")
        if type(found := read_call(call, load_facts(BOOK / "facts.yaml")).result())
        not in (int, float)
    ]
    assert others == []


def facts_on(page: str) -> set[str]:
    """Return the facts that a page prints, or computes with."""
    text = (BOOK / f"{page}.md").read_text(encoding="utf-8")
    written = " ".join(re.findall(r"`[^`]*`|\([^()]*\)", text))
    return set(re.findall(r"[a-z][a-z0-9-]+", written)) & load_facts(BOOK / "facts.yaml").keys()


def test_what_is_the_same_follows_what_it_is_the_same_as() -> None:
    for before, fact in pairwise(load_facts(BOOK / "facts.yaml").values()):
        if fact.about.startswith("the same"):
            at = f"book/facts.yaml:{fact.line}: {fact.about}, as what?"
            assert fact.source == before.source, at


def test_every_fact_is_used() -> None:
    used = set().union(*map(facts_on, pages_in_order()))
    assert [name for name in load_facts(BOOK / "facts.yaml") if name not in used] == []


@pytest.mark.parametrize("page", pages_in_order())
def test_the_source_of_a_fact_is_cited_on_its_page(web: Web, page: str) -> None:
    links = web.doctree(page).findall(addnodes.pending_xref)
    targets = [link["reftarget"] for link in links if link["refdomain"] == "cite"]
    cited = {work.key for target in targets for work in parse_citation_targets(target)}
    facts = load_facts(BOOK / "facts.yaml")
    uncited = [
        f"{name} of {facts[name].source}"
        for name in sorted(facts_on(page))
        if facts[name].source not in cited
    ]
    assert uncited == [], f"book/{page}.md"


def test_constants_that_the_code_and_the_facts_both_hold_agree() -> None:
    facts = load_facts(BOOK / "facts.yaml")
    assert facts["hoffmann-floor"].value == HOFFMANN.floor
    assert facts["besiroglu-floor"].value == BESIROGLU.floor
