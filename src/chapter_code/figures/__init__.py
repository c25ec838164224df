"""The figures of the chapter, drawn from computed results and cited numbers.

Each function returns a `Chart`. It takes the numbers that others found as arguments, and
computes the rest. Colors are named C0, C1, C2 and so on; `style` says what they look like.
"""

from chapter_code.figures._drawing import WIDTH, Chart, on_dark, style
from chapter_code.figures.brain import neurons_and_mass, scores_by_split, text_and_reader
from chapter_code.figures.empirical import (
    atari_games,
    cap_set_sizes,
    examples_needed,
    two_pushes,
    words_read,
)
from chapter_code.figures.scaling import (
    compute_optimal,
    guaranteed_skills,
    order_of_learning,
    two_yardsticks,
    what_is_counted,
)
from chapter_code.figures.structure import (
    board_inside,
    plans_and_checks,
    table_learned,
    two_kinds_of_knowing,
    what_is_left,
)
from chapter_code.figures.understanding import (
    color_wheel,
    double_descent,
    invention,
    knowing_when,
    parrot_or_rule,
    table_and_stack,
    votes_and_limits,
)

__all__ = [
    "WIDTH",
    "Chart",
    "atari_games",
    "board_inside",
    "cap_set_sizes",
    "color_wheel",
    "compute_optimal",
    "double_descent",
    "examples_needed",
    "guaranteed_skills",
    "invention",
    "knowing_when",
    "neurons_and_mass",
    "on_dark",
    "order_of_learning",
    "parrot_or_rule",
    "plans_and_checks",
    "scores_by_split",
    "style",
    "table_and_stack",
    "table_learned",
    "text_and_reader",
    "two_kinds_of_knowing",
    "two_pushes",
    "two_yardsticks",
    "votes_and_limits",
    "what_is_counted",
    "what_is_left",
    "words_read",
]
