"""Results of the experiments, kept so that the book need not wait for them.

Some are stored beside the code, with the sums of the code that made them: `make experiments`
writes both, and a test runs the experiments again.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import fields
from functools import cache, wraps
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def kept(run: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Have a function run once, and make the arrays of its result, a dataclass, read-only.

    Whoever asks again is given the same result, which nobody can have changed.
    """

    @wraps(run)
    def run_once(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        result = run(*args, **kwargs)
        for value in vars(result).values():
            if isinstance(value, np.ndarray):
                value.setflags(write=False)
        return result

    return cast("Callable[Parameters, Result]", cache(run_once))


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


def modules(user: ModuleType) -> set[ModuleType]:
    """Return a module of the package, and all of the package that it uses."""
    found, left = set(), {user}
    while left:
        found.add(module := left.pop())
        names = {str(getattr(value, "__module__", "")) for value in vars(module).values()}
        used = {sys.modules[name] for name in names if name.startswith("chapter_code.")}
        left |= used - found
    return found


def has_changed(make: Callable[..., Any]) -> bool:
    """Return whether a function, or what it uses, is not what made the stored results."""
    function = getattr(make, "func", make)
    sums = (
        files("chapter_code").joinpath("results", "SHA256SUMS").read_text("utf-8").splitlines()
    )
    used = [Path(str(module.__file__)) for module in modules(sys.modules[function.__module__])]
    return any(
        f"{sha256(path.read_bytes()).hexdigest()}  {path.name}" not in sums for path in used
    )
