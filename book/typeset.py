"""Turn the LaTeX that Sphinx wrote into a PDF, and refuse one with faults in it.

LaTeX reports a missing glyph, an overfull line or an undefined reference in its log and
then ends as if nothing were wrong. `faults` reads the log, and `origin` finds what an author
wrote of the line of LaTeX that a fault names.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from difflib import get_close_matches
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OVERFULL_LIMIT = 10.0
FAULTS = {
    "missing glyph": re.compile(r"Missing character: There is no (.+?) in font ([^!]+)!"),
    "undefined": re.compile(r"(?:Reference|Citation|Hyper reference) `([^']+)' .*?undefined"),
    "label stands twice": re.compile(r"Label `([^']+)' multiply defined"),
    "font replaced": re.compile(r"Font shape `([^']+)' undefined"),
    "error": re.compile(r"^(?:! |(?=\S+:\d+: ))(.+)", re.MULTILINE),
}
GLYPH = re.compile("missing glyph: (.)")
LINE = re.compile(r"(?:\.tex:|at lines )(\d+)")
COMMAND = re.compile(r"\\[A-Za-z]+|[{}]")
LACKING = re.compile(r"File `\S+\.(?:cls|def|sty)' not found|The font \".+\" cannot be found")
WIDE = re.compile(r"Overfull \\hbox \(([\d.]+)pt too wide\)(.*)")
HIGH = re.compile(r"Overfull \\vbox \(([\d.]+)pt too high\).*(?:\s+\[(\d+)((?:<[^>]*>)*))?")
FIGURE = re.compile(r"fig-[\w-]+(?=-print\.)")
FIRST_FIGURE = re.compile(r"page .+ too high: (\S+)")


def faults(log: str) -> list[str]:
    """Return what is wrong with the PDF that a LaTeX log tells of, a line each."""
    found = [
        f"{kind}: {' in '.join(match.groups())}"
        for kind, pattern in FAULTS.items()
        for match in pattern.finditer(log)
    ]
    found += [
        f"a line is {match[1]} pt too wide{match[2]}"
        for match in WIDE.finditer(log)
        if float(match[1]) > OVERFULL_LIMIT
    ]
    found += [
        f"page {match[2] or '?'} is {match[1]} pt too high: "
        + " ".join(FIGURE.findall(match[3] or ""))
        for match in HIGH.finditer(log)
        if float(match[1]) > OVERFULL_LIMIT
    ]
    # LaTeX knows no reference until it has run to the end once.
    if any(not fault.startswith("undefined") for fault in found):
        found = [fault for fault in found if not fault.startswith("undefined")]
    return list(dict.fromkeys(found))


def origin(fault: str, latex: list[str]) -> str:
    """Return the file and line most like the LaTeX that a fault names, or nothing."""
    places = {
        line: f"{path.relative_to(ROOT)}:{number}"
        for path in (*ROOT.glob("book/*.md"), ROOT / "refs.bib", *ROOT.glob("src/**/*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if line.strip()
    }
    if sign := GLYPH.match(fault):
        return next((place for line, place in places.items() if sign[1] in line), "")
    if figure := FIRST_FIGURE.match(fault):
        return places.get(f":name: {figure[1]}", "")
    for number in LINE.findall(fault):
        line = latex[int(number) - 1]
        if near := get_close_matches(COMMAND.sub("", line) or line, places, 1, 0.3):
            return places[near[0]]
    return ""


def main(source: Path) -> int:
    """Typeset; return 0 when there is a PDF without faults, and 1 with a word on each."""
    run = subprocess.run(
        [
            "latexmk",
            "-lualatex",
            "-interaction=nonstopmode",
            "-file-line-error",
            "-silent",
            source.name,
        ],
        cwd=source.parent,
        # Lines of the log are not to be broken, and the index is in the order of English.
        env={**os.environ, "max_print_line": "10000", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    log = source.with_suffix(".log")
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    found = faults(text)
    latex = source.read_text(encoding="utf-8").splitlines() if found else []
    for fault in found:
        print(f"{origin(fault, latex) or log}: {fault}", file=sys.stderr)
    if any(map(LACKING.search, found)):
        print(
            "LaTeX lacks a package. On Debian or Ubuntu: make pdf-deps",
            file=sys.stderr,
        )
    if run.returncode and not found:
        print(run.stdout[-3000:] + run.stderr[-3000:], file=sys.stderr)
    return 1 if found or run.returncode else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
