"""What became of each claim of the text that this one replaces: `{departures}` prints it.

claims-map.yaml names every claim by its id. `was` is how the claim stood up to its sources;
`answered` is the place in the book that takes it up, or `dropped` says why none does. What did
not stand has a short name, `claim`, and what this book says instead, `here`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

CORRECT = "correct"
VERDICTS = (CORRECT, "imprecise", "wrong", "unsupported")


@dataclass(frozen=True)
class Departure:
    """A claim of the earlier text, and what became of it."""

    was: str
    answered: str = ""
    dropped: str = ""
    claim: str = ""
    here: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the page of departures speaks of it."""
        return self.was != CORRECT or bool(self.dropped)


def read(name: str, record: Any) -> Departure:
    """Return an entry of the map; raise `ValueError` when it is not whole."""
    if not isinstance(record, dict):
        raise ValueError(f"{name}: has no fields")
    for key, value in record.items():
        if key not in {item.name for item in fields(Departure)}:
            raise ValueError(f"{name}: has an unknown field {key!r}")
        if not isinstance(value, str) or not value.strip():
            raise ValueError(f"{name}: has the {key} {value!r}, not a text")
        if value.count("`") % 2:
            raise ValueError(f"{name}: has a ` without its other half in its {key}")
    if record.get("was") not in VERDICTS:
        raise ValueError(f"{name}: 'was' is {record.get('was')!r}, not {', '.join(VERDICTS)}")
    entry = Departure(**record)
    if bool(entry.answered) == bool(entry.dropped):
        raise ValueError(f"{name}: needs either 'answered' or 'dropped'")
    if entry.is_told and not (entry.claim and (entry.here or entry.dropped)):
        raise ValueError(f"{name}: did not stand, and needs 'claim' and 'here'")
    return entry


@cache
def load(path: Path, modified: int) -> dict[str, Departure]:
    """Return the map, by claim; raise `ValueError`, with file and line, if it is faulty."""
    loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ValueError(f"{path.name}:{line}: {error.problem}") from error
    if not isinstance(root, yaml.MappingNode):
        raise ValueError(f"{path.name}:1: not a list of claims by name")
    entries: dict[str, Departure] = {}
    for key, value in root.value:
        place = f"{path.name}:{key.start_mark.line + 1}: {key.value}"
        if key.value in entries:
            raise ValueError(f"{place}: stands twice")
        entries[key.value] = read(place, loader.construct_object(value, deep=True))
    return entries


class Departures(SphinxDirective):
    """Print, heading by heading, which claims did not stand and what stands here instead."""

    def run(self) -> list[nodes.Node]:
        """Return a sentence that counts, and a list for each place in the book."""
        path = Path(self.env.srcdir) / "claims-map.yaml"
        self.env.note_dependency(path)
        try:
            entries = load(path, path.stat().st_mtime_ns)
        except (OSError, ValueError) as error:
            raise self.error(f"departures: {error}") from error
        counts = Counter(entry.was for entry in entries.values())
        imprecise, wrong, unsupported = (counts[verdict] for verdict in VERDICTS[1:])
        summary = (
            f"Of its {len(entries)} claims, {counts[CORRECT]} stand as they were written, "
            f"{imprecise} are imprecise, {wrong} wrong, and {unsupported} not supported by "
            "what they cite."
        )
        shown = nodes.container("", classes=["generated"])
        shown += nodes.paragraph("", summary)
        groups: dict[str, nodes.definition_list] = {}
        for name, entry in entries.items():
            if entry.is_told:
                group = groups.setdefault(entry.answered, nodes.definition_list())
                group += self.item(name, entry)
        for place, group in groups.items():
            heading = f"In {{ref}}`{place}`" if place else "Dropped"
            content, _ = self.parse_inline(heading)
            shown += nodes.rubric("", "", *content)
            shown += group
        return [shown]

    def item(self, name: str, entry: Departure) -> nodes.definition_list_item:
        """Return a claim's entry, with an anchor `departure-NAME`."""
        anchor = f"departure-{name}"
        labels = self.env.domains.standard_domain
        labels.note_hyperlink_target(anchor, self.env.docname, anchor, entry.claim)
        term = nodes.term("", "", nodes.target("", "", ids=[anchor]))
        term += [nodes.Text(f"{entry.claim} "), nodes.emphasis("", f"({entry.was})")]
        content, _ = self.parse_inline(entry.here or entry.dropped)
        body = nodes.definition("", nodes.paragraph("", "", *content))
        return nodes.definition_list_item("", term, body)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("departures", Departures)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
