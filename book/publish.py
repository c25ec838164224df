"""Make the published site of a build: its pages, on which the examples run, and other forms.

    python book/publish.py book/_build/html node_modules/pyodide book/_build/site PDF EPUB

An example runs in a page if it prints what it should where there is the standard library and
`chapter_code`, and nothing else. What runs it is in book/_live/.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bs4 import BeautifulSoup

BOOK = Path(__file__).parent
CODE = BOOK.parent / "src/chapter_code"
LIVE = "_static/live"
PYODIDE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "pyodide-lock.json",
    "python_stdlib.zip",
)
# Furo sets light or dark before anything is shown.
FIRST_SCRIPT = re.compile(r"<body>\s*<script>(.*?)</script>", re.DOTALL)
POLICY = (
    "default-src 'none'; script-src {}; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'"
)
FORMS = {".pdf": "a PDF", ".epub": "an e-book (EPUB)"}
RUNNABLE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from prompt import runnable
print(json.dumps([runnable(page) for page in json.load(sys.stdin)]))
"""


def pack(archive: Path) -> None:
    """Write the modules and tables that a page can use, always as the same bytes."""
    files = {"prompt.py": BOOK / "_live/prompt.py"}
    for path in sorted(CODE.rglob("*")):
        if path.suffix in {".py", ".csv"}:
            files[path.relative_to(CODE.parent).as_posix()] = path
    with ZipFile(archive, "w", ZIP_DEFLATED) as packed:
        for name, path in files.items():
            packed.writestr(ZipInfo(name), path.read_bytes(), ZIP_DEFLATED)


def examples(page: str) -> list[tuple[str, str]]:
    """Return the code of each example of a page, and what it has to print, as live.js does."""
    found = []
    for block in BeautifulSoup(page, "html.parser").select("div.highlight-pycon pre"):
        code = expected = ""
        for line in block.get_text().rstrip().split("\n"):
            if re.match(r"(>>>|\.\.\.)( |$)", line):
                code += f"{line[4:]}\n"
            else:
                expected += f"{line}\n"
        found.append((code, expected))
    return found


def runnable(pages: list[list[tuple[str, str]]], archive: Path) -> list[list[int]]:
    """Return the numbers of the examples of each page that run without other libraries."""
    command = [sys.executable, "-I", "-S", "-c", RUNNABLE, str(archive)]
    run = subprocess.run(
        command, input=json.dumps(pages), stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(run.stdout)  # type: ignore[no-any-return]


def add_live_examples(site: Path, pyodide: Path) -> None:
    """Have each page with examples load what runs them."""
    live = site / LIVE
    shutil.copytree(BOOK / "_live", live, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    (live / "pyodide").mkdir()
    for name in PYODIDE:
        shutil.copy(pyodide / name, live / "pyodide")
    archive = live / "chapter_code.zip"
    pack(archive)
    pages = {path: path.read_text(encoding="utf-8") for path in sorted(site.glob("*.html"))}
    found = {path: shown for path, page in pages.items() if (shown := examples(page))}
    for path, numbers in zip(found, runnable(list(found.values()), archive), strict=True):
        listed = " ".join(map(str, numbers))
        head = (
            f'<link rel="stylesheet" href="{LIVE}/live.css">\n'
            f'<script defer src="{LIVE}/live.js" data-runnable="{listed}"></script>\n</head>'
        )
        path.write_text(pages[path].replace("</head>", head, 1), encoding="utf-8")


def add_policy(site: Path) -> None:
    """Have each page refuse what is neither a file of the site nor the theme's first script.

    What runs the examples is not bound by it: a worker has the policy of its own file, none.
    """
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        allowed = "'self'"
        if script := FIRST_SCRIPT.search(page):
            digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
            allowed += f" 'sha256-{digest}'"
        meta = f'<meta http-equiv="Content-Security-Policy" content="{POLICY.format(allowed)}">'
        page = page.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{meta}', 1)
        path.write_text(page, encoding="utf-8")


def add_downloads(site: Path, files: Iterable[Path]) -> None:
    """Offer the other forms of the book on the first page."""
    links = []
    for file in files:
        shutil.copy(file, site)
        form, size = FORMS[file.suffix], file.stat().st_size / 1e6
        links.append(f'<a href="{file.name}" download>The book as {form}</a> ({size:.1f} MB)')
    if links:
        offer = f"</h1>\n<p>{', '.join(links)}</p>"
        index = site / "index.html"
        page = index.read_text(encoding="utf-8")
        index.write_text(page.replace("</h1>", offer, 1), encoding="utf-8")


def publish(build: Path, pyodide: Path, site: Path, *forms: Path) -> None:
    """Make the site in a folder that is not there yet."""
    shutil.copytree(build, site, ignore=shutil.ignore_patterns(".*"))
    add_live_examples(site, pyodide)
    add_downloads(site, filter(Path.exists, forms))
    add_policy(site)


if __name__ == "__main__":
    publish(*map(Path, sys.argv[1:]))
