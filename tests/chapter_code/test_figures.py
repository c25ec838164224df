"""Every figure draws its data and no other, and says what is what, with its labels apart."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import Any

import matplotlib as mpl
import matplotlib.path
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox

from books import BOOK
from calc import read_call
from chapter_code.figures import Chart, on_dark, style
from chapter_code.figures._drawing import DARK_PALETTE, PALETTE
from computed import source, uses
from facts import load_facts

FIGURES = {
    call: read_call(call, load_facts(BOOK / "facts.yaml"))
    for page in sorted(BOOK.glob("*.md"))
    for *_, call in uses(page)
    if call.startswith("figures.")
}
CAPTIONS = {
    call: text
    for page in BOOK.glob("*.md")
    for call, text in re.findall(
        r"^```\{chart\} (.+)\n((?:.*\n)*?)```", page.read_text("utf-8"), re.MULTILINE
    )
}
each = pytest.mark.parametrize("call", FIGURES, ids=lambda call: call.partition("(")[0])
# Columns of data that are not drawn.
BESIDE = {
    ("table_and_stack", "contexts stored"),
    ("two_kinds_of_knowing", "amount"),
    ("votes_and_limits", "correlation"),  # which the label says in words
    ("double_descent", "T"),  # which is the title of each picture
}
# Where what is drawn begins that leads from a common start, or from an edge, to the data.
START = {
    "atari_games": 1.0,  # the human tester
    "board_inside": 0.5,  # a coin
    "double_descent": 0.0,
    "guaranteed_skills": 1e-5,
}
# Rows of data that are drawn, where not all are.
DRAWN: dict[str, Callable[[dict[str, Any]], bool]] = {
    "double_descent": lambda row: (
        row["T"] > 8  # below, it is off the scale, as the caption says
        if row["what"] == "training examples"
        else row["loss"] != "" or row["T"] in {5, 8, 30, 300, 2000}  # which have a picture
    )
}


@cache
def chart(call: str) -> Chart:
    """Return a figure of the book."""
    with style():
        made: Chart = FIGURES[call].result()
        made.figure.draw_without_rendering()
        return made


def cell(value: object) -> object:
    """Return what stands in a cell or on a label; equal numbers are equal."""
    try:
        return float(f"{float(value):.9g}")  # type: ignore[arg-type]
    except ValueError:
        return value


def data(call: str) -> list[dict[str, object]]:
    """Return the rows of data that are drawn, each by column."""
    columns, shown = chart(call).columns, DRAWN.get(FIGURES[call].function.__name__, bool)
    rows = [dict(zip(columns, map(cell, row), strict=True)) for row in chart(call).rows]
    return [row for row in rows if shown(row)]


def is_drawn(call: str, column: str, value: object) -> bool:
    """Return whether a cell holds a number, in a column that is drawn."""
    is_beside = (FIGURES[call].function.__name__, column) in BESIDE
    return isinstance(value, float) and not math.isnan(value) and not is_beside


def seen(axes: Axes) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield each point that is to be seen: its color, and what is at it.

    That is its place, the label of the line on which it stands, and the note beside it. A line
    from edge to edge has one place, and is beside everything, also beside what is empty.
    """
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    ticks = zip(axes.get_yticks(), axes.get_yticklabels(), strict=True)
    labels = {cell(y): cell(text.get_text()) for y, text in ticks}
    notes = {
        tuple(map(cell, text.xy)): cell(text.get_text())
        for text in axes.texts
        if isinstance(text, Annotation)
    }
    for line in axes.lines:
        color, places = to_hex(line.get_color()), np.array(line.get_xydata())
        if line.get_transform() != axes.transData:
            axis = "y" if line.get_transform() == axes.get_yaxis_transform() else "x"
            yield color, {axis: cell(places[0, "xy".index(axis)]), "beside": ""}
            continue
        for x, y in places:
            if left <= x <= right and low <= y <= high:
                at = {"x": cell(x), "y": cell(y)}
                at |= {"label": labels.get(at["y"]), "note": notes.get((at["x"], at["y"]))}
                yield color, at
    for area in axes.collections:
        if isinstance(area, PolyCollection):
            color = to_hex(tuple(np.array(area.get_facecolor())[0]))
            for x, y in np.concatenate([path.vertices for path in area.get_paths()]):
                yield color, {"x": cell(x), "y": cell(y)}
    for bar in axes.patches:
        if isinstance(bar, Rectangle):
            x, y = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height()
            if left <= x <= right and low <= y <= high:
                yield to_hex(bar.get_facecolor()), {"x": cell(x), "y": cell(y)}


def points(call: str) -> list[tuple[str, dict[str, object]]]:
    """Return all points of a figure that are to be seen."""
    with style():
        return [point for axes in chart(call).figure.axes for point in seen(axes)]


@each
def test_a_figure_draws_its_data(call: str) -> None:
    """A point has two cells of a row, and a column has its numbers on one axis."""
    others = defaultdict[tuple[str, object], set[object]](set)
    for _, point in points(call):
        for axis, number in point.items():
            others[axis, number].update(point[name] for name in point if name != axis)
    for column in chart(call).columns:
        rows = [row for row in data(call) if is_drawn(call, column, row[column])]
        missing = [
            [row for row in rows if not others[axis, row[column]] & {"", *row.values()}]
            for axis in ("x", "y", "note")
        ]
        fewest = min(missing, key=len)
        assert not fewest, f"{source(call)}: {column}: {fewest[0]}"


@each
def test_a_figure_draws_nothing_but_its_data(call: str) -> None:
    """A colored point has two cells of a row, or leads there from a start; grey lines help."""
    rows = defaultdict[object, set[int]](set)
    for number, row in enumerate(chart(call).rows):
        for value in ("", *map(cell, row)):
            rows[value].add(number)
    start = START.get(FIGURES[call].function.__name__)
    for color, point in points(call):
        at_it = [value for value in point.values() if value is not None]
        if color in PALETTE and start not in at_it:
            is_data = any(rows[one] & rows[other] for one, other in combinations(at_it, 2))
            assert is_data, f"{source(call)}: a point at {at_it} is not in its data"


@each
def test_a_label_has_the_color_of_what_it_names(call: str) -> None:
    """It names a column, or rows by one of their cells, in these very words or in some more."""
    numbers = defaultdict[str, set[object]](set)
    for row in data(call):
        for column, number in row.items():
            if is_drawn(call, column, number):
                for name in (column, *(n for n in row.values() if n and isinstance(n, str))):
                    numbers[name].add(number)
    in_color = defaultdict[str, set[object]](set)
    for color, point in points(call):
        in_color[color] |= {point.get("x"), point.get("y")}
    for label, color in labels(call):
        named = [numbers[name] for name in numbers if name in label or label in name]
        if named and color in PALETTE:
            assert any(some <= in_color[color] for some in named), f"{source(call)}: {label}"


@each
def test_a_note_is_at_a_point_or_a_guide_of_its_color(call: str) -> None:
    with style():
        for axes in chart(call).figure.axes:
            for note in axes.texts:
                if isinstance(note, Annotation):
                    hue = to_hex(note.get_color())
                    at = dict(zip("xy", map(cell, note.xy), strict=True))
                    is_there = any(
                        color == hue
                        and all(point.get(axis, at[axis]) == at[axis] for axis in at)
                        for color, point in seen(axes)
                    )
                    assert is_there, f"{source(call)}: {note}"


def labels(call: str) -> Iterator[tuple[str, str]]:
    """Yield the labels within a figure, each with its color, or the color of its sample."""
    with style():
        for axes in chart(call).figure.axes:
            for text in axes.texts:
                yield text.get_text(), to_hex(text.get_color())
            if legend := axes.get_legend():
                for line, text in zip(legend.get_lines(), legend.get_texts(), strict=True):
                    yield text.get_text(), to_hex(line.get_color())


@each
def test_a_figure_has_data_and_is_inside_its_frame(call: str) -> None:
    assert len(chart(call).rows) >= 4
    with style():
        frame = chart(call).figure.bbox.padded(1)
        for text in [text for axes in chart(call).figure.axes for text in axes.texts]:
            box = text.get_window_extent()
            assert frame.contains(box.x0, box.y0), f"{source(call)}: {text}"
            assert frame.contains(box.x1, box.y1), f"{source(call)}: {text}"


@each
def test_labels_do_not_overlap(call: str) -> None:
    with style():
        for axes in chart(call).figure.axes:
            (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
            labels = [
                *axes.texts,
                *(t for t in axes.get_xticklabels() if left <= t.get_position()[0] <= right),
                *(t for t in axes.get_yticklabels() if low <= t.get_position()[1] <= high),
            ]
            boxes = [label.get_window_extent() for label in labels]
            for index, box in enumerate(boxes):
                for other, label in zip(boxes[:index], labels, strict=False):
                    assert not box.overlaps(other), f"{source(call)}: {labels[index]}, {label}"


def paths(axes: Axes) -> list[tuple[Line2D, matplotlib.path.Path]]:
    """Return the lines within axes, each with its path in pixels."""
    return [(line, line.get_transform().transform_path(line.get_path())) for line in axes.lines]


@each
def test_no_label_lies_on_a_curve(call: str) -> None:
    with style():
        for axes in chart(call).figure.axes:
            for label in filter(Text.get_text, axes.texts):
                box = Text.get_window_extent(label)  # without the arrow of an annotation
                inner = Bbox.from_extents(box.x0 + 1, box.y0 + 3, box.x1 - 1, box.y1 - 3)
                for line, path in paths(axes):
                    is_drawn = line.get_linestyle() != "None"
                    is_on_it = inner.count_contains(path.vertices) or (
                        is_drawn and path.intersects_bbox(inner, filled=False)
                    )
                    assert not is_on_it, f"{source(call)}: {label}, {line}"


@each
def test_a_label_is_nearest_to_a_line_of_its_color(call: str) -> None:
    with style():
        for axes in chart(call).figure.axes:
            curves = [
                (hue, path)
                for line, path in paths(axes)
                if (hue := to_hex(line.get_color())) in PALETTE
                and np.size(line.get_xdata()) > 1
            ]
            for label in filter(Text.get_text, axes.texts):
                color, box = to_hex(label.get_color()), Text.get_window_extent(label)
                around = (
                    {
                        hue
                        for hue, path in curves
                        if path.intersects_bbox(box.padded(gap), False)
                    }
                    for gap in range(0, 400, 2)
                )
                if color in dict(curves):
                    assert color in next(filter(None, around)), f"{source(call)}: {label}"


@each
def test_a_guide_is_level_upright_or_the_diagonal(call: str) -> None:
    for axes in chart(call).figure.axes:
        for line in axes.lines:
            x, y = map(np.asarray, line.get_data())
            if len(x) == 2 and to_hex(line.get_color()) not in PALETTE:
                is_one = x[0] == x[1] or y[0] == y[1] or (x == y).all()
                assert is_one, f"{source(call)}: {line} from {x} to {y}"


@each
def test_an_axis_is_called_logarithmic_where_it_is(call: str) -> None:
    """A panel without a label for x has that of the lowest panel."""
    panels = chart(call).figure.axes
    for axes in panels:
        shared = axes.get_xlabel() or panels[-1].get_xlabel()
        for axis, label in ((axes.xaxis, shared), (axes.yaxis, axes.get_ylabel())):
            if axis.get_ticklocs().size:
                is_called_so, scale = "(logarithmic)" in label, axis.get_scale()
                message = f"{source(call)}: the scale of {label!r} is {scale}"
                assert is_called_so == (scale == "log"), message


def as_number(label: str) -> float | None:
    """Return the number that a label says, if it is one, in words or as a power of ten."""
    if power := re.fullmatch("10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", label):
        return 10.0 ** int(power[1].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")))
    units = {"": 1, "%": 0.01, " m": 1e6, " bn": 1e9}
    number = re.fullmatch(r"([-−]?[\d,]+(?:\.\d+)?)(%| m| bn|)", label)
    return number and float(number[1].replace(",", "").replace("−", "-")) * units[number[2]]


@each
def test_a_tick_stands_where_it_says(call: str) -> None:
    with style():
        for axes in chart(call).figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                for where, tick in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
                    said = as_number(tick.get_text())
                    message = f"{source(call)}: {tick.get_text()} stands at {where:g}"
                    assert said is None or math.isclose(said, where, abs_tol=1e-9), message


@each
def test_a_label_that_is_a_number_is_one_of_the_data(call: str) -> None:
    numbers = [cell for row in chart(call).rows for cell in row if not isinstance(cell, str)]
    for label, _ in labels(call):
        if said := as_number(label):
            is_there = any(math.isclose(said, number, rel_tol=0.01) for number in numbers)
            assert is_there, f"{source(call)}: {label}"


@each
def test_a_style_of_line_is_explained(call: str) -> None:
    """By a legend, by the caption, or by as many labels in a color as it has styles."""
    words = {"--": "dashed", ":": "dotted"}
    explained = {style for style, word in words.items() if word in CAPTIONS[call].lower()}
    styles, texts = defaultdict[object, set[object]](set), Counter[object]()
    with style():
        for axes in chart(call).figure.axes:
            named, legend = axes.get_legend_handles_labels()[1], axes.get_legend()
            assert bool(named) == (legend is not None), f"{source(call)}: no legend has {named}"
            entries = [
                (line.get_color(), line.get_linestyle(), line.get_marker())
                for line in (legend.get_lines() if legend else [])
            ]
            assert len(set(entries)) == len(entries), (
                f"{source(call)}: of {named} some look the same"
            )
            explained |= {str(style) for _, style, _ in entries}
            texts.update(to_hex(text.get_color()) for text in axes.texts)
            for line in axes.lines:
                if line.get_linestyle() != "None" and np.size(line.get_xydata()):
                    styles[to_hex(line.get_color())].add(line.get_linestyle())
    for color, drawn in styles.items():
        unclear = drawn - explained - {"-"} if texts[color] < len(drawn) else set()
        assert not unclear, (
            f"{source(call)}: no legend, label or caption explains {unclear} in {color}"
        )


def test_a_color_is_named_where_its_light_is() -> None:
    """Where the spectrum has that name, in nanometers."""
    spectrum = {"violet": (380, 450), "blue": (450, 495), "green": (495, 570)}
    spectrum |= {"yellow": (570, 590), "red": (620, 750)}
    drawn = chart("figures.color_wheel()")
    (axes,) = drawn.figure.axes
    for text in axes.texts:
        if bounds := spectrum.pop(text.get_text(), None):
            least, most = bounds
            x, y = text.get_position()
            distances = [
                (math.hypot(float(right) - 2 * x, float(up) - 2 * y), length)
                for length, right, up in drawn.rows
            ]
            _, nearest = min(distances)
            assert least <= float(nearest) <= most, f"{text.get_text()} stands at {nearest} nm"
    assert spectrum == {}


def test_no_two_colors_are_the_same() -> None:
    for palette in (PALETTE, DARK_PALETTE):
        assert len(set(palette)) == 4, f"src/chapter_code/figures/_drawing.py: {palette}"


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
