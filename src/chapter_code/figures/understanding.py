"""Figures of the section on understanding."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from chapter_code import (
    calibration,
    color_circle,
    dyck,
    good_turing,
    grokking,
    superposition,
    votes,
)
from chapter_code.figures._drawing import WIDTH, Chart, log_axis, panels


def parrot_or_rule() -> Chart:
    """Draw what a network gets right as it learns a table, and one whose sums are shuffled."""
    figure, (axes,) = panels(3.1)
    table, control = grokking.result(), grokking.result(shuffled=True)
    for result, line in ((table, "-"), (control, ":")):
        axes.plot(result.steps, result.shown, color="C0", linestyle=line)
        axes.plot(result.steps, result.held_back, color="C1", linestyle=line)
    axes.text(11, 0.72, "shown", color="C0")
    axes.text(1050, 0.72, "held back", color="C1", ha="right")
    axes.text(3000, 0.02, "shuffled", color="C1", va="center")
    axes.set_xscale("log")
    log_axis(axes.xaxis)
    axes.set_xlim(1, 2e4)
    axes.set_ylim(-0.03, 1.05)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel("training step (logarithmic)")
    axes.set_ylabel("sums that are right")
    curves = (table.shown, table.held_back, control.shown, control.held_back)
    columns = ("step", "shown", "held back", "shown, shuffled", "held back, shuffled")
    return Chart(figure, columns, np.column_stack([table.steps, *curves]).tolist())


def table_and_stack() -> Chart:
    """Draw what tables of the last symbols lose on brackets, and which brackets they close."""
    figure, (above, below) = panels(4.4, 2)
    result = dyck.run()
    above.plot(result.contexts, result.bits, "o-", color="C0", markersize=4)
    above.axhline(result.rule, color="C1", linewidth=1.5)
    above.text(16, result.rule + 0.04, "stack", color="C1", ha="right", va="bottom")
    above.text(9.5, 2.2, "table", color="C0", ha="right")
    above.set_ylim(1.2, 2.7)
    above.set_title("The loss on nested brackets")
    above.set_ylabel("bits per symbol")
    below.plot(result.contexts, result.inside, "o-", color="C2", markersize=4)
    below.plot(result.contexts, result.beyond, "o-", color="C3", markersize=4)
    below.text(16, 0.9, "its opening bracket within reach", color="C2", ha="right")
    below.text(16, 0.56, "beyond reach", color="C3", ha="right")
    below.set_ylim(0.4, 1.05)
    below.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    below.set_title("A bracket that closes, by the table")
    below.set_xlabel("symbols that the table looks back")
    below.set_ylabel("types that are right")
    for axes in (above, below):
        axes.set_xticks(result.contexts)
    rule = np.full(len(result.bits), result.rule)
    numbers = (result.contexts, result.stored, result.bits, rule, result.inside, result.beyond)
    columns = (
        "symbols back",
        "contexts stored",
        "bits per symbol, table",
        "bits per symbol, stack",
        "within reach",
        "beyond",
    )
    return Chart(figure, columns, np.column_stack(numbers).tolist())


def color_wheel() -> Chart:
    """Draw where scaling puts fourteen colors, from how similar people found each two."""
    figure, (axes,) = panels(3.3)
    result = color_circle.run()
    x, y = result.places.T
    turn = np.linspace(0, 2 * np.pi, 100)
    radius = np.linalg.norm(result.places, axis=1).mean()
    axes.plot(radius * np.cos(turn), radius * np.sin(turn), "--", color="grey", linewidth=1)
    axes.plot(x, y, "o", color="C0", markersize=5)
    inside = {445, 472, 504, 555, 584, 600, 610}  # where there is no room outside
    aside = {651: -4, 674: -15}  # two dots that nearly touch
    for wavelength, place in zip(result.wavelengths, result.places, strict=True):
        outward = place / np.linalg.norm(place)
        offset = outward * (-17 if wavelength in inside else 19)
        offset += outward[::-1] * (-1, 1) * aside.get(int(wavelength), 0)
        axes.annotate(
            str(wavelength),
            tuple(place),
            tuple(offset),
            textcoords="offset points",
            color="C0",
            ha="center",
            va="center",
        )
    names = {"violet": 445, "blue": 472, "green": 537, "yellow": 584, "red": 628}
    for name, wavelength in names.items():
        x_half, y_half = 0.5 * result.places[result.wavelengths == wavelength][0]
        axes.text(x_half, y_half, name, ha="center", va="center")
    axes.set_aspect("equal")
    axes.set_xlim(-0.62, 0.68)
    axes.set_ylim(-0.55, 0.62)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    columns = ("wavelength, nm", "first coordinate", "second coordinate")
    rows = list(zip(result.wavelengths.tolist(), x.tolist(), y.tolist(), strict=True))
    return Chart(figure, columns, rows)


def invention() -> Chart:
    """Draw what a calibrated model invents, and how many facts its text states once."""
    figure, (axes,) = panels(3.1)
    rows: list[tuple[str | float, ...]] = []
    named = (("C0", 0, "named evenly"), ("C1", 1, "by Zipf's law"))
    for color, exponent, name in named:
        result = good_turing.run(exponent=exponent)
        axes.plot(result.facts, result.once, color=color)
        axes.plot(result.facts, result.invented, "o", color=color, markersize=6)
        for values in zip(result.facts, result.once, result.invented, strict=True):
            rows.append((name, *(float(value) for value in values)))
    axes.text(6500, 0.76, "people named evenly", color="C0")
    axes.text(5300, 0.17, "by Zipf's law", color="C1")
    axes.plot([], [], color="grey", label="stated once in the text")
    axes.plot([], [], "o", color="grey", label="false when the model speaks")
    axes.legend(frameon=False, loc="upper right")
    axes.set_xscale("log")
    axes.set_xticks(result.facts, [f"{facts // 1000},000" for facts in result.facts])
    axes.minorticks_off()
    axes.set_ylim(-0.03, 0.95)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel("facts that the text states, repetitions included (logarithmic)")
    axes.set_ylabel("share of statements")
    columns = ("people are named", "facts", "stated once", "false statements")
    return Chart(figure, columns, rows)


def knowing_when() -> Chart:
    """Draw how far confidence can be trusted, and what silence buys."""
    figure, (above, below) = panels(4.9, 2)
    result = calibration.run()
    rows: list[tuple[str | float, ...]] = []
    styles = ((1.0, "C0", "as reported"), (result.temperature, "C1", "after one temperature"))
    above.plot([0, 1], [0, 1], color="grey", linestyle="--", linewidth=1)
    for temperature, color, name in styles:
        stated = calibration.confidence(result.log_odds, temperature)
        _, means, accuracies = calibration.reliability(stated, result.right)
        above.plot(means, accuracies, "o-", color=color, markersize=4, linewidth=1.2)
        rows += [
            (name, *pair) for pair in zip(means.tolist(), accuracies.tolist(), strict=True)
        ]
    above.text(0.17, 0.45, "as reported", color="C0", ha="right")
    above.text(0.33, 0.13, "after one temperature", color="C1")
    above.set_title("Confidence can be repaired …")
    above.set_xlabel("confidence")
    above.set_ylabel("answers that are right")
    coverages = np.linspace(0.05, 1, 20)
    risks = [calibration.risk_at(coverage) for coverage in coverages]
    below.plot(coverages, risks, color="C2")
    below.text(0.62, 0.1, "before and after alike", color="C2")
    below.set_title("… but silence needs only the order")
    below.set_xlabel("questions answered, the most confident first")
    below.set_ylabel("answers that are wrong")
    below.set_ylim(0, 0.4)
    rows += [
        ("risk at a coverage", *pair) for pair in zip(coverages.tolist(), risks, strict=True)
    ]
    for axis in (above.xaxis, above.yaxis, below.xaxis, below.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0))
    columns = ("curve", "confidence or coverage", "right, or wrong of those answered")
    return Chart(figure, columns, rows)


def votes_and_limits() -> Chart:
    """Draw how often majorities are right, and where their gain ends."""
    figure, (axes,) = panels(3.1)
    result = votes.run()
    rows: list[tuple[str | float, ...]] = []
    names = ("independent", "correlated by a tenth", "by three tenths")
    curves = zip(names, result.correlations, result.limits, strict=True)
    for place, (name, shared, most) in enumerate(curves):
        exact, simulated = result.exact[place], result.simulated[place]
        axes.axhline(most, color=f"C{place}", linestyle=":", linewidth=1.2)
        axes.plot(result.voters, exact, color=f"C{place}")
        axes.plot(result.voters, simulated, "o", color=f"C{place}", markersize=4)
        pairs = zip(result.voters.tolist(), exact.tolist(), simulated.tolist(), strict=True)
        rows += [(name, float(shared), *pair, float(most)) for pair in pairs]
    axes.text(9, 0.82, names[0], color="C0", ha="right")
    axes.text(230, 0.685, names[1], color="C1", ha="right")
    axes.text(230, 0.6, names[2], color="C2", ha="right")
    axes.set_xscale("log")
    axes.set_xticks(result.voters, [str(voters) for voters in result.voters])
    axes.minorticks_off()
    axes.set_ylim(0.55, 1.03)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel("answers to one question (logarithmic)")
    axes.set_ylabel("majorities that are right")
    columns = (
        "how",
        "correlation",
        "answers",
        "majority right",
        "in the simulation",
        "limit",
    )
    return Chart(figure, columns, rows)


def double_descent() -> Chart:
    """Draw what networks trained on more and more examples store, and what they get wrong."""
    found = superposition.result()
    figure = Figure(figsize=(WIDTH, 4.6))
    shown = (5, 8, 30, 300, 2000)
    grid = figure.add_gridspec(3, len(shown), height_ratios=(1, 1, 2.2))
    for place, size in enumerate(shown):
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
    rows: list[tuple[str | float, ...]] = []
    for size in found.sizes.tolist():
        points, columns = found.plane(size)
        rows += [("hidden point of an example", size, "", *point) for point in points.tolist()]
        rows += [("column of a feature", size, "", *column) for column in columns.tolist()]
    axes = figure.add_subplot(grid[2, :])
    curves = (
        ("new examples", found.test_loss, "C2"),
        ("training examples", found.training_loss, "C3"),
    )
    for name, losses, color in curves:
        axes.plot(found.sizes, losses, "o-", color=color, markersize=4)
        pairs = zip(found.sizes.tolist(), losses.tolist(), strict=True)
        rows += [(name, *pair, "", "") for pair in pairs]
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
    columns_of_table = ("what", "T", "loss", "first coordinate", "second coordinate")
    live = [one_network(found, place) for place in range(len(found.sizes))]
    return Chart(figure, columns_of_table, rows, live)


def one_network(found: superposition.Result, place: int) -> dict[str, object]:
    """Return what the figure on the web shows of a network when it is moved."""
    size = int(found.sizes[place])
    points, columns = found.plane(size)
    return {
        "size": size,
        "loss": float(f"{found.test_loss[place]:.3g}"),
        "effectivePoints": round(found.effective_points[place]),
        "effectiveFeatures": round(found.effective_features[place]),
        "features": len(columns),
        "points": in_percent(points),
        "columns": in_percent(columns),
    }


def reach(plane: superposition.Plane) -> float:
    """Return how far a picture of places on the hidden plane goes from its middle."""
    return 1.1 * float(np.linalg.norm(plane, axis=1).max())


def in_percent(plane: superposition.Plane) -> list[list[int]]:
    """Return the places that differ in a small picture, as percentages of how far it goes."""
    places = np.unique((100 * plane / reach(plane)).round().astype(int), axis=0)
    return [[int(x), int(y)] for x, y in places]


def square(axes: Axes, plane: superposition.Plane) -> None:
    """Make room for places on the hidden plane around its middle, and mark the middle."""
    axes.plot([0], [0], "+", color="grey", markersize=5, markeredgewidth=0.7)
    axes.set_xlim(-reach(plane), reach(plane))
    axes.set_ylim(-reach(plane), reach(plane))
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
