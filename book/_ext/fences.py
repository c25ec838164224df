"""Fences are closed: to MyST, one that is not holds the rest of its page, without a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx.util.logging import getLogger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

logger = getLogger(__name__)


def unclosed(text: str) -> Iterator[int]:
    """Yield the lines of fences that are not closed when one as long opens, or at the end."""
    inside: list[tuple[int, str]] = []
    for fence in re.finditer(r"^[ >]*(`{3,}) *([^`\n]*)$", text, re.MULTILINE):
        line, (mark, opens) = text.count("\n", 0, fence.start()) + 1, fence.groups()
        while inside and len(inside[-1][1]) < len(mark) + bool(opens):
            yield inside.pop()[0]
        if inside and inside[-1][1] == mark:
            inside.pop()
        else:
            inside.append((line, mark))
    yield from (line for line, _ in inside)


def check_fences(app: Sphinx, docname: str, source: list[str]) -> None:
    """Report each fence that is not closed, before its page is read."""
    for line in unclosed(source[0]):
        logger.error("the fence that opens here is not closed", location=(docname, line))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the check."""
    app.connect("source-read", check_fences)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
