"""What was reviewed, as `book/reviewed.txt` lists it in hashes.

    python book/reviewed.py

writes the list anew. It has each sentence, that it stands behind those before it in its
paragraph, and each work or note behind the words for which it is cited, so that a sentence
that is gone, or put otherwise, or elsewhere, is missed. A new sentence is not on the list, and
where a paragraph stands, and which works are cited beside others, does not matter. Some things
hang in others: what begins under a title in that title, the parts of a record, a cited number
or an answer in it, what is said of a figure or a term in its name, verdict and works in their
claim. Of tests and bars it has what they demand, of what computes its numbers, and of what says
how things look each part, which somebody has to look at.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

BOOK = Path(__file__).resolve().parent
ROOT = BOOK.parent
LIST = BOOK / "reviewed.txt"
RECORDS = (ROOT / "refs.bib", BOOK / "facts.yaml", BOOK / "claims-map.yaml")
TEXTS = (*BOOK.glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md")
TESTS = ROOT / "tests"
MODULES = (*ROOT.glob("src/**/*.py"), *BOOK.glob("*.py"), *BOOK.glob("_ext/*.py"))
TOLD = ("{cite:t}", "{eq}", "{fact}", "{numref}", "{ref}", "{term}")
SPAN = re.compile(r"(\{[\w:]+\})?`[^`]*`|\[\^[\w-]+\]")
CITED = re.compile(r"(?:\{cite:\w\}`|\[\^)([^`\]]+)")
SOURCED = re.compile(r"\{(cite:\w|fact|calc|numref|ref)\}")
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
NOT_SAID = re.compile(r"%|:for: |:against: |\([\w-]+\)=$")
LINE = re.compile(r" *(.+)(\n)")
# What a style does not say, and its parts: a declaration or the head of a rule, or else a line.
PARTS = {
    ".css": (re.compile(r"/\*[\s\S]*?\*/"), re.compile(r"\s*([^{};]*)([{};])")),
    ".html": (re.compile(r"\{#[\s\S]*?#\}"), LINE),
    ".sty": (re.compile(r"(?<!\\)%.*"), LINE),
}
STYLES = [path for kind in PARTS for path in BOOK.glob(f"_[!b]*/**/*{kind}")]
FILES = sorted((*RECORDS, *TEXTS, *MODULES, *STYLES, *TESTS.rglob("*.py")))
SHORT = 40  # characters that need no hash
LEAST = 3  # words that a string says, if it says something
USUAL = {0, 1}
STANDS, STANDS_BEHIND = "=", "<"
Passage = list[tuple[int, str]]


def reviewed(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield what a file says: the line, a name for what something hangs in, and what hangs."""
    text = path.read_text(encoding="utf-8")
    if path in RECORDS:
        yield from records(text)
    elif path.suffix == ".md":
        yield from claims(text)
        yield from descriptions(text)
        yield from titles(text)
        yield from sentences(paragraphs(text))
    elif TESTS in path.parents:
        yield from shapes((*demands(text), *numbers(text)), str(path.relative_to(ROOT)))
    elif path in STYLES:
        yield from rules(text, str(path.relative_to(ROOT)))
    else:
        yield from sentences(strings(text))
        is_style = path.parent.name == "figures" or path.name == "conf.py"
        parts = statements(text) if is_style else numbers(text)
        yield from shapes(parts, str(path.relative_to(ROOT)))


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


def records(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield records, cited numbers, or answers: what they have, and what each part says.

    Which archived copy there is, `make archive` notes, and what it is of is tested.
    """
    for record in RECORD.finditer(text):
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


def demands(module: str) -> Iterator[ast.expr]:
    """Yield what tests assert, loop over and leave out, their cases, and their constants."""
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
            case ast.Call(func=ast.Attribute(attr="raises")):
                yield node


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


def statements(module: str) -> Iterator[ast.stmt | ast.expr]:
    """Yield what a module does, part by part, and what it goes through."""
    for node in ast.walk(ast.parse(module)):
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                pass
            case ast.For(iter=things):
                yield things
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                yield from entries(value)
            case ast.stmt() if not hasattr(node, "body"):
                yield node


def rules(style: str, name: str) -> Iterator[tuple[int, str, str]]:
    """Yield that each part of a style stands: a declaration in its rule, or else a line."""
    note, part_of = PARTS[Path(name).suffix]
    plain = note.sub(lambda found: "\n" * found[0].count("\n"), style)
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


def shapes(parts: Iterable[ast.expr | ast.stmt], name: str) -> Iterator[tuple[int, str, str]]:
    """Yield that parts of a module stand, whatever the names in them but those of arguments."""
    seen = Counter[str]()
    for whole in parts:
        shape = " ".join(
            repr(part.value)
            if isinstance(part, ast.Constant)
            else f"{type(part).__name__}{getattr(part, 'arg', '')}"
            for part in ast.walk(whole)
        )
        seen[shape] += 1
        yield whole.lineno, digest(f"{name} {shape} {seen[shape]}"), STANDS


def added(passage: Passage, known: Container[str]) -> list[int]:
    """Return the lines of new sentences without a source in a paragraph that was reviewed."""
    is_known = [digest(said(sentence)) in known for _, sentence in passage]
    return [
        line
        for (line, sentence), was_there in zip(passage, is_known, strict=True)
        if any(is_known) and not was_there and not SOURCED.search(sentence)
    ]


def line_of(found: re.Match[str]) -> int:
    """Return the line on which something was found."""
    return found.string.count("\n", 0, found.start()) + 1


def said(sentence: str) -> str:
    """Return the words of a sentence, without what may be renamed, or cited beside others."""
    told = SPAN.sub(lambda span: span[0] if span[1] in TOLD else "", sentence)
    return " ".join(SAID.findall(told))


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
    print("Noted in book/reviewed.txt; git diff shows what is new")
