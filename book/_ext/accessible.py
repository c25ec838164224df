"""What theme, docutils and Sphinx leave undone for keyboards and screen readers.

axe-core finds these, and tests/book/test_accessibility.py runs it on every page.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

MENDED = {
    # What is wider than the window is scrolled by keyboard only if it can have the focus.
    r"<pre>": '<pre tabindex="0">',
    r'(<div class="math" role="math")>': r'\1 tabindex="0">',
    # A reader hears which of the two columns at the side it is.
    r'<aside class="sidebar-drawer">': '<aside class="sidebar-drawer" aria-label="Book">',
    r'<aside class="toc-drawer( no-toc)?">': r'<aside class="toc-drawer\1" aria-label="Page">',
    # A link that appears as one scrolls stands in a landmark too.
    r'(?s:(<a (?<!"Top"><a )[^>]*back-to-top.*?</a>))': r'<nav aria-label="Top">\1</nav>',
    # The role of an entry is deprecated, and that of a list allows nothing else in it.
    r' role="doc-biblioentry"': "",
    r'<div role="list" class="citation-list">': '<div class="citation-list">',
    # An identifier stands once. That of a citation in a docstring does not; none is in use.
    r'<span class="bibtex-citation" id="[^"]*">': '<span class="bibtex-citation">',
    # A page of results has a heading like any other.
    r'<div (?<!</h1><div )id="search-results">': '<h1>Search</h1><div id="search-results">',
}


def mend(app: Sphinx, error: Exception | None, mended: Mapping[str, str] = MENDED) -> None:
    """Put the text in the place of the pattern on every page."""
    if error is not None or app.builder.format != "html":
        return
    for path in Path(app.outdir).rglob("*.*html"):
        before = page = path.read_text(encoding="utf-8")
        for pattern, text in mended.items():
            page = re.sub(pattern, text, page)
        if page != before:
            path.write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Mend what has been written."""
    app.connect("build-finished", mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
