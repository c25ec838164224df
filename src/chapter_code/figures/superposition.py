"""The figure of what a small network stores."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chapter_code import superposition
from chapter_code.figures._drawing import WIDTH, Chart


def double_descent(result: superposition.Result | None = None) -> Chart:
    """Draw what networks trained on more and more examples store, and what they get wrong.

    Args:
        result: What `superposition.run` returns; without it, `superposition.result` is drawn.
    """
    found = result or superposition.result()
    figure = Figure(figsize=(WIDTH, 4.6))
    grid = figure.add_gridspec(3, len(found.shown), height_ratios=(1, 1, 2.2))
    rows: list[tuple[str | float, ...]] = []
    for place, size in enumerate(found.shown.tolist()):
        above, below = (figure.add_subplot(grid[row, place]) for row in (0, 1))
        points, columns = found.plane(size)
        square(above, points)
        marker = 4.5 if size < 100 else 2.5
        above.plot(*points.T, "o", color="C0", markersize=marker, markeredgewidth=0, alpha=0.7)
        square(below, columns)
        rays = np.insert(columns, slice(None), 0, axis=0)  # each from the middle and back
        below.plot(*rays.T, color="C1", linewidth=0.7)
        above.set_title(f"T = {size:,}", loc="center", fontsize=9, fontweight="normal")
        if place == 0:
            above.set_ylabel("examples", color="C0")
            below.set_ylabel("features", color="C1")
        rows += [("hidden point of an example", size, *point) for point in points.tolist()]
        rows += [("column of a feature", size, *column) for column in columns.tolist()]
    axes = figure.add_subplot(grid[2, :])
    curves = (("test", found.test_loss, "C2"), ("training", found.training_loss, "C3"))
    for name, losses, color in curves:
        axes.plot(found.sizes, losses, "o-", color=color, markersize=4)
        pairs = zip(found.sizes.tolist(), losses.tolist(), strict=True)
        rows += [(f"{name} loss", *pair, "") for pair in pairs]
    axes.axhline(1, color="grey", linestyle=":", linewidth=1, zorder=0)
    axes.text(130, 5, "new examples", color="C2", ha="right")
    axes.text(28, 0.36, "training examples", color="C3", va="center")
    axes.text(3.1, 0.8, "if it answers 0", color="grey", va="top")
    axes.set_xscale("log")
    axes.set_yscale("log")
    marked = (5, 8, 30, 100, 300, 1000, 2000)
    axes.set_xticks(marked, [f"{size:,}" for size in marked])
    axes.set_yticks([0.3, 1, 3, 10, 30], ["0.3", "1", "3", "10", "30"])
    axes.minorticks_off()
    axes.set_ylim(0.2, 40)
    axes.set_xlabel("training examples, T (logarithmic)")
    axes.set_ylabel("loss (logarithmic)")
    columns_of_table = ("what", "T", "loss, or first coordinate", "second coordinate")
    return Chart(figure, columns_of_table, rows)


def square(axes: Axes, plane: superposition.Array) -> None:
    """Make room for places on the hidden plane around its middle, and mark the middle."""
    reach = 1.1 * float(np.linalg.norm(plane, axis=1).max())
    axes.plot([0], [0], "+", color="grey", markersize=5, markeredgewidth=0.7)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
