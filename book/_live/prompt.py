"""Runs examples as Python's prompt does: in a page, and to find out which can run there."""

import ast
import traceback
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO


def run(examples: Iterable[str]) -> str:
    """Run examples one after the other, and return what the last one prints."""
    names = {"__name__": "__main__"}
    printed = StringIO()
    for code in examples:
        printed = StringIO()
        with redirect_stdout(printed), redirect_stderr(printed):
            try:
                tree = compile(code, "<example>", "exec", ast.PyCF_ONLY_AST)
                assert isinstance(tree, ast.Module)
                for statement in tree.body:
                    exec(compile(ast.Interactive([statement]), "<example>", "single"), names)
            except BaseException as error:
                inside = error.__traceback__ and error.__traceback__.tb_next
                traceback.print_exception(type(error), error, inside)
    return printed.getvalue()


def runnable(examples: list[tuple[str, str]]) -> list[int]:
    """Return the numbers of the examples of a page that print what they should.

    Those that do not are left out when later ones run.
    """
    found: list[int] = []
    for number, (code, expected) in enumerate(examples):
        if run([*(examples[earlier][0] for earlier in found), code]) == expected:
            found.append(number)
    return found
