"""A page is read again where what an earlier build has stored of it no longer holds.

It is no longer what was written: Sphinx reads all again where this is so of the whole book, and
stops where it is so of a page. Or it lists a page that is gone: Sphinx looks only at lists by
pattern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def checksum(app: Sphinx, page: str) -> int:
    """Return a checksum of what is stored of a page."""
    return crc32((app.doctreedir / f"{page}.doctree").read_bytes())


def outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Return the pages to read again, beside those that are read anyway."""
    listing = env.toctree_includes.keys() if removed else set()
    return [
        page
        for page in sorted(env.found_docs - added - changed)
        if page in listing or checksum(app, page) != env.checksums[page]  # type: ignore[attr-defined]
    ]


def keep_checksums(app: Sphinx, env: BuildEnvironment) -> None:
    """Note what is stored now."""
    env.checksums = {  # type: ignore[attr-defined]
        page: checksum(app, page) for page in env.found_docs
    }


def setup(app: Sphinx) -> ExtensionMetadata:
    """Look at what is stored before pages are read, and note it when all are."""
    app.connect("env-get-outdated", outdated)
    app.connect("env-updated", keep_checksums)
    return {"env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
