"""Every experiment meets its bars, and gives what is stored and shown.

One whose result is stored is run again if its code has changed since, or where CI is set.
"""

import dataclasses
import hashlib
import inspect
import json
import os
import re
from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_type_hints

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapter_code import __path__, _results, grokking, othello, reading, remainders
from chapter_code._results import as_json, has_changed, modules, stored
from chapter_code.experiments import EXPERIMENTS, Bar

# Long training amplifies a processor's rounding, most of all where points lie in a plane, and
# where a network of two layers may or may not begin to find the remainder of six digits.
TOLERANCE = {"superposition": (0.03, 0.5), "remainders": (0.35, 0.0)}
IN_A_PLANE = {"points", "columns"}
FILES = files("chapter_code") / "results"
NAMES = {file.name for file in FILES.iterdir()} - {"SHA256SUMS"}
QUICK = [number for number, tried in EXPERIMENTS.items() if tried.seconds <= 5]


def result(name: str, make: Callable[..., Any]) -> Any:
    """Return a result, from its file if what made that has not changed."""
    if "CI" in os.environ or has_changed(make) or f"{name}.json" not in NAMES:
        return make()
    return stored(get_type_hints(getattr(make, "func", make))["return"], name)


def misdescribed(found: Any) -> list[str]:
    """Return the arrays of a result that have not the shape which its class tells.

    In shapes, a letter stands for one number, and a number for itself.
    """
    kind, sizes, wrong = type(found), dict[str, int](), []
    shapes = re.findall(r"^ {4}(\w+): Shape \((.*?),?\)", inspect.getdoc(kind) or "", re.M)
    assert shapes
    for name, told in shapes:
        array, lengths = getattr(found, name), told.split(", ")
        known = [
            int(length) if length.isdigit() else sizes.setdefault(length, size)
            for length, size in zip(lengths, array.shape, strict=False)
        ]
        if array.shape != tuple(known) or len(lengths) != array.ndim:
            wrong.append(f"{kind.__module__}.{name}: ({told}) is {array.shape}")
    return wrong


@pytest.mark.parametrize("number", EXPERIMENTS)
def test_an_experiment_meets_its_bars_and_gives_what_is_stored(number: str) -> None:
    tried = EXPERIMENTS[number]
    found = {name: result(name, make) for name, make in tried.runs.items()}
    missed = [bar for bar in tried.bars(*found.values()) if not bar.is_met]
    assert not missed
    assert [fault for each in found.values() for fault in misdescribed(each)] == []
    for name in tried.stored:
        kept = json.loads(FILES.joinpath(f"{name}.json").read_text("utf-8"))
        again = json.loads(as_json(found[name]))
        assert kept.keys() == again.keys()
        for key in kept:
            before, after = np.array(kept[key]), np.array(again[key])
            assert (before.shape, before.dtype) == (after.shape, after.dtype), key
            absolute, relative = TOLERANCE.get(name, (0.03, 0.05))
            allowed = absolute + relative * np.abs(before)
            if key in IN_A_PLANE:
                allowed = np.full(before.shape, 4.0)
            if before.dtype == int:
                allowed = np.zeros(before.shape)
            wrong = np.argwhere(~(np.abs(after - before) <= allowed)).tolist()
            assert not wrong, f"{name}.json: {key} {wrong}"


def test_a_change_anywhere_in_its_code_makes_an_experiment_run_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    used = {module.__name__.rpartition(".")[2] for module in modules(remainders)}
    assert used == {"remainders", "networks", "_adamw", "_checks", "_results"}
    package = Path(str(_results.__file__)).parent
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in package.glob("*.py")
    ]
    (tmp_path / "results").mkdir()
    monkeypatch.setattr(_results, "files", lambda _: tmp_path)
    for module in used:
        others = [line for line in sums if not line.endswith(f"  {module}.py\n")]
        assert len(others) == len(sums) - 1
        (tmp_path / "results/SHA256SUMS").write_text("".join(others))
        assert has_changed(partial(remainders.run, seed=0))
        assert has_changed(othello.run) == (module not in {"remainders", "_checks"})


@pytest.mark.parametrize("number", QUICK)
def test_a_quick_experiment_meets_its_bars_with_another_seed(number: str) -> None:
    tried = EXPERIMENTS[number]
    bars = tried.bars(*[make(seed=31) for make in tried.runs.values()])
    assert [bar for bar in bars if not bar.is_met] == []


def test_a_result_that_is_kept_cannot_be_changed() -> None:
    found = reading.run(seed=3)
    assert reading.run(seed=3) is found
    assert reading.run(seed=4) is not found
    with pytest.raises(ValueError, match="read-only"):
        found.loss[0] = 0
    kept_otherwise = [
        f"src/chapter_code/{path.name}"
        for path in sorted(Path(str(reading.__file__)).parent.glob("*.py"))
        if re.search(r"^@(functools\.)?(lru_)?cache", path.read_text("utf-8"), re.MULTILINE)
    ]
    assert kept_otherwise == []


def test_six_digits_of_a_result_are_stored() -> None:
    found = reading.run()
    changed = dataclasses.replace(found, loss=found.loss.astype(float) * 0 + 1234.5678)
    assert set(json.loads(as_json(changed))["loss"]) == {1234.57}


def test_every_stored_result_has_an_experiment() -> None:
    names = [name for tried in EXPERIMENTS.values() for name in tried.stored]
    assert {f"{name}.json" for name in names} == NAMES


def test_what_a_module_finds_is_kept() -> None:
    """So that a page that tells ten numbers of it need not run it ten times."""
    found = [import_module(f"chapter_code.{info.name}") for info in iter_modules(__path__)]
    lacking = [
        f"src/chapter_code/{module.__name__.rpartition('.')[2]}.py"
        for module in found
        if isinstance(getattr(module, "Result", None), type)
        and not any(hasattr(each, "cache_info") for each in vars(module).values())
    ]
    assert lacking == []


@pytest.mark.parametrize("number", EXPERIMENTS)
def test_an_experiment_has_a_figure_of_what_it_found(number: str) -> None:
    tried = EXPERIMENTS[number]
    drawn = inspect.getsource(inspect.unwrap(tried.draw))
    at = "src/chapter_code/experiments.py"
    assert any(f"{name}." in drawn for name in tried.runs), f"{at}: {number}: {tried.draw}"


def test_a_broken_result_is_named_with_its_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results/grokking.json").write_text('{\n "steps": [1, 2],\n "shown": [0.,\n}')
    monkeypatch.setattr(_results, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match=r"^results/grokking\.json:3: "):
        stored(grokking.Result, "grokking")


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_a_bar_is_met_within_its_ends(value: float, least: float, most: float) -> None:
    assert Bar("a figure", value).is_met
    assert Bar("a figure", value, least, most).is_met == (value >= least and value <= most)
    assert not Bar("a figure", float("nan"), least).is_met
