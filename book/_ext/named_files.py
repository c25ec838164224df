"""Each file that conf.py names is there: what is not stops the build, with file and line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.logging import getLogger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

logger = getLogger(__name__)
FOLDERS = "templates_path", "html_static_path"
FILES = "bibtex_bibfiles", "latex_additional_files"
STATIC = "html_css_files", "html_js_files"
COVER = re.compile(r"_static/[\w-]+\.png")  # is drawn when the e-book is built


def faults(root: Path, config: Config) -> Iterator[tuple[str, str]]:
    """Yield the names that are wrong, and what is."""
    for option in (*FOLDERS, *FILES):
        for name in config[option]:
            if not (root / name).exists():
                yield name, f"{option}: there is no {name}"
    folders = [root / folder for folder in config.html_static_path]
    for option in STATIC:
        for file in config[option]:
            name = file if isinstance(file, str) else file[0]
            if not any((folder / name).exists() for folder in folders):
                yield name, f"{option}: there is no {name} in {config.html_static_path}"
    name = next(iter(config.epub_cover), "nothing")
    if not COVER.fullmatch(name):
        yield name, f"epub_cover: {name} is no PNG in _static/, which is what is drawn"


def line_of(words: str, lines: list[str]) -> int | None:
    """Return the number of the first line with the words, if there is one."""
    return next((number for number, line in enumerate(lines, 1) if words in line), None)


def check_names(app: Sphinx, config: Config) -> None:
    """Look for each file before anybody reads one."""
    conf = Path(app.confdir, "conf.py")
    lines = conf.read_text(encoding="utf-8").splitlines()
    found = list(faults(conf.parent, config))
    for name, fault in found:
        logger.error("%s:%d: %s", conf, line_of(f'"{name}"', lines) or 1, fault)
    if found:
        raise SystemExit(1)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Check before others complete what conf.py says."""
    app.connect("config-inited", check_names, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
