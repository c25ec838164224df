"""Numbers that are cited: `` {fact}`gpt3-parameters` `` prints one from facts.yaml.

Every fact names its source and where in the source it stands. The role links to the
fact's row in the table that `{facts-table}` prints, where both can be read.
"""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.util.logging import getLogger
from sphinx.util.nodes import make_refnode
from sphinxcontrib.bibtex.citation_target import parse_citation_targets

from chapter_code._notation import power_of_ten

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

logger = getLogger(__name__)
HEADS = ("Number", "What it is", "Where its source says so")
CONFIRMED = ("source read", "abstract read", "secondary report")
OLD = 10  # years by which a number may be older than its source, unless that is said
WORDS = {1e12: "trillion", 1e9: "billion", 1e6: "million"}


def format_number(value: float) -> str:
    """Return a number as prose prints it: 1,396, 175 billion, 0.0137 or 5.76 × 10²³.

    Six significant digits at most. Raises `ValueError` for what is not finite.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be printed")
    value = float(f"{value:.6g}")
    size = abs(value)
    scale, word = next(((s, f" {word}") for s, word in WORDS.items() if size >= s), (1, ""))
    text = f"{value / scale:,.6g}{word}"
    if size >= 1e15 or 0 < size < 1e-4:
        mantissa, _, exponent = f"{value:e}".partition("e")
        power = power_of_ten(int(exponent))
        text = power if float(mantissa) == 1 else f"{float(mantissa):g} × {power}"
    return text.replace("-", "−")


@dataclass(frozen=True)
class Fact:
    """A number that somebody else found.

    `about` says in a few words what the number is; `value` is in `unit`; `source` is a key of
    refs.bib; `locator` says where in the source the number stands; `as_of` is the year for
    which it holds; `confirmed` is one of `CONFIRMED`; `line` is its place in the file;
    `review_by` is the day by which to look again at what others may overtake, or nothing.
    """

    about: str
    value: float
    unit: str
    source: str
    locator: str
    as_of: str
    confirmed: str
    line: int
    review_by: str = ""

    @property
    def text(self) -> str:
        """The value with its unit."""
        number = format_number(self.value)
        if self.unit == "USD":
            return f"${number}"
        return f"{number}{'' if self.unit == '%' else ' '}{self.unit}".rstrip()


def _check(name: str, record: dict[str, Any], place: str) -> None:
    wanted = {item.name for item in fields(Fact)} - {"line", "review_by"}
    for key in sorted(wanted - record.keys()):
        raise ValueError(f"{place}: fact {name!r} has no {key}")
    for key in sorted(record.keys() - wanted - {"review_by"}):
        raise ValueError(f"{place}: fact {name!r} has an unknown field {key!r}")
    for key in sorted(wanted - {"value", "unit"}):
        if not str(record[key] or "").strip():
            raise ValueError(f"{place}: fact {name!r} has an empty {key}")
    if isinstance(record["value"], bool) or not isinstance(record["value"], int | float):
        raise ValueError(
            f"{place}: fact {name!r} has the value {record['value']!r}, not a number"
        )
    if record["confirmed"] not in CONFIRMED:
        raise ValueError(
            f"{place}: fact {name!r} is confirmed by {record['confirmed']!r}, not one of "
            + ", ".join(CONFIRMED)
        )
    if not isinstance(record.get("review_by", datetime.date.max), datetime.date):
        raise ValueError(
            f"{place}: fact {name!r} has the review_by {record['review_by']!r}, not a day"
        )
    year = record["as_of"]
    if not (isinstance(year, int) and 1000 <= year <= 9999):
        raise ValueError(f"{place}: fact {name!r} has the as_of {year!r}, not a year")
    if record.get("review_by", datetime.date.max).year < year:
        raise ValueError(f"{place}: fact {name!r} has a review_by before its as_of")


@cache
def _load(path: Path, modified: int) -> dict[str, Fact]:
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        root = loader.get_single_node()
        if not isinstance(root, yaml.MappingNode):
            raise ValueError(f"{path.name}:1: not a list of facts by name")
        facts: dict[str, Fact] = {}
        for key, value in root.value:
            name, line = key.value, key.start_mark.line + 1
            if not isinstance(value, yaml.MappingNode):
                raise ValueError(f"{path.name}:{line}: fact {name!r} has no fields")
            for field, count in Counter(item.value for item, _ in value.value).items():
                if count > 1:
                    raise ValueError(f"{path.name}:{line}: fact {name!r} has two of {field!r}")
            try:
                fields_of = loader.construct_mapping(value, deep=True)
            except ValueError as error:  # as of a day that no calendar has
                raise ValueError(f"{path.name}:{line}: fact {name!r}: {error}") from error
            record = {str(key): item for key, item in fields_of.items()}
            _check(name, record, f"{path.name}:{line}")
            if name in facts:
                raise ValueError(f"{path.name}:{line}: fact {name!r} stands twice")
            record["as_of"] = str(record["as_of"])
            record["review_by"] = str(record.get("review_by", ""))
            facts[name] = Fact(**record, line=line)
        return facts
    except (UnicodeDecodeError, yaml.reader.ReaderError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ValueError(f"{path.name}:{line}: {error.problem}") from error


def load_facts(path: Path) -> dict[str, Fact]:
    """Read a file of facts, by name in the order of the file.

    Raises `ValueError`, with file and line, for a fact that lacks a field or has a wrong one.
    """
    return _load(path, path.stat().st_mtime_ns)


def facts_file(env: BuildEnvironment) -> Path:
    """Return the path of the book's facts."""
    return Path(env.srcdir) / "facts.yaml"


class FactRole(SphinxRole):
    """Print a fact's value with its unit, linked to its row in the table of facts."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, or report the name that facts.yaml lacks."""
        path = facts_file(self.env)
        self.env.note_dependency(path)
        fact = load_facts(path).get(self.text)
        if fact is None:
            message = f"fact: facts.yaml has no {self.text!r}"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        link = addnodes.pending_xref(
            self.rawtext,
            nodes.inline("", fact.text, classes=["fact"]),
            refdomain="",
            reftype="fact",
            reftarget=f"fact-{self.text}",
            refwarn=True,
            refdoc=self.env.docname,
        )
        self.set_source_info(link)
        return [link], []


def resolve(
    app: Sphinx, env: BuildEnvironment, link: addnodes.pending_xref, content: nodes.TextElement
) -> nodes.reference | None:
    """Lead a printed fact to its row, wherever the table stands."""
    if link["reftype"] != "fact":
        return None
    place = env.domains.standard_domain.anonlabels.get(link["reftarget"])
    if place is None:
        return None
    return make_refnode(app.builder, link["refdoc"], *place, content)


class FactsTable(SphinxDirective):
    """Print every fact: the number, what it is, and where its source says so."""

    def run(self) -> list[nodes.Node]:
        """Return the table, one row a fact, each with an anchor `fact-NAME`."""
        path = facts_file(self.env)
        self.env.note_dependency(path)
        labels = self.env.domains.standard_domain
        body = nodes.tbody()
        for name, fact in load_facts(path).items():
            anchor = f"fact-{name}"
            labels.note_hyperlink_target(anchor, self.env.docname, anchor, fact.about)
            where = f"{fact.locator}; {fact.confirmed}"
            if fact.confirmed == f"{fact.locator} read":
                where = fact.confirmed
            source, _ = self.parse_inline(f"{{cite:t}}`{fact.source}`, {where}")
            review = f"; to be reviewed by {fact.review_by}" if fact.review_by else ""
            body += row(
                [nodes.Text(fact.text), nodes.target("", "", ids=[anchor])],
                [nodes.Text(f"{fact.about} ({fact.as_of})")],
                [*source, nodes.Text(review)],
            )
        return [table(HEADS, (24, 40, 36), body)]


def table(heads: tuple[str, ...], widths: tuple[int, ...], body: nodes.tbody) -> nodes.table:
    """Return a table that goes over pages in print, with column widths that sum to 100."""
    group = nodes.tgroup("", cols=len(widths))
    group += [nodes.colspec(colwidth=width) for width in widths]
    group += nodes.thead("", row(*([nodes.Text(head)] for head in heads)))
    group += body
    return nodes.table("", group, classes=["longtable", "colwidths-given", "generated"])


def row(*cells: Sequence[nodes.Node]) -> nodes.row:
    """Return a table row with a paragraph of the given nodes in each cell."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def check_facts(app: Sphinx) -> None:
    """Stop the build when the file of facts is not in order, or names an unknown source."""
    path = facts_file(app.env)
    try:
        facts = load_facts(path)
    except (OSError, ValueError) as error:
        logger.error("%s", error)
        raise SystemExit(1) from error
    known = app.env.get_domain("cite").bibdata.data.entries  # type: ignore[attr-defined]
    for name, fact in facts.items():
        place = f"{path.name}:{fact.line}"
        if fact.source not in known:
            logger.error("%s: fact %r: refs.bib has no %r", place, name, fact.source)
            continue
        work = known[fact.source].fields
        year = (work.get("year") or work.get("urldate") or fact.as_of)[:4]
        if fact.as_of > year:
            logger.error("%s: fact %r: as_of is after the year of its source", place, name)
        elif str(int(fact.as_of) + OLD) < year and fact.as_of not in fact.about:
            logger.error(
                "%s: fact %r: as_of is %s, long before its source of %s; say so in about",
                *(place, name, fact.as_of, year),
            )


def around(node: nodes.Node) -> Iterator[nodes.Element]:
    """Yield what a node stands in, from the inside out."""
    while node := node.parent:
        yield node


def check_sources(app: Sphinx, document: nodes.document) -> None:
    """Report a fact whose source is not cited in its paragraph, item, row or claim.

    Once it was, the same fact may stand without it farther down in the section.
    """
    facts = load_facts(facts_file(app.env))
    sourced = set()
    for link in document.findall(addnodes.pending_xref):
        if link["reftype"] != "fact":
            continue
        section = next(
            node for node in around(link) if isinstance(node, nodes.section | nodes.document)
        )
        block = next(
            (
                node
                for node in around(link)
                if isinstance(node, nodes.list_item | nodes.row) or "claim" in node["classes"]
            ),
            next(node for node in around(link) if not isinstance(node, nodes.Inline)),
        )
        cited = {
            work.key
            for citation in block.findall(addnodes.pending_xref)
            if citation["refdomain"] == "cite"
            for work in parse_citation_targets(citation["reftarget"])
        }
        name = link["reftarget"].removeprefix("fact-")
        if facts[name].source in cited:
            sourced.add((section, name))
        elif (section, name) not in sourced:
            logger.error(
                "fact %r is of %s, which is not cited beside it",
                *(name, facts[name].source),
                location=link,
            )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the role and the table."""
    app.add_role("fact", FactRole())
    app.add_directive("facts-table", FactsTable)
    app.connect("builder-inited", check_facts, priority=600)  # after sphinxcontrib.bibtex
    app.connect("doctree-read", check_sources)
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
