"""What was reviewed, as `book/reviewed.txt` lists it in hashes.

    python book/reviewed.py

writes the list anew. It has each sentence, that it stands behind those before it in its
paragraph, and each work or note behind the words for which it is cited, so that a sentence
that is gone, or put otherwise, or elsewhere, is missed. A new sentence is not on the list, and
where a paragraph stands does not matter if it does not point back, nor which works are cited
beside others. Some things hang in others: what begins under a title in that title, the parts
of a record, a cited number or an answer in it, what is said of a figure, a term or an argument
in its name, verdict and works in their claim. Of tests, bars and examples it has what they
demand, of what computes its numbers, and each part of what makes the pages, of the helpers of
tests, of settings, and of what says how things look, which somebody has to look at.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Container, Iterator
from pathlib import Path

from demands import STYLES, demands, examples, numbers, rules, shapes, statements
from sentences import (
    Passage,
    arguments,
    claims,
    descriptions,
    digest,
    paragraphs,
    pointers,
    records,
    said,
    sentences,
    strings,
    titles,
)

BOOK = Path(__file__).resolve().parent
ROOT = BOOK.parent
LIST = BOOK / "reviewed.txt"
RECORDS = (ROOT / "refs.bib", BOOK / "facts.yaml", BOOK / "claims-map.yaml")
TEXTS = (*BOOK.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
TESTS = ROOT / "tests"
MODULES = (*ROOT.glob("src/**/*.py"), *BOOK.glob("*.py"), *BOOK.glob("_ext/*.py"))
SETTINGS = {
    *(path for kind in STYLES for path in BOOK.glob(f"_[!b]*/**/*{kind}")),
    *ROOT.glob(".github/**/*.yml"),
    *ROOT.glob(".*.yaml"),
    *(ROOT / name for name in (".ci/run", ".gitignore", "CITATION.cff", "Makefile")),
    ROOT / "pyproject.toml",
    BOOK / "_epub/theme.toml",
    TESTS / "scripts/tsconfig.json",
}
FILES = sorted((*RECORDS, *TEXTS, *MODULES, *SETTINGS, *TESTS.rglob("*.py")))
SOURCED = re.compile(r"\{(cite:\w|fact|calc|numref|ref)\}")


def reviewed(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield what a file says: the line, a name for what something hangs in, and what hangs."""
    text = path.read_text(encoding="utf-8")
    name = os.path.relpath(path, ROOT)
    if path in RECORDS:
        yield from records(text)
    elif path.suffix == ".md":
        yield from claims(text)
        yield from descriptions(text)
        yield from titles(text)
        passages = [*paragraphs(text)]
        yield from sentences(passages)
        yield from pointers(passages)
        yield from shapes(examples(text), name)
    elif path in SETTINGS:
        yield from rules(text, name)
    elif path.name.startswith("test_"):
        yield from shapes((*demands(text), *numbers(text)), name)
    elif TESTS in path.parents:
        yield from shapes(statements(text), name)
    else:
        yield from sentences(strings(text))
        yield from arguments(text, name)
        does = statements if path.parent.name == "figures" or BOOK in path.parents else numbers
        yield from shapes((*does(text), *examples(text)), name)


def added(passage: Passage, known: Container[str]) -> list[int]:
    """Return the lines of new sentences without a source in a paragraph that was reviewed."""
    is_known = [digest(said(sentence)) in known for _, sentence in passage]
    return [
        line
        for (line, sentence), was_there in zip(passage, is_known, strict=True)
        if any(is_known) and not was_there and not SOURCED.search(sentence)
    ]


def listed() -> dict[str, dict[str, str]]:
    """Return words that were reviewed, and their file, by that in which they hang."""
    found = defaultdict[str, dict[str, str]](dict)
    file = ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        name, _, words = line.partition(" ")
        if name == "#":
            file = words
        else:
            found[name][words] = file
    return found


if __name__ == "__main__":
    lines = []
    for path in FILES:
        found = {f"{name} {words}".rstrip() for _, name, words in reviewed(path)}
        lines += [f"# {path.relative_to(ROOT)}", *sorted(found)]
    LIST.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print("Noted in book/reviewed.txt; git diff shows what is new")
