"""Figures that are drawn when the book is built, by functions of `chapter_code.figures`.

`{chart}` calls such a function as `{calc}` does, draws what it returns for light pages, for
dark pages and for print, and offers the data behind it as a table. The e-book has it as it is
on light pages. With `:script:`, a script in `_static/` lets readers of the web move it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import logging
import os
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.directives.patches import Figure
from sphinx.util.docutils import SphinxDirective
from sphinx.util.images import get_image_size
from sphinx.util.logging import getLogger

from calc import function_link, note_sources, read_call, sources
from chapter_code.figures import Chart, on_dark, style
from facts import around, facts_file, load_facts

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

logger = getLogger(__name__)
logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every font it embeds
# Without dates, so that the same book gives the same bytes.
UNDATED = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
PLACES = (nodes.document, nodes.section, nodes.container, nodes.figure)
DRAWN = ("-light.svg", "-dark.svg", "-print.pdf", ".csv", ".js")


def draw(text: str, name: str, folder: Path, facts_path: Path) -> str:
    """Write NAME-light.svg, NAME-dark.svg, NAME-print.pdf, NAME.csv and NAME.js into a folder.

    NAME.js gives a script its data, and is itself a script, since a page that is opened from a
    disk may not fetch. All are left alone when they are what the same call of the same code has
    drawn, which NAME.drawn records. Returns the full name of the function that draws.
    """
    called = read_call(text, load_facts(facts_path))
    files = [Path(__file__), *sources()]
    code = hashlib.sha256(b"".join(file.read_bytes() for file in files))
    recipe = f"{called.name}{called.arguments!r} {code.hexdigest()}"

    def record() -> str:
        files = [path for ending in DRAWN if (path := folder / f"{name}{ending}").exists()]
        content = hashlib.sha256(b"".join(file.read_bytes() for file in files))
        return f"{recipe} {content.hexdigest()}"

    drawn = folder / f"{name}.drawn"
    if drawn.exists() and drawn.read_bytes() == record().encode():
        return called.name
    folder.mkdir(parents=True, exist_ok=True)
    light = folder / f"{name}-light.svg"
    with style():
        chart = called.result()
        if not isinstance(chart, Chart):
            raise TypeError(f"{called.name} does not return a Chart")
        chart.figure.savefig(light, metadata=UNDATED["svg"])
        chart.figure.savefig(folder / f"{name}-print.pdf", metadata=UNDATED["pdf"])
    (folder / f"{name}-dark.svg").write_text(on_dark(light.read_text("utf-8")), "utf-8")
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([chart.columns, *chart.rows])
    data = json.dumps(chart.live, separators=(",", ":"))
    (folder / f"{name}.js").write_text(f'(window.LIVE ??= {{}})["{name}"]={data}\n', "utf-8")
    drawn.write_text(record(), encoding="utf-8")
    return called.name


class ChartDirective(Figure, SphinxDirective):
    """A figure whose picture, and the data behind it, come from a function."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {
        "name": directives.unchanged_required,
        "alt": directives.unchanged_required,
        "script": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the figure, or say why it could not be drawn."""
        name, facts = self.options.get("name"), facts_file(self.env)
        if not name or not self.options.get("alt") or not self.content:
            raise self.error("chart: a figure needs a :name:, an :alt: and a caption")
        folder = Path(self.env.doctreedir) / "charts"
        try:
            function = draw(self.arguments[0], name, folder, facts)
        except Exception as error:  # whatever the function raised is the author's to read
            raise self.error(
                f"chart: {self.arguments[0]}: {type(error).__name__}: {error}"
            ) from error
        note_sources(self.env)
        if script := self.options.get("script"):
            if not (Path(self.env.srcdir) / "_static" / script).exists():
                raise self.error(f"chart: there is no _static/{script}")
            self.env.metadata[self.env.docname].setdefault("live", {})[name] = script

        # The alt text may hold {calc} and {fact}: a screen reader gets their plain text.
        alt, _ = self.parse_inline(self.options["alt"])
        self.options["alt"] = "".join(node.astext() for node in alt)
        pictures = os.path.relpath(folder / name, self.env.srcdir).replace(os.sep, "/")
        self.arguments[0] = f"/{pictures}-print.pdf"
        (figure,) = super().run()
        assert isinstance(figure, nodes.figure)
        if any(link.get("refdomain") == "cite" for link in figure.findall(nodes.Element)):
            raise self.error("chart: LaTeX prints no citation in a caption; cite in the text")
        (image,) = figure.findall(nodes.image)
        shown = [addnodes.only("", image.deepcopy(), expr="latex")]
        for look, expression in {"light": "not latex", "dark": "builder_html"}.items():
            picture = image.deepcopy()
            picture["uri"] = f"/{pictures}-{look}.svg"
            # The page keeps its place free, and fetches it when it is to be seen.
            size = get_image_size(folder / f"{name}-{look}.svg")
            assert size is not None
            picture["width"], picture["height"] = map(str, size)
            picture["loading"] = "lazy"
            picture["classes"].append(f"only-{look}")
            shown.append(addnodes.only("", picture, expr=expression))
        image.replace_self(shown)
        figure += self.legend(function, f"/{pictures}.csv")
        return [figure]

    def legend(self, function: str, table: str) -> nodes.legend:
        """Return the line that says where the figure comes from."""
        shown = nodes.literal("", function.removeprefix("chapter_code."))
        drawn = function_link(self.env, function, shown)
        data = addnodes.download_reference("", "Data (CSV)", reftarget=table)
        text = nodes.paragraph("", "", nodes.Text("Drawn by "), drawn, nodes.Text("."))
        text += addnodes.only("", nodes.Text(" "), data, nodes.Text("."), expr="builder_html")
        return nodes.legend("", text)


def check_names(app: Sphinx, document: nodes.document) -> None:
    """Report a text that names figures, in a section or box, and leads to another."""
    named = defaultdict[nodes.Element, list[addnodes.pending_xref]](list)
    for node in document.findall(nodes.Element):
        if not isinstance(node, nodes.figure | addnodes.pending_xref):
            continue
        place = next(
            above
            for above in around(node)
            if isinstance(above, PLACES) and "literal_block" not in above
        )
        if isinstance(node, nodes.figure):
            before = named.pop(place, ())
            if before and not {link["reftarget"] for link in before} & set(node["names"]):
                message = "the figure that follows is %s, not %s"
                names = node["names"][0], before[-1]["reftarget"]
                logger.error(message, *names, location=before[-1])
        elif node["reftype"] == "numref" and node["reftarget"].startswith("fig-"):
            named[place].append(node)


def load_scripts(app: Sphinx, page: str, template: str, context: Any, document: Any) -> None:
    """Load what lets readers move the figures of a page, first the data and then the script."""
    if app.builder.name != "html":
        return
    for name, script in app.env.metadata.get(page, {}).get("live", {}).items():
        shutil.copy(app.doctreedir / "charts" / f"{name}.js", app.outdir / "_static")
        for file in (f"{name}.js", script):
            app.add_js_file(file, loading_method="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.setup_extension("facts")
    app.add_directive("chart", ChartDirective)
    app.connect("doctree-read", check_names)
    app.connect("html-page-context", load_scripts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
