"""Pages, records and styles are UTF-8: what is not stops the build, with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.logging import getLogger
from sphinx.util.matching import get_matching_files

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

logger = getLogger(__name__)
WRITTEN = [f"**.{kind}" for kind in ("css", "html", "js", "md", "txt", "yaml")]


def check_files(app: Sphinx) -> None:
    """Try to read each file that somebody wrote."""
    found = get_matching_files(app.srcdir, WRITTEN, app.config.exclude_patterns)
    for name in sorted({*found, *app.config.bibtex_bibfiles}):
        path = Path(app.srcdir, name).resolve()
        text = path.read_bytes()
        try:
            text.decode("utf-8")
        except UnicodeDecodeError as error:
            line = text.count(b"\n", 0, error.start) + 1
            logger.error("%s:%d: byte %#x is not UTF-8", path, line, text[error.start])
            raise SystemExit(1) from error


def setup(app: Sphinx) -> ExtensionMetadata:
    """Check before anybody reads."""
    app.connect("builder-inited", check_files, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
