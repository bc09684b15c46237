"""What becomes of one that is due, decided from rows alone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cohorts import quiet
from cohorts.models import Cohort, Contact, ContactKind, Kind, Seat, Session, Staff, Telling, WaitingPlace, Way, Why
from cohorts.models.session import Kind as Meeting
from cohorts.models.session import Outcome
from cohorts.telling.verdict import Drop, Facts, Hand, Later, on

pytestmark = pytest.mark.embedded

LONDON = ZoneInfo("Europe/London")
NIGHT = (time(21), time(8))
BOTH = frozenset(Way)
NOON = datetime(2026, 7, 2, 11, 0, tzinfo=UTC)
LATE = datetime(2026, 7, 2, 21, 30, tzinfo=UTC)
"""Half past ten at night in London."""
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ((2026, 7, 2, 19, 59), None),
        ((2026, 7, 2, 20, 0), (2026, 7, 3, 7, 0)),
        ((2026, 7, 3, 6, 59), (2026, 7, 3, 7, 0)),
        ((2026, 7, 3, 7, 0), None),
        ((2026, 10, 24, 22, 0), (2026, 10, 25, 8, 0)),
    ],
)
def test_quiet_hours_are_those_of_the_wall_there(at: tuple[int, ...], until: tuple[int, ...] | None) -> None:
    moment = datetime(*at, tzinfo=UTC)  # type: ignore[arg-type, misc]
    over = quiet.over(moment, NIGHT, LONDON)
    assert over == (datetime(*until, tzinfo=UTC) if until else moment)  # type: ignore[arg-type, misc]


def telling(
    kind: Kind = Kind.CONFIRM, *, now: datetime = NOON, starts: timedelta = 24 * HOUR, lasts: timedelta = 20 * HOUR
) -> Telling:
    cohort = Cohort(pk=1, zone="Europe/London")
    outcome = Outcome.NOT_HELD if kind in {Kind.CANCELLED, Kind.UNHELD} else ""
    session = Session(pk=1, cohort=cohort, kind=Meeting.GROUP, starts_at=now + starts, outcome=outcome)
    seat = Seat(pk=1, cohort=cohort)
    return Telling(
        kind=kind, cohort=cohort, session=session, seat=seat, about_at=session.starts_at, not_after=now + lasts
    )


def facts(now: datetime = NOON, kind: ContactKind | None = ContactKind.EMAIL, **changed: object) -> Facts:
    contact = None if kind is None else Contact(kind=kind)
    return Facts(**{"now": now, "hours": NIGHT, "ways": BOTH, "contact": contact, **changed})  # type: ignore[arg-type]


def test_it_goes_the_way_that_the_contact_is() -> None:
    assert on(telling(), facts()) == Hand(Way.EMAIL)
    assert on(telling(), facts(kind=ContactKind.PHONE)) == Hand(Way.TEXT)
    assert on(telling(), facts(kind=ContactKind.PHONE, ways=frozenset({Way.EMAIL}))) == Why.NO_WAY
    assert on(telling(), facts(kind=None)) == Why.NO_CONTACT


def test_at_night_it_waits_for_the_morning_or_says_that_only_the_night_was_left() -> None:
    morning = datetime(2026, 7, 3, 7, 0, tzinfo=UTC)
    assert on(telling(now=LATE), facts(LATE)) == Later(morning)
    assert on(telling(now=LATE, lasts=8 * HOUR), facts(LATE)) == Why.QUIET
    assert on(telling(Kind.WAY_BACK, now=LATE), facts(LATE)) == Hand(Way.EMAIL), "they asked a moment ago"


def test_a_meeting_at_night_is_announced_at_night_and_one_in_the_morning_is_not() -> None:
    assert on(telling(Kind.START, now=LATE, starts=HOUR, lasts=HOUR), facts(LATE)) == Hand(Way.EMAIL)
    early = datetime(2026, 7, 3, 6, 30, tzinfo=UTC)
    assert on(telling(Kind.START, now=early, starts=HOUR, lasts=HOUR), facts(early)) == Later(early + HOUR / 2)


@pytest.mark.parametrize("kind", [Kind.CANCELLED, Kind.MOVED])
def test_whoever_meets_at_night_is_told_at_night_that_it_is_off_or_has_another_time(kind: Kind) -> None:
    assert on(telling(kind, now=LATE, starts=HOUR, lasts=HOUR), facts(LATE)) == Hand(Way.EMAIL)
    called_off = telling(kind, now=LATE, starts=-HOUR / 4, lasts=HOUR)
    assert on(called_off, facts(LATE)) == Hand(Way.EMAIL), "nobody could hold it, and some wait for it to open"
    morning = datetime(2026, 7, 3, 7, 0, tzinfo=UTC)
    assert on(telling(kind, now=LATE, starts=20 * HOUR), facts(LATE)) == Later(morning)
    begun_before = telling(kind, now=LATE, starts=-2 * HOUR, lasts=HOUR)
    assert on(begun_before, facts(LATE)) == Why.QUIET, "it began at half past eight, while it was not quiet yet"


def test_whoever_would_have_met_tonight_is_told_at_night_that_it_is_tomorrow() -> None:
    moved = telling(Kind.MOVED, now=LATE, starts=20 * HOUR)
    assert moved.session
    moved.session.was_at = LATE + HOUR
    assert on(moved, facts(LATE)) == Hand(Way.EMAIL)
    moved.session.was_at = LATE + 12 * HOUR
    assert on(moved, facts(LATE)) == Later(datetime(2026, 7, 3, 7, 0, tzinfo=UTC))


def test_what_is_held_back_has_its_reason_but_whoever_asks_is_answered() -> None:
    gone = Contact(kind=ContactKind.EMAIL, unsubscribed_at=NOON)
    for changed, why in (({"stopped": True}, Why.STOPPED), ({"contact": gone}, Why.UNSUBSCRIBED)):
        assert on(telling(), facts(**changed)) == why
        assert on(telling(Kind.WAY_BACK), facts(**changed)) == Hand(Way.EMAIL)


@pytest.mark.parametrize(
    ("kind", "coming", "goes"),
    [
        (Kind.CONFIRM, None, True),
        (Kind.CONFIRM, True, False),
        (Kind.CONFIRM, False, False),
        (Kind.START, True, True),
        (Kind.START, False, False),
        (Kind.CANCELLED, False, True),
    ],
)
def test_whoever_answered_is_not_asked_again(kind: Kind, coming: bool | None, goes: bool) -> None:
    assert on(telling(kind), facts(coming=coming)) == (Hand(Way.EMAIL) if goes else Why.ANSWERED)


def test_what_is_no_longer_so_is_dropped_and_what_is_too_late_is_skipped() -> None:
    moved, cancelled, left, late = telling(), telling(), telling(), telling(lasts=timedelta(0))
    assert moved.session
    assert cancelled.session
    assert left.seat
    moved.session.starts_at += HOUR
    cancelled.session.cancelled_at = NOON
    left.seat.withdrawn_at = NOON
    assert [on(one, facts()) for one in (moved, cancelled, left)] == [Drop()] * 3
    assert on(late, facts()) == Why.LATE


@pytest.mark.parametrize("kind", [Kind.CANCELLED, Kind.UNHELD])
def test_that_we_do_not_meet_is_said_while_nobody_has_opened_the_room_after_all(kind: Kind) -> None:
    off = telling(kind)
    assert off.session
    assert on(off, facts()) == Hand(Way.EMAIL)
    off.session.outcome = ""
    assert on(off, facts()) == Drop()
    off.session.outcome = Outcome.NOBODY_CAME
    assert on(off, facts()) == Drop(), "it was open, and nobody came"


def test_of_an_evening_that_was_cancelled_at_the_desk_it_is_said_though_no_room_was_closed() -> None:
    cancelled = telling(Kind.CANCELLED)
    assert cancelled.session
    cancelled.session.outcome, cancelled.session.cancelled_at = "", NOON
    assert on(cancelled, facts()) == Hand(Way.EMAIL)


def test_a_welcome_is_told_to_whoever_picked_it_and_to_staff_while_somebody_has() -> None:
    theirs, others, short, uncovered = telling(), telling(), telling(Kind.SHORT), telling(Kind.UNCOVERED)
    for one in (theirs, others, short, uncovered):
        assert one.session
        one.session.kind, one.session.seat_id = Meeting.WELCOME, 1
    others.seat = Seat(pk=2)
    for one in (short, uncovered):
        one.seat, one.staff = None, Staff(pk=1, email="sam@example.org")
    assert [on(one, facts(kind=None)) for one in (short, uncovered)] == [Hand(Way.EMAIL)] * 2
    assert [on(one, facts()) for one in (theirs, others)] == [Hand(Way.EMAIL), Drop()]
    for one in (theirs, short, uncovered):
        assert one.session
        one.session.seat_id = None
        assert on(one, facts()) == Drop(), "given back: nobody comes"


def test_whoever_left_is_told_nothing_but_a_way_back_while_they_may_come_back() -> None:
    left = telling(Kind.WAY_BACK)
    assert left.seat
    left.seat.withdrawn_at, left.seat.returns_until = NOON, NOON + HOUR
    assert on(left, facts()) == Hand(Way.EMAIL)
    left.seat.returns_until = NOON
    assert on(left, facts()) == Drop()


def test_an_offer_is_told_while_it_is_the_one_that_stands() -> None:
    ends = NOON + 20 * HOUR
    offer = Telling(kind=Kind.OFFER, cohort=Cohort(zone="Europe/London"), not_after=ends)
    offer.waiting = WaitingPlace(offer_ends_at=ends)
    assert on(offer, facts()) == Hand(Way.EMAIL)
    offer.waiting.offer_ends_at = ends + HOUR
    assert on(offer, facts()) == Drop()
    offer.waiting = WaitingPlace(offer_ends_at=ends, left_at=NOON)
    assert on(offer, facts()) == Drop()
