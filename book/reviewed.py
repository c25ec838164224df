"""On which words the truth of each sentence hangs, as `book/reviewed.txt` lists it.

    python book/reviewed.py

writes the list anew. Of a sentence it has what those words hang in, as a hash, and the words:
numbers, quantities, directions, negations, units, names, formulas. A sentence in which only
these have changed says something else than what was reviewed. All other words have a hash too,
which is not found any more when a sentence is gone or put otherwise, and so has each that
stands behind another in its paragraph. A new sentence is not on the list, and where a paragraph
stands, or which works a sentence cites beside others, does not matter. Of a passage it has the
words in any order, and how they are arranged, so that two cannot be exchanged, and of what
begins under a title, that title. A record, a cited number or an answer hangs on all that is
said of it. Of tests and bars it has what they demand, so that none demands less unseen, and of
what computes its numbers.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

BOOK = Path(__file__).resolve().parent
ROOT = BOOK.parent
LIST = BOOK / "reviewed.txt"
RECORDS = (ROOT / "refs.bib", BOOK / "facts.yaml", BOOK / "claims-map.yaml")
TEXTS = (*BOOK.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
TESTS = ROOT / "tests"
PACKAGE = ROOT / "src/chapter_code"
FILES = sorted((*RECORDS, *TEXTS, *ROOT.glob("src/**/*.py"), *TESTS.rglob("test_*.py")))
WORDS = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy
    eighty ninety hundred thousand million billion trillion dozen half halves quarter third
    fourth fifth tenth hundredth thousandth percent once twice thrice double triple single
    pair first second last next former latter other more most less least few much many
    several some any all every each both either neither none no not nor never ever always
    often seldom rarely sometimes only almost nearly hardly barely large small big bigger
    biggest high low long short wide narrow deep shallow strong weak fast slow quick early
    earlier late soon old young new near close far farther further easy easier hard cheap
    dear little good better best bad worse worst same different equal like unlike alike
    above below over under before after up down left right inside outside within beyond
    between against for from toward away to upper with without horizontal vertical dashed
    dotted solid light dark rise rising rose raise raising fall fell drop dropped grow grew
    shrink shrank gain lose lost losing climb increase increasing decrease decreasing
    improve improving worsen exceed can cannot could may might must should would will unless
    except despite true false wrong correct incorrect positive negative odd even bit nat
    byte token word letter digit year month day hour minute meter inch watt dollar gram
    kilogram red orange yellow green blue violet purple black white grey divide dividing
    multiply multiplied multiplying add subtract sum product ratio difference average mean
    median root
"""
ENDING = "(?:e?s|e?d|e?n|ing|e?r|e?st)?"
ROLE = r"\{[\w:]+\}(?:`[^`]+`)?"
NAME = r"(?<=[\w,;:] )[A-Z][\w-]*|(?<=\()[A-Z][\w-]*"
HANGS = re.compile(
    rf"{ROLE}|\$[^$]+\$|\[\w+\](?!\()|{NAME}|\d[\d.,_]*\d|\d"
    rf"|\b(?i:(?:{'|'.join(WORDS.split())}){ENDING})\b"
)
SPAN = re.compile(r"(\{[\w:]+\})?`[^`]*`")
TOLD = ("{cite:p}", "{cite:t}", "{eq}", "{fact}", "{numref}", "{ref}", "{term}")
CODE = re.compile(r"```(\{(doctest|eval-rst|raw)\}.*|\w+)$")
COMMENT = re.compile(r"(?<=  # ).+")
SENTENCE = re.compile(r"[^\s.:](?:(?!\n\n|[.:]\s)[\s\S])*")
RECORD = re.compile(r"^(?:@\w+\{)?([\w-]+)[,:]\n(?: +.*\n)+", re.M)
PART = re.compile(r"^ +(\w+)(?: = |:)((?:.*\n)(?: {4,}(?!\w+ = ).*\n)*)", re.M)
TITLE = re.compile(r"(?:#+|`{3,}\{(?:tab-item|dropdown|claim)\}|:name:) (.+)")
DESCRIBED = re.compile(r"^(\w.*)\n((?:  \S.*\n)+)|^:name: (.+)\n:alt: (.+)", re.M)
LEAST = 3  # words in which others hang
USUAL = {0, 1, 2}
STANDS = "="
Passage = list[tuple[int, str]]


def reviewed(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield what a file says: the line, a name for what words hang in, and these words.

    A line that is too short hangs in the one before. All words but these have a name too, in
    which hangs that it stands, and so has each pair of sentences in a paragraph. Of a passage,
    its words have a name in any order, and what hangs is how they are arranged.
    """
    text = path.read_text(encoding="utf-8")
    if path in RECORDS:
        yield from records(text)
        return
    if path.suffix == ".md":
        yield from claims(text)
        yield from descriptions(text)
        yield from titles(text)
    if path.suffix == ".py":
        yield from demands(text, path.name, counts=path.parent == PACKAGE)
    if TESTS in path.parents:
        return
    before = ""
    for passage in strings(text) if path.suffix == ".py" else paragraphs(text):
        arranged: list[str] = []
        earlier: list[str] = []
        for line, sentence in passage:
            name, others, words = parts(sentence)
            if name:
                yield line, others, STANDS
                for works in re.findall(r"\{cite:\w\}`([^`]+)`", sentence):
                    for work in works.split(","):
                        yield line, digest(f"{others} by {work.strip()}"), STANDS
                for other in earlier if path.suffix == ".md" else ():
                    yield line, digest(f"{others} behind {other}"), STANDS
                earlier.append(others)
            elif path.suffix == ".md":
                name, _, words = parts(f"{before} {sentence}")
            if name:
                yield line, name, words
            before = sentence
            arranged.append(" ".join(re.findall(r"\w+", plain(sentence).lower())))
        spoken = sorted(" ".join(arranged).split())
        if len(spoken) > LEAST:
            yield (
                passage[0][0],
                digest(" ".join(spoken)),
                f"arranged as {digest(' '.join(sorted(arranged)))}",
            )


def records(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield records, cited numbers, or answers: what they have, and what each part says.

    Which archived copy there is, `make archive` notes, and what it is of is tested.
    """
    for record in RECORD.finditer(text):
        found = [part for part in PART.finditer(record[0]) if part[1] != "archiveurl"]
        yield line_of(record), digest(record[1]), " ".join(part[1] for part in found)
        for part in found:
            said = digest("".join(part[2].split()))
            line = line_of(record) + line_of(part) - 1
            yield line, digest(f"{record[1]} {part[1]}"), f"{part[1]}, {said}"


def claims(page: str) -> Iterator[tuple[int, str, str]]:
    """Yield claims: the verdict and experiment of each, and which works are on either side."""
    for claim in re.finditer(r"^`{3,}\{claim\} (.+)\n((?::.*\n)+)", page, re.M):
        told = re.findall(r"^:(?:verdict|confidence|experiment): .*", claim[2], re.M)
        sides = re.findall(r"^:(?:for|against): .*", claim[2], re.M)
        works = sorted(re.findall(r"\w+", " ".join(sides)))
        yield line_of(claim), digest(f"claim {claim[1]}"), " ".join(told)
        yield line_of(claim), digest(" ".join(works)), " ".join(sides)


def descriptions(page: str) -> Iterator[tuple[int, str, str]]:
    """Yield what terms mean and what figures show, which hang in their names."""
    for found in DESCRIBED.finditer(page):
        name, said = (found[1], found[2]) if found[1] else (found[3], found[4])
        yield line_of(found), digest(f"described {name}"), f"{name}, {digest(said)}"


def titles(page: str) -> Iterator[tuple[int, str, str]]:
    """Yield the first sentence under each title or in a caption, which hang in it or its name.

    A title hangs in its anchor, and what a listing shows in its name.
    """
    for listing in re.finditer(r"^:pyobject: (.+)\n(?::.*\n)*:name: (.+)", page, re.M):
        yield line_of(listing), digest(f"listed in {listing[2]}"), listing[1]
    for anchor in re.finditer(r"^\(([a-z-]+)\)=\n#+ (.+)", page, re.M):
        yield line_of(anchor) + 1, digest(f"titled {anchor[1]}"), anchor[2]
    title = ""
    for number, line in enumerate(page.splitlines(), 1):
        if found := TITLE.match(line):
            title = found[1]
        elif title and not line.startswith((":", "%", "```")) and (others := parts(line)[1]):
            yield number, digest(f"titled {others}"), title
            title = ""


def strings(module: str) -> Iterator[Passage]:
    """Yield the strings of a module, as sentences, and its comments."""
    for node in ast.walk(ast.parse(module)):
        if isinstance(node, ast.Constant) and isinstance(text := node.value, str):
            found = SENTENCE.finditer(text)
            if passage := [
                (node.lineno + text[: part.start()].count("\n"), part[0]) for part in found
            ]:
                yield passage
    for number, line in enumerate(module.splitlines(), 1):
        if comment := COMMENT.search(line):
            yield [(number, comment[0])]


def paragraphs(page: str) -> Iterator[Passage]:
    """Yield the paragraphs of a page, as lines, and the comments in its code.

    A displayed formula belongs to the line before.
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
        elif line.strip() and not is_code and not line.startswith("%"):
            passage.append((number, last := line))
        elif passage:
            yield passage
            passage = []


def demands(module: str, name: str, *, counts: bool) -> Iterator[tuple[int, str, str]]:
    """Yield what tests assert and loop over, their cases, and bars, without names in them.

    If it counts, its numbers too.
    """
    seen = Counter[str]()
    for node in ast.walk(ast.parse(module)):
        match node:
            case ast.Assert(test=demand) | ast.For(iter=demand):
                pass
            case ast.Call(func=ast.Name("Bar") | ast.Attribute(attr="parametrize" | "raises")):
                demand = node
            case ast.Constant(value=int() | float()) if node.value not in USUAL and counts:
                demand = node
            case _:
                continue
        shape = " ".join(
            repr(part.value) if isinstance(part, ast.Constant) else type(part).__name__
            for part in ast.walk(demand)
        )
        seen[shape] += 1
        yield demand.lineno, digest(f"{name} {shape} {seen[shape]}"), STANDS


def line_of(found: re.Match[str]) -> int:
    """Return the line on which something was found."""
    return found.string.count("\n", 0, found.start()) + 1


def plain(sentence: str) -> str:
    """Return a sentence without what may be renamed: code, and what is called."""
    return SPAN.sub(lambda span: span[0] if span[1] in TOLD else span[1] or "", sentence)


def parts(sentence: str) -> tuple[str, str, str]:
    """Return a name for what words hang in, one for all other words, and the words that hang.

    Nothing if it is too short. A work may be added to others, and a number, but none be put in
    the place of another.
    """
    text = plain(sentence)
    rest = HANGS.sub(
        lambda word: " role" * (word[0].count(",") + 1) + " " if word[0][0] == "{" else " ",
        text,
    )
    frame = re.findall(r"[^\W\d]+", rest.lower())
    others = [word for word in frame if word != "role"]
    if len(others) < LEAST:
        return "", "", ""
    return digest(" ".join(frame)), digest(f"only {others}"), " ".join(HANGS.findall(text))


def digest(text: str) -> str:
    """Return a short name for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


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
