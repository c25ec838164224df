"""What was reviewed still stands, in its place, and under the same titles and names."""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from books import ROOT
from reviewed import FILES, TEXTS, added, listed, reviewed
from sentences import STANDS, STANDS_BEHIND, paragraphs, sentences

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
    now = set[str]()
    new: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for path in FILES:
        for line, name, words in read(path):
            now.add(name)
            if name not in known():
                new[named(path)][words].add(line)
    gone = {
        file
        for name, words in known().items()
        for kind, file in words.items()
        if kind in {STANDS, STANDS_BEHIND} and name not in now
    }
    fault = "something reviewed is put otherwise, in another paragraph, or gone"
    said = [f"{file}: {fault}" for file in sorted(gone)]
    for file in sorted(gone):
        lines = new[file][STANDS] or new[file][STANDS_BEHIND]
        said += [f"{file}:{line} was not reviewed" for line in sorted(lines)]
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


def test_what_no_longer_stands_behind_another_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "a.md"
    first, then = "Apples are picked by hand.\n", "They are sold by weight.\n"
    texts = (first + then, f"{first}These are washed in water.\n{then}", then + first)
    said = []
    for text in (*texts, f"{first}\n{then}"):
        page.write_text(text, encoding="utf-8")
        said.append({name for _, name, words in reviewed(page) if words == STANDS_BEHIND})
    assert [len(said[0] - now) for now in said] == [0, 0, 1, 1]
