"""How long a page takes: `{reading-time}` counts the words of the page that it stands on.

`{reading-times}` is a table of all pages that say so.

Words of the running text are told apart from those of experiments, figures and boxes. Code and
displayed formulas are not counted. The rate is the fact `reading-rate`, in words a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from facts import facts_file, load_facts, row, table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

PROSE = (nodes.paragraph, nodes.title, nodes.caption)


class reading_time(nodes.General, nodes.Element):  # noqa: N801
    """Stands where the line will be, until the page is read."""


class reading_times(nodes.General, nodes.Element):  # noqa: N801
    """Stands where the table will be, until all pages are read."""


class ReadingTime(SphinxDirective):
    """Say how many words the page has, and how long they take to read."""

    def run(self) -> list[nodes.Node]:
        """Return the place-holder."""
        path = facts_file(self.env)
        self.env.note_dependency(path)
        rate = load_facts(path).get("reading-rate")
        if rate is None or rate.value <= 0:
            raise self.error(f"reading-time: {path.name} has no 'reading-rate' above 0")
        return [reading_time()]


def in_box(node: nodes.Node) -> bool:
    """Return whether a node stands in an experiment, a figure or a box, not in running text."""
    while (parent := node.parent) is not None:
        if isinstance(parent, nodes.figure | nodes.table | nodes.container):
            return True
        node = parent
    return False


class CountWords(SphinxTransform):
    """Put the line where `{reading-time}` stands."""

    default_priority = 900  # when all roles have become text

    def apply(self, **kwargs: Any) -> None:
        """Count, if the page asks for it."""
        places = list(self.document.findall(reading_time))
        if not places:
            return
        text = boxes = 0
        for node in self.document.findall(lambda node: isinstance(node, PROSE)):
            words = len(node.astext().split())
            if in_box(node):
                boxes += words
            else:
                text += words
        rate = load_facts(facts_file(self.env))["reading-rate"].value
        minutes, longer = (max(1, round(n / rate)) for n in (text, text + boxes))
        self.env.metadata[self.env.docname]["minutes"] = minutes, longer
        line = f"{text:,} words, about {minutes} minute{'s' if minutes > 1 else ''}"
        if longer > minutes:
            line += f"; with experiments, figures and boxes {text + boxes:,}, {longer} minutes"
        shown = nodes.container("", classes=["reading-time", "generated"])
        shown += nodes.paragraph("", f"{line}.")
        for place in places:
            place.replace_self(shown)


class ReadingTimes(SphinxDirective):
    """Stand for the table of how long each page takes."""

    def run(self) -> list[nodes.Node]:
        """Return the place-holder, and note the page."""
        self.env.metadata[self.env.docname]["reading-times"] = True
        return [reading_times()]


class PrintTimes(SphinxPostTransform):
    """Put the table where it was asked for."""

    default_priority = 5  # before links are resolved

    def run(self, **kwargs: Any) -> None:
        """List the pages in the order of the book."""
        for place in list(self.document.findall(reading_times)):
            body = nodes.tbody()
            for page in self.env.collect_relations():
                if minutes := self.env.metadata[page].get("minutes"):
                    numbers = self.env.toc_secnumbers.get(page, {}).get("", ())
                    title = " ".join([*map(str, numbers), self.env.titles[page].astext()])
                    link = addnodes.pending_xref(
                        "",
                        nodes.inline("", title),
                        refdomain="std",
                        reftype="doc",
                        reftarget=f"/{page}",
                        refdoc=self.env.docname,
                        refexplicit=True,
                        refwarn=True,
                    )
                    body += row([link], *([nodes.Text(f"{n} min")] for n in minutes))
            place.replace_self(table(("Section", "Text", "With all boxes"), (60, 15, 25), body))


def pages_to_write(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages with a table, since what it says is on other pages."""
    return [page for page, noted in env.metadata.items() if "reading-times" in noted]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.setup_extension("facts")
    app.add_node(reading_time)
    app.add_directive("reading-time", ReadingTime)
    app.add_transform(CountWords)
    app.add_node(reading_times)
    app.add_directive("reading-times", ReadingTimes)
    app.add_post_transform(PrintTimes)
    app.connect("env-get-updated", pages_to_write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
