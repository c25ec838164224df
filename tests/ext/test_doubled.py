"""A word that is typed beside a role which prints it too is named with its line."""

import pytest

from books import FACTS, SmallBook

PAGE = """
One line.
{cite:t}`first2020one` has {fact}`apples` of `red red` and $a$ a {fact}`share`.

```{facts-table}
```
"""
SHARE = """
share:
  about: share
  value: 40
  unit: "%"
  source: first2020one
  locator: abstract
  as_of: 2020
  confirmed: source read
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("`apples`", "`apples` apples", "apples apples"),
        ("`apples`", "`apples`\napples", "apples apples"),
        ("{cite:t}", "First {cite:t}", "First First"),
        ("`share`", "`share` %", "% %"),
        ("`share`", "`share` percent", "% percent"),
        ("and $a$ a", "of *a*\na", "a a"),
    ],
)
def test_a_word_that_a_role_prints_too_is_named_with_its_line(
    small_book: SmallBook, old: str, new: str, said: str
) -> None:
    files = {"facts.yaml": FACTS + SHARE}
    app = small_book(PAGE.replace(old, new), "citations", "facts", "doubled", files=files)
    line = 5 + new.count("\n")
    assert f"index.md:{line}: ERROR: stands twice: {said}" in app.warning.getvalue()


def test_no_other_word_is_named(small_book: SmallBook) -> None:
    files = {"facts.yaml": FACTS + SHARE}
    app = small_book(PAGE, "citations", "facts", "doubled", files=files)
    assert "twice" not in app.warning.getvalue()
