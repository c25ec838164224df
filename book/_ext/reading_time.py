"""How long a page takes: `{reading-time}` counts the words of the page that it stands on.

Words of the running text are told apart from those of experiments, figures and boxes. Code and
displayed formulas are not counted. The rate is the fact `reading-rate`, in words a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from facts import facts_file, load_facts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

PROSE = (nodes.paragraph, nodes.title, nodes.caption)


class reading_time(nodes.General, nodes.Element):  # noqa: N801
    """Stands where the line will be, until the page is read."""


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
        line = f"{text:,} words, about {minutes} minute{'s' if minutes > 1 else ''}"
        if longer > minutes:
            line += f"; with experiments, figures and boxes {text + boxes:,}, {longer} minutes"
        shown = nodes.container("", classes=["reading-time", "generated"])
        shown += nodes.paragraph("", f"{line}.")
        for place in places:
            place.replace_self(shown)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.setup_extension("facts")
    app.add_node(reading_time)
    app.add_directive("reading-time", ReadingTime)
    app.add_transform(CountWords)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
