"""Whoever did not come is written to kindly, once, and nobody who came, said no, or had no evening to come to."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from chat.models import EntryRow
from cohorts import actions
from cohorts.models import AttendanceMark, Came, Cohort, Kind, Seat, Session, Telling, WhyMarked
from cohorts.telling import missing
from tests.cohorts import attended, planned
from tests.cohorts.planned import House

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def house() -> House:
    return planned.house()


@pytest.fixture
def cohort(house: House) -> Cohort:
    """Otter, heron, hare and wren have a seat; the room was opened, and otter came."""
    found = planned.cohort(house)
    for name in ("Teal Otter", "Amber Heron", "Indigo Hare", "Coral Wren"):
        actions.take_seat(found, name, timezone.now())
    attended.held(planned.sessions(found)[0])
    attended.there(planned.sessions(found)[0], 1)
    return found


def morning(session: Session) -> datetime:
    return session.closes_at + missing.AFTER


def missed(now: datetime) -> list[str]:
    with transaction.atomic():
        missing.plan_missed(now)
    return list(Telling.objects.filter(kind=Kind.MISSED).order_by("seat__number").values_list("seat__name", flat=True))


def test_whoever_did_not_come_hears_it_the_next_morning_and_once(cohort: Cohort) -> None:
    first, second = planned.sessions(cohort)[:2]
    assert missed(morning(first) - HOUR) == []
    assert missed(morning(first)) == ["Amber Heron", "Indigo Hare", "Coral Wren"]
    assert len(missed(morning(first) + HOUR)) == 3
    told = Telling.objects.filter(kind=Kind.MISSED).first()
    assert told is not None
    assert (told.session, told.due_at, told.not_after) == (first, morning(first), second.opens_at)


def test_nobody_who_said_so_before_or_whom_staff_put_right(house: House, cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    _, heron, hare, wren = cohort.seats.held()
    actions.say_coming(heron, first, False, timezone.now())
    actions.say_coming(wren, first, True, timezone.now())
    AttendanceMark.objects.create(
        session=first, seat=hare, came=Came.LATE, reason=WhyMarked.DEVICE, by=house.sam, at=first.closes_at
    )
    assert missed(morning(first)) == ["Coral Wren"]


def test_nobody_who_read_that_they_need_not_come_as_they_wished_for_another_group(cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    otter, heron, hare, wren = cohort.seats.held()
    before, after = first.starts_at - HOUR, first.starts_at + HOUR
    for seat in (heron, hare):
        actions.wish_to_move(seat, first.starts_at)
    actions.wish_to_move(wren, before - HOUR)
    actions.take_wish_back(wren, before)
    actions.wish_to_move(otter, after)
    actions.take_wish_back(hare, after)
    assert missed(morning(first)) == ["Coral Wren"], "staying after all before the evening began"


def test_nobody_who_took_the_seat_only_since(cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    Seat.objects.filter(name="Amber Heron").update(taken_at=first.starts_at + HOUR)
    assert missed(morning(first)) == ["Indigo Hare", "Coral Wren"]


@pytest.mark.parametrize("how", ["never opened", "closed in the lobby", "cancelled", "last", "demo"])
def test_nobody_of_an_evening_that_was_none_or_the_last(cohort: Cohort, how: str) -> None:
    first, *later = planned.sessions(cohort)
    if how in {"never opened", "closed in the lobby"}:
        EntryRow.objects.all().delete()
        by = "staff:a" if how == "closed in the lobby" else "system"
        attended.doors(first, ("closing", first.starts_at), ("over", first.closes_at), by=by)
    elif how == "demo":
        Cohort.objects.update(demo=True)
    else:
        gone = [first] if how == "cancelled" else later
        Session.objects.filter(pk__in=[one.pk for one in gone]).update(cancelled_at=timezone.now())
    assert missed(morning(first)) == []
