"""No word is typed that a role prints before or behind it as well.

Such are the unit of a fact, the name of an author who is cited, and the word "Figure".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.logging import getLogger

from facts import around

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

logger = getLogger(__name__)
# A word or sign, the end of what was typed or of what a role prints, and the same again.
TWICE = re.compile(
    r"(?<![A-Za-z-])([A-Za-z]?[a-z]+|[%$])\s*\0[\s\0]*(?i:\1)(?![A-Za-z-])"
    r"|%\0\s*per ?cent|\$[\d.,]+( \w+)?\0\s*(dollars|USD)"
)
WRITTEN = (nodes.paragraph, nodes.title, nodes.caption, nodes.term)


def check_words(app: Sphinx, document: nodes.document, page: str) -> None:
    """Report each word that stands twice where what a role prints begins or ends."""
    if app.builder.format != "html":
        return
    for block in document.findall(nodes.TextElement):
        places = [block, *around(block)]
        if not isinstance(block, WRITTEN) or isinstance(block.parent, nodes.citation):
            continue
        text = "\0".join(
            "…" if isinstance(part.parent, nodes.literal | nodes.math) else part
            for part in block.findall(nodes.Text)
        )
        for match in TWICE.finditer(text):
            line = next((place.line for place in places if place.line), 1)
            line += text.count("\n", 0, match.end())
            said = " ".join(match[0].replace("\0", " ").split())
            logger.error("stands twice: %s", said, location=f"{block.source}:{line}")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the check."""
    app.connect("doctree-resolved", check_words, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
