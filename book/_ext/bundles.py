"""One style sheet and one script a page, in the place of up to seven of each.

The files of a page are joined in their order; a style sheet in the page itself is made a file
before. A bundle is named by the files in it, and `_static/bundles.json` remembers them, so that
the pages that a later build leaves alone get what has changed in their files.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

FILE = r'((?:\.\./)*)_static/([^"?]+)[^>]*>'
TAGS = {
    "css": (
        re.compile(rf'<link rel="stylesheet"[^>]* href="{FILE}\s*'),
        '<link rel="stylesheet" href="{root}_static/{name}">',
    ),
    "js": (
        re.compile(rf'<script[^>]* src="{FILE}</script>\s*'),
        '<script src="{root}_static/{name}"></script>',
    ),
}
STYLE = re.compile(r"<style>(.*?)</style>\s*", re.DOTALL)
BUNDLE = re.compile(r"(bundle-\w+\.(?:css|js))(?:\?v=\w+)?")


def digest(text: str) -> str:
    """Return a short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def take_out(page: str, root: str, static: Path) -> str:
    """Return a page without style sheets in it, which are written to files."""

    def link(style: re.Match[str]) -> str:
        name = f"style-{digest(style[1])}.css"
        (static / name).write_text(style[1], encoding="utf-8")
        return f'<link rel="stylesheet" href="{root}_static/{name}">\n'

    return STYLE.sub(link, page)


def join(page: str, bundles: dict[str, list[str]]) -> str:
    """Return a page with one tag for its styles and one for its scripts, and note which."""
    for kind, (pattern, tag) in TAGS.items():
        found = list(pattern.finditer(page))
        files = [match[2] for match in found]
        if not files or BUNDLE.match(files[0]):
            continue
        name = f"bundle-{digest(','.join(files))}.{kind}"
        bundles[name] = files
        for match in reversed(found[1:]):
            page = page[: match.start()] + page[match.end() :]
        first = tag.format(root=found[0][1], name=name) + "\n"
        page = page[: found[0].start()] + first + page[found[0].end() :]
    return page


def bundle(app: Sphinx, error: Exception | None) -> None:
    """Join the files of each page, and write the bundles."""
    if error is not None or app.builder.name != "html":
        return
    out = Path(app.outdir)
    noted = out / "_static/bundles.json"
    bundles = json.loads(noted.read_text(encoding="utf-8")) if noted.exists() else {}
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(out.rglob("*.html"))}
    joined = {}
    for path, text in texts.items():
        root = "../" * (len(path.relative_to(out).parts) - 1)
        joined[path] = join(take_out(text, root, out / "_static"), bundles)
    versions = {}
    for name, files in bundles.items():
        parts = [(out / "_static" / file).read_text(encoding="utf-8") for file in files]
        # A script may end without the semicolon that it needs before another one.
        content = (";\n" if name.endswith(".js") else "\n").join(parts)
        (out / "_static" / name).write_text(content, encoding="utf-8")
        versions[name] = digest(content)
    for path, text in joined.items():
        page = BUNDLE.sub(lambda match: f"{match[1]}?v={versions[match[1]]}", text)
        if page != texts[path]:
            path.write_text(page, encoding="utf-8")
    noted.write_text(json.dumps(bundles, indent=1) + "\n", encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Join what there is when everybody is done."""
    app.connect("build-finished", bundle, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
