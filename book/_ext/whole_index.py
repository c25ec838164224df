"""The index for the search has the entries of the whole book, each once.

After an edit, Sphinx forgets the entries of the pages that it leaves alone: its issue 12599.
It also lists what Python can name twice, as object and as entry; the search shows the object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def complete(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Hand the entries of all pages, in order, to what makes the index for the search."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        domains = app.env.domains
        objects = {entry.node_id for entry in domains.python_domain.objects.values()}
        indexer._index_entries = {
            page: sorted(
                {
                    (text, anchor, main)
                    for kind, entry, anchor, main, _ in domains.index_domain.entries[page]
                    if anchor not in objects
                    for text in split_index_msg(kind, entry)
                }
            )
            for page in sorted(app.env.found_docs)
        }
    return []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Complete the index when all pages are written; no page is added."""
    app.connect("html-collect-pages", complete)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
