"""Presence follows from leases; how far a room is from being held follows from presence, one step after the other."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from chat.presence import LAPSES_AFTER, Cover, PresenceRow, attendance, cover, unheld_since
from tests.bounds import evenings

from .paper import EIGHT

ORDER = list(Cover)
SECONDS = st.integers(-1200, 0).map(lambda seconds: EIGHT + timedelta(seconds=seconds))
NEVER = st.none()
PEOPLE = st.sampled_from(["staff:sam", "staff:kim", "seat:1", "seat:2"])
LATER = st.integers(0, 1500).map(lambda seconds: EIGHT + timedelta(seconds=seconds))

ROWS = st.lists(
    st.builds(
        PresenceRow,
        session=st.just("an-evening"), person=PEOPLE, socket=st.uuids().map(str), entered_at=SECONDS,
        left_at=NEVER | SECONDS, away_at=NEVER | SECONDS, seen_at=SECONDS, stopped=st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


def step(rows: list[PresenceRow], now: datetime) -> int:
    """How far along, as a number."""
    return ORDER.index(cover(attendance(rows, now), now))


@evenings(400)
@given(ROWS, LATER, LATER)
def test_time_alone_never_brings_anybody_back(rows: list[PresenceRow], one: datetime, other: datetime) -> None:
    earlier, later = sorted((one, other))
    assert step(rows, earlier) <= step(rows, later)
    then, now = attendance(rows, earlier), attendance(rows, later)
    assert all(then[person].here for person in now if now[person].here)


@evenings(400)
@given(ROWS, LATER)
def test_the_steps_come_after_a_minute_two_and_ten_of_nobody(rows: list[PresenceRow], now: datetime) -> None:
    people = attendance(rows, now)
    since = unheld_since(people)
    if any(people[person].here for person in people if person.startswith("staff:")):
        assert (cover(people, now), since) == (Cover.HERE, None)
    elif since is None:
        assert cover(people, now) is Cover.PAUSE
    else:
        alone = (now - since).total_seconds()
        expected = [Cover.GRACE, Cover.HOLD, Cover.PAUSE, Cover.CLOSE][(alone >= 60) + (alone >= 120) + (alone >= 600)]
        assert cover(people, now) is expected


@evenings(400)
@given(ROWS, LATER)
def test_somebody_is_here_while_any_socket_of_theirs_is_alive(rows: list[PresenceRow], now: datetime) -> None:
    people = attendance(rows, now)
    assert set(people) == {row.person for row in rows}
    for person, presence in people.items():
        theirs = [row for row in rows if row.person == person]
        alive = [row for row in theirs if row.left_at is None and not row.stopped and now - row.seen_at < LAPSES_AFTER]
        assert presence.here is bool(alive)
        assert presence.away is (bool(alive) and all(row.away_at is not None for row in alive))
        gone = None if alive else max(row.left_at or row.seen_at for row in theirs)
        assert presence.gone_since == gone


@evenings(300)
@given(ROWS, LATER, st.permutations(range(6)))
def test_the_order_of_sockets_says_nothing(rows: list[PresenceRow], now: datetime, order: list[int]) -> None:
    shuffled = [rows[place] for place in order if place < len(rows)]
    assert attendance(shuffled, now) == attendance(rows, now)


@evenings(300)
@given(ROWS, LATER)
def test_a_worker_that_goes_silent_takes_its_people_with_it_and_one_that_renews_keeps_them(
    rows: list[PresenceRow], now: datetime
) -> None:
    assume(rows)
    renewed = [replace(row, left_at=None, stopped=False, seen_at=now) for row in rows]
    just_before, lapsed = now + LAPSES_AFTER - timedelta(microseconds=1), now + LAPSES_AFTER
    assert all(presence.here for presence in attendance(renewed, just_before).values())
    assert not any(presence.here for presence in attendance(renewed, lapsed).values())
    assert {presence.gone_since for presence in attendance(renewed, lapsed).values()} == {now}
