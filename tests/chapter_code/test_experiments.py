import json
import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

from books import ROOT
from chapter_code._results import as_json
from chapter_code.experiments import STORED

# Long training amplifies a processor's rounding, so that means are compared.
TOLERANCE = {"superposition": 0.5}
LEFT_TO_ROUNDING = {"points", "columns"}
FILES = files("chapter_code") / "results"


@pytest.mark.parametrize("name", STORED)
def test_a_stored_result_is_what_the_experiment_gives(name: str) -> None:
    stored = json.loads(FILES.joinpath(f"{name}.json").read_text("utf-8"))
    again = json.loads(as_json(STORED[name]()))
    assert stored.keys() == again.keys()
    for key in stored.keys() - LEFT_TO_ROUNDING:
        before, after = np.array(stored[key]), np.array(again[key])
        assert before.shape == after.shape, key
        distance = np.abs(after - before).mean()
        assert distance <= 0.01 + TOLERANCE.get(name, 0.05) * np.abs(before).mean(), key


def test_every_stored_result_has_an_experiment() -> None:
    assert {f"{name}.json" for name in STORED} == {file.name for file in FILES.iterdir()}


def test_a_name_that_is_none_is_refused() -> None:
    command = [sys.executable, "-m", "chapter_code", "store", "nothing"]
    environment = {"PYTHONPATH": str(ROOT / "src")}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "'nothing' is none of forgetting, grokking" in run.stderr
