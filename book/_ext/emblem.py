"""What stands for the book elsewhere: the icon of its tab, and the picture of a link to it.

All are drawn from one emblem, a speech bubble with a plus and a minus. Which of them a page
names is said in `_templates/base.html`.
"""

from __future__ import annotations

import posixpath
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure

from chapter_code.figures._drawing import DARK_PALETTE, INK, PALETTE, style

if TYPE_CHECKING:
    from docutils import nodes
    from matplotlib.axes import Axes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

# Places on a square of 32 × 32, from the top left, and the widths of lines.
BUBBLE = ((4, 4), (28, 4), (28, 23), (16, 23), (9, 29), (9, 23), (4, 23), (4, 4))
SIGNS = (((16, 7), (16, 15)), ((12, 11), (20, 11)), ((12, 19), (20, 19)))
EDGE, STROKE = 4, 3
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<style>
path {{ fill: {color}; stroke: {color}; stroke-linecap: round; stroke-linejoin: round }}
.signs {{ stroke: white }}
@media (prefers-color-scheme: dark) {{
  path {{ fill: {on_dark}; stroke: {on_dark} }}
  .signs {{ stroke: {ink} }}
}}
</style>
<path stroke-width="{edge}" d="{bubble}Z"/>
<path class="signs" stroke-width="{stroke}" d="{signs}"/>
</svg>
"""
Places = tuple[tuple[int, int], ...]


def icon() -> str:
    """Return the emblem as SVG, for light windows and dark ones."""

    def path(places: Places) -> str:
        return "M" + "L".join(f"{x} {y}" for x, y in places)

    return SVG.format(
        color=PALETTE[0],
        on_dark=DARK_PALETTE[0],
        ink=INK,
        edge=EDGE,
        stroke=STROKE,
        bubble=path(BUBBLE),
        signs="".join(map(path, SIGNS)),
    )


def canvas(width: int, height: int) -> tuple[Figure, Axes]:
    """Return white paper on which a unit is a pixel and a point."""
    figure = Figure(figsize=(width / 72, height / 72), dpi=72)
    figure.set_layout_engine("none")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    return figure, axes


def draw(axes: Axes, size: float, left: float = 0, top: float = 0) -> None:
    """Draw the emblem."""
    unit = size / 32

    def place(places: Places) -> tuple[list[float], list[float]]:
        return [left + unit * x for x, _ in places], [top + unit * y for _, y in places]

    axes.fill(*place(BUBBLE), color=PALETTE[0], linewidth=EDGE * unit, joinstyle="round")
    for sign in SIGNS:
        axes.plot(*place(sign), color="white", linewidth=STROKE * unit, solid_capstyle="round")


def small_icon() -> Figure:
    """Draw the icon for what does not read SVG."""
    figure, axes = canvas(180, 180)
    draw(axes, 180)
    return figure


def preview(title: str, about: str) -> Figure:
    """Draw the picture that is shown with a link: the emblem, the title, and a sentence."""
    figure, axes = canvas(1200, 630)
    draw(axes, 320, 70, 160)
    axes.text(440, 330, fill(title, 22), size=58, weight="bold", va="bottom", color=INK)
    axes.text(440, 360, fill(about, 40), size=33, va="top", color=INK)
    return figure


def write(app: Sphinx, error: Exception | None) -> None:
    """Write the pictures beside the style sheets, without date or maker."""
    if error is not None or app.builder.name != "html":
        return
    static = Path(app.outdir) / "_static"
    (static / "icon.svg").write_text(icon(), encoding="utf-8")
    with style():
        for name, picture in {
            "icon.png": small_icon(),
            "preview.png": preview(app.config.project, app.config.subtitle),
        }.items():
            picture.savefig(
                static / name,
                transparent=False,
                metadata={"Software": None},
                pil_kwargs={"optimize": True},
            )


def name_preview(
    app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None
) -> None:
    """Tell a page the address of the picture, which has to be a full one."""
    if base := app.config.html_baseurl:
        context["preview_url"] = posixpath.join(base, "_static/preview.png")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Draw when the pages are written."""
    app.add_config_value("subtitle", "", "html")
    app.connect("html-page-context", name_preview)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
