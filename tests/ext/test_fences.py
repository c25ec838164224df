"""A fence that is not closed is named with its line, and one that is closed is not."""

import pytest

from books import SmallBook
from fences import unclosed

BOX = "````{container} box\nIn it.\n\n```{doctest}\n>>> 1\n1\n```\n\nStill.\n````\n\nOut.\n"
CODE = "- Item:\n\n  ```\n  code\n  ```\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (BOX + CODE, []),
        (BOX.replace("1\n```", "1\n"), [4]),
        (BOX.replace("Still.\n````", "Still."), [1]),
        (BOX.replace("1\n```", "1\n\n```{note}\nSee.\n```"), [4]),
        (BOX.replace("Still.\n````", "Still.") + BOX, [1]),
        (CODE.replace("code\n  ```", "code"), [3]),
        (CODE.replace("code\n  ```", "code") + BOX, [3]),
        (BOX + "```\n", [13]),
    ],
)
def test_fences_that_are_not_closed_are_found(text: str, lines: list[int]) -> None:
    assert list(unclosed(text)) == lines


def test_a_fence_that_is_not_closed_names_file_and_line(small_book: SmallBook) -> None:
    app = small_book("```{note}\nA.\n\n```{tip}\nB.\n```", "citations", "fences")
    message = "index.md:3: ERROR: the fence that opens here is not closed"
    assert message in app.warning.getvalue()
