"""Terms of the glossary are links, and entries of the index, where a page first uses them.

The terms are read from glossary.md, where `{glossary}` defines each. A term is found in
paragraphs, in the singular or the plural, and not in headings, code, links, figures or claims.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

GLOSSARY = "glossary"
NO_LINK = (
    nodes.reference,
    addnodes.pending_xref,
    nodes.literal,
    nodes.math,
    nodes.figure,
    nodes.table,
    addnodes.desc,
)
NO_LINK_CLASSES = {"claim", "generated"}


def glossary_file(env: BuildEnvironment) -> Path:
    """Return the page that defines the terms."""
    return Path(env.srcdir) / f"{GLOSSARY}.md"


@cache
def terms(path: Path, modified: int) -> tuple[str, ...]:
    """Return the terms that the glossary defines, the longest first."""
    blocks = re.findall(r"```\{glossary\}.*?\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    found = [term for block in blocks for term in re.findall(r"^(?!:)(\S.*)$", block, re.M)]
    return tuple(sorted(found, key=len, reverse=True))


def pattern(term: str) -> re.Pattern[str]:
    """Return what matches a term, or its plural, with a capital letter or without."""
    first = re.escape(term[0]) if term[0].isupper() else f"[{term[0]}{term[0].upper()}]"
    rest = re.escape(term[1:]).replace(r"\ ", r"\s+")
    if rest.endswith("y"):
        rest = f"{rest[:-1]}(?:y|ies)"
    return re.compile(rf"(?<![\w-]){first}{rest}(?:s|es)?(?![\w-])")


class LinkTerms(SphinxTransform):
    """Link the first use of each term."""

    default_priority = 890

    def apply(self, **kwargs: Any) -> None:
        """Link each term where the page first uses it."""
        path = glossary_file(self.env)
        if self.env.docname == GLOSSARY or not path.exists():
            return
        self.env.note_dependency(path)
        for term in terms(path, path.stat().st_mtime_ns):
            self.link(term, pattern(term))

    def link(self, term: str, wanted: re.Pattern[str]) -> None:
        """Link a term where it first stands in running text."""
        for paragraph in self.document.findall(nodes.paragraph):
            for text in paragraph.findall(nodes.Text):
                if not (match := wanted.search(text)) or self.is_taken(text):
                    continue
                before, after = text[: match.start()], text[match.end() :]
                number = self.env.new_serialno("term")
                anchor = f"term-use-{number}"
                entry = addnodes.index(entries=[("single", term, anchor, "", None)])
                link = addnodes.pending_xref(
                    "",
                    nodes.inline("", match[0]),
                    refdomain="std",
                    reftype="term",
                    reftarget=term,
                    refexplicit=True,
                    refwarn=True,
                    refdoc=self.env.docname,
                )
                target = nodes.target("", "", ids=[anchor])
                new = [nodes.Text(before), entry, target, link, nodes.Text(after)]
                text.parent.replace(text, new)
                return

    @staticmethod
    def is_taken(text: nodes.Node) -> bool:
        """Return whether a text stands where there are no links to terms."""
        while (parent := text.parent) is not None:
            if isinstance(parent, NO_LINK) or NO_LINK_CLASSES & set(parent.get("classes", ())):
                return True
            text = parent
        return False


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_transform(LinkTerms)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
