"""What documents, hooks and settings name is there, as often as they say, and is understood."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from books import BOOK, ROOT
from chapter_code import __main__ as program
from chapter_code.experiments import EXPERIMENTS

DOCUMENTS = ("README.md", "CONTRIBUTING.md", ".github/pull_request_template.md")
OBEYED = (
    "Makefile",
    ".ci/run",
    ".pre-commit-config.yaml",
    ".readthedocs.yaml",
    *(f".github/{path.parent.name}/{path.name}" for path in ROOT.glob(".github/*/*.yml")),
)
# What is named, and made by make.
MADE = re.compile(
    r"book/_build(/((html|latex|epub|site)(/(index\.html|[\w-]+\.(pdf|epub))?)?)?)?"
    r"|(book/_build/html/)?claims\.json|\.venv/.*|tests/audit/node_modules/\.ready"
)
NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen twenty"
)
VALUES = {word: str(number) for number, word in enumerate(NUMBERS.split(), 1)}
ANCHORS = (ROOT / "book/anchors.txt").read_text(encoding="utf-8").splitlines()
FILES = [
    path
    for folder in ("book", "src", "tests", ".github", ".ci")
    for path in (ROOT / folder, *(ROOT / folder).rglob("*"))
    if not {"_build", "node_modules", "__pycache__"} & set(path.parts)
] + [path for path in ROOT.iterdir() if path.is_file()]


def lines(*names: str) -> Iterator[tuple[str, str]]:
    """Return the lines of documents, each with its place."""
    for name in names:
        text = (ROOT / name).read_text(encoding="utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{name}:{number}", line


def is_there(name: str) -> bool:
    """Return whether a path ends a path of the project, where NAME is any name."""
    pattern = re.sub("[A-Z]{4,}", "*", name) if "/" in name else name
    if "#" in name:
        return name in ANCHORS
    return bool(MADE.fullmatch(name)) or any(path.match(pattern) for path in FILES)


def paths(line: str) -> list[str]:
    """Return the paths in a line: in backticks, in the layout, and as a word of a command.

    And the places on pages.
    """
    quoted = re.findall(r"`([\w.-]*/[\w./-]*|[\w.-]+\.(?:bib|json|md|py|txt|ya?ml))`", line)
    layout = re.findall(r"^((?:[\w.-]+/?[\w.-]*/?, )*[\w.-]*[./][\w./-]*) {2,}\w", line)
    words = re.findall(r"(?<![\w/`.])(?:book|src|tests)/[\w./-]*\w", line)
    places = re.findall(r"(?<![\w/.])\w+\.html#[\w-]+", line)
    named = (name for names in layout for name in names.split(", "))
    return [*quoted, *named, *words, *places]


def test_every_path_is_there() -> None:
    named = [
        (f"{at}: {name}", name)
        for at, line in lines(*DOCUMENTS, *OBEYED)
        for name in paths(line)
    ]
    assert [place for place, name in named if not is_there(name)] == []
    assert len(named) > 60


def test_a_name_is_defined_in_the_file_that_is_told() -> None:
    told = [
        (f"{at}: {name} in {file}", name, ROOT / file)
        for at, line in lines(*DOCUMENTS)
        for name, file in re.findall(r"`(\w+)` in `([\w/.]+)`", line)
    ]
    assert [
        at
        for at, name, file in told
        if not re.search(rf"^(def |class )?{name}\b[^,.]*[:=]", file.read_text("utf-8"), re.M)
    ] == []
    assert len(told) > 1


def test_every_path_that_the_settings_of_tools_name_is_there() -> None:
    keys = r"(readme|license-files|mypy_path|files|src|testpaths|pythonpath) = "
    named = [
        (f"{at}: {name}", name)
        for at, line in lines("pyproject.toml")
        if re.match(keys, line)
        for name in re.findall(r'"([^"]+)"', line)
    ]
    assert [place for place, name in named if not (ROOT / name).exists()] == []
    assert len(named) > 12


def test_every_hook_is_for_files_that_are_there() -> None:
    names = [path.relative_to(ROOT).as_posix() for path in FILES if path.is_file()]
    patterns = [
        (at, line.partition(" files: ")[2])
        for at, line in lines(".pre-commit-config.yaml")
        if " files: " in line
    ]
    wrong = [
        f"{at}: no file is {part}"
        for at, pattern in patterns
        for part in pattern.split("|")
        if not any(re.search(part, name) for name in names)
    ]
    assert wrong == []
    assert len(patterns) >= 5


def test_every_test_that_a_hook_chooses_is_there() -> None:
    chosen = [
        (f"{at}: {word}", word, (ROOT / file).read_text(encoding="utf-8"))
        for at, line in lines(".pre-commit-config.yaml")
        for file, words in re.findall(r'(tests/\S+) -k "([^"]+)"', line)
        for word in words.split(" or ")
    ]
    assert [
        place for place, word, text in chosen if not re.search(rf"def test_\w*{word}", text)
    ] == []
    assert chosen


def test_what_is_counted_is_there_as_often() -> None:
    """In digits or in words, as far as these go."""
    pages = "".join(path.read_text(encoding="utf-8") for path in BOOK.glob("*.md"))
    claims = len(re.findall(r"^`{3,}\{claim\} ", pages, re.MULTILINE))
    counts = {
        "objections": claims,
        "claims": claims,
        "verdicts": claims,
        "figures": len(re.findall(r"^`{3,}\{chart\} ", pages, re.MULTILINE)),
        "experiments": len(EXPERIMENTS),
        "things": sum(line.startswith("## ") for _, line in lines("CONTRIBUTING.md")),
    }
    counted = [
        (f"{at}: {number} {noun}, and there are {counts[noun]}", said, counts[noun])
        for at, line in lines(*DOCUMENTS, "pyproject.toml", "package.json", "CITATION.cff")
        for number, noun in re.findall(rf"(\w+) ({'|'.join(counts)})\b", line)
        if (said := VALUES.get(number.lower(), number)).isdigit()
    ]
    assert [place for place, said, count in counted if int(said) != count] == []
    assert len(counted) >= 2


def test_every_link_leads_somewhere() -> None:
    parser = MarkdownIt()
    links = [
        (f"{name}:{token.map[0] + 1}: {link}", (ROOT / name).parent / str(link))
        for name in DOCUMENTS
        for token in parser.parse((ROOT / name).read_text(encoding="utf-8"))
        for child in token.children or ()
        if (link := child.attrGet("href") or child.attrGet("src"))
        and not str(link).startswith("https://")
        and token.map
    ]
    assert [place for place, path in links if not path.exists()] == []
    assert len(links) >= 5


def test_every_row_of_a_table_has_the_cells_of_its_head() -> None:
    cells, faults = 0, []
    for at, line in lines(*DOCUMENTS):
        bars = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        if bars and cells and bars != cells:
            faults.append(f"{at}: {bars - 1} cells in place of {cells - 1}")
        cells = bars and (cells or bars)
    assert faults == []


def test_every_variable_that_make_is_given_is_read() -> None:
    read = "".join((ROOT / name).read_text("utf-8") for name in ("Makefile", "book/conf.py"))
    given = [
        (f"{at}: {name}", name)
        for at, line in lines(*DOCUMENTS, "Makefile")
        for name in re.findall(r"\bmake [a-z-]+ ([A-Z_]+)=", line)
    ]
    assert [at for at, name in given if not re.search(rf"\$\({name}\)|\"{name}\"", read)] == []
    assert len(given) > 3


def test_every_option_of_the_mutants_is_one() -> None:
    command = [sys.executable, "-m", "mutants", "--help"]
    told = subprocess.run(
        command, cwd=ROOT / "tests", capture_output=True, text=True, check=True
    )
    named = [
        (f"{at}: {option}", option)
        for at, line in lines(*DOCUMENTS, *OBEYED)
        if "MUTANTS=" in line
        for option in re.findall(r"--[a-z]+", line)
    ]
    assert [place for place, option in named if f"{option} " not in told.stdout] == []
    assert len(named) > 5


def test_every_name_in_the_code_is_there() -> None:
    """What stands in backticks as a word, or with parentheses behind it."""
    files = (path for path in FILES if path.is_file() and path.suffix not in {".png", ".npz"})
    code = "".join(path.read_text("utf-8") for path in files if path.name not in DOCUMENTS)
    named = [
        (f"{at}: {name}", name)
        for at, line in lines(*DOCUMENTS)
        for name in re.findall(r"`([A-Za-z_]{3,})(?:\(.*?\))?`", line)
    ]
    words = set(re.findall(r"\w+", code))
    assert [place for place, name in named if name not in words] == []
    assert len(named) > 20


def test_python_is_called_where_it_finds_the_code() -> None:
    called = [
        f"{at}: {command}"
        for at, line in lines(*DOCUMENTS, "book/_live/live.js")
        for command in re.findall(r"[^`\"]*\.venv/bin/python", line)
        if not command.startswith("PYTHONPATH=src ")
    ]
    assert called == []


COMMANDS = [
    (at, command)
    for at, line in lines(*DOCUMENTS, "Makefile")
    for command in re.findall(r"-m chapter_code ([^`#]+)", line)
]


@pytest.mark.parametrize(("at", "command"), COMMANDS, ids=[at for at, _ in COMMANDS])
def test_the_program_understands_a_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at: str, command: str
) -> None:
    for name in ("run", "draw", "list_experiments"):
        monkeypatch.setattr(program, name, lambda *_: True)
    monkeypatch.chdir(tmp_path)
    assert program.main(shlex.split(command)) == 0, at


def test_the_commands_are_found() -> None:
    assert len(COMMANDS) == 4
