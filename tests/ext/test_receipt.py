"""The receipt counts what the build holds, and follows it."""

import json

import pytest
from bs4 import BeautifulSoup

from books import FACTS, SmallBook

EXTENSIONS = ("citations", "facts", "claims", "receipt", "sphinx.ext.doctest")
PAGE = """
{cite:p}`pair2021` and {cite:p}`first2020one`, {fact}`apples`.

```{doctest}
>>> 1 + 1
2
>>> 3
3
```

```{receipt}
```

```{facts-table}
```
"""
CLAIM = """
```{claim} one
:verdict: open
:confidence: low
:because: Of this.
:for: none
:against: none
:as-of: 2026-01-01
:review-by: 2027-01-01
:change: That.

It is so.
```
"""


@pytest.fixture(autouse=True)
def _date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")


def test_it_counts_what_is_there(small_book: SmallBook) -> None:
    mutants = {"made": 12, "seen": 11, "kinds": 5, "date": "2026-11-26"}
    app = small_book(PAGE, *EXTENSIONS, files={"mutants.json": json.dumps(mutants)})
    assert app.warning.getvalue() == ""
    counted = json.loads((app.outdir / "receipt.json").read_text())
    assert counted["examples on pages"] == 2
    assert counted["works cited"] == 5
    assert counted["numbers cited"] == FACTS.count("about:")
    assert counted["claims"] == 0
    assert counted["date"] == "2026-01-01"
    html = (app.outdir / "index.html").read_text()
    assert "11 of 12, of 5 kinds, on 2026-11-26" in html


def test_it_follows_what_is_written(small_book: SmallBook) -> None:
    files = {"other.md": "---\norphan: true\n---\n# Other\n"}
    small_book(PAGE, *EXTENSIONS, files=files)
    app = small_book(PAGE, *EXTENSIONS, files={"other.md": files["other.md"] + CLAIM})
    assert json.loads((app.outdir / "receipt.json").read_text())["claims"] == 1
    text = BeautifulSoup((app.outdir / "index.html").read_text(), "html.parser").get_text()
    assert "Claims, each dated and with both sides\n1\n" in text


def test_it_prints_in_latex(small_book: SmallBook) -> None:
    app = small_book(PAGE, *EXTENSIONS, builder="latex")
    latex = (app.outdir / "small.tex").read_text()
    assert "Works cited, each in the list and in the text" in latex
    assert "not tried yet" in latex
