"""Figures of the section on empirical insufficiency."""

from __future__ import annotations

import numpy as np

from chapter_code import atari, cap_sets, sample_efficiency, training_text, worst_case
from chapter_code.figures._drawing import Chart, ladder, panels


def cap_set_sizes(largest: float) -> Chart:
    """Draw which sizes of cap sets two proposers reach.

    Args:
        largest: The size of the largest cap set in dimension 6.
    """
    figure, axes = panels(3.4, 2)
    result = cap_sets.run(dimension=6)
    rows: list[tuple[str | float, ...]] = []
    proposers = (
        ("point by point", "C0", result.points, "left"),
        ("by rule", "C1", result.rules, "right"),
    )
    for panel, (name, color, sizes, side) in zip(axes, proposers, strict=True):
        values, counts = np.unique(sizes, return_counts=True)
        panel.bar(values, counts, width=0.8, color=color)
        panel.axvline(largest, color="C2", linestyle="--", linewidth=1.2)
        panel.annotate(
            f"best: {values[-1]}",
            (values[-1], counts[-1]),
            textcoords="offset points",
            xytext=(8 if side == "left" else -8, 4),
            ha=side,
            color=color,
        )
        panel.set_title(name)
        panel.set_xlim(50, 116)
        panel.set_yscale("log")
        panel.set_ylim(0.6, 300)
        panel.set_yticks([1, 10, 100], ["1", "10", "100"])
        panel.minorticks_off()
        panel.set_ylabel("proposals\n(logarithmic)")
        rows += [
            (name, value, count)
            for value, count in zip(values.tolist(), counts.tolist(), strict=True)
        ]
    axes[0].text(largest - 1, 180, "largest possible", color="C2", ha="right", va="top")
    axes[1].set_xlabel("points in the cap set")
    return Chart(figure, ("proposer", "size", "proposals"), rows)


def words_read(
    child_low: float,
    child_high: float,
    gpt3_tokens: float,
    chinchilla_tokens: float,
    llama_tokens: float,
    words_per_token: float,
) -> Chart:
    """Compare the words that a child hears with those that models read.

    Args:
        child_low: Words that a child hears in a few years.
        child_high: Words with less than which a child acquires its language.
        gpt3_tokens: Training text of GPT-3.
        chinchilla_tokens: Of Chinchilla.
        llama_tokens: Of Llama 3.1 405B.
        words_per_token: On average.
    """
    figure, (axes,) = panels(2.0)
    models = {"Llama 3.1": llama_tokens, "Chinchilla": chinchilla_tokens, "GPT-3": gpt3_tokens}
    rows = [(name, tokens * words_per_token, "C0") for name, tokens in models.items()]
    rows += [("child, upper bound", child_high, "C1"), ("child, a few years", child_low, "C1")]
    ladder(axes, rows, "words")
    for place, (name, amount, color) in enumerate(reversed(rows)):
        if name in models:
            times = training_text.times_as_much(models[name], words_per_token, child_high)
            axes.annotate(
                f"{float(f'{times:.2g}'):,.0f} times the bound",
                (amount, place),
                (-8, 0),
                textcoords="offset points",
                color=color,
                ha="right",
                va="center",
            )
    axes.axvline(child_high, color="C1", linestyle="--", linewidth=1)
    axes.set_xlim(child_low / 3, 5e13)
    return Chart(figure, ("who", "words"), [(name, amount) for name, amount, _ in rows])


def examples_needed() -> Chart:
    """Draw how many examples networks need to read digits, against their width."""
    figure, (axes,) = panels(2.5)
    result = sample_efficiency.result()
    axes.plot(result.widths, result.needed, "o-", color="C0")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.minorticks_off()
    axes.set_xticks(result.widths, [str(width) for width in result.widths])
    axes.set_yticks([50, 100, 200, 400, 800], ["50", "100", "200", "400", "800"])
    axes.set_ylim(40, 900)
    axes.set_xlabel("hidden units (logarithmic)")
    axes.set_ylabel("examples needed\n(logarithmic)")
    rows = list(zip(result.widths.tolist(), result.needed.tolist(), strict=True))
    return Chart(figure, ("hidden units", "examples needed"), rows)


def atari_games() -> Chart:
    """Draw EfficientZero's human-normalized score in each of 26 games."""
    figure, (axes,) = panels(4.6)
    games = sorted(atari.EFFICIENTZERO.items(), key=lambda game: game[1])
    for place, (_, score) in enumerate(games):
        color = "C0" if score >= 1 else "C1"
        axes.plot([1, score], [place, place], color=color, linewidth=1)
        axes.plot([score], [place], "o", color=color, markersize=5)
    axes.set_yticks(range(len(games)), [name for name, _ in games], fontsize=7.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xscale("log")
    axes.set_xlim(7e-4, 30)
    axes.set_xticks([0.001, 0.01, 0.1, 1, 10], ["0.001", "0.01", "0.1", "1", "10"])
    axes.minorticks_off()
    axes.set_ylim(-0.8, len(games) - 0.2)
    axes.axvline(1, color="C1", linewidth=1)
    axes.text(0.9, len(games) - 1.5, "human tester", color="C1", ha="right")
    averages = {
        "median": (atari.middle(atari.EFFICIENTZERO), 8),
        "mean": (atari.mean(atari.EFFICIENTZERO), 5),
    }
    for name, (value, place) in averages.items():
        axes.axvline(value, color="C2", linestyle="--", linewidth=1)
        axes.annotate(
            f"{name} {value:.2f}",
            (value, place),
            (3, place),
            color="C2",
            va="center",
            arrowprops={"arrowstyle": "-", "color": "C2"},
        )
    axes.set_xlabel("score, random play 0, human tester 1 (logarithmic)")
    rows = [*games, *((f"{name} of the games", value) for name, (value, _) in averages.items())]
    return Chart(figure, ("game", "human-normalized score"), rows)


def two_pushes() -> Chart:
    """Draw what pushes of one length do, in a random direction and in the worst."""
    figure, (axes,) = panels(2.6)
    separation, dimension = 2.0, worst_case.DIMENSION
    lengths = np.linspace(0, 4, 41)
    noise = [worst_case.accuracy_under_noise(separation, x, dimension) for x in lengths]
    attack = [worst_case.accuracy_under_attack(separation, x) for x in lengths]
    axes.plot(lengths, noise, color="C0")
    axes.plot(lengths, attack, color="C1")
    rng = np.random.default_rng(0)
    simulated: dict[float, tuple[str | float, str | float]] = {}
    for length in (0, 1, 2, 3, 4):
        attacked, noisy = worst_case.simulate(separation, length, dimension, rng, inputs=2000)
        axes.plot([length], [noisy], "o", color="C0", markersize=5)
        axes.plot([length], [attacked], "o", color="C1", markersize=5)
        simulated[length] = (noisy, attacked)
    axes.text(2.6, 0.9, "random direction", color="C0", va="top")
    axes.text(2.5, 0.42, "chosen direction", color="C1")
    axes.set_ylim(0, 1.05)
    axes.set_xlabel("length of the push, standard deviations")
    axes.set_ylabel("accuracy")
    curves = zip(lengths.tolist(), noise, attack, strict=True)
    rows = [(*values, *simulated.get(values[0], ("", ""))) for values in curves]
    columns = (
        "length",
        "accuracy, random direction",
        "accuracy, chosen direction",
        "simulated, random direction",
        "simulated, chosen direction",
    )
    return Chart(figure, columns, rows)
