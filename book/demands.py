"""What tests demand, examples show, code does, and styles and settings set, part by part.

Each part has its line, a name for its shape, and that it stands.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from doctest import DocTestParser
from pathlib import Path

from sentences import STANDS, digest

USUAL = {0, 1}
USED = (builtins, str, list, dict, set, re.Pattern, re.Match)
# Names that say the same everywhere. One with an underscore may be set by who runs this.
SAME = {name for used in USED for name in dir(used) if not name.startswith("_")}
SAME |= {"glob", "rglob"}
SETS = "set_"  # as names of matplotlib begin
LINE = re.compile(r" *(.+)(\n)")
# What is left out, and the parts: of a style sheet, declarations and the heads of rules.
STYLES = {
    ".css": (re.compile(r"/\*[\s\S]*?\*/"), re.compile(r"\s*([^{};]*)([{};])")),
    ".html": (re.compile(r"\{#[\s\S]*?#\}"), LINE),
    ".sty": (re.compile(r"(?<!\\)%.*"), LINE),
}
# Dependabot pins actions anew, and a test compares .PHONY with the targets.
OTHERS = (re.compile(r"@[0-9a-f]{40}.*|^\.PHONY:(.*\\\n)*.*", re.M), LINE)


def demands(module: str) -> Iterator[ast.expr | ast.stmt]:
    """Yield what tests assert, loop over and leave out, what they see fail, and their cases.

    Their constants count as cases.
    """
    tree = ast.parse(module)
    for part in tree.body:
        if isinstance(part, ast.Assign):
            yield from entries(part.value)
    for node in ast.walk(tree):
        match node:
            case (
                ast.Assert(test=demand)
                | ast.For(iter=demand)
                | ast.If(test=demand)
                | ast.comprehension(ifs=[demand, *_])
                | ast.BinOp(op=ast.Sub(), right=ast.Set() as demand)
            ):
                yield demand
            case ast.Call(func=ast.Attribute(attr="parametrize"), args=[_, cases]):
                yield from entries(cases)
            case ast.With(items=[ast.withitem(ast.Call(func=ast.Attribute(attr="raises")))]):
                yield node


def examples(text: str) -> Iterator[ast.stmt]:
    """Yield what the examples of a page or of docstrings do."""
    for example in DocTestParser().get_examples(text):
        for part in ast.parse(example.source).body:
            yield ast.increment_lineno(part, example.lineno)


def numbers(module: str) -> Iterator[ast.expr]:
    """Yield the bars of experiments, and the numbers of a module."""
    for node in ast.walk(ast.parse(module)):
        match node:
            case ast.Call(func=ast.Name("Bar")):
                yield node
            case ast.Constant(value=int() | float()) if node.value not in USUAL:
                yield node


def entries(value: ast.expr) -> Iterator[ast.expr]:
    """Yield what a list or the like holds, of a dictionary in pairs, or else what is given."""
    match value:
        case ast.Dict(keys=keys, values=values):
            for key, held in zip(keys, values, strict=True):
                pair = ast.Tuple([part for part in (key, held) if part])
                yield ast.copy_location(pair, held)
        case ast.List(elts=held) | ast.Set(elts=held) | ast.Tuple(elts=held):
            yield from held
        case _:
            yield value


def statements(module: str) -> Iterator[ast.stmt | ast.expr | ast.pattern]:
    """Yield what a module does, part by part, under which conditions, and by what default."""
    for node in ast.walk(ast.parse(module)):
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Match() | ast.Expr(value=ast.Constant()):
                pass
            case ast.For(iter=part) | ast.If(test=part) | ast.While(test=part):
                yield part
            case ast.With(items=used):
                yield from (item.context_expr for item in used)
            case ast.match_case(pattern=pattern, guard=guard):
                yield from (part for part in (pattern, guard) if part)
            case ast.FunctionDef(args=ast.arguments(defaults=given, kw_defaults=named)):
                yield from (value for value in (*given, *named) if value)
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                yield from entries(value)
            case ast.stmt() if not hasattr(node, "body"):
                yield node


def rules(style: str, name: str) -> Iterator[tuple[int, str, str]]:
    """Yield that each part of a style stands: a declaration in its rule, or else a line.

    Of other settings, each line.
    """
    left_out, part_of = STYLES.get(Path(name).suffix, OTHERS)
    plain = left_out.sub(lambda found: "\n" * found[0].count("\n"), style)
    inside: list[str] = []
    seen = Counter[str]()
    for part in part_of.finditer(plain):
        words, end = " ".join(part[1].split()), part[2]
        if end == "{":
            inside.append(words)
        elif words:
            rule = " ".join([*inside, words])
            seen[rule] += 1
            line = plain.count("\n", 0, part.start(1)) + 1
            yield line, digest(f"{name} {rule} {seen[rule]}"), STANDS
        if end == "}":
            inside.pop()


def shapes(
    parts: Iterable[ast.expr | ast.stmt | ast.pattern], name: str
) -> Iterator[tuple[int, str, str]]:
    """Yield that parts of a module stand, whatever the names in them.

    Those of arguments count, and those of what Python has.
    """
    seen = Counter[str]()
    for whole in parts:
        shape = " ".join(map(kind, ast.walk(whole)))
        seen[shape] += 1
        yield whole.lineno, digest(f"{name} {shape} {seen[shape]}"), STANDS


def kind(part: ast.AST) -> str:
    """Return what a part of code is, without a name that may be another."""
    match part:
        case ast.Constant(value=value):
            return repr(value)
        case ast.Name(id=name) | ast.Attribute(attr=name) if name in SAME or name.startswith(
            SETS
        ):
            return name
        case _:
            return f"{type(part).__name__}{getattr(part, 'arg', '')}"
