"""The book as an e-book, EPUB 3: what Sphinx's builder leaves to be done.

Sphinx packs what lies in the folder, before extensions have mended the pages; here is packed
what the pages need, afterwards. The list of contents says which pages have formulas, which
picture is the cover, and what readers can rely on who cannot see. The table of contents has
the numbers of the pages, and what opens at a click on the web lies open.
"""

from __future__ import annotations

import re
from os import environ
from pathlib import Path
from time import gmtime
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

THEME = Path(__file__).resolve().parent.parent / "_epub"
STYLES = {"_static/ebook.css", "_static/pygments.css"}
ACCESS = {
    "accessMode": ("textual", "visual"),
    "accessModeSufficient": ("textual",),
    "accessibilityFeature": (
        "alternativeText",
        "displayTransformability",
        "index",
        "MathML",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
    ),
    "accessibilityHazard": ("none",),
    "accessibilitySummary": (
        "All pictures are described, all formulas are MathML, and all text can be enlarged.",
    ),
}


class Book(Epub3Builder):
    """Sphinx's builder, which packs when everybody is done."""

    def init(self) -> None:
        """Name the language of each page."""
        super().init()
        language = self.config.epub_language
        self.html_tag = self.html_tag.replace(">", f' lang="{language}" xml:lang="{language}">')

    def handle_finish(self) -> None:
        """Wait."""

    def pack(self) -> None:
        """Write the list of contents, the table of contents, and the file of all."""
        super().handle_finish()

    def toc_metadata(self, *arguments: Any) -> dict[str, Any]:
        """Name the book in both tables of contents as the list of contents does."""
        return {**super().toc_metadata(*arguments), "uid": self.config.epub_identifier}

    def get_refnodes(self, doctree: nodes.Node, result: list[Any]) -> list[Any]:
        """Number the sections in the table of contents."""
        if isinstance(doctree, nodes.document):
            for link in doctree.findall(nodes.reference):
                if number := link.get("secnumber"):
                    link.insert(0, nodes.Text(f"{'.'.join(map(str, number))}. "))
        return super().get_refnodes(doctree, result)

    def build_content(self) -> None:
        """Write the list of contents, with what Sphinx does not say."""
        out = Path(self.outdir)
        pages = {f"{page}.xhtml" for page in (*self.env.found_docs, "genindex")}
        packed = {*pages, *STYLES, self.config.epub_cover[0]}
        self.config.epub_exclude_files = [
            name
            for path in out.rglob("*")
            if (name := path.relative_to(out).as_posix()) not in packed
            and path.parent != out / self.imagedir
        ]
        super().build_content()
        path = out / "content.opf"
        item = r'(?<= href=")([^"]+)" media-type="[^"]+"(?= />)'
        listed = re.sub(item, self.with_properties, path.read_text("utf-8"))
        access = "".join(
            f'  <meta property="schema:{name}">{value}</meta>\n  '
            for name, values in ACCESS.items()
            for value in values
        )
        path.write_text(listed.replace("</metadata>", f"{access}</metadata>"), "utf-8")

    def with_properties(self, item: re.Match[str]) -> str:
        """Return the entry of a file with what an e-reader has to know of it."""
        if item[1] == self.config.epub_cover[0]:
            return f'{item[0]} properties="cover-image"'
        page = Path(self.outdir) / item[1]
        if page.suffix == ".xhtml" and "<math" in page.read_text("utf-8"):
            return f'{item[0]} properties="mathml"'
        return item[0]

    def build_epub(self) -> None:
        """Write the file of all; each part has the date of the book, and all may read it."""
        super().build_epub()
        date = gmtime(int(environ["SOURCE_DATE_EPOCH"]))[:6]
        path = Path(self.outdir) / f"{self.config.epub_basename}.epub"
        with ZipFile(path) as packed:
            parts = [(part, packed.read(part)) for part in packed.infolist()]
        with ZipFile(path, "w") as packed:
            for part, content in parts:
                part.date_time = date
                part.external_attr = 0o644 << 16
                packed.writestr(part, content)


class Unfold(SphinxPostTransform):
    """Show what lies in tabs and under headings that open, since not every e-reader can."""

    default_priority = 190  # before sphinx_design makes them what a browser can open
    builders = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Leave of each nothing but its parts, one after another."""
        for part in self.document.findall(nodes.container):
            if part.get("design_component") in {"tab-set", "dropdown"}:
                del part["design_component"]


def pack(app: Sphinx, error: Exception | None) -> None:
    """Pack the pages."""
    if error is None and isinstance(app.builder, Book):
        app.builder.pack()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Take the place of Sphinx's builder, and pack when everybody is done."""
    app.add_builder(Book, override=True)
    app.add_html_theme("ebook", str(THEME))
    app.add_post_transform(Unfold)
    app.connect("build-finished", pack, priority=950)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
