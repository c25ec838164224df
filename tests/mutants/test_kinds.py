"""The kinds of mistakes keep up with the book: each can be made, and names a check."""

import json
import re
import shlex
import subprocess
from datetime import date

import pytest

from books import ROOT, needs
from mutants.__main__ import COMMANDS, KINDS, NOTED, Kind, check_at, mutated, places


def test_there_are_many_kinds() -> None:
    assert len(KINDS) > 100, "tests/mutants/kinds.toml: README.md says over a hundred"


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
            for name in re.findall(r"\w+", test) or [r"test_\w+"]:
                assert re.search(rf"^def {name}\(", tests, re.M), f"{path} has no {name}"


def test_what_the_last_full_run_found_can_be_so() -> None:
    noted = json.loads(NOTED.read_text(encoding="utf-8"))
    assert noted["kinds"] <= len(KINDS), f"{NOTED}: more kinds than kinds.toml has"
    assert noted["kinds"] <= noted["made"], f"{NOTED}: more kinds than mistakes"
    assert 0 <= noted["seen"] <= noted["made"], f"{NOTED}: more seen than made"
    assert date.fromisoformat(noted["date"]), f"{NOTED}: no day"


def test_the_last_full_run_was_on_a_commit_of_the_project() -> None:
    """Where all commits are known."""
    needs("git", "git")

    def git(*command: str) -> subprocess.CompletedProcess[str]:
        call = ["git", *command]
        return subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)

    commit = json.loads(NOTED.read_text(encoding="utf-8"))["commit"]
    is_known = git("cat-file", "-e", f"{commit}^{{commit}}").returncode == 0
    is_whole = git("rev-parse", "--is-shallow-repository").stdout == "false\n"
    assert is_known or not is_whole, f"{NOTED}: there is no commit {commit}"
