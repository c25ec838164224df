"""List the claims whose review is due.

python book/stale.py book/_build/html
"""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path


def stale(claims: list[dict[str, str]], today: datetime.date) -> list[str]:
    """Return a line for each claim that was to be reviewed before a day, the oldest first."""
    due = [(claim["review-by"], claim) for claim in claims]
    return [
        f"{day}  {claim['page']}.html#{claim['anchor']}  {claim['statement']}"
        for day, claim in sorted(due, key=lambda pair: pair[0])
        if datetime.date.fromisoformat(day) < today
    ]


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[1], "claims.json").read_text(encoding="utf-8"))
    lines = stale(told, datetime.datetime.now(datetime.UTC).date())
    print("\n".join(lines or ["No claim is past its review date."]))
