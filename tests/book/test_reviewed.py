"""What was reviewed still stands, in its place, and under the same titles and names."""

import re
from functools import cache
from pathlib import Path

import pytest

from books import ROOT
from reviewed import (
    FILES,
    STANDS,
    STANDS_BEHIND,
    TEXTS,
    added,
    claims,
    demands,
    descriptions,
    listed,
    numbers,
    paragraphs,
    records,
    reviewed,
    rules,
    sentences,
    shapes,
    statements,
    strings,
    titles,
)

known = cache(listed)
read = cache(lambda path: [*reviewed(path)])


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=named)
def test_what_was_reviewed_says_the_same(path: Path) -> None:
    changed = [
        f"{named(path)}:{line}: “{words}” was reviewed as “{'” or “'.join(sorted(before))}”"
        for line, name, words in read(path)
        if (before := known().get(name)) and words not in before
    ]
    assert not changed, "\n".join([*changed, "If it is right: make reviewed"])


def test_what_was_reviewed_is_still_there() -> None:
    """Not in new words, nor gone; where its paragraph stands does not matter."""
    now, new = set[str](), []
    for path in FILES:
        for line, name, words in read(path):
            now.add(name)
            if words == STANDS and name not in known():
                new.append((named(path), line))
    gone = {
        file
        for name, words in known().items()
        for kind, file in words.items()
        if kind in {STANDS, STANDS_BEHIND} and name not in now
    }
    fault = "something reviewed is put otherwise, in another paragraph, or gone"
    said = [f"{file}: {fault}" for file in sorted(gone)]
    said += [f"{file}:{line} was not reviewed" for file, line in new if file in gone]
    assert not gone, "\n".join([*said, "If it is right: make reviewed"])


@pytest.mark.parametrize("path", sorted(TEXTS), ids=named)
def test_a_new_sentence_has_a_source_or_a_paragraph_of_its_own(path: Path) -> None:
    passages = paragraphs(path.read_text(encoding="utf-8"))
    new = [
        f"{named(path)}:{line} is new in what was reviewed, and names no source"
        for passage in passages
        for line in added(passage, known())
    ]
    assert not new, "\n".join([*new, "If it is right: make reviewed"])


def test_most_sentences_are_on_the_list() -> None:
    names = [name for path in FILES for _, name, _ in read(path)]
    assert sum(name in known() for name in names) > 0.9 * len(names) > 2_000


@pytest.mark.parametrize(
    ("now", "is_seen"),
    [
        ("A *new* kind falls, at {fact}`apples`, by $N^2$ {cite:p}`b1`.", False),
        ("A new kind falls at {fact}`apples` by $N^2$ {cite:p}`c2, b1`.", False),
        ("A new kind {cite:p}`c2` falls at {fact}`apples` by $N^2$ {cite:p}`b1`.", False),
        ("A new kind[^note] falls at {fact}`apples` by $N^2$ {cite:p}`b1`.", False),
        ("A new sort falls at {fact}`apples` by $N^2$ {cite:p}`b1`.", True),
        ("A new kind never falls at {fact}`apples` by $N^2$ {cite:p}`b1`.", True),
        ("A new kind falls at {fact}`pears` by $N^2$ {cite:p}`b1`.", True),
        ("A new kind falls at {fact}`apples` by $n^2$ {cite:p}`b1`.", True),
        ("A new kind falls at {fact}`apples` by $N^2$ {cite:p}`c2`.", True),
        ("A new kind falls at {fact}`apples` by $N^2$.", True),
        ("A new kind {cite:p}`b1` falls at {fact}`apples` by $N^2$.", True),
    ],
)
def test_a_sentence_that_says_something_else_is_seen(now: str, *, is_seen: bool) -> None:
    before = "A new kind falls at {fact}`apples` by $N^2$ {cite:p}`b1`."
    was, found = ({name for _, name, _ in sentences([[(1, text)]])} for text in (before, now))
    assert len(was) == 2
    assert bool(was - found) == is_seen


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        ("Apples fall.\nPears rise.\n", [2]),
        ("Pears rise.\nApples fall.\n", [1]),
        ("Apples fall.\n\nPears rise.\n", []),
        ("Apples fall.\nPears rise {cite:p}`a2020`.\nBy {numref}`fig-b`, plums do.\n", []),
        ("Apples fall.\n", []),
    ],
)
def test_what_is_added_to_a_paragraph_is_seen(page: str, lines: list[int]) -> None:
    ((_, name, _),) = sentences([[(1, "Apples fall.")]])
    found = [line for passage in paragraphs(page) for line in added(passage, {name})]
    assert found == lines


def test_one_of_two_that_say_the_same_is_seen() -> None:
    before = 'a = "bits per symbol"\nb = "bits per symbol"\n'
    was, found = (
        {name for _, name, _ in sentences(strings(text))}
        for text in (before, before.replace("bits", "nats", 1))
    )
    assert len(was - found) == 1


def test_a_function_may_be_renamed() -> None:
    module = '"""Return `one` or so.\n\n>>> one(two)\n3 and more.\n"""\nx = 1  # in two steps\n'
    renamed = re.sub(r"\bone\b", "another", module)
    assert renamed != module
    assert [*sentences(strings(renamed))] == [*sentences(strings(module))]


def test_a_record_hangs_on_its_parts_and_a_part_on_what_it_says() -> None:
    record = "@misc{some2020law,\n    title = {A law},\n    year = {2020},\n}\n"
    whole, title, year = records(record)
    assert (whole[0], whole[2], year[0]) == (1, "title year", 3)
    same, alike, later = records(record.replace("2020}", "2021}"))
    assert (same, alike, later[:2]) == (whole, title, year[:2])
    assert later[2] != year[2]
    shorter, _ = records(record.replace("    year = {2020},\n", ""))
    assert shorter == (1, whole[1], "title")
    answers = "# Answers\n\napples:\n  here: >-\n    Red: they\n    are.\n\npears:\n  was: 8\n"
    found = [*records(answers)]
    assert [line for line, *_ in found] == [3, 4, 8, 9]
    assert [*records(answers.replace("Red: they\n    are", "Red:\n    they are"))] == found
    assert [*records(answers.replace("they", "we"))] != found


def test_a_claim_hangs_on_its_sides_and_its_experiment() -> None:
    claim = (
        "```{claim} fruit\n:verdict: open\n:for: a2020\n:against: b2020\n:experiment: fig-a\n"
        "\nIt is.\n```\n"
    )
    (line, name, told), (_, works, sides) = claims(claim)
    assert (line, told) == (1, ":verdict: open :experiment: fig-a")
    assert sides == ":for: a2020 :against: b2020"
    assert name != works
    exchanged = (
        claim.replace("a2020", "c2020").replace("b2020", "a2020").replace("c2020", "b2020")
    )
    (_, *same), (_, same_works, others) = claims(exchanged.replace("fig-a", "fig-b"))
    assert same == [name, ":verdict: open :experiment: fig-b"]
    assert (same_works, others) == (works, ":for: b2020 :against: a2020")
    _, joined = claims(claim.replace("for: a2020", "for: a2020, c2020"))
    assert joined == (1, works, ":for: a2020, c2020 :against: b2020")


def test_a_description_hangs_on_what_it_describes() -> None:
    page = "apple\n  A fruit.\n\npear\n  Another.\n\n:name: fig-a\n:alt: A line.\n"
    apple, pear, figure = descriptions(page)
    assert [found[0] for found in (apple, pear, figure)] == [1, 4, 7]
    exchanged = (
        page.replace("A fruit", "X").replace("Another", "A fruit").replace("X", "Another")
    )
    now = [*descriptions(exchanged)]
    assert [name for _, name, _ in now] == [apple[1], pear[1], figure[1]]
    assert [found in now for found in (apple, pear, figure)] == [False, False, True]


def test_what_begins_under_a_title_hangs_on_it() -> None:
    page = (
        "(apples)=\n## Apples\n\nThey are picked by hand.\n\n````{tab-item} Pears\n"
        "They keep until May.\n````\n```{chart} figures.fruit()\n:name: fig-fruit\n"
        ":alt: A curve.\n\nHow they sell.\n"
    )
    (at, anchor, _), (line, apples, _), (_, pears, _), (_, fruit, _) = found = [*titles(page)]
    assert (at, line) == (2, 4)
    assert [said for _, _, said in found] == ["Apples", "Apples", "Pears", "fig-fruit"]
    later = page.replace("They are", "These are new.\nThey are")
    assert len([*titles(later)]) == 4
    exchanged = page.replace("Apples", "x").replace("Pears", "Apples").replace("x", "Pears")
    assert [name for _, name, _ in titles(exchanged)] == [anchor, apples, pears, fruit]
    assert [said for _, _, said in titles(exchanged)] == [
        *["Pears", "Pears", "Apples", "fig-fruit"]
    ]


def test_the_title_of_a_module_hangs_on_it() -> None:
    page = "# Code\n\n## Apples\n\n```{eval-rst}\n.. automodule:: fruit.apples\n```\n"
    ((line, module, title),) = titles(page)
    assert (line, title) == (3, "Apples")
    assert [*titles(page.replace("Apples", "Pears"))] == [(3, module, "Pears")]


def test_the_kind_of_an_exercise_hangs_on_its_title() -> None:
    exercise = "## Apples\n\n*Reading*, on {ref}`fruit`.\n\nWhich are ripe?\n"
    another = exercise.replace("Apples", "Pears").replace("ripe", "sweet")
    found = [*titles(exercise + another)]
    assert len({name for _, name, _ in found}) == 4
    (_, kind, _), asked, *_ = [*titles(exercise.replace("Reading", "Coding"))]
    assert (kind, asked) == (found[0][1], found[1])
    assert found[0] not in titles(exercise.replace("Reading", "Coding"))


@pytest.mark.parametrize(
    ("now", "is_less"),
    [
        ("for seed in range(5):\n    assert try_it(seed) > 0.9\nassert len(a) == 1", False),
        (
            "assert other(1) < 2\nfor a in range(5):\n    assert b(a) > 0.9\nassert c(d) == 1",
            False,
        ),
        ("for seed in range(5):\n    assert run(seed) > 0.09\nassert len(a) == 1", True),
        ("for seed in range(1):\n    assert run(seed) > 0.9\nassert len(a) == 1", True),
        ("for seed in range(5):\n    assert run(seed) > 0.9\nassert a == 1", True),
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


def test_what_no_longer_stands_behind_another_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    first, then = "Apples are picked by hand.\n", "They are sold by weight.\n"
    texts = (first + then, f"{first}These are washed in water.\n{then}", then + first)
    said = []
    for text in (*texts, f"{first}\n{then}"):
        page.write_text(text, encoding="utf-8")
        said.append({name for _, name, words in reviewed(page) if words == STANDS_BEHIND})
    assert [len(said[0] - now) for now in said] == [0, 0, 1, 1]


def test_what_a_module_and_a_formula_say_is_read() -> None:
    module = (
        'x = 1\n"""One\nthing is. Two.\n\nThree are here."""\ny = f"Four are {x}, so"  # five\n'
    )
    assert [*strings(module)] == [
        [(2, "One\nthing is")],
        [(5, "Three are here.")],
        [(6, "five")],
    ]
    page = (
        "% Not.\n(not-this)=\nThus\n\n$$\nx\n$$ (a)\n\n```{doctest}\n>>> 1  # one\n```\n\n"
        "````{tip}\nSo.\n````\n"
    )
    assert [*paragraphs(page)] == [
        [(3, "Thus")],
        [(6, "Thus $x$")],
        [(10, "one")],
        [(14, "So.")],
    ]
