"""What pages, records and docstrings say is taken apart so that another word is seen."""

import re

import pytest

from sentences import (
    arguments,
    claims,
    descriptions,
    paragraphs,
    pointers,
    records,
    said,
    sentences,
    strings,
    titles,
)


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


def test_a_paragraph_that_points_back_keeps_its_place() -> None:
    apples, such, pears = (
        "Apples are red.\n\n",
        "Such fruit keeps.\nAll do.\n\n",
        "Pears rot.\n\n",
    )
    page = f"# Fruit\n\n{apples}{such}# Nuts\n\nThey are.\n"
    (known,) = pointers(paragraphs(page))
    assert (known[0], known[2]) == (5, "after Apples are red")
    between = [*pointers(paragraphs(page.replace(such, pears + such)))]
    assert known[1:] in [found[1:] for found in between]
    assert [*pointers(paragraphs(apples + pears))] == []
    ((line, pair, place),) = pointers(paragraphs(such + apples))
    assert (line, pair, place) == (4, known[1], "after Such fruit keeps")


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


def test_commands_and_paths_are_read() -> None:
    step = "Run `make bib`, then `sort`, then `make html`, and look at `tests/a.py`."
    for old, new in (("make bib", "make doctest"), ("tests/a", "a")):
        assert said(step) != said(step.replace(old, new))
    assert said(step) == said(step.replace("sort", "order"))


def test_a_record_hangs_on_its_parts_and_a_part_on_what_it_says() -> None:
    record = "@misc{some2020law,\n    title = {A law},\n    year = {2020},\n}\n"
    whole, title, year = records(record)
    assert (whole[0], whole[2], year[0]) == (1, "title year", 3)
    same, alike, later = records(record.replace("2020}", "2021}"))
    assert (same, alike, later[:2]) == (whole, title, year[:2])
    assert later[2] != year[2]
    shorter, _ = records(record.replace("    year = {2020},\n", ""))
    assert shorter == (1, whole[1], "title")
    numbers = "plain:\n  value: 1\n\nother:\n  about: the same\n"
    assert "behind plain" in {words for *_, words in records(numbers)}
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


def test_what_an_argument_is_hangs_on_it() -> None:
    module = (
        'def eat(apples, pears):\n    """Eat.\n\n    Args:\n        apples: Red ones,\n'
        '            ripe.\n        pears: Green ones.\n    """\n'
    )
    apples, pears = arguments(module, "eat.py")
    assert [apples[0], pears[0]] == [5, 7]
    assert [*arguments(module.replace("Red ones,\n            ", "Red ones, "), "eat.py")] == [
        apples,
        (6, *pears[1:]),
    ]
    exchanged = module.replace("Green ones", "x").replace(
        "Red ones,\n            ripe", "Green ones"
    )
    now = [*arguments(exchanged, "eat.py")]
    assert [name for _, name, _ in now] == [apples[1], pears[1]]
    assert not {what for *_, what in now} & {apples[2], pears[2]}
    assert not {what for _, what, _ in arguments(module, "drink.py")} & {apples[1], pears[1]}


def test_an_argument_of_a_method_hangs_on_its_own_name() -> None:
    method = (
        'class Mouth:\n    def eat(self, apples, pears):\n        """Eat.\n\n        Args:\n'
        '            apples: Red ones.\n            pears: Green ones.\n        """\n'
    )
    apples, pears = arguments(method, "mouth.py")
    assert [apples[0], pears[0]] == [6, 7]
    assert next(arguments(method.replace("pears", "plums"), "mouth.py")) == apples


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
