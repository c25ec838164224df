"""Every experiment meets its bars, and gives what is stored and shown."""

import json
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code import _results, grokking
from chapter_code._results import as_json
from chapter_code.experiments import EXPERIMENTS, Bar

# Long training amplifies a processor's rounding, most of all where points lie in a plane.
TOLERANCE = {"superposition": 0.5}
IN_A_PLANE = {"points", "columns"}
FILES = files("chapter_code") / "results"
QUICK = [number for number, tried in EXPERIMENTS.items() if tried.seconds <= 5]


@pytest.mark.parametrize("number", EXPERIMENTS)
def test_an_experiment_meets_its_bars_and_gives_what_is_stored(number: str) -> None:
    tried = EXPERIMENTS[number]
    found = {name: make() for name, make in tried.runs.items()}
    missed = [bar for bar in tried.bars(*found.values()) if not bar.is_met]
    assert not missed
    for name in tried.stored:
        stored = json.loads(FILES.joinpath(f"{name}.json").read_text("utf-8"))
        again = json.loads(as_json(found[name]))
        assert stored.keys() == again.keys()
        for key in stored:
            before, after = np.array(stored[key]), np.array(again[key])
            assert (before.shape, before.dtype) == (after.shape, after.dtype), key
            allowed = 0.03 + TOLERANCE.get(name, 0.05) * np.abs(before)
            if key in IN_A_PLANE:
                allowed = np.full(before.shape, 4.0)
            if before.dtype == int:
                allowed = np.zeros(before.shape)
            wrong = np.argwhere(~(np.abs(after - before) <= allowed)).tolist()
            assert not wrong, f"{name}.json: {key} {wrong}"


@pytest.mark.parametrize("seed", [31, 32])
@pytest.mark.parametrize("number", QUICK)
def test_quick_experiments_meet_their_bars_with_other_seeds(number: str, seed: int) -> None:
    tried = EXPERIMENTS[number]
    bars = tried.bars(*[make(seed=seed) for make in tried.runs.values()])
    assert [bar for bar in bars if not bar.is_met] == []


def test_every_stored_result_has_an_experiment() -> None:
    stored = [name for tried in EXPERIMENTS.values() for name in tried.stored]
    assert {f"{name}.json" for name in stored} == {file.name for file in FILES.iterdir()}


def test_a_broken_result_is_named_with_its_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results/grokking.json").write_text('{\n "steps": [1, 2],\n "shown": [0.,\n}')
    monkeypatch.setattr(_results, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"^results/grokking\.json:3: "):
        _results.stored(grokking.Result, "grokking")


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_a_bar_is_met_within_its_ends(value: float, least: float, most: float) -> None:
    assert Bar("a figure", value).is_met
    assert Bar("a figure", value, least, most).is_met == (value >= least and value <= most)
    assert not Bar("a figure", float("nan"), least).is_met
