"""Results of the experiments, stored beside the code so that the book need not wait for them.

`make experiments` writes them, and a test runs the experiments again.
"""

from __future__ import annotations

import json
from dataclasses import fields
from importlib.resources import files
from typing import Any, TypeVar

import numpy as np

Result = TypeVar("Result")


def round_off(value: Any) -> Any:
    """Return numbers and arrays as JSON can hold them, with six significant digits."""
    if isinstance(value, np.ndarray):
        return round_off(value.tolist())
    if isinstance(value, list | tuple):
        return [round_off(item) for item in value]
    return float(f"{value:.6g}") if isinstance(value, float) else value


def as_json(result: Any) -> str:
    """Return a result, an instance of a dataclass of numbers and arrays, as JSON."""
    values = {item.name: round_off(getattr(result, item.name)) for item in fields(result)}
    lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(v)}" for name, v in values.items())
    return f"{{\n{lines}\n}}\n"


def stored(kind: type[Result], name: str) -> Result:
    """Return the stored result of an experiment.

    Args:
        kind: The dataclass that the experiment returns.
        name: The name of its module.

    Raises:
        ValueError: The file is broken; the message names the line.
    """
    text = files("chapter_code").joinpath("results", f"{name}.json").read_text("utf-8")
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"results/{name}.json:{error.lineno}: {error.msg}") from error
    values = {
        key: np.array(value) if isinstance(value, list) else value
        for key, value in found.items()
    }
    return kind(**values)
