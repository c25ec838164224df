"""What Sphinx keeps of a page is that page, in any markup, and not what it knows of all."""

from books import SmallBook

RESTRUCTURED = "```{eval-rst}\n.. py:function:: apples(number)\n\n   Count.\n```"


def test_a_page_is_kept_alone(small_book: SmallBook) -> None:
    app = small_book(RESTRUCTURED, "citations", "one_document")
    kept = (app.doctreedir / "index.doctree").read_bytes()
    assert b"Count." in kept
    assert b"BuildEnvironment" not in kept
