"""Which of several verdicts counts."""

from __future__ import annotations

from itertools import product

from chat.guard import HOLD, PASS, Verdict
from chat.guard.verdict import KINDS


def test_whatever_is_kept_back_counts_before_whatever_passes() -> None:
    kept = [HOLD, *(Verdict("hold", kind, "soon") for kind in KINDS)]
    passing = [PASS, *(Verdict("pass", kind, "note") for kind in KINDS)]
    assert all(back.strictness() > by.strictness() for back, by in product(kept, passing))


def test_of_what_is_kept_back_the_most_urgent_class_counts_and_what_could_not_be_read_is_in_between() -> None:
    ranks = [Verdict("hold", kind, "soon").strictness() for kind in KINDS]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[-1] < HOLD.strictness() < ranks[0]
