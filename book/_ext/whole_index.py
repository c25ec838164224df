"""A build after an edit searches the index of the whole book, not of the written pages alone.

Sphinx forgets the entries of the pages that it leaves alone: its issue 12599.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.util.typing import ExtensionMetadata


def remember(app: Sphinx, builder: Builder) -> None:
    """Hand the entries of all pages, in order, to what makes the index for the search."""
    env = builder.env
    noted = env.domains.index_domain.entries
    env._search_index_index_entries = {
        page: sorted(
            {
                (text, anchor, main)
                for kind, entry, anchor, main, _ in noted.get(page, ())
                for text in split_index_msg(kind, entry)
            }
        )
        for page in sorted(env.found_docs)
    }


def setup(app: Sphinx) -> ExtensionMetadata:
    """Remember before pages are written, which then bring their entries anew."""
    app.connect("write-started", remember)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
