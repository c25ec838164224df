"""Figures of the section on the brain."""

from __future__ import annotations

import numpy as np

from chapter_code import brain_scores, brains, reading
from chapter_code.figures._drawing import Chart, log_axis, panels


def text_and_reader() -> Chart:
    """Draw how models that look back farther predict a text, and its reader."""
    figure, (above, below) = panels(3.9, 2)
    result = reading.run()
    orders = range(len(result.loss))
    above.plot(orders, result.loss, "o-", color="C0")
    above.set_ylabel("bits per symbol")
    above.set_title("Loss on the text")
    below.plot(orders, result.fit, "o-", color="C1")
    below.set_ylabel("share explained")
    below.set_ylim(0, 1.1)
    below.set_title("Fit to a reader who looks back two symbols")
    below.set_xlabel("symbols that the model looks back")
    for axes in (above, below):
        axes.set_xticks(list(orders))
    columns = ("symbols looked back", "bits per symbol", "share of the reader explained")
    rows = zip(orders, result.loss.tolist(), result.fit.tolist(), strict=True)
    return Chart(figure, columns, list(rows))


def scores_by_split() -> Chart:
    """Draw the scores of unrelated features, for two ways to hold out the test moments."""
    figure, (axes,) = panels(2.9)
    result = brain_scores.run()
    for scores, color, name in (
        (result.shuffled, "C1", "single moments held out"),
        (result.blocks, "C0", "stretches held out"),
    ):
        axes.plot(result.smoothness, scores, "o-", color=color)
        end = (float(result.smoothness[-1]), float(scores[-1]))
        axes.annotate(
            name, end, (-8, 5), textcoords="offset points", color=color, ha="right", va="bottom"
        )
    axes.set_xscale("log", base=2)
    axes.set_xticks(result.smoothness, [str(width) for width in result.smoothness])
    axes.set_ylim(-0.1, 1)
    axes.set_xlabel("moments over which signals are averaged (logarithmic)")
    axes.set_ylabel("correlation of predicted\nand recorded")
    columns = ("moments averaged", "single moments held out", "stretches held out")
    curves = (result.smoothness, result.shuffled, result.blocks)
    return Chart(figure, columns, list(zip(*(c.tolist() for c in curves), strict=True)))


def neurons_and_mass() -> Chart:
    """Draw brain mass against number of neurons, with a power law for each order."""
    figure, (axes,) = panels(3.8)
    neurons = np.geomspace(4e7, 2e11, 40)
    orders = (("rodents", brains.RODENTS, "C1"), ("primates", brains.PRIMATES, "C0"))
    rows: list[tuple[str | float, ...]] = []
    for name, members, color in orders:
        law = brains.fit(members)
        others = [[other.grams(n) for n in neurons] for other in brains.leave_one_out(members)]
        low, high = np.min(others, axis=0), np.max(others, axis=0)
        line = [law.grams(n) for n in neurons]
        axes.plot(neurons, line, color=color)
        axes.fill_between(neurons, low, high, color=color, alpha=0.2, linewidth=0)
        axes.plot([b.neurons for b in members], [b.grams for b in members], "o", color=color)
        rows += [(name, b.species, b.neurons, b.grams, "", "") for b in members]
        rows += [
            (name, "the law", *row)
            for row in np.column_stack([neurons, line, low, high]).tolist()
        ]
    axes.text(8e9, 1.5e4, "rodents", color="C1", ha="right")
    axes.text(3e10, 1.2e2, "primates", color="C0")
    human = brains.HUMAN
    axes.plot([human.neurons], [human.grams], "D", color="C2", markersize=7)
    axes.text(human.neurons * 1.2, human.grams / 2.5, "people", color="C2", va="top")
    rows.append(("primates (people)", human.species, human.neurons, human.grams, "", ""))
    axes.set_xscale("log")
    axes.set_yscale("log")
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    axes.set_xlim(4e7, 4e11)
    axes.set_xlabel("neurons (logarithmic)")
    axes.set_ylabel("brain mass, grams (logarithmic)")
    columns = ("order", "species", "neurons", "brain mass in grams", "fan, low", "fan, high")
    return Chart(figure, columns, rows)
