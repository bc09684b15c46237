"""Reminders are planned for whoever has a seat, once for each start, and never of a time that is no longer so."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts.actions import keep_contact, say_coming, take_seat
from cohorts.actions.nights import cancel_session, move_session
from cohorts.actions.welcomes import offer_welcomes, pick_welcome, take_back_offer
from cohorts.models import Cohort, ContactPurpose, Kind, Session, Telling, Why
from cohorts.telling.reminding import plan_reminders
from cohorts.telling.sending import tell_due
from tests.cohorts import planned
from tests.cohorts.planned import House

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def house() -> House:
    return planned.house()


@pytest.fixture
def cohort(house: House) -> Cohort:
    found = planned.cohort(house)
    for name in ("Teal Otter", "Amber Heron"):
        take_seat(found, name, timezone.now())
    return found


def rows(first: Session) -> list[tuple[str, int | None, timedelta, timedelta]]:
    """Kind, seat, how long before the start it is due, and how long before it is of no more use."""
    found = Telling.objects.select_related("seat").order_by("due_at", "seat__number")
    return [
        (row.kind, row.seat.number if row.seat else None, first.starts_at - row.due_at, first.starts_at - row.not_after)
        for row in found
    ]


def plan(now: datetime) -> int:
    with transaction.atomic():
        return plan_reminders(now)


def test_everybody_is_asked_a_day_before_and_told_an_hour_before(cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    assert plan(first.starts_at - DAY - HOUR) == 0
    assert plan(first.starts_at - DAY) == 4
    assert plan(first.starts_at - DAY + HOUR) == 0, "each is planned once"
    asked, soon = (DAY, HOUR), (HOUR, timedelta(0))
    assert rows(first) == [("confirm", 1, *asked), ("confirm", 2, *asked), ("start", 1, *soon), ("start", 2, *soon)]


def test_whoever_comes_later_is_told_that_it_starts_and_not_asked(cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    now = first.starts_at - 3 * HOUR
    plan(now)
    take_seat(cohort, "Indigo Hare", now)
    assert plan(now + timedelta(minutes=1)) == 1
    assert [kind for kind, number, *_ in rows(first) if number == 3] == ["start"]


def test_a_moved_evening_has_reminders_of_its_own_and_a_cancelled_one_none(house: House, cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    plan(first.starts_at - DAY)
    move_session(house.kit, first, first.starts_at + 2 * HOUR, 1)
    moved = Session.objects.get(pk=first.pk)
    assert plan(moved.starts_at - DAY) == 4
    assert set(Telling.objects.exclude(kind=Kind.MOVED).values_list("about_at", flat=True)) == {moved.starts_at}
    cancel_session(house.kit, moved, 2)
    assert plan(moved.starts_at - DAY) == 0
    assert set(Telling.objects.values_list("kind", flat=True)) == {Kind.CANCELLED}


def test_whoever_answered_is_asked_and_told_of_the_new_time_once_the_evening_is_moved(
    house: House, cohort: Cohort
) -> None:
    first, (otter, heron) = planned.sessions(cohort)[0], cohort.seats.order_by("number")
    for seat, coming in ((otter, True), (heron, False)):
        keep_contact(seat, ContactPurpose.REMINDERS, "somebody@example.org", timezone.now(), "1")
        say_coming(seat, first, coming, timezone.now())
    plan(first.starts_at - DAY)
    assert held_back(first.starts_at) == [("confirm", 1), ("confirm", 2), ("start", 2)], "they said it"
    move_session(house.kit, first, first.starts_at + 2 * DAY, 1)
    moved = Session.objects.get(pk=first.pk)
    assert plan(moved.starts_at - DAY) == 4
    assert held_back(moved.starts_at) == [], "nobody has answered for that evening"


def held_back(starts_at: datetime) -> list[tuple[str, int]]:
    """Which reminders nobody is told, as they have answered."""
    for due_at in (starts_at - DAY, starts_at - HOUR):
        with transaction.atomic():
            tell_due(due_at)
    found = Telling.objects.filter(about_at=starts_at, skipped_why=Why.ANSWERED)
    return list(found.order_by("kind", "seat__number").values_list("kind", "seat__number"))


def test_a_welcome_is_told_to_whoever_picked_it_alone(house: House, cohort: Cohort) -> None:
    otter, first = cohort.seats.held()[0], planned.sessions(cohort)[0]
    (slot,) = offer_welcomes(house.kit, cohort, house.sam, [first.starts_at - 2 * DAY], 20)
    assert plan(slot.starts_at - DAY) == 0, "nobody picked it yet"
    pick_welcome(otter, slot, timezone.now())
    assert plan(slot.starts_at - DAY) == 2
    assert [(kind, number) for kind, number, *_ in rows(first)] == [("welcome", 1), ("start", 1)]


def test_a_welcome_that_staff_take_back_is_told_and_no_longer_reminded_of(house: House, cohort: Cohort) -> None:
    otter, first = cohort.seats.held()[0], planned.sessions(cohort)[0]
    picked, free = offer_welcomes(house.kit, cohort, house.sam, [first.starts_at - days * DAY for days in (2, 1)], 20)
    pick_welcome(otter, picked, timezone.now())
    plan(picked.starts_at - DAY)
    for slot in (picked, free):
        take_back_offer(house.kit, slot)
    assert list(Telling.objects.values_list("kind", "seat", "session")) == [("cancelled", otter.pk, picked.pk)]


def test_the_demo_reminds_nobody(cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    Cohort.objects.update(demo=True)
    assert plan(first.starts_at - DAY) == 0
    Cohort.objects.update(demo=False)
    assert plan(first.starts_at - DAY) == 4
