"""The experiments: what each asks, and the bars that its figures have to reach.

Some take longer than a page should. Their results are stored, and the book reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Any

import numpy as np

from chapter_code import (
    calibration,
    color_circle,
    dyck,
    figures,
    forgetting,
    good_turing,
    grokking,
    long_division,
    othello,
    remainders,
    sample_efficiency,
    superposition,
    votes,
)


@dataclass(frozen=True)
class Bar:
    """A figure that an experiment gave, and the range in which it has to lie.

    Attributes:
        figure: What it is.
        value: What it came to.
        least: The lower end of the range.
        most: The upper end.
    """

    figure: str
    value: float
    least: float = -inf
    most: float = inf

    @property
    def is_met(self) -> bool:
        """Whether the value lies in the range."""
        return bool(self.least <= self.value <= self.most)


@dataclass(frozen=True)
class Experiment:
    """An argument of the chapter that a computer can try.

    Attributes:
        question: What it asks.
        seconds: About how long it takes, on one core.
        runs: By name, what makes each of its results, given a seed.
        bars: Returns the bars, given these results in order.
        draw: Draws its figure from what a seed of 0 gives.
        stored: The names of the results that the book reads from a file.
    """

    question: str
    seconds: int
    runs: dict[str, Callable[..., Any]]
    bars: Callable[..., list[Bar]]
    draw: Callable[[], figures.Chart]
    stored: tuple[str, ...] = ()


def _superposition(found: superposition.Result) -> list[Bar]:
    few, many = found.sizes <= 8, found.sizes >= 1000
    peak = found.test_loss.argmax()
    return [
        Bar("loss on new examples, up to 8 shown", found.test_loss[few].max(), most=1.15),
        Bar("loss on new examples at its peak", found.test_loss[peak], least=5),
        Bar("examples shown at the peak", int(found.sizes[peak]), 200, 500),
        Bar("loss on new examples, 2,000 shown", found.test_loss[-1], most=1),
        Bar(
            "participation ratio of points, per example, up to 8 shown",
            (found.effective_points / found.sizes)[few].min(),
            least=0.95,
        ),
        Bar(
            "participation ratio of points, per example, from 1,000 shown",
            (found.effective_points / found.sizes)[many].max(),
            most=0.15,
        ),
        Bar(
            "participation ratio of features, 2,000 shown",
            found.effective_features[-1],
            most=12,
        ),
    ]


def _color_circle(found: color_circle.Result) -> list[Bar]:
    return [
        Bar("colors in order around the circle", color_circle.in_circle(found.places), 1, 1),
        Bar("variation of the radius", color_circle.roundness(found.places), most=0.1),
        Bar("share of two dimensions", found.share, 0.7, 0.78),
    ]


def _grokking(table: grokking.Result, control: grokking.Result) -> list[Bar]:
    fitted = grokking.first_step(table.shown, 0.999, table)
    understood = grokking.first_step(table.held_back, 0.99, table)
    return [
        Bar("step at which 99.9% of what was shown is right", fitted, most=50),
        Bar("others right by step 500", table.held_back[table.steps <= 500].max(), most=0.1),
        Bar("others right at the end", table.held_back[-1], least=0.99),
        Bar("delay, as a ratio of steps", understood / fitted, least=30),
        Bar("what was shown right at the end, sums shuffled", control.shown[-1], least=0.999),
        Bar("others right, sums shuffled", control.held_back.max(), most=0.1),
        Bar("share of one frequency", table.purity, least=0.5),
        Bar("share of one frequency, sums shuffled", control.purity, most=0.3),
    ]


def _dyck(found: dyck.Result) -> list[Bar]:
    return [
        Bar(
            "distance of the stack from the entropy",
            abs(found.rule - dyck.entropy()),
            most=0.02,
        ),
        Bar("bits per symbol that the best table loses", found.bits.min() - found.rule, 0.15),
        Bar("closing brackets right within reach", found.inside.min(), least=0.95),
        Bar("farthest from a coin beyond reach", np.abs(found.beyond - 0.5).max(), most=0.05),
    ]


def _good_turing(even: good_turing.Result, zipf: good_turing.Result) -> list[Bar]:
    return [
        Bar(
            f"distance of false statements from those stated once, {name}",
            np.abs(found.invented - found.once)[found.facts >= 20_000].max(),
            most=0.025,
        )
        for name, found in (("people named evenly", even), ("by Zipf's law", zipf))
    ]


def _calibration(found: calibration.Result) -> list[Bar]:
    stated, fitted = (
        calibration.confidence(found.log_odds, temperature)
        for temperature in (1, found.temperature)
    )
    errors, cooled = (
        calibration.expected_calibration_error(sure, found.right) for sure in (stated, fitted)
    )
    risks = [calibration.risk(stated, found.right, coverage) for coverage in (1, 0.2)]
    again = calibration.risk(fitted, found.right, 0.2)
    return [
        Bar("expected calibration error as reported", errors, least=0.1),
        Bar("expected calibration error after one temperature", cooled, most=0.025),
        Bar("errors if all questions are answered", risks[0], 0.3, 0.4),
        Bar("errors if a fifth are", risks[1], most=0.09),
        Bar("change of these by the temperature", abs(again - risks[1]), most=0),
    ]


def _votes(found: votes.Result) -> list[Bar]:
    off = np.abs(found.simulated - found.exact)
    return [
        Bar("distance of simulation from sum", off.max(), most=0.005),
        Bar(
            "distance of the last sum from its limit",
            (found.limits - found.exact[:, -1]).max(),
            0,
            0.01,
        ),
    ]


def _long_division(curve: long_division.Curve, once: remainders.Result) -> list[Bar]:
    one, two = once.right
    return [
        Bar("learners right at 2,000 digits after 10 examples", curve.right[10, 1], most=0.1),
        Bar("learners right at 2,000 digits after 30 examples", curve.right[30, 1], least=0.9),
        Bar("remainders right at once, 5 digits, two layers", two[2], least=0.85),
        Bar("remainders right at once, 5 digits, one layer", one[2], most=0.6),
        Bar("remainders right at once, 6 digits, one layer", one[3], most=0.2),
    ]


def _othello(found: othello.Result) -> list[Bar]:
    return [
        Bar("owners read from the input", found.inputs, most=0.58),
        Bar("owners read from the untrained layer", found.untrained, most=0.72),
        Bar("owners read from the trained layer", found.trained, least=0.9),
        Bar("moves that follow an edit", found.edited[-1], least=0.38),
        Bar("moves that follow a random push", found.aside[-1], most=0.28),
    ]


def _forgetting(found: forgetting.Comparison) -> list[Bar]:
    lost, saved, joint = (
        values.mean(axis=1)
        for values in (found.learned - found.alone, found.learned - found.replay, found.joint)
    )
    return [
        Bar("forgetting at 8 units less that at 512", lost[0] - lost[-1], least=0.12),
        Bar("right at 512 units, both learned together", joint[-1], least=0.96),
        Bar("forgetting with replay, as a share of that without", saved[1] / lost[1], most=0.5),
    ]


def _sample_efficiency(found: sample_efficiency.Result) -> list[Bar]:
    needed = dict(zip(found.widths.tolist(), found.needed.tolist(), strict=True))
    return [
        Bar("examples at 6 units, as a ratio to 16", needed[6] / needed[16], least=2),
        Bar("examples at 16 units, as a ratio to 64", needed[16] / needed[64], most=1.5),
    ]


EXPERIMENTS = {
    "E1": Experiment(
        "When does a network store examples, and when does it find their features?",
        10,
        {"superposition": superposition.run},
        _superposition,
        figures.double_descent,
        stored=("superposition",),
    ),
    "E2": Experiment(
        "Does similarity alone carry the color circle?",
        1,
        {"color_circle": lambda seed=0: color_circle.run()},
        _color_circle,
        figures.color_wheel,
    ),
    "E3": Experiment(
        "Parrot or rule, on the same data?",
        5,
        {
            "grokking": grokking.run,
            "grokking_shuffled": partial(grokking.run, shuffled=True),
        },
        _grokking,
        figures.parrot_or_rule,
        stored=("grokking", "grokking_shuffled"),
    ),
    "E4": Experiment(
        "What has a rule for nested brackets that a table of the last symbols lacks?",
        1,
        {"dyck": dyck.run},
        _dyck,
        figures.table_and_stack,
    ),
    "E5": Experiment(
        "Must a calibrated model invent facts?",
        1,
        {
            "good_turing": good_turing.run,
            "good_turing_zipf": partial(good_turing.run, exponent=1),
        },
        _good_turing,
        figures.invention,
    ),
    "E6": Experiment(
        "Can a model know when it does not know?",
        1,
        {"calibration": calibration.run},
        _calibration,
        figures.knowing_when,
    ),
    "E7": Experiment(
        "Do several answers help?",
        1,
        {"votes": votes.run},
        _votes,
        figures.votes_and_limits,
    ),
    "E8": Experiment(
        "What does writing the steps of a division down buy?",
        25,
        {"long_division": long_division.learning_curve, "remainders": remainders.run},
        _long_division,
        figures.remainders_at_once,
        stored=("remainders",),
    ),
    "E9": Experiment(
        "Is there a board inside a network that plays Othello?",
        25,
        {"othello": othello.run},
        _othello,
        figures.board_inside,
        stored=("othello",),
    ),
    "E11": Experiment(
        "Why does learning B destroy A?",
        11,
        {"forgetting": forgetting.compare},
        _forgetting,
        figures.what_is_left,
        stored=("forgetting",),
    ),
    "E13": Experiment(
        "Do wider networks need fewer examples?",
        2,
        {"sample_efficiency": sample_efficiency.run},
        _sample_efficiency,
        figures.examples_needed,
        stored=("sample_efficiency",),
    ),
}
"""By number. Numbers that are missing are those of figures computed from cited numbers."""
