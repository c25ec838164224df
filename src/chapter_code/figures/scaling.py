"""Figures of the section on scaling."""

from __future__ import annotations

import numpy as np

from chapter_code import cost, cross_entropy, scaling_laws, simplicity_bias, synapses
from chapter_code.figures._drawing import Chart, ladder, log_axis, panels


def compute_optimal(
    lowest_budget: float,
    highest_budget: float,
    chinchilla_flop: float,
    chinchilla_parameters: float,
    chinchilla_tokens: float,
    llama_flop: float,
    llama_parameters: float,
    llama_tokens: float,
) -> Chart:
    """Draw two readings of the same training runs: the loss they promise, the text they want.

    Args:
        lowest_budget: Training computation, in floating-point operations, of the cheapest
            series of runs to which the law was fitted.
        highest_budget: The same of the most expensive series.
        chinchilla_flop: Training computation of Chinchilla.
        chinchilla_parameters: Its size.
        chinchilla_tokens: Its training text.
        llama_flop: The same three for Llama 3.1 405B.
        llama_parameters: Its size.
        llama_tokens: Its training text.
    """
    figure, (above, below) = panels(5.2, 2)
    budgets = np.geomspace(1e18, 1e27, 60)
    laws = {"first fit": scaling_laws.HOFFMANN, "refitted": scaling_laws.BESIROGLU}
    rows: list[tuple[str | float, ...]] = []
    sides = (("C0", "top", -0.03), ("C1", "bottom", 0.02))
    for (color, side, step), (name, law) in zip(sides, laws.items(), strict=True):
        losses = [scaling_laws.loss_at_budget(law, budget) for budget in budgets]
        ratios = [scaling_laws.tokens_per_parameter(law, budget) for budget in budgets]
        curves = zip(budgets.tolist(), losses, ratios, strict=True)
        rows += [(name, *row, law.floor) for row in curves]
        above.plot(budgets, losses, color=color)
        above.axhline(law.floor, color=color, linestyle="--", linewidth=1)
        above.text(1.3e18, law.floor + step, f"floor, {name}", color=color, va=side)
        below.plot(budgets, ratios, color=color)
        below.text(1e27, ratios[-1] * 1.12, name, color=color, ha="right")
    above.set_ylim(1.45, 3.6)
    above.set_ylabel("loss, nats per token")
    above.set_title("The smallest loss that a budget buys")
    below.set_yscale("log")
    below.set_ylim(8, 300)
    below.set_yticks([10, 20, 50, 100, 200], ["10", "20", "50", "100", "200"])
    below.minorticks_off()
    below.set_ylabel("tokens per parameter\n(logarithmic)")
    below.set_title("The text to go with each parameter")
    below.set_xlabel("training computation, floating-point operations (logarithmic)")
    models = {
        "Chinchilla": (chinchilla_flop, chinchilla_tokens / chinchilla_parameters),
        "Llama 3.1 405B": (llama_flop, llama_tokens / llama_parameters),
    }
    for name, (flop, ratio) in models.items():
        below.plot([flop], [ratio], "D", color="C2", markersize=5)
        below.text(flop / 1.5, ratio * 1.1, name, color="C2", ha="right")
        rows.append((name, flop, "", ratio, ""))
    for axes in (above, below):
        axes.set_xscale("log")
        log_axis(axes.xaxis)
        axes.set_xlim(1e18, 1e27)
        axes.axvspan(lowest_budget, highest_budget, color="C3", alpha=0.12, linewidth=0)
    above.text(
        highest_budget * 1.5, 3.4, "shaded: budgets of the main series", color="C3", va="top"
    )
    columns = (
        "what",
        "training FLOP",
        "loss in nats per token",
        "tokens per parameter",
        "floor in nats per token",
    )
    return Chart(figure, columns, rows)


def order_of_learning() -> Chart:
    """Draw how near a network, and a table, come to simpler predictors as they learn."""
    figure, (axes,) = panels(3.5)
    result = simplicity_bias.run()
    names = ("unigram", "bigram", "trigram")
    for number, name in enumerate(names):
        color, curve = f"C{number}", result.network[:, number]
        axes.plot(result.steps, curve, color=color)
        axes.plot(result.steps, result.table[:, number], color=color, linestyle=":")
        end = (float(result.steps[-1]), float(curve[-1]))
        axes.annotate(name, end, (5, 0), textcoords="offset points", color=color, va="center")
    axes.plot([], [], color="grey", label="network")
    axes.plot([], [], color="grey", linestyle=":", label="table, the control")
    axes.legend(frameon=False, loc="upper center")
    axes.set_xscale("log")
    log_axis(axes.xaxis)
    axes.set_xlim(1, 3e4)
    axes.set_ylim(-0.05, 1)
    axes.set_xlabel("training step (logarithmic)")
    axes.set_ylabel("distance from a predictor, bits")
    learners = ("network", "table")
    columns = ("step", *(f"{who}, bits from the {name}" for who in learners for name in names))
    curves = np.hstack([result.network, result.table]).tolist()
    rows = [
        (step, *distances)
        for step, distances in zip(result.steps.tolist(), curves, strict=True)
    ]
    return Chart(figure, columns, rows)


def guaranteed_skills(budget: float) -> Chart:
    """Draw which skills a small distance to the lowest loss promises.

    Args:
        budget: Training computation of a model to place, in floating-point operations.
    """
    figure, (axes,) = panels(3.5)
    intervals = np.geomspace(1, 1e5, 100)
    gaps = [cross_entropy.guaranteed_gap(1 / interval, cost=1) for interval in intervals]
    axes.plot(intervals, gaps, color="C0")
    axes.fill_between(intervals, gaps, 1e-5, color="C0", alpha=0.15, linewidth=0)
    axes.text(2, 2e-4, "the skill cannot\nbe wholly absent", color="C0", va="top")
    axes.text(4e3, 8e-3, "nothing follows", ha="center")
    laws = (scaling_laws.BESIROGLU, scaling_laws.HOFFMANN)
    low, high = (scaling_laws.gap_to_floor(law, budget) for law in laws)
    axes.axhspan(low, high, color="C2", alpha=0.3, linewidth=0)
    axes.text(
        9e4, high * 1.2, "gap at the budget of Llama 3.1, by two fits", color="C2", ha="right"
    )
    axes.set_xscale("log")
    axes.set_yscale("log")
    log_axis(axes.xaxis)
    log_axis(axes.yaxis)
    axes.set_xlim(1, 1e5)
    axes.set_ylim(1e-5, 1)
    axes.set_xlabel("tokens from one use of a one-bit skill to the next (logarithmic)")
    axes.set_ylabel("gap to the floor,\nbits per token (logarithmic)")
    columns = (
        "tokens between uses",
        "gap below which the skill cannot be absent, bits per token",
    )
    return Chart(figure, columns, list(zip(intervals.tolist(), gaps, strict=True)))


def two_yardsticks(
    fly_synapses: float,
    gpt3_parameters: float,
    llama_parameters: float,
    palm_parameters: float,
    deepseek_parameters: float,
    human_synapses: float,
    brain_low: float,
    brain_middle: float,
    brain_high: float,
    chinchilla_flop: float,
    llama_flop: float,
) -> Chart:
    """Compare models and brains by size, and by computation.

    Args:
        fly_synapses: In the brain of an adult fruit fly.
        gpt3_parameters: Of GPT-3.
        llama_parameters: Of Llama 3.1 405B.
        palm_parameters: Of PaLM.
        deepseek_parameters: Of DeepSeek-V3, active or not.
        human_synapses: In the human neocortex.
        brain_low: Operations a second that would do a brain's work, low end.
        brain_middle: The same, more likely than not enough.
        brain_high: The same, high end.
        chinchilla_flop: Training computation of Chinchilla.
        llama_flop: Training computation of Llama 3.1 405B.
    """
    figure, (above, below) = panels(4.6, 2)
    sizes = [
        ("human neocortex", human_synapses, "C1"),
        ("DeepSeek-V3", deepseek_parameters, "C0"),
        ("PaLM", palm_parameters, "C0"),
        ("Llama 3.1 405B", llama_parameters, "C0"),
        ("GPT-3", gpt3_parameters, "C0"),
        ("fruit fly, whole brain", fly_synapses, "C1"),
    ]
    ladder(above, sizes, "parameters or synapses")
    above.set_title("By size, the neocortex is ahead")
    low, middle, high = (
        synapses.lifetime_computation(rate, 30)
        for rate in (brain_low, brain_middle, brain_high)
    )
    work = [
        ("Llama 3.1 405B, training", llama_flop, "C0"),
        ("human brain, thirty years", middle, "C1"),
        ("Chinchilla, training", chinchilla_flop, "C0"),
    ]
    ladder(below, work, "floating-point operations")
    below.plot([low, high], [1, 1], "|-", color="C1", markersize=9, linewidth=1.4)
    below.set_xlim(low / 10, high * 3)
    below.set_title("By computation, the brain may be behind")
    rows: list[tuple[str | float, ...]] = [
        (label, amount, "size") for label, amount, _ in sizes
    ]
    rows += [(label, amount, "operations") for label, amount, _ in work]
    for amount, end in ((low, "low"), (high, "high")):
        rows.append(("human brain, thirty years", amount, f"operations, {end}"))
    return Chart(figure, ("what", "amount", "measure"), rows)


def what_is_counted(
    deepseek_run: float,
    gpt4_amortized: float,
    gpt4_cloud: float,
    gpt4_hardware: float,
    manhattan: float,
    apollo: float,
    stargate: float,
    index_project: float,
    index_run: float,
) -> Chart:
    """Compare the cost of training, by what is counted, with three large projects.

    Args:
        deepseek_run: The training of DeepSeek-V3 at an assumed rent, in US dollars, as are all.
        gpt4_amortized: The final run of GPT-4: amortized hardware, and energy.
        gpt4_cloud: The same run at the prices of rented computers.
        gpt4_hardware: The hardware for that run, bought.
        manhattan: The Manhattan project, in the money of the earlier index.
        apollo: The Apollo program, likewise.
        stargate: What the Stargate project intends to invest.
        index_project: Price index of the year of the two projects' money.
        index_run: Price index of the year to bring them to.
    """
    figure, (axes,) = panels(3.0)
    then, later = index_project, index_run
    rows = [
        ("Stargate, four years, intended", stargate, "C1"),
        ("Apollo program", cost.in_later_money(apollo, then, later), "C1"),
        ("Manhattan project", cost.in_later_money(manhattan, then, later), "C1"),
        ("GPT-4, hardware bought", gpt4_hardware, "C0"),
        ("GPT-4, final run, rented", gpt4_cloud, "C0"),
        ("GPT-4, final run, amortized", gpt4_amortized, "C0"),
        ("DeepSeek-V3, training, assumed rent", deepseek_run, "C0"),
    ]
    ladder(axes, rows, "US dollars")
    for place, (_, amount, color) in enumerate(reversed(rows)):
        shown = f"{amount / 1e9:.3g} bn" if amount >= 1e9 else f"{amount / 1e6:.3g} m"
        axes.annotate(
            shown, (amount, place), (7, 0), textcoords="offset points", color=color, va="center"
        )
    axes.set_xticks([1e6, 1e8, 1e10, 1e12], ["1 m", "100 m", "10 bn", "1,000 bn"])
    axes.set_xlim(1e6, 5e12)
    return Chart(figure, ("what", "US dollars"), [(label, amount) for label, amount, _ in rows])
