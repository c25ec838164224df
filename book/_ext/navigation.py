"""The contents at the side, made once for all pages of a folder.

Sphinx and Furo make them anew for each page, which in a book of many pages is most of the work.
What differs is which entry is current.
"""

from __future__ import annotations

import posixpath
import re
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from sphinx.environment.adapters.toctree import global_toctree_for_doc

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder
    from sphinx.util.typing import ExtensionMetadata

TAG = re.compile(r'<(/?)(ul|li)(?: class="(.*?)")?>|(<input aria-label="[^"]*")')


@cache
def contents(builder: StandaloneHTMLBuilder, folder: str, **options: Any) -> str:
    """Return the contents for the pages of a folder; no entry is current."""
    nowhere = posixpath.join(folder, "nowhere")
    tree = global_toctree_for_doc(builder.env, nowhere, builder, tags=builder.tags, **options)
    return builder.render_partial(tree)["fragment"]


def use_contents(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Have Furo, which remembers what it makes of them, take the contents of the folder."""
    if app.builder.name == "html":
        context["toctree"] = partial(contents, app.builder, posixpath.dirname(page))


def mark(tree: str, address: str) -> str:
    """Return contents in which the entry of a page, and those that hold it, are current."""
    before, link, after = tree.partition(f'<a class="reference internal" href="{address}">')
    if not link:
        return tree
    around: list[re.Match[str]] = []
    for tag in TAG.finditer(before):
        if tag[1]:
            while around.pop()[2] != tag[2]:
                pass
        else:
            around.append(tag)
    *_, entry = (tag for tag in around if tag[2] == "li")
    for tag in reversed(around):
        if tag[4]:
            text = f'{tag[4]} checked=""'
        elif tag[2] == "ul":
            text = '<ul class="current">'
        else:
            level, *rest = tag[3].split()
            names = [level, "current", *rest, *(["current-page"] if tag is entry else [])]
            text = f'<li class="{" ".join(names)}">'
        before = before[: tag.start()] + text + before[tag.end() :]
    if "has-children" in entry[3]:
        after = re.sub(r'<input aria-label="[^"]*"', r'\g<0> checked=""', after, count=1)
    return f'{before}<a class="current reference internal" href="#">{after}'


def mark_page(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Mark the page in the contents."""
    if "furo_navigation_tree" in context:
        address = posixpath.basename(app.builder.get_target_uri(page))
        context["furo_navigation_tree"] = mark(context["furo_navigation_tree"], address)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Act before Furo, and after it."""
    app.connect("html-page-context", use_contents, priority=400)
    app.connect("html-page-context", mark_page, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
