"""Each script of the book can be read by a browser."""

import subprocess
from pathlib import Path

import pytest

from books import BOOK, ROOT, needs

SCRIPTS = [*sorted((BOOK / "_static").glob("*.js")), *sorted((BOOK / "_live").glob("*.js"))]


@pytest.mark.parametrize("script", SCRIPTS, ids=[path.stem for path in SCRIPTS])
def test_a_script_can_be_read(script: Path) -> None:
    needs("node", "nodejs")
    command = ["node", "--check", str(script.relative_to(ROOT))]
    read = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert read.returncode == 0, read.stderr
