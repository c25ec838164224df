"""The alternative texts of pictures in the PDF, for screen readers, by LaTeX's package accsupp.

Sphinx writes them for the web alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.writers.latex import LaTeXTranslator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

BEGIN = r"\BeginAccSupp{method=hex, unicode, Alt=%s}%%"


def visit_image(translator: LaTeXTranslator, image: nodes.image) -> None:
    """Write a picture after its alternative text, in digits that mean nothing to TeX."""
    text = str(image.get("alt", "")).encode("utf-16-be").hex()
    translator.body.append(f"\n{BEGIN % text}\n")
    LaTeXTranslator.visit_image(translator, image)


def depart_image(translator: LaTeXTranslator, image: nodes.image) -> None:
    """End what the text stands for."""
    translator.body.append("\\EndAccSupp{}\n")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write pictures otherwise in LaTeX."""
    app.add_node(nodes.image, override=True, latex=(visit_image, depart_image))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
