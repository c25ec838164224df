"""What the figures share: size, colors, axes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.style
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager, get_font, ttfFontProperty
from matplotlib.ticker import FuncFormatter, NullLocator

from chapter_code._notation import power_of_ten

# Okabe and Ito's palette, which the color-blind can tell apart; lighter on dark pages.
INK = "#1f2328"
PALETTE = ("#0072b2", "#c04a00", "#007a5a", "#8b4a86")
DARK_PALETTE = ("#6cb8ee", "#f0984a", "#3cc79c", "#dd9bd3")
ON_DARK = dict(zip((INK, *PALETTE), ("#d8dadd", *DARK_PALETTE), strict=True))
WIDTH = 5.0
"""The width of every figure, in inches."""


@dataclass(frozen=True)
class Chart:
    """A drawing and the data behind it, a row a point.

    `live` is what a script needs that lets readers move the figure, as JSON can hold it.
    """

    figure: Figure
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str | float]]
    live: Sequence[dict[str, object]] = ()


@cache
def prefer_own_fonts() -> None:
    """Have matplotlib take the fonts that it brings, and not others of the same name."""
    files = sorted(Path(mpl.get_data_path(), "fonts/ttf").glob("*.ttf"))
    # Of two fonts of one name, the first in the list is taken.
    fontManager.ttflist[:0] = [ttfFontProperty(get_font(file)) for file in files]


@contextmanager
def style() -> Iterator[None]:
    """Draw as the book draws, whatever this machine has by way of settings and fonts."""
    settings: dict[Any, Any] = {  # matplotlib types its keys one by one
        "axes.edgecolor": INK,
        "axes.grid": True,
        "axes.labelcolor": INK,
        "axes.prop_cycle": cycler(color=PALETTE),
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "axes.titlesize": 9.5,
        "axes.titleweight": "bold",
        "figure.constrained_layout.use": True,
        "font.size": 9,
        "grid.alpha": 0.25,
        "grid.color": INK,
        "grid.linewidth": 0.5,
        "hatch.color": INK,
        "lines.linewidth": 1.8,
        "savefig.transparent": True,
        "svg.hashsalt": "llm-discussions",
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
    }
    prefer_own_fonts()
    with mpl.style.context(["default", settings]):
        yield


def on_dark(svg: str) -> str:
    """Return a drawing with the colors that it has on a dark page.

    Args:
        svg: What `style` drew on light.
    """
    return re.sub("|".join(ON_DARK), lambda match: ON_DARK[match[0]], svg)


def panels(height: float, count: int = 1) -> tuple[Figure, list[Axes]]:
    """Return a figure of the given height in inches, and its panels, one below the other."""
    figure = Figure(figsize=(WIDTH, height))
    axes = np.atleast_1d(figure.subplots(count, 1))
    return figure, list(axes)


def log_axis(axis: Axis) -> None:
    """Label the powers of ten, and nothing between them."""
    axis.set_major_formatter(
        FuncFormatter(lambda value, _: power_of_ten(round(np.log10(value))))
    )
    axis.set_minor_locator(NullLocator())


def ladder(axes: Axes, rows: Sequence[tuple[str, float, str]], unit: str) -> None:
    """Draw amounts on a logarithmic scale, one a line: label, amount, color."""
    places = np.arange(len(rows))[::-1]
    axes.set_xscale("log")
    log_axis(axes.xaxis)
    axes.set_yticks(places, [label for label, _, _ in rows])
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(f"{unit} (logarithmic)")
    for place, (_, amount, color) in zip(places, rows, strict=True):
        axes.plot([amount], [place], "o", color=color, markersize=7)
    axes.set_ylim(-0.6, len(rows) - 0.4)
