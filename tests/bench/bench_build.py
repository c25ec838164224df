"""How long the book takes to build as it grows, beside what else could build its pages.

The pages are copies of a section and of its page of code, each with names of its own, from one
to a hundred; glossary, evidence, references, and the code that sections share stand once. The
whole chapter is about eight times as long, and would take hours. They are built

- by the book's own configuration and extensions;
- by bare Sphinx, with MyST, the extensions of others that the book uses, and Furo. Here pages
  are as they would have been typed without ours: a number is text, a claim an admonition, the
  evidence two tables, and a figure one picture;
- by Jupyter Book 1, from these plain pages;
- by MkDocs Material, with mkdocstrings, which reads the code, from Markdown of the same text.
  It knows no references: a citation is its key, and a number of a figure its name.

Figures are drawn before, as they are when a book is built again. Times are of the processor,
which other work on the machine changes less than the clock; of several builds, which take
turns, the fastest counts. After an edit MkDocs builds all pages again; with `--dirty` it builds
one, and forgets the others in its search.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory

from pybtex.database import parse_file

from calc import print_number, read_call
from charts import draw
from facts import load_facts

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
UNIT = ("brain", "code_brain")
ONCE = ("glossary", "evidence", "code_shared", "references")
ROUNDS = {1: 3, 20: 2, 100: 1}
"""How often so many copies are built."""
MOST_ADDED, MOST_GROWTH, MOST_AFTER_EDIT = 1.2, 1.1, 0.5

DEFINED = re.compile(r"^\(([\w-]+)\)=$|^:name: (\S+)$|\{claim\} (\S+)$", re.MULTILINE)
OPTIONS = r"\n((?::[\w-]+:.*\n)+)\n((?s:.*?))\n```"
CHART = re.compile(r"```\{chart\} (.+)" + OPTIONS)
FIGURE = re.compile(r"```\{figure\} (.+)" + OPTIONS)
CLAIM = re.compile(r"```\{claim\} (\S+)" + OPTIONS)
ADMONITION = re.compile(r"```\{admonition\} (.+)\n((?s:.*?))\n```")
MODULE = re.compile(r"```\{eval-rst\}\n\.\. automodule:: (\S+)\n(?:   .*\n)+```")
ROLE = re.compile(r"\{(?:ref|numref|cite:\w)\}`([^`]+)`")

CONF = """
import gc
gc.set_threshold(50_000, 20, 50)
project = "Plain"
extensions = [{extensions}]
myst_enable_extensions = ["dollarmath"]
bibtex_bibfiles = ["refs.bib"]
bibtex_reference_style = "author_year"
numfig = True
html_theme = "furo"
"""
OF_OTHERS = (
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinxcontrib.bibtex",
)
ON_PAGES = ("myst_parser", "sphinx_copybutton", "sphinx_design")
JUPYTER = """
title: Plain
execute: {{execute_notebooks: "off"}}
bibtex_bibfiles: [refs.bib]
sphinx:
  extra_extensions: [{extensions}]
  config: {{bibtex_reference_style: author_year, numfig: true}}
"""
MKDOCS = f"""
site_name: Plain
theme: {{name: material, font: false}}
plugins:
  - search
  - mkdocstrings:
      handlers: {{python: {{paths: [{ROOT}/src], options: {{docstring_style: google}}}}}}
markdown_extensions: [admonition, attr_list, pymdownx.highlight, pymdownx.superfences]
"""


def page(name: str) -> str:
    """Return the source of a page."""
    return (BOOK / f"{name}.md").read_text("utf-8")


def copies(number: int) -> dict[str, str]:
    """Return the pages of a book with so many copies of the unit."""
    texts = {name: page(name) for name in ONCE}
    unit = {name: page(name) for name in UNIT}
    own = {name for text in unit.values() for match in DEFINED.findall(text) for name in match}
    names = "|".join(sorted(own - {""}, key=len, reverse=True))
    used = re.compile(rf"(^\(|:name: |\{{claim\}} |`)({names})(?=\)=$|$|`)", re.MULTILINE)
    for copy in range(number):
        for name, text in unit.items():
            text = used.sub(rf"\1\2-{copy}", text)
            if copy:  # a function is indexed once
                text = text.replace("   :members:\n", "   :members:\n   :no-index:\n")
            texts[f"{name}_{copy}"] = text
    defined = set(re.findall(r"^\(([\w-]+)\)=$", "\n".join(texts.values()), re.MULTILINE))
    texts = {
        name: re.sub(r"\{ref\}`([\w-]+)`", lambda to: to[0 if to[1] in defined else 1], text)
        for name, text in texts.items()
    }
    texts["index"] = "# Copies\n\n```{toctree}\n:numbered:\n" + "\n".join(texts) + "\n```\n"
    return texts


def read_options(lines: str) -> dict[str, str]:
    """Return the options of a directive."""
    return dict(line[1:].split(": ", 1) for line in lines.splitlines())


def plain(texts: dict[str, str]) -> dict[str, str]:
    """Return pages as they would have been typed without our extensions."""
    facts = load_facts(BOOK / "facts.yaml")
    claims = []

    def figure(chart: re.Match[str]) -> str:
        name = read_options(chart[2])["name"]
        return f"```{{figure}} charts/{name}-light.svg\n{chart[2]}\n{chart[3]}\n```"

    def admonition(claim: re.Match[str]) -> str:
        said = read_options(claim[2])
        claims.append((claim[3], said["verdict"], said["confidence"], said["as-of"]))
        for side in ("for", "against"):
            said[side] = f"{{cite:p}}`{said[side]}`"
        fields = "\n".join(f"- {name}: {text}" for name, text in said.items())
        return f"```{{admonition}} Claim\n{claim[3]}\n\n{fields}\n```"

    def table(*rows: tuple[str, ...]) -> str:
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])

    result = {}
    for name, text in texts.items():
        text = re.sub(r"```\{reading-time\}\n```\n", "", text)
        text = re.sub(r"\{fact\}`(.+?)`", lambda role: facts[role[1]].text, text)
        text = re.sub(
            r"\{calc\}`(.+?)`", lambda role: print_number(read_call(role[1], facts)), text
        )
        result[name] = CLAIM.sub(admonition, CHART.sub(figure, text))
    found = (
        (fact.text, fact.about, f"{{cite:t}}`{fact.source}`, {fact.locator}; {fact.confirmed}")
        for fact in facts.values()
    )
    heads = ("Claim", "Verdict", "Confidence", "As of"), ("Number", "What it is", "Where")
    tables = iter((table(heads[0], *claims), table(heads[1], *found)))
    result["evidence"] = re.sub(
        r"```\{\w+-table\}.*\n```", lambda _: next(tables), result["evidence"]
    )
    return result


def markdown(texts: dict[str, str]) -> dict[str, str]:
    """Return plain pages as Markdown without directives and roles."""

    def note(box: re.Match[str]) -> str:
        return f'!!! note "{box[1]}"\n\n    ' + box[2].replace("\n", "\n    ")

    def picture(figure: re.Match[str]) -> str:
        return f"![{read_options(figure[2])['alt']}]({figure[1]})\n\n{figure[3]}"

    result = {}
    for name, text in texts.items():
        text = ADMONITION.sub(note, FIGURE.sub(picture, ROLE.sub(r"\1", text)))
        text = MODULE.sub(r"::: \1", text).replace("{doctest}", "pycon")
        text = re.sub(r"^\([\w-]+\)=\n|^````.*\n", "", text, flags=re.MULTILINE)
        result[name] = re.sub(r"```\{glossary\}\n(.*?)\n```", r"\1", text, flags=re.DOTALL)
    records = parse_file(ROOT / "refs.bib").entries
    result["references"] = "# References\n\n" + "\n".join(
        f"- {key}: " + "; ".join(entry.fields.values()) for key, entry in records.items()
    )
    result["index"] = "# Copies\n"
    return result


def write(folder: Path, texts: dict[str, str]) -> None:
    """Write pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, "utf-8")


def make_book(folder: Path, texts: dict[str, str]) -> None:
    """Make a copy of the project with other pages."""
    skipped = shutil.ignore_patterns("*.md", "_build", "__pycache__")
    shutil.copytree(BOOK, folder / "book", ignore=skipped)
    for name in ("refs.bib", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (folder / "src").symlink_to(ROOT / "src")
    write(folder / "book", texts)


def make_plain(folder: Path, texts: dict[str, str], charts: Path) -> None:
    """Make the plain pages, for Sphinx and for Jupyter Book."""
    write(folder, texts)
    shutil.copytree(charts, folder / "charts")
    shutil.copy(ROOT / "refs.bib", folder)
    others = ", ".join(map(repr, OF_OTHERS))
    every = ", ".join(map(repr, ON_PAGES + OF_OTHERS))
    (folder / "conf.py").write_text(CONF.format(extensions=every), "utf-8")
    (folder / "_config.yml").write_text(JUPYTER.format(extensions=others), "utf-8")
    chapters = "".join(f"- file: {name}\n" for name in texts if name != "index")
    toc = f"format: jb-book\nroot: index\nchapters:\n{chapters}"
    (folder / "_toc.yml").write_text(toc, "utf-8")


def make_mkdocs(folder: Path, texts: dict[str, str], charts: Path) -> None:
    """Make the pages for MkDocs."""
    write(folder / "docs", markdown(texts))
    shutil.copytree(charts, folder / "docs/charts")
    (folder / "mkdocs.yml").write_text(MKDOCS, "utf-8")


def draw_all(folder: Path, number: int) -> None:
    """Draw the figures once, and give each copy of the unit its own."""
    for name in UNIT:
        for call, options, _ in CHART.findall(page(name)):
            figure = read_options(options)["name"]
            draw(call, figure, folder, BOOK / "facts.yaml")
            for file in list(folder.glob(f"{figure}[-.]*")):
                rest = file.name.removeprefix(figure)
                for copy in range(number):
                    shutil.copy(file, folder / f"{figure}-{copy}{rest}")
                file.unlink()


class Shelf:
    """The same book for each builder, in a folder, and the commands that build it."""

    def __init__(self, folder: Path, number: int, peers: Path) -> None:
        """Make a book of so many copies."""
        self.folder = folder
        texts = copies(number)
        typed = plain(texts)
        draw_all(folder / "charts", number)
        make_book(folder / "ours", texts)
        make_plain(folder / "plain", typed, folder / "charts")
        make_mkdocs(folder / "mkdocs", typed, folder / "charts")
        to, mkdocs = ("--path-output", folder / "jupyter"), folder / "mkdocs/mkdocs.yml"
        self.commands: dict[str, list[str | Path]] = {
            "ours": self.sphinx("ours/book", "html"),
            "bare Sphinx": self.sphinx("plain", "bare"),
            "Jupyter Book": [peers / "jupyter-book", "build", "-q", folder / "plain", *to],
            "MkDocs Material": [peers / "mkdocs", "build", "-q", "-f", mkdocs],
        }

    def sphinx(self, source: str, out: str, jobs: int = 1) -> list[str | Path]:
        """Return the command by which Sphinx builds a book; a warning is an error."""
        options = ("-q", "-W", "-b", "html", "-j", str(jobs))
        command = [sys.executable, "-m", "sphinx", *options]
        return [*command, self.folder / source, self.folder / out]

    def clear(self) -> None:
        """Remove what was built; the figures stay."""
        for out in ("html", "bare", "jupyter", "mkdocs/site"):
            shutil.rmtree(self.folder / out, ignore_errors=True)
        shutil.copytree(self.folder / "charts", self.folder / "html/.doctrees/charts")

    def built(self) -> dict[str, str]:
        """Return what stands in our pages.

        Source code is left out: it leads back to one of the pages that show it, which here are
        many, and in the book one.
        """
        return {
            str(path): sha256(path.read_bytes()).hexdigest()
            for path in (self.folder / "html").rglob("*")
            if path.is_file() and not {".doctrees", "_modules"} & set(path.parts)
        }

    def edit(self) -> None:
        """Add a sentence to a page."""
        for source in ("ours/book", "mkdocs/docs"):
            with (self.folder / source / f"{UNIT[0]}_0.md").open("a", encoding="utf-8") as text:
                text.write("\nOne more sentence.\n")


def seconds(command: list[str | Path]) -> float:
    """Return how long the processor works for a command."""
    before = getrusage(RUSAGE_CHILDREN)
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{run.stdout}{run.stderr}")
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(peers: Path) -> int:
    """Print the times and their ratios, and return 1 if one is not as it should be."""
    wrong = False

    def report(what: str, ratio: float, most: float) -> None:
        nonlocal wrong
        wrong |= ratio > most
        print(f"{what}: {ratio:.2f}; at most {most} is allowed", flush=True)

    ours = {}
    for number, rounds in ROUNDS.items():
        with TemporaryDirectory() as folder:
            shelf = Shelf(Path(folder), number, peers)
            times: dict[str, list[float]] = {name: [] for name in shelf.commands}
            for _ in range(rounds):
                shelf.clear()
                for name, command in shelf.commands.items():
                    times[name].append(seconds(command))
            best = {name: min(taken) for name, taken in times.items()}
            ours[number] = best["ours"]
            print(f"{number} copies: ", end="")
            print(", ".join(f"{name} {taken:.1f} s" for name, taken in best.items()))
            report("  ours to bare Sphinx", best["ours"] / best["bare Sphinx"], MOST_ADDED)
            for name in ("Jupyter Book", "MkDocs Material"):
                print(f"  ours to {name}: {best['ours'] / best[name]:.2f}")
            if number == 20:
                serial = shelf.built()
                shelf.clear()
                seconds(shelf.sphinx("ours/book", "html", jobs=2))
                same = shelf.built() == serial
                wrong |= not same
                print(f"  two processes write {'the bytes of one' if same else 'other bytes'}")
            if number == 100:
                shelf.edit()
                dirty = seconds([*shelf.commands["MkDocs Material"], "--dirty"])
                again = seconds(shelf.commands["MkDocs Material"])
                edited = seconds(shelf.commands["ours"])
                print(f"  after an edit: ours {edited:.1f} s, MkDocs {again:.1f} s", end=", ")
                print(f"{dirty:.1f} s with --dirty")
                report("  ours to MkDocs after an edit", edited / again, MOST_AFTER_EDIT)
    each = {number: (ours[number] - ours[1]) / (number - 1) for number in (20, 100)}
    report("a further copy of a hundred to one of twenty", each[100] / each[20], MOST_GROWTH)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
