"""Numbers that are computed: `` {calc}`cost.ratio(manhattan-cost, gpt4-cloud):2` ``.

The role calls a function of `chapter_code`, prints what it returns, and links to the
function. An argument is a number or the name of a fact. What follows a colon is a number
of significant digits (three by default) or a format, as in an f-string.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxRole

import chapter_code
from facts import Fact, facts_file, format_number, load_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

CALL = re.compile(
    r"(?P<module>\w+)\.(?P<function>\w+)(\((?P<arguments>[^()]*)\))?(:(?P<format>\S+))?"
)


@dataclass(frozen=True)
class Call:
    """A function of `chapter_code`, and the arguments that were written for it.

    `name` is the function's full name, `format` the format that was asked for, or nothing.
    """

    name: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    format: str

    def result(self) -> Any:
        """Return what the function returns, or raise what it raises."""
        return self.function(*self.arguments)


def read_call(text: str, facts: Mapping[str, Fact]) -> Call:
    """Return the call that a role or directive names.

    An argument is a number, the name of a fact, or a constant of the function's module.

    Raises:
        ValueError: The call cannot be read, or names something that does not exist.
    """
    if not (match := CALL.fullmatch(text)):
        raise ValueError("not of the form module.function(argument, …):format")
    name = f"chapter_code.{match['module']}.{match['function']}"
    try:
        module = importlib.import_module(f"chapter_code.{match['module']}")
        function = getattr(module, match["function"])
    except (ImportError, AttributeError):
        raise ValueError(f"there is no {name}") from None

    def argument(written: str) -> Any:
        if written in facts:
            return facts[written].value
        if written.isidentifier() and hasattr(module, written):
            return getattr(module, written)
        try:
            return float(written) if "." in written or "e" in written else int(written)
        except ValueError:
            raise ValueError(f"{written!r} is no number, fact or constant") from None

    written = (part.strip() for part in (match["arguments"] or "").split(","))
    arguments = tuple(argument(part) for part in written if part)
    return Call(name, function, arguments, match["format"] or "")


def sources() -> list[Path]:
    """Return the files of the package, on which what it computes depends."""
    files = Path(chapter_code.__path__[0]).rglob("*.*")
    return sorted(path for path in files if path.suffix in {".py", ".csv", ".json", ".npz"})


def note_sources(env: BuildEnvironment) -> None:
    """Have the page read again when a fact changes, or a module that a function may use."""
    env.note_dependency(facts_file(env))
    for path in sources():
        env.note_dependency(path)


def print_number(called: Call) -> str:
    """Return the result as the page prints it; raise `TypeError` when it is no number."""
    result = called.result()
    if isinstance(result, bool) or not isinstance(result, int | float):
        raise TypeError(f"{called.name} returns {type(result).__name__}, not a number")
    if called.format and not called.format.isdigit():
        return format(result, called.format).replace("-", "−")
    if called.format or isinstance(result, float):
        result = float(f"{result:.{called.format or 3}g}")
    return format_number(result)


def function_link(
    env: BuildEnvironment, name: str, content: nodes.Node
) -> addnodes.pending_xref:
    """Return a link to a function on the code page, by its full name."""
    return addnodes.pending_xref(
        "",
        content,
        refdomain="py",
        reftype="func",
        reftarget=name,
        refexplicit=True,
        refwarn=True,
        refdoc=env.docname,
    )


class CalcRole(SphinxRole):
    """Print what a function of `chapter_code` returns, linked to the function."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the link, or report why the call has no result."""
        note_sources(self.env)
        try:
            called = read_call(self.text, load_facts(facts_file(self.env)))
            text = print_number(called)
        except Exception as error:  # whatever the function raised is the author's to read
            message = f"calc: {self.text}: {type(error).__name__}: {error}"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        link = function_link(self.env, called.name, nodes.inline("", text, classes=["calc"]))
        self.set_source_info(link)
        return [link], []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the role."""
    app.setup_extension("facts")
    app.add_role("calc", CalcRole())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
