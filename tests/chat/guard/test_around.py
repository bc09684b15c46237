"""One person who asks others again and a dare that goes round are seen; anything else is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chat.guard.around import ASKS_WITHIN, GOES_WITHIN, Around, Flagged, around
from chat.guard.verdict import KINDS, Kind

START = datetime(2026, 10, 8, 18, 30, tzinfo=UTC)
OTTER, HERON, HARE = 1, 2, 3


def at(minutes: float, seat: int, kind: Kind = "encourage") -> Flagged:
    return Flagged(kind, seat, START + timedelta(minutes=minutes))


def test_one_who_asks_again_within_half_an_hour_is_counted_with_every_time_before() -> None:
    asked = [at(0, OTTER, "meet"), at(12, OTTER, "meet")]
    assert around(at(29, OTTER, "meet"), asked) == Around("asks_again", 3)
    assert around(at(31, OTTER, "meet"), asked) == Around("asks_again", 2)
    assert around(at(43, OTTER, "meet"), asked) is None


def test_two_who_ask_once_each_ask_nobody_again() -> None:
    assert around(at(5, HERON, "meet"), [at(0, OTTER, "meet")]) is None


def test_a_dare_goes_round_once_a_second_person_takes_it_up() -> None:
    assert around(at(4, OTTER), [at(0, OTTER)]) is None
    assert around(at(4, HERON), [at(0, OTTER)]) == Around("goes_round", 2)
    assert around(at(9, HARE), [at(0, OTTER), at(4, HERON), at(5, HERON)]) == Around("goes_round", 3)
    assert around(at(11, HERON), [at(0, OTTER)]) is None


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("meet", "encourage")])
def test_nothing_is_made_of_how_often_somebody_is_flagged_for_anything_else(kind: Kind) -> None:
    assert around(at(1, OTTER, kind), [at(0, OTTER, kind), at(0.5, HERON, kind)]) is None


@given(
    some.lists(some.builds(at, some.integers(-60, 0), some.integers(1, 8), some.sampled_from(KINDS))),
    some.builds(at, some.just(0), some.integers(1, 8), some.sampled_from(KINDS)),
)
def test_what_is_of_another_kind_or_long_ago_changes_nothing(earlier: list[Flagged], now: Flagged) -> None:
    within = {"meet": ASKS_WITHIN, "encourage": GOES_WITHIN}.get(now.kind or "", timedelta(0))
    counted = [one for one in earlier if one.kind == now.kind and now.at - one.at <= within]
    assert around(now, earlier) == around(now, counted)
    assert around(now, []) is None
