"""Formulas as MathML, made when the book is built: no script, no font, no request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util.logging import getLogger
from sphinx.util.math import get_node_equation_number

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

logger = getLogger(__name__)


def convert(node: nodes.math | nodes.math_block) -> str:
    """Return the formula as MathML, or warn where it stands in the source."""
    braces = re.sub(r"\\[\\{}]", "", node.astext())  # without those that are shown
    try:
        if braces.count("{") != braces.count("}"):
            raise MathError("not as many { as }")
        made = tex2mathml(node.astext(), as_block=isinstance(node, nodes.math_block))
    except MathError as error:
        logger.warning("formula: %s", error, location=node)
        return ""
    return made.replace("&ApplyFunction;", "\u2061")  # an entity that e-books lack


def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line."""
    translator.body.append(convert(node))
    raise nodes.SkipNode


def visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on its own, with its number and the link to it where it has one."""
    if "math-wrapper" in node.parent.get("classes", []):
        start = '<div class="math" role="math">'  # Furo's wrapper has the anchor
    else:
        start = translator.starttag(node, "div", CLASS="math", role="math")
    translator.body.append(start)
    if node["number"]:
        number = get_node_equation_number(translator, node)
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    translator.body.append(convert(node) + "</div>\n")
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the renderer as `mathml`."""
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
