"""Make, as the tests call it, and copies of the project with a small book, to call it in."""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from books import ROOT

BIN = shlex.quote(str(Path(sys.executable).parent))
MAKE = ("make", f"BIN={BIN}", "--assume-old=.venv/.ready")
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "_build", "__pycache__", ".*_cache", ".hypothesis"
)
# These tests are themselves run by make, which would speak to its children.
ENVIRONMENT = {
    k: v for k, v in os.environ.items() if k not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
}
REFERENCES = """
@article{some2020law, author = {Some, Ann}, title = {A law}, journal = {Acta}, year = {2020},
  doi = {10.1000/1}}
"""
FACTS = """
apples:
  about: apples in a basket
  value: 12_000_000
  unit: apples
  source: some2020law
  locator: Table 1
  as_of: 2020
  confirmed: source read
"""
INDEX = """# A small book

```{toctree}
:numbered:
apples
```

```{toctree}
back
```
"""
PAGE = """# Apples

{cite:t}`some2020law` counts {fact}`apples`, at {calc}`cross_entropy.saving(1, 20)` bits each
({numref}`fig-apples`).

```{chart} figures.guaranteed_skills(apples)
:name: fig-apples
:alt: A straight line falls from one bit per token to tiny gaps for rare skills.

What an apple promises.
```

```{doctest}
>>> 12 * 100 + 4
1204
```
"""
BACK = """# Back

```{facts-table}
```

```{eval-rst}
.. autofunction:: chapter_code.cross_entropy.saving

.. automodule:: chapter_code.figures
   :members: Chart, guaranteed_skills
```

```{bibliography}
```
"""


def copy_with_small_book(folder: Path) -> None:
    """Copy the project, with a small book in the place of the book."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    for page in (folder / "book").glob("*.md"):
        page.unlink()
    for name, text in {
        "refs.bib": REFERENCES,
        "book/facts.yaml": FACTS,
        "book/index.md": INDEX,
        "book/apples.md": PAGE,
        "book/back.md": BACK,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    # Addresses that moved lead to pages that the small book has not.
    settings = folder / "book/conf.py"
    moved = re.compile(r"^(redirects: .* = ){[^}]*}", re.MULTILINE)
    settings.write_text(moved.sub(r"\1{}", settings.read_text("utf-8")), encoding="utf-8")


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make in the project or a copy, with the environment that these tests run in."""
    return subprocess.run(
        [*MAKE, *arguments],
        cwd=folder,
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def recipe(*targets: str) -> subprocess.CompletedProcess[str]:
    """Return what make would run for targets in the project, without running it."""
    told = run(ROOT, "-n", *targets)
    told.check_returncode()
    return told


def digest(folder: Path) -> dict[str, str]:
    """Return what stands in a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
