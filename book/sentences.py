"""What pages, records and docstrings say, part by part, as `reviewed.py` lists it.

Each part has its line, a name for what it hangs in, and what hangs there.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator

TOLD = ("{cite:t}", "{eq}", "{fact}", "{numref}", "{ref}", "{term}")
SPAN = re.compile(r"(\{[\w:]+\})?`[^`]*`|\[\^[\w-]+\]")
CITED = re.compile(r"(?:\{cite:\w\}`|\[\^)([^`\]]+)")
SAID = re.compile(r"\$[^$]+\$|\d[\d.,_]*\d|[\w%-]+")
CODE = re.compile(r"```(\{(doctest|eval-rst|raw)\}.*|\w+)$")
EXAMPLE = re.compile(r"^ *(>>>|\.\.\.).*", re.M)
COMMENT = re.compile(r"(?<=  # ).+")
SENTENCE = re.compile(r"[^\s.:](?:(?!\n\n|[.:]\s)[\s\S])*")
RECORD = re.compile(r"^(?:@\w+\{)?([\w-]+)[,:]\n(?: +.*\n)+", re.M)
PART = re.compile(r"^ +(\w+)(?: = |:)((?:.*\n)(?: {4,}(?!\w+ = ).*\n)*)", re.M)
TITLE = re.compile(r"(?:#+|`{3,}\{(?:tab-item|dropdown|claim)\}|:name:) (.+)")
EXERCISE = re.compile(r"\*\w+\*, on ")
DESCRIBED = re.compile(r"^(\w.*)\n((?:  \S.*\n)+)|^:name: (.+)\n:alt: (.+)", re.M)
ARGUMENT = re.compile(r"^ {4}(\w+): (.+(?:\n {8}.+)*)", re.M)
POINTS_BACK = re.compile(
    r"(?:on )?(?:both|but|it|last|none|second|third|fourth|so|such|that|these|this|those)\b",
    re.I,
)
NOT_SAID = re.compile(r"%|:for: |:against: |\([\w-]+\)=$")
SHORT = 40  # characters that need no hash
LEAST = 3  # words that a string says, if it says something
STANDS, STANDS_BEHIND = "=", "<"
Passage = list[tuple[int, str]]


def sentences(passages: Iterable[Passage]) -> Iterator[tuple[int, str, str]]:
    """Yield that sentences stand, behind those before them, and works behind their words.

    One that stands more than once is counted.
    """
    seen = Counter[str]()
    for passage in passages:
        earlier: list[str] = []
        for line, sentence in passage:
            name = digest(said(sentence))
            seen[name] += 1
            yield line, name if seen[name] == 1 else digest(f"{name} {seen[name]}"), STANDS
            for other in earlier:
                yield line, digest(f"{name} behind {other}"), STANDS_BEHIND
            earlier.append(name)
            for works in CITED.finditer(sentence):
                before = said(sentence[: works.start()])
                for work in works[1].split(","):
                    yield (
                        line,
                        digest(f"{work.strip()} behind {before}, in {name}"),
                        STANDS_BEHIND,
                    )


def pointers(passages: Iterable[Passage]) -> Iterator[tuple[int, str, str]]:
    """Yield which of two paragraphs of a section is the first, where one points back."""
    earlier: list[str] = []
    for (line, sentence), *_ in passages:
        if sentence.startswith("#"):
            earlier = []
            continue
        for other in earlier:
            if POINTS_BACK.match(sentence) or POINTS_BACK.match(other):
                pair = sorted((said(sentence), said(other)))
                yield line, digest(f"order of {pair}"), f"after {said(other)[:SHORT].rstrip()}"
        earlier.append(sentence)


def records(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield records, cited numbers, or answers: what they have, and what each part says.

    What is about “the same” hangs in the one before. Which archived copy there is,
    `make archive` notes, and what it is of is tested.
    """
    before = ""
    for record in RECORD.finditer(text):
        if "  about: the same" in record[0]:
            yield line_of(record), digest(f"{record[1]} behind"), f"behind {before}"
        before = record[1]
        found = [part for part in PART.finditer(record[0]) if part[1] != "archiveurl"]
        yield line_of(record), digest(record[1]), " ".join(part[1] for part in found)
        for part in found:
            value = "".join(part[2].split())
            line = line_of(record) + line_of(part) - 1
            yield (
                line,
                digest(f"{record[1]} {part[1]}"),
                f"{part[1]}: {value if len(value) <= SHORT else digest(value)}",
            )


def claims(page: str) -> Iterator[tuple[int, str, str]]:
    """Yield claims: the verdict and experiment of each, and the works on either side."""
    for claim in re.finditer(r"^`{3,}\{claim\} (.+)\n((?::.*\n)+)", page, re.M):
        for kind in ("verdict|confidence|experiment", "for|against"):
            told = re.findall(rf"^:(?:{kind}): .*", claim[2], re.M)
            yield line_of(claim), digest(f"{kind} of {claim[1]}"), " ".join(told)


def descriptions(page: str) -> Iterator[tuple[int, str, str]]:
    """Yield what terms mean and what figures show, which hang in their names."""
    for found in DESCRIBED.finditer(page):
        name, text = (found[1], found[2]) if found[1] else (found[3], found[4])
        yield line_of(found), digest(f"described {name}"), f"{name}, {digest(text)}"


def arguments(module: str, name: str) -> Iterator[tuple[int, str, str]]:
    """Yield what arguments, attributes and errors are, which hang in their names there."""
    for node in ast.walk(ast.parse(module)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.body:
            for found in ARGUMENT.finditer(ast.get_docstring(node) or ""):
                line = node.body[0].lineno + line_of(found) - 1
                what = digest(said(found[2]))
                yield (
                    line,
                    digest(f"{found[1]} of {node.name} of {name}"),
                    f"{found[1]}, {what}",
                )


def titles(page: str) -> Iterator[tuple[int, str, str]]:
    """Yield the first sentence under each title or in a caption, which hang in it or its name.

    A title hangs in its anchor or in the module under it, and what a listing shows in its name.
    Many exercises are of a kind.
    """
    for listing in re.finditer(r"^:pyobject: (.+)\n(?::.*\n)*:name: (.+)", page, re.M):
        yield line_of(listing), digest(f"listed in {listing[2]}"), listing[1]
    for module in re.finditer(r"^#+ (.+)\n\n.*\n\.\. automodule:: (.+)", page, re.M):
        yield line_of(module), digest(f"titled {module[2]}"), module[1]
    for anchor in re.finditer(r"^\(([a-z-]+)\)=\n#+ (.+)", page, re.M):
        yield line_of(anchor) + 1, digest(f"titled {anchor[1]}"), anchor[2]
    title = ""
    for number, line in enumerate(page.splitlines(), 1):
        if found := TITLE.match(line):
            title = found[1]
        elif EXERCISE.match(line):
            yield number, digest(f"asked in {title}"), said(line)
        elif title and re.match(r"\*?\w|\{cite", line) and len(said(line).split()) >= LEAST:
            yield number, digest(f"titled {said(line)}"), title
            title = ""


def strings(module: str) -> Iterator[Passage]:
    """Yield the sentences in the strings of a module, and its comments, each by itself."""
    for node in ast.walk(ast.parse(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for part in SENTENCE.finditer(EXAMPLE.sub("", node.value)):
                if len(said(part[0]).split()) >= LEAST:
                    yield [(node.lineno + line_of(part) - 1, part[0])]
    for number, line in enumerate(module.splitlines(), 1):
        if comment := COMMENT.search(line):
            yield [(number, comment[0])]


def paragraphs(page: str) -> Iterator[Passage]:
    """Yield the paragraphs of a page, as lines, and the comments in its code.

    A displayed formula belongs to the line before. The sides of claims are read with these.
    """
    last, is_code, is_formula = "", False, False
    passage: Passage = []
    for number, line in enumerate([*page.splitlines(), ""], 1):
        if line.startswith("```"):
            is_code = bool(CODE.match(line))
        elif line.startswith("$$"):
            is_formula = not is_formula
        elif is_formula:
            passage.append((number, f"{last} ${line}$"))
        elif is_code and (comment := COMMENT.search(line)):
            yield [(number, comment[0])]
        elif line.strip() and not (is_code or NOT_SAID.match(line)):
            passage.append((number, last := line))
        elif passage:
            yield passage
            passage = []


def line_of(found: re.Match[str]) -> int:
    """Return the line on which something was found."""
    return found.string.count("\n", 0, found.start()) + 1


def said(sentence: str) -> str:
    """Return the words of a sentence, without what may be renamed, or cited beside others.

    Commands of the Makefile and paths count.
    """

    def told(span: re.Match[str]) -> str:
        return span[0] if span[1] in TOLD or re.match(r"`make |`\S+/", span[0]) else ""

    return " ".join(SAID.findall(SPAN.sub(told, sentence)))


def digest(text: str) -> str:
    """Return a short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]
