"""All that stands on a page belongs to it, also what MyST reads as reStructuredText.

MyST reads an `eval-rst` block as a document of its own, in which Sphinx, which keeps each page
when it has been read, would keep its whole environment too: a page of code took as long to
take up again as the book is long, and was taken up several times.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def adopt(app: Sphinx, document: nodes.document) -> None:
    """Make everything on a page a part of its document."""
    for node in document.findall():
        node.document = document


def setup(app: Sphinx) -> ExtensionMetadata:
    """Look at each page when it has been read."""
    app.connect("doctree-read", adopt)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
