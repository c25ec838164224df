"""No element has a style of its own, which a strict content security policy would refuse.

Icons get attributes instead, and tables are as wide as their content and book.css ask for.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from accessible import mend

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

MENDED = {
    r'(<(?:circle|line|path)) style="opacity: 50%"': r'\1 opacity="0.5"',
    r'(<svg [^>]*)style="display: none;"': r'\1display="none"',
    r'(<table|<td) style="[^"]*"': r"\1",
    r"(?s:<colgroup>.*?</colgroup>)": "",
}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Mend what has been written."""
    app.connect("build-finished", partial(mend, mended=MENDED))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
