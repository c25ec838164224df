"""Each page loads only the styles and scripts that it has a use for, without what none uses.

Themes and extensions add their files to every page. Here a file is left out of a page in which
nothing asks for it; in the end, styles for classes that no page or script has, and properties
that no style reads, are dropped, and scripts are minified.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rjsmin

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

CODE = 'class="highlight'
BOXES = 'class="sd-'
WANTED_BY = {
    "pygments.css": (CODE,),
    "copybutton.css": (CODE,),
    "copybutton.js": (CODE,),
    "clipboard.min.js": (CODE,),
    "sphinx-design.min.css": (BOXES,),
    "design-tabs.js": ("data-sync-id",),
    "furo-extensions.css": (CODE, BOXES),
    "cards.js": ("bibtex-citation", "cited-in"),
}
RULE = re.compile(r"([^{}@;]+)\{[^{}]*\}")
PROPERTY = re.compile(r"""(?<![\w-])(--[\w-]+)\s*:(?:[^;{}"']|"[^"]*"|'[^']*')*;?""")
READ = re.compile(r"var\(\s*(--[\w-]+)")
CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")


def leave_out(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Leave out of a page the files for what it does not have."""
    body = context.get("body", "")
    for kind in ("css_files", "script_files"):
        context[kind] = [
            file
            for file in context[kind]
            if any(mark in body for mark in WANTED_BY.get(Path(str(file.filename)).name, ("",)))
        ]


def without_unused(style: str, used: set[str]) -> str:
    """Return a style sheet without comments, and without rules for what is not in use.

    A rule is for what is in use if a selector of it has only such classes. Comments that
    begin with "!" are licenses.
    """

    def kept(rule: re.Match[str]) -> str:
        selectors = re.sub(r":not\([^)]*\)", "", rule[1]).split(",")
        wanted = (
            {name.replace("\\", "") for name in CLASS.findall(selector)}
            for selector in selectors
        )
        return rule[0] if any(names <= used for names in wanted) else ""

    return RULE.sub(kept, re.sub(r"/\*[^!].*?\*/\s*", "", style, flags=re.DOTALL))


def without_unread(styles: dict[Path, str]) -> dict[Path, str]:
    """Return style sheets without the properties that none of them reads."""
    read = set(READ.findall("".join(styles.values())))
    kept = {
        path: PROPERTY.sub(lambda found: found[0] if found[1] in read else "", style)
        for path, style in styles.items()
    }
    return kept if kept == styles else without_unread(kept)


def slim(app: Sphinx, error: Exception | None) -> None:
    """Drop from styles and scripts what nobody needs."""
    if error is not None or app.builder.name != "html":
        return
    static = Path(app.outdir) / "_static"
    used: set[str] = set()
    for page in Path(app.outdir).rglob("*.html"):
        for names in re.findall(r'class="([^"]*)"', page.read_text(encoding="utf-8")):
            used.update(names.split())
    for script in static.rglob("*.js"):
        text = script.read_text(encoding="utf-8")
        used.update(re.findall(r"[\w-]+", text))
        script.write_text(rjsmin.jsmin(text, keep_bang_comments=True), encoding="utf-8")
    styles = {
        path: without_unused(path.read_text(encoding="utf-8"), used)
        for path in static.rglob("*.css")
    }
    for path, style in without_unread(styles).items():
        path.write_text(style, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Look at each page, and at the files in the end, after everybody has added to them."""
    app.connect("html-page-context", leave_out, priority=900)
    app.connect("build-finished", slim, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
