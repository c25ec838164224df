"""How the pages are written: spelling, whole sentences, one a line, headings, tired words."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from books import BOOK, ROOT, Web, pages_in_order

PAGES = [*pages_in_order(), "index"]
CODE = "doctest|code-block|code|literalinclude|toctree|eval-rst|raw|math"
OPENED = re.compile(rf"(`{{3,}})(?:\w|\{{(?:{CODE}))|(\$\$)$")
DOCUMENTS = ("README.md", "CONTRIBUTING.md")
RULED_OUT = (
    "crucial|delve|fascinating|groundbreaking|in the realm of|it is important to note|leverag|"
    "paradigm|utiliz"
)
# What no line of prose has; a role, a formula and a quotation are an X by then.
WRONG = {
    "a word stands twice": r"(?i)(?<![\w-])(?!x |had |that )([a-z]+) \1\b",
    "a quotation mark is straight": r'^(?!description: ).*"',
    "a quotation mark is of two others": r"''|\u2018{2}|\u2019{2}",
    "two marks stand together": r"[,;:!?][.,;:]|(?<!\.)\.\.(?!\.)",
    "the sentence breaks off": r"\b(the|an?|and|or|because|whose|its|their)[.?!]$",
    "a quotation is not closed, or not opened": r"[“”]",
    "two blanks stand between words": r"\S  +\S",
    "a blank stands before a mark": r"\s[,.;:!?](?!\w)",
    "something is still to be done": r"\b(TODO|FIXME|XXX)\b",
    "a place on somebody's machine is named": r"(?<!\w)/(home|root|tmp|Users)/|\b[A-Z]:\\",
    "“a” stands before a vowel": r"(\ba|^A|[.?!] A) (?!one|once|uni|unan|ubiq|us[ae]|eu|uti)"
    "[aeiou]",
    "“an” stands before a consonant": r"\b[Aa]n (?!hour|honest|heir|honor|[fhlmnrsx]\b)"
    "[b-df-hj-np-tv-z]",
    "the sentence goes on in the next line": r"^(?!([-*]|\d+\.) [*(]*[a-z]).*[,;]$",
}
ORDER = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")
ABBREVIATED = "".join(
    rf"(?<!\b{word})"
    for word in (
        "[A-Z]",
        "al",
        r"e\.g",
        r"i\.e",
        "cf",
        "vs",
        "St",
        "Mt",
        "Dr",
        "Mr",
        "Ms",
        "Prof",
    )
)
GOES_ON = re.compile(rf"{ABBREVIATED}(?<!^\d)(?<!^\d\d)(?<!^ \d)[.?!][”)*]*\s+[“(*]*[A-Z]")
# Behind these words, and behind what looks like a verb, an author is named; behind others, a
# citation stands in brackets.
TAKES_A_NAME = (
    "(?i:about|after|against|among|and|as|before|behind|beside|between|beyond|by|but|cite|except|"
    "follow|for|from|how|in|into|like|near|of|on|or|over|quote|see|since|than|that|through|to|"
    r"toward|under|unlike|use|via|what|with|within|without|yet|\w+[^s]s|\w+ed|\w+ing)"
)
NO_SENTENCE = re.compile(r"#|\||---$|\(.*\)=$|(description|nosearch): |$")
# The lines of directives and of the head of a page that a reader sees or hears.
TOLD = re.compile(r"(?::(alt|because|change|experiment):|(description):) \"?(.*?)\"?$")

# What nobody reads as words: anchors, keys, formulas, addresses, names of fields, examples.
NOT_SHOWN = re.compile(
    r"\(.*\)=$|:(name|script|experiment|for|against): |nosearch:|\s+(source|was|answered): "
    r"|\S+:$"
)
TITLED = re.compile(r"\{\w+\}`([^`<]+) <[^`]*`")
NO_WORDS = re.compile(
    r"^`{3,}(?:\{(?:chart|only)\}.*|\{[\w-]+\})|(\{[\w:-]+\})?`[^`]*`|\$[^$]*\$"
    r"|\]\(\S*\)|https?://\S+|\b[a-z]+\d{4}\w*|^\s*\w+: "
)
EXAMPLE = re.compile(r"^ *(?:>>>|\.\.\.).*\n(?: *\S.*\n)*", re.MULTILINE)


def outside_code(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of a file with their numbers; of code and formulas, how they open."""
    fence = ""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        if fence:
            fence = "" if line.startswith(fence) else fence
            continue
        if opened := OPENED.match(line):
            fence = opened[1] or opened[2]
        yield number, line


def prose(page: str) -> list[tuple[int, str]]:
    """Return the lines of a page that are prose, with their numbers; roles become an X."""
    lines = []
    for number, line in outside_code(BOOK / f"{page}.md"):
        if opened := OPENED.match(line):
            lines.append((number, "X" if opened[2] else ""))
        elif not line.startswith((":", ">>>", "```")):
            said = re.sub(r"“[^“”]*([.?!])”$", r"X\1", line)
            lines.append(
                (number, re.sub(r"(\{[\w:-]+\})?`[^`]*`|\$[^$]*\$|“[^“”]*”", "X", said))
            )
    return lines


def sentences(page: str) -> list[tuple[int, str]]:
    """Return the lines of prose that are sentences; a formula that stands by itself is an X."""
    lines = prose(page)
    after = [line for _, line in lines[1:]] + [""]
    return [
        (number, line)
        for (number, line), below in zip(lines, after, strict=True)
        if not NO_SENTENCE.match(line)
        and not (page == "glossary" and below.startswith("  "))  # a term
    ]


def told(page: str) -> Iterator[tuple[int, str, str]]:
    """Yield what options and the head of a page say, with number and name of the line."""
    for number, line in enumerate((BOOK / f"{page}.md").read_text("utf-8").split("\n"), 1):
        if said := TOLD.match(line):
            yield number, said[1] or said[2], said[3]


def documented() -> Iterator[tuple[str, str]]:
    """Yield the text of the documents without code, with its place."""
    for name in DOCUMENTS:
        for block in MarkdownIt().parse((ROOT / name).read_text(encoding="utf-8")):
            line = block.map[0] + 1 if block.map else 1
            for part in block.children or ():
                line += part.type == "softbreak"
                if part.type == "text":
                    yield f"{name}:{line}", part.content


def shown() -> Iterator[tuple[str, str]]:
    """Yield what readers see of the pages and of the data beside them, with its place."""
    for name in (*(f"{page}.md" for page in PAGES), "facts.yaml", "claims-map.yaml"):
        for number, line in outside_code(BOOK / name):
            if not OPENED.match(line) and not NOT_SHOWN.match(line):
                yield f"book/{name}:{number}", NO_WORDS.sub(" ", TITLED.sub(r"\1", line))


def commented() -> Iterator[tuple[str, str]]:
    """Yield what docstrings and figures say, without examples, with its place."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
                continue
            if not re.search("[a-z] [a-z]", node.value):  # a name, a color
                continue
            lines = EXAMPLE.sub(lambda code: "\n" * code[0].count("\n"), node.value).split("\n")
            for number, line in enumerate(lines, node.lineno):
                yield f"{path.relative_to(ROOT)}:{number}", NO_WORDS.sub(" ", line)


def test_words_are_spelled_as_in_the_dictionary() -> None:
    """In pages, data, documents, docstrings and figures; references are as printed."""
    try:
        import enchant
        from enchant import tokenize
    except ImportError:
        pytest.skip("needs enchant; on Debian or Ubuntu: apt-get install libenchant-2-2")
    dictionary = enchant.DictWithPWL("en_US", str(BOOK / "spelling_wordlist.txt"))
    tokens = tokenize.get_tokenizer("en_US", filters=[tokenize.WikiWordFilter])
    wrong = [
        f"{place}: {word}"
        for place, line in [*shown(), *documented(), *commented()]
        for word, _ in tokens(line)
        if not dictionary.check(word.removesuffix("'s"))
    ]
    right = "A word that is right goes into book/spelling_wordlist.txt"
    assert not wrong, "\n".join([*wrong, right])


def test_every_word_that_the_dictionary_lacks_is_used() -> None:
    files = [*BOOK.glob("*.md"), *BOOK.glob("*.yaml"), *BOOK.glob("_ext/*.py")]
    files += [ROOT / name for name in DOCUMENTS]
    files += (ROOT / "src").rglob("*.py")
    text = " ".join(path.read_text("utf-8") for path in files)
    used = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    words = (BOOK / "spelling_wordlist.txt").read_text("utf-8").split()
    unused = [
        word for word in words if not {*re.findall(r"[^\W\d_]+", word.casefold())} <= used
    ]
    assert not unused, f"book/spelling_wordlist.txt: {unused}"


@pytest.mark.parametrize("page", PAGES)
def test_no_line_has_what_is_always_wrong(page: str) -> None:
    found = [
        f"book/{page}.md:{number}: {what}: {line}"
        for number, line in prose(page)
        for what, pattern in WRONG.items()
        if re.search(pattern, line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", PAGES)
def test_a_sentence_is_whole(page: str) -> None:
    """The items of a list may be parts of one that begins before it."""
    lines = [(0, "."), *sentences(page), (0, ".")]
    found, is_part = [], False
    for (_, before), (number, line), (_, after) in zip(
        lines, lines[1:], lines[2:], strict=False
    ):
        is_item = re.match(r"([-*]|\d+\.) [*(]*[a-z]", line)
        is_part = bool(is_item) and (is_part or before.endswith(":"))
        faults = {
            "begins with a small letter": before != "X"
            and not is_part
            and re.match(r"\s*(\d+\. |[-*] )?[*“(]*[a-z](?!\d|[a-z]*[A-Z])", line),
            "does not end": "X" not in {line, after}
            and not is_part
            and not re.search(r"[.?!:][”)*]*(\[\^[\w-]+\])*$", line),
            "has a parenthesis without its other half": line.count("(") != line.count(")"),
            "has emphasis that is not closed": len(re.findall(r"\*+", line)) % 2,
        }
        found += [f"book/{page}.md:{number}: {what}: {line}" for what in faults if faults[what]]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", [*(f"{page}.md" for page in PAGES), "claims-map.yaml"])
def test_a_citation_is_a_part_of_a_sentence_or_stands_behind_one(name: str) -> None:
    found = [
        f"book/{name}:{number}: {said[0]}: {{cite:{other}}}, or other words before it"
        for number, line in enumerate((BOOK / name).read_text("utf-8").split("\n"), 1)
        for other, pattern in {
            "p": rf"(?<!\S)(?!\(?{TAKES_A_NAME} )\S*[\w`)*”] {{cite:t}}`[^`]*`(?=[.,;:)]|$)",
            "t": r"(?<!\S)\(?(?i:by|from|of|than|unlike) {cite:p}`[^`]*`",
        }.items()
        for said in re.finditer(pattern, line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_figure_a_claim_or_a_page_says_of_itself_is_whole(page: str) -> None:
    found = [
        f"book/{page}.md:{number}: {name}: {what}"
        for number, name, text in told(page)
        for what, wrong in {
            "does not end in a full stop": name != "experiment" and not text.endswith("."),
            "has a parenthesis without its other half": text.count("(") != text.count(")"),
            **{what: re.search(pattern, text) for what, pattern in WRONG.items()},
        }.items()
        if wrong
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", PAGES)
def test_a_heading_has_capitals_in_names_only(page: str) -> None:
    """A word is no name if pages have it with a small letter, and never with a capital."""
    lines = [line for name in PAGES for _, line in prose(name) if not line.startswith("#")]
    small = {word for line in lines for word in re.findall(r"\b[a-z]+\b", line)}
    small -= {
        word.lower() for line in lines for word in re.findall(r"(?<=[a-z,] )[A-Z]\w+", line)
    }
    found = [
        f"book/{page}.md:{number}: {word} is no name, since pages have it with a small letter"
        for number, line in prose(page)
        if line.startswith("#") and page != "index"  # which has the title of the book
        for word in re.findall(r"(?<=[a-z,] )[A-Z]\w+\b(?!\u2013)", line)
        if word.lower() in small
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", PAGES)
def test_an_example_shows_something(page: str) -> None:
    text = (BOOK / f"{page}.md").read_text("utf-8")
    silent = [
        f"book/{page}.md:{text.count(chr(10), 0, block.start()) + 1}"
        for block in re.finditer(r"^```\{doctest\}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
        if all(line.startswith((">>>", "...")) for line in block[1].splitlines() if line)
    ]
    assert not silent, ", ".join(silent)


@pytest.mark.parametrize("page", PAGES)
def test_a_line_holds_one_sentence(page: str) -> None:
    found = [
        f"book/{page}.md:{number}: another sentence begins in the line: {line}"
        for number, line in prose(page)
        if GOES_ON.search(line)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("line", "goes_on"),
    [
        ("So much for that. The rest follows.", True),
        ("It is so (see there.) The rest follows.", True),
        ("Is it a star? No.", True),
        (
            "At St. Andrews, Dr. Adam Smith and A. Turing met Searle et al. Here and there.",
            False,
        ),
        ("1. First comes this.", False),
        ("10. Last comes this.", False),
        ("Some say so, e.g. Turing, i.e. A. Turing; cf. Searle vs. Dennett.", False),
    ],
)
def test_where_a_sentence_ends(line: str, goes_on: bool) -> None:
    assert bool(GOES_ON.search(line)) is goes_on


@pytest.mark.parametrize("page", PAGES)
def test_what_is_counted_in_words_is_counted_in_order(page: str) -> None:
    last = 0
    for number, line in sentences(page):
        if counted := re.match(rf"({'|'.join(ORDER)}), ", line):
            now = ORDER.index(counted[1])
            at = f"book/{page}.md:{number}: {counted[1]} follows {ORDER[last]}"
            assert now == 0 or now in {last, last + 1}, at
            last = now


def test_no_sentence_stands_twice() -> None:
    first, again = dict[str, str](), []
    for page in PAGES:
        for number, line in sentences(page):
            at = f"book/{page}.md:{number}"
            if len(line.split()) > 3 and first.setdefault(line, at) != at:
                again.append(f"{at} says what {first[line]} says: {line}")
    assert again == []


@pytest.mark.parametrize("page", PAGES)
def test_words_that_say_little_are_not_used(page: str) -> None:
    found = [
        f"book/{page}.md:{number}: {word[0]}"
        for number, line in prose(page)
        if (word := re.search(RULED_OUT, line, re.IGNORECASE))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("page", PAGES)
def test_headings_descend_by_one_and_differ(page: str, web: Web) -> None:
    headings = web.soup(page).select("article :is(h1, h2, h3, h4, h5, h6)")
    levels = [int(heading.name[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))
    texts = [re.sub(r"^[\d.]+ ", "", heading.get_text()) for heading in headings]
    assert len(texts) == len(set(texts))


@cache
def labels() -> set[str]:
    """Return the labels of the book, by which text leads to its places."""
    text = "".join((BOOK / f"{page}.md").read_text("utf-8") for page in PAGES)
    return set(re.findall(r"^(?:\(|:(?:name|label): )([\w-]+)\)?=?$", text, re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_no_mark_is_printed(page: str) -> None:
    """That is meant to set words apart, or to lead somewhere."""
    wrong = [
        f"book/{page}.md:{number}: {part.content}"
        for number, line in prose(page)
        for part in MarkdownIt().parseInline(line)[0].children or ()
        if part.type == "text" and re.search(r"[*_`$]|\]\(", part.content)
    ] + [
        f"book/{page}.md:{number}: `{name}` is a label, and leads nowhere"
        for number, line in outside_code(BOOK / f"{page}.md")
        for name in re.findall(r"(?<![`}])`([^`]+)`", line)
        if name in labels()
    ]
    assert wrong == []
    assert len(labels()) > 100


@pytest.mark.parametrize("page", PAGES)
def test_a_link_says_where_it_leads(page: str, web: Web) -> None:
    links = web.soup(page).select("article a:not(.headerlink)")
    texts = {link.get_text().strip().casefold() for link in links}
    assert not texts & {"", "here", "this", "link", "click here", "read more"}
