"""What the chapter concludes: one `{claim}` a question, dated, with what would change it.

The same boxes make the table that `{claims-table}` prints and the file claims.json.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.util.logging import getLogger

from facts import row, table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

logger = getLogger(__name__)
VERDICTS = ("supported", "contested", "refuted", "open")
CONFIDENCE = ("low", "moderate", "high")
# What a column of a table is headed, and how wide it is beside the others.
COLUMNS = {
    "statement": ("Claim", 46),
    "verdict": ("Verdict", 14),
    "confidence": ("Confidence", 15),
    "as-of": ("As of", 14),
    "review-by": ("Review by", 14),
    "change": ("What would change it", 46),
}


class claims_table(nodes.General, nodes.Element):  # noqa: N801
    """Stands where the table of claims will be, until all pages are read."""


def one_of(values: tuple[str, ...]) -> Any:
    """Return an option converter that takes one of the values."""
    return lambda argument: directives.choice(argument, values)


def date(argument: str) -> str:
    """Take an ISO date, and return it as it stands."""
    return datetime.date.fromisoformat(argument.strip()).isoformat()


def keys(argument: str) -> list[str] | str:
    """Take citation keys, separated by commas or blanks, or the word none."""
    named = directives.unchanged_required(argument).replace(",", " ").split()
    return "none found" if named == ["none"] else named


class Claim(SphinxDirective):
    """State what the evidence says, for and against, how sure to be, and until when."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "verdict": one_of(VERDICTS),
        "confidence": one_of(CONFIDENCE),
        "because": directives.unchanged_required,
        "for": keys,
        "against": keys,
        "experiment": directives.unchanged_required,
        "as-of": date,
        "review-by": date,
        "change": directives.unchanged_required,
    }
    optional = ("experiment",)

    def run(self) -> list[nodes.Node]:
        """Return the box."""
        self.assert_has_content()
        options = self.options
        for name in self.option_spec:
            if not options.get(name) and name not in self.optional:
                raise self.error(f"claim {self.arguments[0]!r} has no :{name}:")
        if options["review-by"] <= options["as-of"]:
            raise self.error(f"claim {self.arguments[0]!r}: review-by is not after as-of")
        name = f"claim-{self.arguments[0]}"
        statement = nodes.container("", *self.parse_content_to_nodes(), classes=["statement"])
        box = nodes.container("", classes=["claim", options["verdict"]])
        record = {
            "id": self.arguments[0],
            "page": self.env.docname,
            "anchor": name,
            "statement": statement.astext().replace("\n", " "),
            **{key: options[key] for key in self.option_spec if key not in self.optional},
        }
        self.env.metadata[self.env.docname].setdefault("claims", []).append(record)
        self.env.domains.standard_domain.note_hyperlink_target(
            name, self.env.docname, name, statement.astext()
        )
        box += nodes.target("", "", ids=[name])
        box += statement
        verdict = f"{options['verdict']}, with {options['confidence']} confidence"
        fields = {
            "Verdict": f"**{verdict}**",
            "Because": options["because"],
            "For": self.cite(options["for"]),
            "Against": self.cite(options["against"]),
            "Tried here": options.get("experiment"),
            COLUMNS["change"][0]: options["change"],
            "As of": f"{options['as-of']}, to be reviewed by {options['review-by']}",
        }
        box += nodes.field_list("", *(self.field(*item) for item in fields.items() if item[1]))
        self.set_source_info(box)
        return [box]

    @staticmethod
    def cite(named: list[str] | str) -> str:
        """Return the citations, or that there are none."""
        return named if isinstance(named, str) else "{cite:p}`" + ",".join(named) + "`"

    def field(self, name: str, text: str) -> nodes.field:
        """Return one line of the box."""
        content, _ = self.parse_inline(text)
        return nodes.field(
            "",
            nodes.field_name("", name),
            nodes.field_body("", nodes.paragraph("", "", *content)),
        )


class ClaimsTable(SphinxDirective):
    """Stand for the table of all claims, with the columns that are named."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return what stands for it, and note the page."""
        self.env.metadata[self.env.docname]["claims table"] = True
        columns = self.arguments[0].split()
        for column in columns:
            if column not in COLUMNS:
                raise self.error(f"claims-table: {column!r} is none of {', '.join(COLUMNS)}")
            if columns.count(column) > 1:
                raise self.error(f"claims-table: {column!r} stands twice")
        return [claims_table("", columns=columns)]


def claims(env: BuildEnvironment) -> Iterator[dict[str, Any]]:
    """Yield what claims.json says of each claim, in the order of the book."""
    for docname in env.collect_relations():
        yield from env.metadata[docname].get("claims", ())


class FillClaimsTable(SphinxPostTransform):
    """Put the table where `{claims-table}` stands, before references are resolved."""

    default_priority = 4

    def run(self, **kwargs: Any) -> None:
        """Replace each place-holder."""
        for place in list(self.document.findall(claims_table)):
            heads, widths = zip(*(COLUMNS[column] for column in place["columns"]), strict=True)
            body = nodes.tbody()
            for record in claims(self.env):
                body += row(*(self.cell(record, column) for column in place["columns"]))
            shares = tuple(round(100 * width / sum(widths)) for width in widths)
            place.replace_self(table(heads, shares, body))

    def cell(self, record: dict[str, Any], column: str) -> list[nodes.Node]:
        """Return what a table says of a claim; its statement is a link to its box."""
        if column == "change":
            return self.change(record)
        if column != "statement":
            return [nodes.Text(record[column])]
        link = addnodes.pending_xref(
            "",
            nodes.inline("", record["statement"]),
            refdomain="std",
            reftype="ref",
            reftarget=record["anchor"],
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
        )
        return [link]

    def change(self, record: dict[str, Any]) -> list[nodes.Node]:
        """Return what would change a claim as its box has it, with numbers and citations."""
        page = self.env.get_doctree(record["page"])
        box = next(
            node.parent
            for node in page.findall(nodes.Element)
            if record["anchor"] in node.get("ids", ())
        )
        head, _ = COLUMNS["change"]
        field = next(field for field in box.findall(nodes.field) if field[0].astext() == head)
        (shown,) = field.findall(nodes.paragraph)
        for link in shown.findall(addnodes.pending_xref):
            link["refdoc"] = self.env.docname
        return list(shown.children)


def tables_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages with a table of claims where a page with claims was read again."""
    read = [(record["page"], env.all_docs[record["page"]]) for record in claims(env)]
    if read == getattr(env, "claims_read", None):
        return []
    env.claims_read = read  # type: ignore[attr-defined]
    return [page for page, noted in env.metadata.items() if "claims table" in noted]


def check_names(app: Sphinx, env: BuildEnvironment) -> None:
    """Report a name that two claims have."""
    seen: set[str] = set()
    for record in claims(env):
        if record["id"] in seen:
            logger.error("claim %r stands twice", record["id"], location=record["page"])
        seen.add(record["id"])


def write_claims(app: Sphinx, error: Exception | None) -> None:
    """Write claims.json beside the pages."""
    if error is None and app.builder.name == "html":
        text = json.dumps(list(claims(app.env)), ensure_ascii=False, indent=1)
        (Path(app.outdir) / "claims.json").write_text(text + "\n", encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_node(claims_table)
    app.add_directive("claim", Claim)
    app.add_directive("claims-table", ClaimsTable)
    app.add_post_transform(FillClaimsTable)
    app.connect("env-get-updated", tables_to_write)
    app.connect("env-check-consistency", check_names)
    app.connect("build-finished", write_claims)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
