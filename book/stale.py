"""List the claims and the cited numbers whose review is due.

python book/stale.py book/_build/html
"""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path

BOOK = Path(__file__).parent
sys.path[:0] = [str(BOOK / "_ext"), str(BOOK.parent / "src")]

from facts import load_facts  # noqa: E402


def reviews(build: Path) -> list[tuple[str, str, str]]:
    """Return the day of each review that a build promises, the address, and what it is."""
    claims = json.loads((build / "claims.json").read_text(encoding="utf-8"))
    return [
        (claim["review-by"], f"{claim['page']}.html#{claim['anchor']}", claim["statement"])
        for claim in claims
    ] + [
        (fact.review_by, f"evidence.html#fact-{name}", fact.about)
        for name, fact in load_facts(BOOK / "facts.yaml").items()
        if fact.review_by
    ]


def stale(reviews: list[tuple[str, str, str]], today: datetime.date) -> list[str]:
    """Return a line for each review that was to be made before a day, the oldest first."""
    return [
        "  ".join(review)
        for review in sorted(reviews)
        if datetime.date.fromisoformat(review[0]) < today
    ]


if __name__ == "__main__":
    promised = reviews(Path(sys.argv[1]))
    lines = stale(promised, datetime.datetime.now(datetime.UTC).date())
    print("\n".join(lines or [f"None of {len(promised)} reviews is due."]))
