"""What keeps the book usable as it ages: anchors that stay, and claims that come up again."""

import datetime

from anchors import LIST, anchors
from books import Web
from stale import stale


def test_no_anchor_has_vanished(web: Web) -> None:
    """An anchor that has to go is taken off the list by hand, in a commit that says why."""
    listed = LIST.read_text("utf-8").split()
    assert listed == sorted(set(listed))
    assert len(listed) > 100
    assert sorted(set(listed) - anchors(web.folder)) == []


def test_claims_past_their_date_are_listed_oldest_first() -> None:
    claims = [
        {"page": "a", "anchor": name, "statement": f"Claim {name}.", "review-by": day}
        for name, day in (("x", "2027-05-01"), ("y", "2026-12-31"), ("z", "2027-06-01"))
    ]
    assert stale(claims, datetime.date(2027, 6, 1)) == [
        "2026-12-31  a.html#y  Claim y.",
        "2027-05-01  a.html#x  Claim x.",
    ]
    assert stale(claims, datetime.date(2026, 1, 1)) == []
