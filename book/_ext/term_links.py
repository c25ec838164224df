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


def terms(env: BuildEnvironment) -> tuple[str, ...]:
    """Return the terms that the glossary defines, if there is one, the longest first."""
    path = Path(env.srcdir, f"{GLOSSARY}.md")
    text = path.read_text("utf-8") if path.exists() else ""
    blocks = re.findall(r"```\{glossary\}.*?\n(.*?)```", text, re.DOTALL)
    found = [term for block in blocks for term in re.findall(r"^(?!:)(\S.*)$", block, re.M)]
    return tuple(sorted(found, key=len, reverse=True))


def forms(term: str) -> str:
    """Return an expression for a term or its plural, with a capital letter or without."""
    first = f"[{term[0]}{term[0].upper()}]"
    rest = re.escape(term[1:]).replace(r"\ ", r"\s+")
    if rest.endswith("y"):
        return f"{first}{rest[:-1]}(?:ys?|ies)"
    return f"{first}{rest}{'(?:es)?' if re.search('(s|x|z|ch|sh)$', rest) else 's?'}"


@cache
def pattern(wanted: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches a term; the number of the group that matched is the term's."""
    either = "|".join(f"({forms(term)})" for term in wanted)
    return re.compile(rf"(?<![\w-])(?:{either})(?![\w-])")


class LinkTerms(SphinxTransform):
    """Link the first use of each term."""

    default_priority = 840  # before Sphinx gathers the entries of the index, at 850

    def apply(self, **kwargs: Any) -> None:
        """Link each term where the page first uses it."""
        if self.env.docname == GLOSSARY:
            return
        wanted: tuple[str, ...] = self.env.terms_to_link  # type: ignore[attr-defined]
        used: set[str] = set()
        for paragraph in list(self.document.findall(nodes.paragraph)) if wanted else ():
            for text in list(paragraph.findall(nodes.Text)):
                if not self.is_taken(text):
                    self.link(text, wanted, used)

    def link(self, text: nodes.Text, wanted: tuple[str, ...], used: set[str]) -> None:
        """Link the terms of a text that the page has not used before, and note them as used.

        Where one term holds another, as *scaling law* does *scaling*, the longer one counts.
        """
        new: list[nodes.Node] = []
        end = 0
        for match in pattern(wanted).finditer(text):
            term = wanted[(match.lastindex or 0) - 1]
            if term not in used:
                used.add(term)
                new += [nodes.Text(text[end : match.start()]), *self.use(term, match[0])]
                end = match.end()
        if new:
            text.parent.replace(text, [*new, nodes.Text(text[end:])])

    def use(self, term: str, written: str) -> list[nodes.Node]:
        """Return an entry of the index, and the place that it leads to: a link to the term."""
        anchor = f"term-use-{self.env.new_serialno('term')}"
        link = addnodes.pending_xref(
            "",
            nodes.inline("", written),
            refdomain="std",
            reftype="term",
            reftarget=term,
            refexplicit=True,
            refwarn=True,
            refdoc=self.env.docname,
        )
        entry = addnodes.index(entries=[("single", term, anchor, "", None)])
        return [entry, nodes.target("", "", link, ids=[anchor])]

    @staticmethod
    def is_taken(text: nodes.Node) -> bool:
        """Return whether a text stands where there are no links to terms."""
        while (parent := text.parent) is not None:
            if isinstance(parent, NO_LINK) or NO_LINK_CLASSES & set(parent.get("classes", ())):
                return True
            text = parent
        return False


def find(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Find the terms before pages are read; return those to read again, all if terms change."""
    before, now = getattr(env, "terms_to_link", ()), terms(env)
    env.terms_to_link = now  # type: ignore[attr-defined]
    return sorted(env.found_docs - added) if now != before else []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_transform(LinkTerms)
    app.connect("env-get-outdated", find)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
