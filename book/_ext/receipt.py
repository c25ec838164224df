"""What a build holds, counted: `{receipt}` prints it, and receipt.json has it for machines.

How many mistakes the checks saw when all were last tried is read from `mutants.json`, which
`make mutants` writes.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

import chapter_code
from census import prompts
from facts import facts_file, load_facts, row, table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

COMMIT = "Their commit"
MADE_WITH = ("Sphinx", "MyST-Parser", "sphinxcontrib-bibtex", "Furo", "NumPy", "matplotlib")


class receipt(nodes.General, nodes.Element):  # noqa: N801
    """Stands where the receipt will be, until all pages are read."""


class Receipt(SphinxDirective):
    """Stand for the receipt."""

    def run(self) -> list[nodes.Node]:
        """Return what stands for it, and note the page."""
        self.env.metadata[self.env.docname]["receipt"] = True
        return [receipt()]


def count(env: BuildEnvironment) -> dict[str, Any]:
    """Return what a build holds, by name."""
    cite: Any = env.get_domain("cite")
    modules = Path(chapter_code.__path__[0]).rglob("*.py")
    numbered = [page.get("figure", {}) for page in env.toc_fignumbers.values()]
    mutants = Path(env.srcdir) / "mutants.json"
    return {
        "examples on pages": sum(
            len(prompts(Path(env.doc2path(page)))) for page in env.found_docs
        ),
        "examples in docstrings": sum(len(prompts(path)) for path in modules),
        "works cited": len(cite.citations),
        "numbers cited": len(load_facts(facts_file(env))),
        "claims": sum(len(page.get("claims", ())) for page in env.metadata.values()),
        "figures": sum(map(len, numbered)),
        "mistakes": json.loads(mutants.read_text("utf-8")) if mutants.exists() else None,
        "commit": env.config.receipt_commit,
        "date": datetime.fromtimestamp(int(environ["SOURCE_DATE_EPOCH"]), UTC)
        .date()
        .isoformat(),
        "made with": {
            "Python": ".".join(map(str, sys.version_info[:3])),
            **{name: version(name) for name in MADE_WITH},
        },
    }


def rows(counted: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the lines of a receipt: what, and how much."""
    seen = counted["mistakes"]
    return [
        ("Examples on the pages, all of which make check runs", counted["examples on pages"]),
        ("Examples in the docstrings, likewise", counted["examples in docstrings"]),
        ("Works cited, each in the list and in the text", counted["works cited"]),
        ("Cited numbers, each with its place in a source", counted["numbers cited"]),
        ("Claims, each dated and with both sides", counted["claims"]),
        ("Figures, each with its data", counted["figures"]),
        (
            "Mistakes made in copies, and seen by the check that is for them",
            f"{seen['seen']} of {seen['made']}, of {seen['kinds']} kinds, on {seen['date']}"
            if seen
            else "not tried yet",
        ),
        ("Date of the sources of the book", counted["date"]),
        (COMMIT, counted["commit"]),
        (
            "Made with",
            ", ".join(f"{name} {number}" for name, number in counted["made with"].items()),
        ),
    ]


class PrintReceipt(SphinxPostTransform):
    """Print the receipt where it was asked for."""

    default_priority = 200

    def run(self, **kwargs: Any) -> None:
        """Put a table in the place of what stands for it."""
        for place in self.document.findall(receipt):
            body = nodes.tbody()
            for what, much in rows(count(self.env)):
                shown = nodes.literal if what == COMMIT else nodes.inline
                body += row([nodes.Text(what)], [shown("", str(much))])
            place.replace_self(table(("What", "How much"), (60, 40), body))


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages with a receipt, since what it counts is on other pages."""
    return [page for page, noted in env.metadata.items() if "receipt" in noted]


def write_receipt(app: Sphinx, error: Exception | None) -> None:
    """Write receipt.json beside the pages."""
    if error is None and app.builder.name == "html":
        path = Path(app.outdir) / "receipt.json"
        path.write_text(json.dumps(count(app.env), indent=1) + "\n", encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and the file."""
    app.setup_extension("facts")
    app.add_config_value("receipt_commit", "", "")
    app.add_node(receipt)
    app.add_directive("receipt", Receipt)
    app.add_post_transform(PrintReceipt)
    app.connect("env-get-updated", pages_to_write)
    app.connect("build-finished", write_receipt)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
