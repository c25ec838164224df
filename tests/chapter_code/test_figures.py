"""Every figure has its data, stays in its frame, and keeps its labels apart."""

from collections.abc import Callable

import matplotlib as mpl
import pytest

from chapter_code import figures
from chapter_code.figures import Chart, on_dark, style

FIGURES: list[Callable[[], Chart]] = [
    figures.board_inside,
    lambda: figures.cap_set_sizes(112),
    lambda: figures.words_read(1e7, 1e8, 300e9, 1.4e12, 15.6e12, 0.75),
    figures.examples_needed,
    figures.atari_games,
    figures.two_pushes,
    figures.text_and_reader,
    figures.scores_by_split,
    figures.neurons_and_mass,
    lambda: figures.compute_optimal(6e18, 3e21, 5.76e23, 70e9, 1.4e12, 3.8e25, 405e9, 15.6e12),
    figures.order_of_learning,
    lambda: figures.guaranteed_skills(3.8e25),
    lambda: figures.two_yardsticks(
        5e7, 175e9, 405e9, 540e9, 671e9, 1.5e14, 1e13, 1e15, 1e17, 5.76e23, 3.8e25
    ),
    lambda: figures.what_is_counted(
        5.6e6, 40e6, 78e6, 800e6, 22e9, 98e9, 500e9, 215.303, 304.702
    ),
    figures.parrot_or_rule,
    figures.table_and_stack,
    figures.color_wheel,
    figures.invention,
    figures.knowing_when,
    figures.votes_and_limits,
    figures.table_learned,
    figures.remainders_at_once,
    figures.two_kinds_of_knowing,
    figures.what_is_left,
    figures.plans_and_checks,
    figures.double_descent,
]


@pytest.mark.parametrize("draw", FIGURES)
def test_a_figure_has_data_and_is_inside_its_frame(draw: Callable[[], Chart]) -> None:
    with style():
        chart = draw()
        assert all(len(row) == len(chart.columns) for row in chart.rows)
        assert len(chart.rows) >= 4
        figure = chart.figure
        figure.draw_without_rendering()
        frame = figure.bbox.padded(1)
        for text in [text for axes in figure.axes for text in axes.texts]:
            box = text.get_window_extent()
            assert frame.contains(box.x0, box.y0), text
            assert frame.contains(box.x1, box.y1), text


@pytest.mark.parametrize("draw", FIGURES)
def test_labels_do_not_overlap(draw: Callable[[], Chart]) -> None:
    with style():
        figure = draw().figure
        figure.draw_without_rendering()
        for axes in figure.axes:
            (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
            labels = [
                *axes.texts,
                *(t for t in axes.get_xticklabels() if left <= t.get_position()[0] <= right),
                *(t for t in axes.get_yticklabels() if low <= t.get_position()[1] <= high),
            ]
            boxes = [label.get_window_extent() for label in labels]
            for index, box in enumerate(boxes):
                for other, label in zip(boxes[:index], labels, strict=False):
                    assert not box.overlaps(other), (labels[index], label)


def test_style_leaves_nothing_behind() -> None:
    before = dict(mpl.rcParams)
    with style():
        assert dict(mpl.rcParams) != before
    assert dict(mpl.rcParams) == before


def test_a_dark_page_has_other_colors_and_the_same_lines() -> None:
    svg = '<path d="M 0 1" style="stroke: #0072b2"/><text style="fill: #1f2328"/>'
    assert (
        on_dark(svg) == '<path d="M 0 1" style="stroke: #6cb8ee"/><text style="fill: #d8dadd"/>'
    )
