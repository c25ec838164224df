"""On which words the truth of each sentence hangs, as `book/reviewed.txt` lists it.

    python book/reviewed.py

writes the list anew. Of a sentence it has what those words hang in, as a hash, and the words:
numbers, quantities, directions, negations, units, names, formulas. A sentence in which only
these have changed says something else than what was reviewed. One that is new, or that is put
otherwise, is not on the list, and where it stands does not matter. A record or a cited number
hangs on all that is said of it.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

BOOK = Path(__file__).resolve().parent
ROOT = BOOK.parent
LIST = BOOK / "reviewed.txt"
RECORDS = (ROOT / "refs.bib", BOOK / "facts.yaml")
TEXTS = (*BOOK.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
FILES = sorted((*RECORDS, *TEXTS, *ROOT.glob("src/**/*.py")))
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
    kilogram
"""
ENDING = "(?:e?s|e?d|e?n|ing|e?r|e?st)?"
ROLE = r"\{[\w:]+\}(?:`[^`]+`)?"
NAME = r"(?<=[\w,;:] )[A-Z][\w-]*|(?<=\()[A-Z][\w-]*"
HANGS = re.compile(
    rf"{ROLE}|\$[^$]+\$|\[\w+\](?!\()|{NAME}|\d[\d.,_]*\d|\d"
    rf"|\b(?i:(?:{'|'.join(WORDS.split())}){ENDING})\b"
)
SPAN = re.compile(r"(\{[\w:]+\})?`[^`]*`")
TOLD = ("{eq}", "{fact}", "{numref}", "{ref}", "{term}")  # others may be renamed
CODE = re.compile(r"```(\{(doctest|eval-rst|raw)\}.*|\w+)$")
SENTENCE = re.compile(r"[^\s.:](?:(?!\n\n|[.:]\s)[\s\S])*")
RECORD = re.compile(r"^(?:@\w+\{)?([\w-]+)[,:]\n(?: +.*\n)+", re.M)
LEAST = 3  # words in which others hang


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a page, or in the strings of a module, each with its line.

    Of records and cited numbers, one that hangs on all that is said of them.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for found in SENTENCE.finditer(node.value):
                    yield node.lineno + node.value[: found.start()].count("\n"), found[0]
    elif path.suffix == ".md":
        yield from claims(text)
        yield from lines(text)
    else:
        for record in RECORD.finditer(text):
            said = "".join(record[0].replace(record[1], "", 1).split())
            digest = hashlib.sha256(said.encode()).hexdigest()[:10]
            yield line_of(record), f"What is said of {record[1]} [{digest}]"


def claims(page: str) -> Iterator[tuple[int, str]]:
    """Yield a sentence for each claim: its verdict, and the side that each work takes."""
    for claim in re.finditer(r"^`{3,}\{claim\} .+\n((?::.*\n)+)", page, re.M):
        told = re.findall(r"^:(verdict|confidence|for|against): (.*)", claim[1], re.M)
        works = sorted(re.findall(r"\w+", " ".join(works for _, works in told[-2:])))
        words = " ".join(f"[{word}]" for word in re.findall(r"\w+", str(told)))
        yield line_of(claim), f"{' '.join(works)} {words}"


def lines(page: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page but code; a displayed formula belongs to the line before."""
    last, is_code, is_formula = "", False, False
    for number, line in enumerate(page.splitlines(), 1):
        if line.startswith("```"):
            is_code = bool(CODE.match(line))
        elif line.startswith("$$"):
            is_formula = not is_formula
        elif is_formula:
            yield number, f"{last} ${line}$"
        elif line.strip() and not is_code:
            yield number, (last := line)


def line_of(found: re.Match[str]) -> int:
    """Return the line on which something was found."""
    return found.string.count("\n", 0, found.start()) + 1


def parts(sentence: str) -> tuple[str, str]:
    """Return a name for what words hang in, and the words; nothing if it is too short."""
    sentence = SPAN.sub(lambda m: m[0] if m[1] in TOLD else m[1] or "", sentence)
    rest = HANGS.sub(lambda word: " role " if word[0][0] == "{" else " ", sentence)
    frame = re.findall(r"[^\W\d]+", rest.lower())
    if len(frame) < LEAST:
        return "", ""
    name = hashlib.sha256(" ".join(frame).encode()).hexdigest()[:10]
    return name, " ".join(HANGS.findall(sentence))


def listed() -> dict[str, set[str]]:
    """Return the words of what was reviewed, by that in which they hang."""
    found = defaultdict[str, set[str]](set)
    for line in LIST.read_text(encoding="utf-8").splitlines():
        frame, _, words = line.partition(" ")
        found[frame].add(words)
    return found


if __name__ == "__main__":
    found = {parts(sentence) for path in FILES for _, sentence in sentences(path)}
    LIST.write_text(
        "".join(f"{name} {words}".rstrip() + "\n" for name, words in sorted(found) if name),
        encoding="utf-8",
    )
