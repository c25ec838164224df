"""The figures of the chapter, drawn from computed results and cited numbers.

Each function returns a `Chart`. It takes the numbers that others found as arguments, and
computes the rest. Colors are named C0, C1, C2 and so on; `style` says what they look like.
"""

from chapter_code.figures._drawing import WIDTH, Chart, on_dark, style
from chapter_code.figures.scaling import (
    compute_optimal,
    guaranteed_skills,
    order_of_learning,
    two_yardsticks,
    what_is_counted,
)
from chapter_code.figures.understanding import (
    color_wheel,
    invention,
    knowing_when,
    parrot_or_rule,
)

__all__ = [
    "WIDTH",
    "Chart",
    "color_wheel",
    "compute_optimal",
    "guaranteed_skills",
    "invention",
    "knowing_when",
    "on_dark",
    "order_of_learning",
    "parrot_or_rule",
    "style",
    "two_yardsticks",
    "what_is_counted",
]
