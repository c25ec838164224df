"""What tests demand and styles set is taken apart so that what is less or other is seen."""

import re

import pytest

from demands import demands, examples, numbers, rules, shapes, statements


@pytest.mark.parametrize(
    ("now", "is_less"),
    [
        ("for seed in range(5):\n    assert try_it(seed) > 0.9\nassert len(a) == 1", False),
        (
            "assert it(1) < 2\nfor a in range(5):\n    assert b(a) > 0.9\nassert len(d) == 1",
            False,
        ),
        ("for seed in range(5):\n    assert run(seed) > 0.09\nassert len(a) == 1", True),
        ("for seed in range(1):\n    assert run(seed) > 0.9\nassert len(a) == 1", True),
        ("for seed in range(5):\n    assert run(seed) > 0.9\nassert a == 1", True),
        ("for seed in range(5):\n    assert run(seed) > 0.9\nassert sum(a) == 1", True),
        ("for seed in range(5):\n    assert run(seed) > 0.9", True),
    ],
)
def test_a_test_that_demands_less_is_seen(now: str, *, is_less: bool) -> None:
    before = "for seed in range(5):\n    assert run(seed) > 0.9\nassert len(a) == 1"
    was, found = (
        {name for _, name, _ in shapes(demands(text), "a.py")} for text in (before, now)
    )
    assert len(was) == 3
    assert bool(was - found) == is_less


def test_cases_errors_constants_and_what_is_left_out_are_demands() -> None:
    module = (
        'WRONG = r"\\d"\n@pytest.mark.parametrize("a", [1, 2])\ndef test_a(a):\n'
        "    with pytest.raises(ValueError):\n        run(a)\n    if a > 3:\n"
        "        b = {x for x in a if x > 5} - {'You'}\n"
    )
    fewer = module.replace("[1, 2]", "[5]").replace("(ValueError)", "()").replace(" > ", " > 1")
    fewer = fewer.replace("'}", "', 'I'}").replace("d", "w", 1)
    was, found = (
        {name for _, name, _ in shapes(demands(text), "a.py")} for text in (module, fewer)
    )
    assert (len(was), was & found) == (7, set())
    less = {name for _, name, _ in shapes(demands(module.replace("(a)", "()")), "a.py")}
    assert len(was - less) == 1
    more = {name for _, name, _ in shapes(demands(module.replace("2]", "2, 3]")), "a.py")}
    assert was < more


def test_a_number_in_the_code_and_a_bar_are_seen() -> None:
    module = "NODES = 400\n\ndef half(x, y=1):\n    return 0.5 * x\n"
    first, second = shapes(numbers(module), "a.py")
    assert [line for line, *_ in (first, second)] == [1, 4]
    assert [*shapes(numbers(module.replace("NODES", "N")), "a.py")] == [first, second]
    assert [*shapes(numbers(module.replace("0.5", "0.6")), "a.py")][1] != second
    bars = [
        next(shapes(numbers(f"Bar('slope', 1, {end})"), "a.py"))
        for end in ("least=1", "most=1", "least=0", "least=0.5", "least=0.4")
    ]
    assert len(set(bars)) == len(bars)


def test_a_declaration_stands_in_its_rule() -> None:
    style = (
        "/* Fruit;\n*/\na { color: red; top: 0 }\n@media print {\n  a { top: 0; top: 0 }\n}\n"
    )
    found = [*rules(style, "a.css")]
    assert [line for line, *_ in found] == [3, 3, 5, 5]
    assert len({name for _, name, _ in found}) == 4
    moved = "@media print { a {\n  top: 0; top: 0; } }\na { top: 0; color: red; }\n"
    assert {name for _, name, _ in rules(moved, "a.css")} == {name for _, name, _ in found}
    other = style.replace("print", "screen").replace("red", "tan")
    assert len({name for _, name, _ in rules(other, "a.css")} & {found[1][1]}) == 1


def test_a_line_stands_without_its_note() -> None:
    plain = [(2, name) for _, name, _ in rules("\\kern 5\\%\n", "a.sty")]
    noted = rules("% Fruit\n  \\kern 5\\%\n", "a.sty")
    assert [(line, name) for line, name, _ in noted] == plain
    (tag,) = rules("{#- a\nb -#}\n<br>\n", "a.html")
    assert tag[0] == 3


def test_each_line_of_a_setting_stands_but_what_an_action_is_pinned_to() -> None:
    job = f"  needs: check\n  uses: one/two@{'a' * 40} # v1\n.PHONY: a \\\n  b\n"
    found = {name for _, name, _ in rules(job, "a.yml")}
    assert len(found) == 2
    assert {name for _, name, _ in rules(job.replace("aa", "bb"), "a.yml")} == found
    assert {name for _, name, _ in rules(f"  with: 1\n{job}", "a.yml")} > found
    assert (
        len({name for _, name, _ in rules(job.replace("check", "build"), "a.yml")} & found) == 1
    )


def test_a_statement_of_a_style_stands_whatever_its_names() -> None:
    module = (
        'import a\ndef b(c):\n    """Draw b."""\n    for d in c(5):\n        e(d, x=True)\n'
    )
    found = [*shapes(statements(module), "b.py")]
    assert [line for line, *_ in found] == [4, 5]
    assert [*shapes(statements(re.sub(r"\b[bcde]\b", "f", module)), "b.py")] == found
    other = module.replace("True", "False").replace("c(5)", "c(c(5))")
    now = [name for _, name, _ in shapes(statements(other), "b.py")]
    assert not {*now} & {name for _, name, _ in found}


@pytest.mark.parametrize(
    "now",
    [
        "def b(c, d=1):\n    while c or d:\n        with c:\n            d.pop()",
        "def b(c, d=2):\n    while c and d:\n        with c:\n            d.pop()",
        "def b(c, d=1):\n    while c and d:\n        with c():\n            d.pop()",
        "def b(c, d=1):\n    while c and d:\n        with c:\n            d.clear()",
        "def b(c, d=1):\n    while not d:\n        with c:\n            d.pop()",
    ],
)
def test_conditions_defaults_and_methods_count(now: str) -> None:
    before = "def b(c, d=1):\n    while c and d:\n        with c:\n            d.pop()"
    was, found = ({name for _, name, _ in shapes(statements(m), "b.py")} for m in (before, now))
    assert len(was - found) == 1


def test_an_example_that_shows_less_is_seen() -> None:
    page = "Look:\n\n```{doctest}\n>>> a = b.min()\n>>> bool(a > 0.5)\nTrue\n```\n"
    was = [*shapes(examples(page), "a.md")]
    assert [line for line, *_ in was] == [4, 5]
    assert [*shapes(examples(page.replace("b.", "c.")), "a.md")] == was
    other = [*shapes(examples(page.replace("min", "max")), "a.md")]
    assert other[0] != was[0]
    assert other[1] == was[1]


def test_cases_count() -> None:
    module = "match a:\n    case 1 if b:\n        pass\n"
    was = [name for _, name, _ in shapes(statements(module), "a.py")]
    assert len(was) == 3
    assert (
        len({*was} & {n for _, n, _ in shapes(statements(module.replace("1", "2")), "a.py")})
        == 2
    )


def test_a_list_or_a_dictionary_may_grow() -> None:
    module = 'A = [1, 2]\nB = {"a": 1,\n "b": 2}\nC: set[int] = {3}\n'
    longer = 'A = [1, 2, 5]\nB = {"c": 3, "a": 1,\n "b": 2}\nC: set[int] = {3, 4}\n'
    was, now = ([*shapes(statements(text), "a.py")] for text in (module, longer))
    assert [line for line, *_ in was] == [1, 1, 2, 3, 4]
    assert {name for _, name, _ in was} < {name for _, name, _ in now}
    exchanged = module.replace('"a": 1', '"a": 2').replace('"b": 2', '"b": 1')
    assert not {name for _, name, _ in was} <= {
        name for _, name, _ in shapes(statements(exchanged), "a.py")
    }
