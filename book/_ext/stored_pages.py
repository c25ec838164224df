"""A page is read again if what an earlier build has stored of it cannot be read.

Sphinx does so with what it stores of the whole book; with a page, it stops.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def is_readable(stored: bytes) -> bool:
    """Return whether what was stored is a page."""
    try:
        pickle.loads(stored)
    except Exception:  # anything may come of bytes that are not what was written
        return False
    return True


def broken(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages to read again, beside those that are read anyway."""
    return [
        page
        for page in sorted(env.found_docs - added - changed)
        if not is_readable((app.doctreedir / f"{page}.doctree").read_bytes())
    ]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Look at what is stored before pages are read."""
    app.connect("env-get-outdated", broken)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
