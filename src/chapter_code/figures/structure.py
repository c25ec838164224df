"""Figures of the section on structural inadequacy."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import PercentFormatter

from chapter_code import (
    forgetting,
    long_division,
    othello,
    planning,
    remainders,
    signal_detection,
)
from chapter_code.figures._drawing import Chart, log_axis, panels


def table_learned() -> Chart:
    """Draw what written-out divisions teach a learner that only looks things up."""
    figure, (axes,) = panels(3.3)
    curve = long_division.learning_curve()
    short, long = curve.right.T
    lines = (
        (curve.known, "C0", "of the table known", (5, 1.08), "left"),
        (short, "C1", "right,\n20 digits", (9.6, 0.5), "right"),
        (long, "C2", "right, 2,000 digits", (17.6, 0.5), "left"),
    )
    for values, color, label, place, side in lines:
        axes.plot(curve.examples, values, color=color)
        axes.text(place[0], place[1], label, color=color, ha=side, va="center")
    axes.set_xlim(0, 40)
    axes.set_ylim(0, 1.15)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.set_xlabel("written-out divisions read, of 20 digits each")
    axes.set_ylabel("share")
    columns = (
        "examples read",
        "share of the table known",
        "right, 20 digits",
        "right, 2,000 digits",
    )
    rows = np.column_stack([curve.examples, curve.known, short, long]).tolist()
    return Chart(figure, columns, rows)


def remainders_at_once() -> Chart:
    """Draw how often networks name a remainder rightly, for numbers of more and more digits."""
    figure, (axes,) = panels(2.9)
    result = remainders.result()
    one, two = result.right
    axes.plot(result.digits, one, "o-", color="C0", markersize=4)
    axes.plot(result.digits, two, "o-", color="C1", markersize=4)
    axes.axhline(1 / remainders.DIVISOR, color="grey", linestyle=":", linewidth=1)
    axes.text(4.75, 0.5, "one hidden layer", color="C0", ha="right", va="top")
    axes.text(5.25, 0.92, "two hidden layers", color="C1")
    axes.text(3, 1 / remainders.DIVISOR + 0.03, "chance", color="grey")
    axes.set_xticks(result.digits)
    axes.set_xlim(2.8, 6.6)
    axes.set_ylim(0, 1.05)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.set_xlabel("digits of the number")
    axes.set_ylabel("remainders that are right")
    columns = ("digits", "right, one hidden layer", "right, two hidden layers")
    return Chart(figure, columns, np.column_stack([result.digits, one, two]).tolist())


def board_inside() -> Chart:
    """Draw how well the owners of squares can be read out, and what editing them does."""
    figure, (above, below) = panels(4.3, 2)
    result = othello.result()
    readings = {
        "input": (result.inputs, "C3"),
        "first layer, untrained": (result.untrained, "C1"),
        "first layer, trained": (result.trained, "C0"),
    }
    for place, (share, color) in enumerate(reversed(readings.values())):
        above.plot([0.5, share], [place, place], color=color)
        above.plot([share], [place], "o", color=color, markersize=7)
    above.set_yticks(range(3), list(readings)[::-1])
    above.set_xlim(0.5, 1)
    above.set_ylim(-0.6, 2.6)
    above.set_xlabel("occupied squares whose owner is read rightly")
    above.set_title("Mine or theirs")
    for shares, color, name in (
        (result.edited, "C0", "along the read-out"),
        (result.aside, "C1", "as far in a random direction"),
    ):
        below.plot(othello.STRENGTHS, shares, "o-", color=color)
        end = (othello.STRENGTHS[-1], float(shares[-1]))
        side = 6 if color == "C0" else -14
        below.annotate(
            name, end, (-8, side), textcoords="offset points", color=color, ha="right"
        )
    below.set_ylim(0, 0.6)
    below.set_xlabel("strength of the edit")
    below.set_ylabel("changed moves predicted")
    below.set_title("A stone turned over inside")
    rows: list[tuple[str | float, ...]] = [
        (name, share, "", "") for name, (share, _) in readings.items()
    ]
    for name, shares in (
        ("along the read-out", result.edited),
        ("random direction", result.aside),
    ):
        pairs = zip(othello.STRENGTHS, shares.tolist(), strict=True)
        rows += [(name, "", *pair) for pair in pairs]
    columns = ("what", "owners read rightly", "strength of the edit", "moves predicted")
    return Chart(figure, columns, rows)


def two_kinds_of_knowing() -> Chart:
    """Draw how calibration and discrimination are moved apart from each other."""
    figure, (axes,) = panels(3.4)
    rows: list[tuple[str | float, ...]] = []
    exaggerated = [signal_detection.exaggerated(f) for f in signal_detection.FACTORS]
    averaged = [signal_detection.averaged(g) for g in signal_detection.GROUPS]
    moves = (
        ("log-odds multiplied by", signal_detection.FACTORS, exaggerated, "C1"),
        ("averaged in groups", signal_detection.GROUPS, averaged, "C0"),
    )
    for name, amounts, points, color in moves:
        axes.plot(*zip(*points, strict=True), "o-", color=color, markersize=5)
        rows += [(name, amount, *point) for amount, point in zip(amounts, points, strict=True)]
    best = signal_detection.best_area()
    axes.plot(*signal_detection.exaggerated(1), "D", color="C2", markersize=7)
    axes.text(0.012, best + 0.025, "knows its chances", color="C2")
    axes.text(
        0.198,
        best - 0.03,
        "same order, ever more exaggerated",
        color="C1",
        ha="right",
        va="top",
    )
    axes.text(0.016, 0.5, "always says the average", color="C0", va="center")
    axes.text(0.016, 0.732, "averages two groups", color="C0", va="center")
    axes.set_xlim(0, 0.21)
    axes.set_xticks([0, 0.05, 0.1, 0.15, 0.2])
    axes.set_ylim(0.45, 0.9)
    axes.set_xlabel("calibration error (expected, less is better)")
    axes.set_ylabel("right above wrong\n(type-2 area, more is better)")
    columns = ("how", "amount", "expected calibration error", "type-2 area")
    return Chart(figure, columns, rows)


def what_is_left() -> Chart:
    """Draw how well networks of several widths still read A after they learned B."""
    figure, (axes,) = panels(3.5)
    found = forgetting.comparison()
    lines = (
        ("A and B together", "joint", "C2", 0.99),
        ("A, then B with a little of A", "replay", "C0", 0.9),
        ("A, then B", "alone", "C1", 0.755),
    )
    rows: list[tuple[str | float, ...]] = []
    for label, kind, color, height in lines:
        left = getattr(found, kind)
        mean = left.mean(axis=1)
        axes.plot(found.widths, left, "o", color=color, markersize=3.5, alpha=0.6)
        axes.plot(found.widths, mean, color=color)
        axes.text(560, height, label, color=color, va="center")
        numbers = np.column_stack([found.widths, left, mean]).tolist()
        rows += [(label, *row) for row in numbers]
    axes.set_xscale("log")
    axes.set_xticks(found.widths, [str(width) for width in found.widths])
    axes.minorticks_off()
    axes.set_xlim(6.5, 9000)
    axes.set_ylim(0.25, 1.03)
    axes.set_yticks([0.4, 0.6, 0.8, 1], ["40%", "60%", "80%", "100%"])
    axes.set_xlabel("hidden units (logarithmic)")
    axes.set_ylabel("images of A read rightly")
    runs = (f"read rightly, run {run}" for run in range(1, forgetting.RUNS + 1))
    return Chart(figure, ("learned", "hidden units", *runs, "mean of the runs"), rows)


def plans_and_checks(step: float = 0.99) -> Chart:
    """Draw the chance that a whole plan is right, with checkers of several kinds.

    Args:
        step: The chance that one try at a step is right, from 0 to 1.
    """
    figure, (axes,) = panels(3.5)
    lengths = np.geomspace(1, 1e5, 100)
    checkers = (
        ("catches all errors", 2, 1.0, 0.0, "C2"),
        ("catches half", 2, 0.5, 0.0, "C0"),
        ("none, or a coin", 1, 0.0, 0.0, "C1"),
        ("worse than a coin", 2, 0.2, 0.5, "C3"),
    )
    rows: list[tuple[str | float, ...]] = []
    for label, tries, caught, refused, color in checkers:
        checked = planning.checked_step(step, tries, caught, refused)
        chances = [planning.success(checked, length) for length in lengths.tolist()]
        axes.plot(lengths, chances, color=color, label=label)
        rows += [(label, *row) for row in zip(lengths.tolist(), chances, strict=True)]
    axes.axhline(0.5, color="grey", linewidth=1, linestyle=":")
    axes.legend(frameon=False, loc="lower left", title="checker", alignment="left")
    axes.set_xscale("log")
    log_axis(axes.xaxis)
    axes.set_xlim(1, 1e5)
    axes.set_ylim(0, 1.03)
    axes.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])
    axes.set_xlabel("steps in the plan (logarithmic)")
    axes.set_ylabel("chance that all are right")
    return Chart(figure, ("checker", "steps", "chance that all are right"), rows)
