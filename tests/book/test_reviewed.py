"""What was reviewed hangs on the same numbers, directions, negations, names, and records."""

from functools import cache
from pathlib import Path

import pytest

from books import ROOT
from reviewed import FILES, listed, parts, sentences

known = cache(listed)


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", FILES, ids=named)
def test_what_was_reviewed_says_the_same(path: Path) -> None:
    changed = [
        f"{named(path)}:{number}: “{words}” was reviewed as “{'” or “'.join(sorted(before))}”"
        for number, sentence in sentences(path)
        for name, words in [parts(sentence)]
        if (before := known().get(name)) and words not in before
    ]
    assert not changed, "\n".join([*changed, "If that is what the sources say: make reviewed"])


def test_most_sentences_are_on_the_list() -> None:
    found = [parts(sentence)[0] for path in FILES for _, sentence in sentences(path)]
    names = [name for name in found if name]
    assert sum(name in known() for name in names) > 0.9 * len(names) > 1_000


@pytest.mark.parametrize(
    ("now", "is_seen"),
    [
        ("A *new* kind falls at {fact}`apples` a day, says {cite:t}`some2020law`.", False),
        ("A new kind falls by {fact}`apples` a day, {cite:t}`some2020law` says.", False),
        ("A new kind rises by {fact}`apples` a day, says {cite:t}`some2020law`.", True),
        ("A new kind never falls by {fact}`apples` a day, says {cite:t}`some2020law`.", True),
        ("A new kind falls by {fact}`pears` a day, says {cite:t}`some2020law`.", True),
        ("A new kind falls by {fact}`apples` a year, says {cite:t}`some2020law`.", True),
        ("A new kind falls by {fact}`apples` a day, says {cite:p}`some2020law`.", True),
    ],
)
def test_a_word_on_which_truth_hangs_is_seen(now: str, is_seen: bool) -> None:
    before = "A new kind falls by {fact}`apples` a day, says {cite:t}`some2020law`."
    (name, words), (other, others) = parts(before), parts(now)
    assert name
    assert (name == other and words != others) == is_seen


def test_a_record_hangs_on_all_that_it_says(tmp_path: Path) -> None:
    bibliography, facts = tmp_path / "a.bib", tmp_path / "a.yaml"
    bibliography.write_text("@misc{some2020law,\n    year = {2020},\n}\n")
    facts.write_text("# Facts\n\napples:\n  value: 7\n\npears:\n  value: 8\n")
    before = [*sentences(bibliography), *sentences(facts)]
    assert [line for line, _ in before] == [1, 3, 6]
    facts.write_text("pears:\n  value: 8\n\napples:\n  value: 9\n")
    pears, apples = (parts(sentence) for _, sentence in sentences(facts))
    assert pears == parts(before[2][1])
    was_apples = parts(before[1][1])
    assert (apples[0] == was_apples[0], apples[1] == was_apples[1]) == (True, False)


def test_what_a_module_and_a_formula_say_is_read(tmp_path: Path) -> None:
    module, page = tmp_path / "a.py", tmp_path / "a.md"
    module.write_text('x = 1\n"""One\nthing. Two.\n\nThree."""\ny = f"Four {x}"\n')
    assert [*sentences(module)] == [(2, "One\nthing"), (3, "Two"), (5, "Three."), (6, "Four ")]
    page.write_text(
        "Thus\n\n$$\nx\n$$ (a)\n\n```{doctest}\n>>> 1\n```\n\n````{tip}\nSo.\n````\n"
    )
    assert [*sentences(page)] == [(1, "Thus"), (4, "Thus $x$"), (12, "So.")]
