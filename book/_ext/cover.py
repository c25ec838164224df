"""The cover of the e-book, drawn when it is built: its title, over what networks store.

Each star is what one network of the figure on double descent keeps of its features. The first
has learned from few examples, the last from many.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.figure import Figure

from chapter_code import superposition
from chapter_code.figures import style

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

INCHES = 6, 9
DOTS_AN_INCH = 200
STARS_A_ROW = 4
PAPER, GROUND, STAR = "#f5f7f9", "#005a8c", "#6cb8ee"


def draw(title: str, subtitle: str, author: str) -> Figure:
    """Return the cover."""
    figure = Figure(figsize=INCHES, facecolor=GROUND)
    figure.set_layout_engine("none")
    text: dict[str, Any] = {"color": PAPER, "va": "top", "linespacing": 1.4}
    title = title.replace(" on ", " on\n")
    figure.text(0.1, 0.92, title, fontsize=25, fontweight="bold", **text)
    figure.text(0.1, 0.73, textwrap.fill(subtitle, 56), fontsize=12.5, **text)
    figure.text(0.1, 0.08, author, fontsize=11, **text)
    found = superposition.result()
    for place, size in enumerate(found.sizes.tolist()):
        row, column = divmod(place, STARS_A_ROW)
        axes = figure.add_axes((0.09 + 0.21 * column, 0.45 - 0.14 * row, 0.19, 0.13))
        _, features = found.plane(size)
        rays = np.insert(features, slice(None), 0, axis=0)  # each from the middle and back
        axes.plot(*rays.T, color=STAR, linewidth=0.8)
        axes.set_aspect("equal")
        axes.set_axis_off()
    return figure


def write_cover(app: Sphinx) -> None:
    """Draw the cover among the pages."""
    if app.builder.name == "epub":
        config = app.config
        with style():
            cover = draw(config.epub_title, config.epub_description, config.epub_author)
        path = Path(app.outdir) / config.epub_cover[0]
        path.parent.mkdir(parents=True, exist_ok=True)
        cover.savefig(path, dpi=DOTS_AN_INCH, transparent=False, metadata={"Software": None})


def setup(app: Sphinx) -> ExtensionMetadata:
    """Draw it first, since the list of contents names it."""
    app.connect("builder-inited", write_cover)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
