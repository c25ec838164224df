"""The experiments whose results are stored, because they take longer than a page should."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from chapter_code import forgetting, grokking, othello, sample_efficiency, superposition

STORED: dict[str, Callable[[], Any]] = {
    "forgetting": forgetting.compare,
    "grokking": grokking.run,
    "grokking_shuffled": partial(grokking.run, shuffled=True),
    "othello": othello.run,
    "sample_efficiency": sample_efficiency.run,
    "superposition": superposition.run,
}
"""What makes each file of results."""
