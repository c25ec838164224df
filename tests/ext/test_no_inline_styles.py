"""A page has no style in it, neither of an element nor a whole sheet."""

import re
from pathlib import Path

from books import SmallBook

TABLE = """
```{list-table}
:widths: 30 70
* - a
  - b
```
"""
CONF = """
extensions = ["myst_parser", "accessible", "no_inline_styles", "lean_pages", "bundles"]
html_theme = "furo"
"""


def test_a_page_has_no_styles(small_book: SmallBook) -> None:
    pages = {"index.md": f"# Title\n{TABLE}", "more/other.md": "# Other\n"}
    app = small_book("", files={"conf.py": CONF, **pages})
    out = Path(app.outdir)
    for name in ("index", "more/other", "genindex"):
        page = (out / f"{name}.html").read_text(encoding="utf-8")
        assert not re.search(r"<style|<[^>]* style=", page)
        assert page.count('opacity="0.5"') > 5
        (sheet,) = re.findall(r'<link rel="stylesheet" href="([^"?]+)', page)
        style = (out / name).parent.joinpath(sheet).read_text(encoding="utf-8")
        assert "--color-code-background: #" in style


def test_a_page_is_mended_once(small_book: SmallBook) -> None:
    files = {"conf.py": CONF, "index.md": f"# Title\n{TABLE}", "more/other.md": "# Other\n"}
    out = Path(small_book("", files=files).outdir)
    page, below = out / "index.html", out / "more/other.html"
    before = page.read_text(encoding="utf-8")
    for text in (before, below.read_text(encoding="utf-8")):
        assert text.count('<nav aria-label="Top">') == 1
    small_book("", files={**files, "more/other.md": "# Other\n\nMore.\n"})
    assert page.read_text(encoding="utf-8") == before
