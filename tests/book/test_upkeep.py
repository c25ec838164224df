"""What keeps the book usable as it ages: anchors that stay, and reviews that come up."""

import datetime
import pickle

from anchors import LIST, anchors
from books import Web
from stale import reviews, stale


def test_no_anchor_has_vanished(web: Web) -> None:
    """One that has moved is named in conf.py, one that has to go is taken off the list."""
    listed = LIST.read_text("utf-8").split()
    assert listed == sorted(set(listed))
    assert len(listed) > 100
    with (web.folder / ".doctrees/environment.pickle").open("rb") as file:
        moved = pickle.load(file).config.redirects
    vanished = set(listed) - anchors(web.folder) - moved.keys()
    assert sorted(vanished) == [], "name where they are now in book/conf.py: redirects"


def test_every_anchor_is_promised(web: Web) -> None:
    new = anchors(web.folder) - set(LIST.read_text("utf-8").split())
    assert not new, f"book/anchors.txt lacks {', '.join(sorted(new))}: make anchors"


def test_claims_and_numbers_come_up_for_review(web: Web) -> None:
    addresses = [address for _, address, _ in reviews(web.folder)]
    assert "evidence.html#fact-arc3-models" in addresses
    assert "empirical.html#claim-checked-models-discover" in addresses


def test_reviews_past_their_date_are_listed_oldest_first() -> None:
    promised = [
        (day, f"a.html#{name}", f"Claim {name}.")
        for name, day in (("x", "2027-05-01"), ("y", "2026-12-31"), ("z", "2027-06-01"))
    ]
    assert stale(promised, datetime.date(2027, 6, 1)) == [
        "2026-12-31  a.html#y  Claim y.",
        "2027-05-01  a.html#x  Claim x.",
    ]
    assert stale(promised, datetime.date(2026, 1, 1)) == []
