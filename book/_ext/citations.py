"""One label for a work, in the text and in the list, on the web and in print.

The label is computed once, by `AuthorYearLabels`. The reference list prints it, and the
citation roles take it apart; neither makes a label of its own, so they cannot disagree.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pybtex.errors
import sphinxcontrib.bibtex.plugin
from pybtex.backends.plaintext import Backend as PlainTextBackend
from pybtex.database import Entry, Person, parse_file
from pybtex.plugin import register_plugin
from pybtex.richtext import HRef, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import Node, node, sentence
from sphinx.util.logging import getLogger
from sphinxcontrib.bibtex.roles import CiteRole
from sphinxcontrib.bibtex.style.referencing import (
    BaseReferenceStyle,
    BracketStyle,
    GroupReferenceStyle,
)
from sphinxcontrib.bibtex.style.template import (
    entry_label,
    join,
    join2,
    post_text,
    pre_text,
    reference,
)

from named_files import line_of

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata
    from sphinxcontrib.bibtex.domain import Citation

logger = getLogger(__name__)
MOST_AUTHORS = 10
KEPT = "!#$%&'()*+,/:;=?@[]~"  # what an address may have beside letters and digits
PRINTED: dict[str, Citation] = {}
"""What an earlier build has made of each work, by key."""


def label_without_suffix(entry: Entry) -> str:
    """Return "Author, 2020", "Author and Author, 2020" or "Author et al., 2020".

    A `shortauthor` field (as in biblatex) stands in for the authors, such as an
    institution's usual abbreviation; a work without a year gets "n.d.".
    """
    year = entry.fields.get("year", "n.d.")
    if "shortauthor" in entry.fields:
        return f"{Text.from_latex(entry.fields['shortauthor'])}, {year}"
    names = [
        " ".join(str(part) for part in [*person.rich_prelast_names, *person.rich_last_names])
        for person in entry.persons["author"]
    ]
    match names:
        case [name]:
            return f"{name}, {year}"
        case [first, second] if second != "others":
            return f"{first} and {second}, {year}"
        case _:
            return f"{names[0]} et al., {year}"


def address(target: str, shown: str) -> HRef:
    """Return a link whose text may break over lines where an address has a joint."""
    return HRef(quote(target, safe=KEPT), re.sub(r"(?<=[/.\-=_])(?=.)", "\u200b", shown))


class AuthorYearLabels(BaseLabelStyle):  # type: ignore[misc]
    """Author and year, with a, b, c behind the year where two labels would be alike."""

    def format_labels(self, sorted_entries: Iterable[Entry]) -> Iterator[str]:
        """Yield a label for each entry, in order."""
        labels = [label_without_suffix(entry) for entry in sorted_entries]
        uses, seen = Counter(labels), Counter[str]()
        for label in labels:
            suffix = string.ascii_lowercase[seen[label]] if uses[label] > 1 else ""
            seen[label] += 1
            yield label + suffix


class LabelOrder(BaseSortingStyle):  # type: ignore[misc]
    """The order of the labels, so that a label is found where the alphabet puts it."""

    def sorting_key(self, entry: Entry) -> tuple[str, str]:
        """Return the label, then the title, both without regard to case."""
        return label_without_suffix(entry).casefold(), str(entry.fields["title"]).casefold()


class AuthorYearStyle(UnsrtStyle):  # type: ignore[misc]
    """Pybtex's plain style, with our labels and one link a work: DOI, else arXiv, else URL."""

    default_label_style = AuthorYearLabels
    default_sorting_style = LabelOrder

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return a work as the list prints it, with ten authors at most."""
        earlier = PRINTED.get(entry.key)
        if earlier and earlier.entry == entry and earlier.formatted_entry.label == label:
            return earlier.formatted_entry
        named = entry.persons.get("author", [])
        if len(named) > MOST_AUTHORS:
            shown = Entry(entry.type, entry.fields)
            shown.key = entry.key
            shown.persons["author"] = [*named[:MOST_AUTHORS], Person("others")]
            entry = shown
        return super().format_entry(label, entry, bib_data)

    def format_web_refs(self, e: Entry) -> Node:
        """Return the link; behind a plain URL, the day it was read and an archived copy."""
        fields = e.fields
        if "doi" in fields:
            link = Text(address(f"https://doi.org/{fields['doi']}", f"doi:{fields['doi']}"))
        elif "eprint" in fields:
            link = Text(
                address(
                    f"https://arxiv.org/abs/{fields['eprint']}", f"arXiv:{fields['eprint']}"
                )
            )
        elif "url" in fields:
            shown = fields["url"].removeprefix("https://").removesuffix("/")
            link = Text(address(fields["url"], shown), f" (read {fields['urldate']}")
            if archived := re.search(r"/(\d{4})(\d\d)(\d\d)", fields.get("archiveurl", "")):
                day = "-".join(archived.groups())
                link += Text(", ", HRef(fields["archiveurl"], f"copy of {day}"))
            link += ")"
        else:
            return sentence[()]
        return sentence(capfirst=False)[link]


class TitleStyle(UnsrtStyle):  # type: ignore[misc]
    """The title alone, which a pointer that rests on a citation shows."""

    def format_entry(self, label: str, entry: Entry, bib_data: object = None) -> FormattedEntry:
        """Return the title of a work."""
        return FormattedEntry(entry.key, Text.from_latex(entry.fields["title"]), label)


@node  # type: ignore[untyped-decorator]
def label_authors(children: list[Any], data: dict[str, Any]) -> Text:
    """Return what stands before the year in the label."""
    return Text(data["formatted_entry"].label.rpartition(", ")[0])


@node  # type: ignore[untyped-decorator]
def label_year(children: list[Any], data: dict[str, Any]) -> Text:
    """Return the year of the label, with its suffix."""
    return Text(data["formatted_entry"].label.rpartition(", ")[2])


@dataclass
class Parenthetical(BaseReferenceStyle):
    """`cite:p`: the label in brackets."""

    bracket: BracketStyle = field(
        default_factory=lambda: BracketStyle(left="(", right=")", sep="; ")
    )

    def role_names(self) -> Iterable[str]:
        """Return the roles that this style serves."""
        return ["p"]

    def outer(self, role_name: str, children: list[Any]) -> Node:
        """Return the whole group."""
        return self.bracket.outer(children, brackets=True, capfirst=False)

    def inner(self, role_name: str) -> Node:
        """Return one citation of the group."""
        return join2(sep1=" ", sep2=", ")[pre_text, reference[entry_label], post_text]


@dataclass
class Textual(BaseReferenceStyle):
    """`cite:t`: the label as a part of the sentence."""

    bracket: BracketStyle = field(
        default_factory=lambda: BracketStyle(sep=", ", sep2=" and ", last_sep=", and ")
    )

    def role_names(self) -> Iterable[str]:
        """Return the roles that this style serves."""
        return ["t"]

    def outer(self, role_name: str, children: list[Any]) -> Node:
        """Return the whole group."""
        return self.bracket.outer(children, brackets=False, capfirst=False)

    def inner(self, role_name: str) -> Node:
        """Return one citation of the group."""
        year = join2(sep1=" ", sep2=", ")[pre_text, label_year, post_text]
        return join[reference[label_authors, " (", year, ")"]]


@dataclass
class AuthorYearReferences(GroupReferenceStyle):
    """The citation roles of this book."""

    def __post_init__(self) -> None:
        """Gather the two styles."""
        self.styles.extend([Parenthetical(), Textual()])
        super().__post_init__()  # type: ignore[no-untyped-call]


class CheckedRole(CiteRole):
    """A citation role that reports what it cannot read, where sphinxcontrib.bibtex stops."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the citation."""
        try:
            made: tuple[list[nodes.Node], list[nodes.system_message]] = super().run()
        except ValueError as error:
            return [], [self.inliner.reporter.error(str(error), line=self.lineno)]
        return made


def cite_in_docstring(
    app: Sphinx, what: str, name: str, o: Any, options: Any, lines: list[str]
) -> None:
    """Turn a key in brackets, as docstrings write it, into a citation."""
    lines[:] = [re.sub(r"\[([a-z]+\d{4}\w+)\]", r":cite:p:`\1`", line) for line in lines]


def check_records(app: Sphinx) -> None:
    """Stop the build, with file and line, at a record that is not in order."""
    for name in app.config.bibtex_bibfiles:
        path = Path(app.srcdir) / name
        with pybtex.errors.capture() as errors:
            records = parse_file(path).entries
        lines = path.read_text(encoding="utf-8").splitlines()
        faults = []
        for error in errors:
            place = getattr(error, "lineno", None)
            if place is None and (quoted := re.search(r"(?<=')[^']+", str(error))):
                place = line_of(quoted[0], lines)
            faults.append((place, str(error)))
        for key, entry in records.items():
            place = line_of(f"{{{key},", lines)
            if not hasattr(AuthorYearStyle, f"get_{entry.type}_template"):
                faults.append((place, f"{key} is an unknown kind of record, @{entry.type}"))
            if not ("author" in entry.persons or "shortauthor" in entry.fields):
                faults.append((place, f"{key} has no author and no shortauthor"))
            if "title" not in entry.fields:
                faults.append((place, f"{key} has no title"))
            if "url" in entry.fields and "urldate" not in entry.fields:
                faults.append(
                    (place, f"{key} has a url, and no urldate to say when it was read")
                )
        for number, fault in faults:
            logger.error("%s: %s", f"{path.name}:{number}" if number else path.name, fault)
        if faults:
            raise SystemExit(1)


def note_records(app: Sphinx, docname: str, source: list[str]) -> None:
    """Have every page read again when a record changes, since its label may."""
    for name in app.config.bibtex_bibfiles:
        app.env.note_dependency(Path(app.srcdir) / name, docname=docname)


def recall(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep what an earlier build has printed, before sphinxcontrib.bibtex makes all of it."""
    cite: Any = env.get_domain("cite")
    PRINTED.update({work.key: work for work in cite.citations})


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the styles under the names that conf.py uses."""
    register_plugin("pybtex.style.formatting", "author_year", AuthorYearStyle)
    register_plugin("pybtex.style.formatting", "title", TitleStyle)
    # The names of authors are asked for several times, and many stand in several records.
    Text.from_latex = cache(Text.from_latex)
    # Else each citation looks for it in the metadata of every installed package.
    register_plugin("pybtex.backends", "plaintext", PlainTextBackend, force=True)
    sphinxcontrib.bibtex.plugin.register_plugin(
        "sphinxcontrib.bibtex.style.referencing", "label_author_year", AuthorYearReferences
    )
    for role in ("p", "t"):
        app.add_role_to_domain("cite", role, CheckedRole(), override=True)
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", cite_in_docstring)
    app.connect("source-read", note_records)
    app.connect("builder-inited", check_records, priority=400)  # before sphinxcontrib.bibtex
    app.connect("env-updated", recall, priority=400)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
