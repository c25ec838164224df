"""Where a work is cited: said in the reference list, and on the cards of the web.

On the web an entry names the sections that cite it, by number, or by the title of a page that
has none; in print it names the pages. `_static/cards.js` shows a card at each citation and
at each of these sections, from `_static/citations.js`, which is written here.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard, TypeVar

from docutils import nodes
from pybtex.backends.html import Backend
from pybtex.database.input.bibtex import LowLevelParser
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.nodes import raw_latex

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


class Place(NamedTuple):
    """A section that cites: its page and anchor, its number or else its name, and its title."""

    page: str
    anchor: str
    name: str
    title: str


Thing = TypeVar("Thing")
MARK = re.compile(r"\0(\w+)\0(\w+)\0(.*?)\0")
"""A citation or a numbered reference in a sentence: its domain, role and target."""


def is_citation(node: nodes.Node | None) -> TypeGuard[addnodes.pending_xref]:
    """Return whether a node is a citation that has still to be made."""
    return isinstance(node, addnodes.pending_xref) and node.get("refdomain") == "cite"


def is_unresolved(node: nodes.Node | None) -> TypeGuard[addnodes.pending_xref]:
    """Return whether a node is one whose text is known only when all pages are read."""
    return is_citation(node) or (
        isinstance(node, addnodes.pending_xref) and node["reftype"] in {"eq", "numref"}
    )


def sentence(link: addnodes.pending_xref) -> str:
    """Return the sentence around a citation, or nothing if it stands in a list or a table.

    What has no text yet is a mark in it, and a formula is what was typed, without backslashes.
    In a source, a line ends with a sentence.
    """
    block = link.parent
    while isinstance(block, nodes.Inline):
        block = block.parent  # type: ignore[attr-defined]
    text, place = "", 0
    for node in block.findall():
        if node is link:
            place = len(text)
        if is_unresolved(node):
            text += "\0{refdomain}\0{reftype}\0{reftarget}\0".format(**node.attributes)
        elif isinstance(node, nodes.Text) and not is_unresolved(node.parent.parent):
            text += node.replace("\\", "")
    before, after = (
        re.split(r"(?<=[.?!:”)])\n", part) for part in (text[:place], text[place:])
    )
    said = before[-1] + after[0]
    return said.replace("\n", " ") if re.search(r"\w[.?!:”)]+$", MARK.sub("A", said)) else ""


def note_citations(app: Sphinx, document: nodes.document) -> None:
    """Note which works a page cites, in which sentences, and the sections around each."""
    noted = app.env.metadata[app.env.docname].setdefault("cited", [])
    for link in document.findall(addnodes.pending_xref):
        if is_citation(link):
            around, node = [], link.parent
            while node is not None:
                if isinstance(node, nodes.section):
                    around.append((node["ids"][0], node[0].astext()))
                node = node.parent
            works = parse_citation_targets(link["reftarget"])
            noted += [(work.key, around, sentence(link)) for work in works]


def places(env: BuildEnvironment) -> dict[str, dict[Place, list[str]]]:
    """Return where each work is cited, in the order of the book, and with which sentences."""
    found: dict[str, dict[Place, list[str]]] = {}
    for page in env.collect_relations():
        title = env.titles[page].astext()
        numbers = env.toc_secnumbers.get(page, {})
        for key, around, said in env.metadata[page].get("cited", ()):
            place = Place(page, "", title, "")
            for anchor, heading in [*around, ("", title)]:
                if number := numbers.get(anchor and f"#{anchor}"):
                    place = Place(page, anchor, ".".join(map(str, number)), heading)
                    break
            sentences = found.setdefault(key, {}).setdefault(place, [])
            if said and said not in sentences:
                sentences.append(said)
    return found


def lists_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages with a reference list where what other pages cite has changed."""
    cite: Any = env.get_domain("cite")
    found = {key: list(cited) for key, cited in places(env).items()}
    if found == getattr(env, "cited_in", None):
        return []
    env.cited_in = found  # type: ignore[attr-defined]
    return [place.docname for place in cite.bibliographies]


def cited_in(app: Sphinx, document: nodes.document, page: str) -> None:
    """Say on the web in which sections a work is cited."""
    entries = list(document.findall(nodes.citation))
    if app.builder.format != "html" or not entries:
        return
    cite: Any = app.env.get_domain("cite")
    keys = {work.citation_id: work.key for work in cite.citations}
    found = places(app.env)
    for entry in entries:
        line = nodes.paragraph("", classes=["cited-in"])
        for there, anchor, name, _ in found.get(keys[entry["ids"][0]], ()):
            line += nodes.Text(", " if line.children else "Cited in ")
            line += make_refnode(app.builder, page, there, anchor, nodes.Text(name))
        if line.children:
            line += nodes.Text(".")
            entry += line


class CitedOn(SphinxPostTransform):
    r"""Say in print on which pages a work is cited; `\citedon` is in book.sty."""

    default_priority = 60  # when citations are resolved, and what is for the web only is gone
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Label each citation, and add the labels to each entry."""
        labels = defaultdict[str, list[str]](list)
        for number, link in enumerate(list(self.document.findall(raw_latex))):
            if match := re.fullmatch(r"\\hyperlink\{cite\.(.+)\}\{", link.rawsource):
                labels[match[1]].append(f"cited-{number}")
                link.rawsource = rf"\phantomsection\label{{cited-{number}}}{link.rawsource}"
        for entry in self.document.findall(nodes.citation):
            if cited := labels.get(f"{entry['docname']}:{entry['ids'][0]}"):
                entry += raw_latex(f"\\citedon{{{','.join(cited)}}}\n")


def numbered(things: Iterable[Thing]) -> dict[Thing, int]:
    """Return different things with their numbers, in order."""
    return {thing: number for number, thing in enumerate(dict.fromkeys(things))}


def write_citations(app: Sphinx, error: Exception | None) -> None:
    """Write what the cards show: of each work the reference, the record, places and sentences.

    It is a script and not JSON, since a page that is opened from a disk may not fetch.
    """
    if error is not None or app.builder.name != "html":
        return
    cite: Any = app.env.get_domain("cite")

    @cache
    def printed(domain: str, role: str, target: str) -> str:
        node = addnodes.pending_xref("", nodes.Text(target), refexplicit=False)
        found = app.env.domains[domain].resolve_xref(
            app.env, "", app.builder, role, target, node, node
        )
        return (found or node).astext()

    found = places(app.env)
    sections = numbered(place for cited in found.values() for place in cited)
    sentences = numbered(
        said for cited in found.values() for some in cited.values() for said in some
    )
    records: dict[str, str] = {}
    for name in app.config.bibtex_bibfiles:
        parser = LowLevelParser((Path(app.srcdir) / name).read_text(encoding="utf-8"))
        for _, (key, _) in parser:
            records[key] = parser.text[parser.command_start : parser.pos]
    data = {
        "sections": [
            [app.builder.get_target_uri(page) + (anchor and f"#{anchor}"), name, title]
            for page, anchor, name, title in sections
        ],
        "sentences": [
            MARK.sub(lambda match: printed(*match.groups()), said) for said in sentences
        ],
        "works": {
            work.citation_id: [
                re.sub(r"</?span.*?>", "", work.formatted_entry.text.render(Backend())),
                records[work.key],
                [
                    [sections[place], *(sentences[said] for said in some)]
                    for place, some in found.get(work.key, {}).items()
                ],
            ]
            for work in cite.citations
        },
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    path = Path(app.outdir) / "_static/citations.js"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"window.CITATIONS={text}\n", encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register what notes citations and what says where they are."""
    app.connect("doctree-read", note_citations)
    app.connect("env-get-updated", lists_to_write)
    app.connect("doctree-resolved", cited_in)
    app.add_post_transform(CitedOn)
    app.connect("build-finished", write_citations)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
