"""Addresses that have moved: who comes by an old one is led to where it is now.

`redirects` in conf.py names the new address of each old page ("old.html") or place on a page
("old.html#place"). A place that only got another name needs none of this: give it both names.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.logging import getLogger

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

logger = getLogger(__name__)
SCRIPT = """const MOVED = %s;
const page = location.pathname.split("/").pop();
const to = MOVED[page + location.hash] ?? MOVED[page];
if (to) location.replace(to);
"""
STUB = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Moved</title>
<script src="_static/redirects.js"></script>
<meta http-equiv="refresh" content="0; url={to}">
<link rel="canonical" href="{to}">
<p>This page has moved to <a href="{to}">{to}</a>.</p>
"""


def add_script(app: Sphinx) -> None:
    """Have every page look whether its address has moved, if any has."""
    if app.config.redirects:
        app.add_js_file("redirects.js")


def write_redirects(app: Sphinx, error: Exception | None) -> None:
    """Write the script, and a page for each page that is gone."""
    if error is not None or app.builder.name != "html" or not app.config.redirects:
        return
    out = Path(app.outdir)
    for old, new in app.config.redirects.items():
        page, _, place = old.partition("#")
        if not (out / new.partition("#")[0]).exists():
            logger.error("conf.py: redirects: %s leads to %s, which is not there", old, new)
        if not place and page.removesuffix(".html") not in app.env.found_docs:
            (out / page).write_text(STUB.format(to=new), encoding="utf-8")
    script = SCRIPT % json.dumps(app.config.redirects)
    (out / "_static/redirects.js").write_text(script, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the table of addresses."""
    app.add_config_value("redirects", {}, "html")
    app.connect("builder-inited", add_script)
    app.connect("build-finished", write_redirects)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
