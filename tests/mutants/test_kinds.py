"""The kinds of mistakes keep up with the book: each can be made, and names a check."""

import re
import shlex

import pytest

from books import ROOT
from mutants.__main__ import COMMANDS, KINDS, Kind, check_at, mutated, places


def test_there_are_many_kinds() -> None:
    assert len(KINDS) >= 80


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_a_mistake_can_be_made_and_its_check_is_there(kind: Kind) -> None:
    found = places(kind)
    assert found
    for place in found:
        assert mutated(kind, place) != place.match.string
        check = check_at(kind, place)
        if check not in COMMANDS:
            path, _, test = shlex.split(check)[0].partition("::")
            tests = (ROOT / path).read_text(encoding="utf-8")
            assert re.search(rf"^def {test}\(" if test else r"^def test_", tests, re.M)
