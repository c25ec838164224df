"""What is stored of a page is used as long as it holds."""

import shutil

from books import SmallBook

FILES = {
    "index.md": "# Title\n\n```{toctree}\none\ntwo\n```\n",
    "one.md": "# One\n",
    "two.md": "# Two\n",
}


def test_what_was_stored_of_another_page_is_not_taken(small_book: SmallBook) -> None:
    app = small_book("", "citations", "stored_pages", files=FILES)
    shutil.copy(app.doctreedir / "one.doctree", app.doctreedir / "two.doctree")
    (app.outdir / "two.html").unlink()
    app = small_book("", "citations", "stored_pages", files=FILES)
    assert "<h1>Two<" in (app.outdir / "two.html").read_text("utf-8")


def test_a_page_that_is_gone_is_missed_where_it_was_listed(small_book: SmallBook) -> None:
    app = small_book("", "citations", "stored_pages", files=FILES)
    (app.srcdir / "two.md").unlink()
    others = {name: text for name, text in FILES.items() if name != "two.md"}
    app = small_book("", "citations", "stored_pages", files=others)
    missed = "index.md:3: WARNING: toctree contains reference to nonexisting document 'two'"
    assert missed in app.warning.getvalue()
    app = small_book("", "citations", "stored_pages", files=FILES)
    assert "isn't included in any toctree" not in app.warning.getvalue()
    assert 'href="two.html"' in (app.outdir / "index.html").read_text("utf-8")
