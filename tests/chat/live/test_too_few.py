"""Fewer than two a quarter of an hour before, and an evening nobody held: who hears of it, once, and who does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from chat.watch import tell_of_one, tell_of_too_few
from cohorts.actions.shifts import decline
from cohorts.actions.welcomes import offer_welcomes, pick_welcome
from cohorts.models import Act, Kind, Session, Shift, Staff, Telling
from cohorts.models.session import SessionQuerySet
from cohorts.telling.sending import tell_due
from cohorts.telling.unheld import tell_of_unheld
from tests.cast import Evening
from tests.chat.house import running
from tests.chat.live.clock import Clock
from tests.chat.live.rows import in_database
from tests.chat.live.seams import eventually

ALL = {"Sam", "Ali", "Kit"}


def told(kind: Kind) -> set[str]:
    """Whom of staff a kind was written for."""
    return set(Telling.objects.filter(kind=kind).values_list("staff__name", flat=True))


def looked(look: Callable[..., int], clock: Clock) -> Callable[[], int]:
    """A chore's one look, as a loop does it."""

    def once() -> int:
        with transaction.atomic():
            return look(clock.now)

    return once


async def _for_two(an_evening: Callable[..., Any], phase: str) -> Evening:
    evening: Evening = await an_evening(phase)
    await in_database(lambda: Session.objects.filter(pk=evening.session.pk).update(least_staff=2))
    await in_database(lambda: Session.objects.filter(pk=evening.elsewhere.pk).delete())
    return evening


async def test_whoever_is_not_there_a_quarter_of_an_hour_before_is_told_with_the_observer_and_the_coordinator(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await _for_two(an_evening, "waiting")
    look, session = looked(tell_of_too_few, clock), evening.session
    observer: Staff = await in_database(lambda: Staff.objects.create(name="Uma", role="counsellor"))
    await in_database(lambda: Shift.objects.create(session=session, staff=observer, watching=True))
    async with running(evening) as house:
        await house.enter(evening.counsellor)
        await clock.to(session.starts_at - timedelta(minutes=16))
        assert await in_database(look) == 0
        await clock.to(session.starts_at - timedelta(minutes=15))
        assert await in_database(look) == 1
        assert await in_database(look) == 0, "and nobody twice"
        assert await in_database(lambda: told(Kind.SHORT)) == {"Ali", "Uma", "Kit"}, "Sam is there, Jo works elsewhere"
        act = await in_database(lambda: Act.objects.get(verb="staff_missing"))
        assert (act.about, act.by_id) == ({"here": 1}, None)


async def test_of_an_evening_that_was_moved_since_they_are_told_once_more_and_once(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await _for_two(an_evening, "waiting")
    look, session = looked(tell_of_too_few, clock), evening.session
    await clock.to(session.starts_at - timedelta(minutes=15))
    assert [await in_database(look) for _ in range(2)] == [1, 0]
    for later in (timedelta(minutes=10), timedelta(hours=1)):
        start = await in_database(partial(_moved, session, later))
        await clock.to(start - timedelta(minutes=15))
        assert [await in_database(look) for _ in range(3)] == [1, 0, 0]
    mine = Telling.objects.filter(kind=Kind.SHORT, staff=evening.coordinator).order_by("due_at")
    starts = await in_database(lambda: list(mine.values_list("about_at", flat=True)))
    assert starts == [session.starts_at + timedelta(minutes=later) for later in (0, 10, 60)]
    assert await in_database(lambda: Act.objects.filter(verb="staff_missing").count()) == 3


def _moved(session: Session, later: timedelta) -> datetime:
    """Have it that much later than it was first planned; return the new start."""
    moved = {one: getattr(session, one) + later for one in ("opens_at", "starts_at", "ends_at", "closes_at")}
    Session.objects.filter(pk=session.pk).update(**moved)
    return session.starts_at + later


async def test_nobody_is_told_of_an_evening_that_both_are_there_for(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await _for_two(an_evening, "waiting")
    async with running(evening) as house:
        await house.enter(evening.counsellor)
        ali = await house.enter(evening.volunteer)
        await clock.to(evening.session.starts_at - timedelta(minutes=14))
        assert await in_database(looked(tell_of_too_few, clock)) == 0
        await ali.leave()
        await eventually(lambda: in_database(looked(tell_of_too_few, clock)))
        assert await in_database(lambda: told(Kind.SHORT)) == {"Ali", "Kit"}


async def test_what_could_not_leave_is_taken_back_once_enough_are_there_or_it_is_called_off(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await _for_two(an_evening, "waiting")
    look, session = looked(tell_of_too_few, clock), evening.session
    async with running(evening) as house:
        await house.enter(evening.counsellor)
        await clock.to(session.starts_at - timedelta(minutes=15))
        assert await in_database(look) == 1
        assert await in_database(lambda: told(Kind.SHORT)) == {"Ali", "Kit"}
        ali = await house.enter(evening.volunteer)
        assert await in_database(look) == 0
        assert await in_database(lambda: told(Kind.SHORT)) == set()
        await ali.leave()
        await eventually(lambda: in_database(look))
        mine = Telling.objects.filter(staff=evening.volunteer)
        await in_database(lambda: mine.update(told_at=clock.now))
        await in_database(lambda: Session.objects.filter(pk=session.pk).update(outcome="not_held"))
        await clock.to(session.starts_at + timedelta(minutes=16))
        assert await in_database(look) == 0
        assert await in_database(lambda: told(Kind.SHORT)) == {"Ali"}, "who was told was told"


async def test_what_tells_that_somebody_fell_ill_is_not_taken_back_while_their_page_is_open(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await _for_two(an_evening, "open")

    def falls_ill() -> None:
        decline(evening.volunteer, evening.session.shifts.standing().get(staff=evening.volunteer))

    async with running(evening) as house:
        for who in evening.facilitators:
            await house.enter(who)
        await in_database(falls_ill)
        assert await in_database(looked(tell_of_too_few, clock)) == 0
        assert await in_database(lambda: told(Kind.SHORT)) == {"Sam", "Kit"}


async def test_of_an_evening_nobody_held_all_seats_and_staff_hear_once_and_the_desk_sees_it(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await _for_two(an_evening, "lobby")
    session, look = evening.session, looked(tell_of_unheld, clock)
    await clock.to(session.starts_at + timedelta(minutes=15))
    assert await in_database(look) == 0
    await in_database(lambda: Session.objects.filter(pk=session.pk).update(outcome="not_held"))
    assert [await in_database(look) for _ in range(2)] == [1, 0]
    seats = Telling.objects.filter(kind=Kind.CANCELLED).order_by("seat__number").values_list("seat__number", flat=True)
    assert await in_database(lambda: list(seats)) == list(range(1, 9))
    assert await in_database(lambda: told(Kind.UNHELD)) == ALL
    fresh = await in_database(lambda: Session.objects.get(pk=session.pk))
    assert (fresh.untold, fresh.cancelled_at) == (True, None)


async def test_once_it_is_opened_after_all_nobody_reads_that_it_is_off(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await _for_two(an_evening, "lobby")
    letters = Telling.objects.filter(kind__in=(Kind.CANCELLED, Kind.UNHELD))
    async with running(evening) as house:
        sam = await house.enter(evening.counsellor)
        await house.enter(evening.volunteer)
        assert (await sam.ask("close"))["type"] == "ok", "by a slip, in the lobby"
        assert await in_database(looked(tell_of_unheld, clock)) == 1
        assert await in_database(letters.count) == len(evening.seats) + len(ALL)
        assert (await sam.ask("open"))["type"] == "ok"
        await in_database(looked(tell_due, clock))
        assert not await in_database(letters.exists), "whatever kept them from leaving until now"
        assert await in_database(looked(tell_of_unheld, clock)) == 0


async def test_of_what_is_opened_while_it_is_about_to_be_told_nobody_is_told(
    clock: Clock, an_evening: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = await _for_two(an_evening, "lobby")
    only, locked = Session.objects.filter(pk=evening.session.pk), SessionQuerySet.locked
    await in_database(lambda: only.update(outcome="not_held"))

    def waits_for_whoever_opens(found: SessionQuerySet) -> list[str]:
        only.update(outcome="")
        return locked(found)

    monkeypatch.setattr(SessionQuerySet, "locked", waits_for_whoever_opens)
    assert await in_database(looked(tell_of_unheld, clock)) == 0
    assert not await in_database(Telling.objects.exists)
    assert not await in_database(Act.objects.filter(verb="session_not_held").exists)


async def test_whoever_hears_of_it_only_after_its_end_is_staff_alone(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await _for_two(an_evening, "lobby")
    await in_database(lambda: Session.objects.filter(pk=evening.session.pk).update(outcome="not_held"))
    await clock.to(evening.session.ends_at + timedelta(minutes=1))
    assert await in_database(looked(tell_of_unheld, clock)) == 1
    assert await in_database(lambda: told(Kind.UNHELD)) == ALL
    assert not await in_database(lambda: Telling.objects.filter(kind=Kind.CANCELLED).exists())


def _picked(evening: Evening) -> Session:
    """A welcome that otter picked, in two hours."""
    at = timezone.now() + timedelta(hours=2)
    (slot,) = offer_welcomes(evening.coordinator, evening.cohort, evening.counsellor, [at], 20)
    return pick_welcome(evening.otter, slot, timezone.now())


async def test_of_a_welcome_that_nobody_holds_staff_hear_as_it_begins_and_its_young_person_the_truth(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await an_evening("over")
    slot = await in_database(lambda: _picked(evening))
    async with running(evening, herald=True) as house:
        await clock.to(slot.starts_at - timedelta(minutes=3))
        otter = await house.enter(evening.otter, session=slot.public_id)
        assert await in_database(looked(tell_of_too_few, clock)) == 0, "whoever welcomes comes in the last minutes"
        await clock.to(slot.starts_at - timedelta(minutes=2))
        assert [await in_database(looked(tell_of_too_few, clock)) for _ in range(2)] == [1, 0]
        assert await in_database(lambda: told(Kind.SHORT)) == {"Sam", "Kit"}
        await clock.to(slot.ends_at)
        shut = await otter.entry("phase", phase="closing")
        assert (shut["cancelled"], shut["help"]) == (True, True)
        outcome = Session.objects.filter(pk=slot.pk, outcome="not_held")
        await eventually(lambda: in_database(outcome.exists))
        assert await in_database(looked(tell_of_unheld, clock))
        letter = await in_database(lambda: Telling.objects.select_related("seat").get(kind=Kind.CANCELLED))
        assert letter.seat == evening.otter
        assert letter.not_after > slot.ends_at + timedelta(hours=12), "letters do not go at night"


async def test_a_welcome_that_is_held_or_that_nobody_picked_is_told_to_nobody(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await an_evening("over")
    slot = await in_database(lambda: _picked(evening))
    async with running(evening) as house:
        await clock.to(slot.starts_at - timedelta(minutes=2))
        await house.enter(evening.counsellor, session=slot.public_id)
        assert await in_database(looked(tell_of_too_few, clock)) == 0
    await in_database(lambda: Session.objects.filter(pk=slot.pk).update(seat=None))
    assert await in_database(looked(tell_of_too_few, clock)) == 0


async def test_the_observers_hear_that_one_came_alone_and_without_any_the_lead_does(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    evening = await _for_two(an_evening, "lobby")
    look, session = looked(tell_of_one, clock), evening.session
    async with running(evening) as house:
        sam = await house.enter(evening.counsellor)
        await house.enter(evening.volunteer)
        assert (await sam.ask("open"))["type"] == "ok"
        await house.enter(evening.otter)
        await clock.to(session.starts_at + timedelta(minutes=9))
        assert await in_database(look) == 0
        await clock.to(session.starts_at + timedelta(minutes=10))
        assert [await in_database(look) for _ in range(2)] == [1, 0]
        assert await in_database(lambda: told(Kind.ALONE)) == {"Jo"}
        await in_database(lambda: Telling.objects.all().delete())
        await in_database(lambda: Shift.objects.filter(staff=evening.volunteer).update(watching=True))
        assert await in_database(look) == 1
        assert await in_database(lambda: told(Kind.ALONE)) == {"Ali"}
        await in_database(lambda: Telling.objects.all().delete())
        assert await in_database(look) == 1
        await house.enter(evening.heron)
        assert await in_database(look) == 0, "two came"
        assert await in_database(lambda: told(Kind.ALONE)) == set(), "it could not leave before"
