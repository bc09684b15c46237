"""On the day: whoever falls ill is told of to the others each time it becomes so, and whoever left is no help."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts import actions
from cohorts.actions.shifts import confirm, decline, replace_staff
from cohorts.models import Kind, Role, Session, Staff, Telling
from cohorts.telling import tell
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> cast.Evening:
    """One for which two are needed."""
    found = cast.evening("waiting")
    Session.objects.filter(pk=found.session.pk).update(least_staff=2)
    return found


def falls_ill(staff: Staff, evening: cast.Evening) -> None:
    decline(staff, evening.session.shifts.standing().get(staff=staff))


def told(staff: Staff) -> int:
    return Telling.objects.filter(kind=Kind.SHORT, staff=staff).count()


def test_whoever_was_well_again_and_falls_ill_once_more_is_told_of_once_more(evening: cast.Evening) -> None:
    falls_ill(evening.volunteer, evening)
    falls_ill(evening.volunteer, evening)
    assert told(evening.counsellor) == told(evening.coordinator) == 1, "a no said twice is one"
    Telling.objects.update(told_at=timezone.now())
    confirm(evening.volunteer, evening.session.shifts.get(staff=evening.volunteer))
    falls_ill(evening.volunteer, evening)
    assert told(evening.counsellor) == told(evening.coordinator) == 2
    assert told(evening.volunteer) == 0


def test_what_could_not_leave_is_taken_back_once_somebody_comes_in_their_place(evening: cast.Evening) -> None:
    falls_ill(evening.volunteer, evening)
    Telling.objects.filter(staff=evening.counsellor).update(told_at=timezone.now())
    noor = cast.staff("Noor", Role.VOLUNTEER)
    version = evening.cohort.version
    replace_staff(
        evening.coordinator, evening.session, off=evening.volunteer, on=noor, part="second", version=version
    )  # fmt: skip
    assert (told(evening.counsellor), told(evening.coordinator)) == (1, 0), "who was told was told"


def test_what_could_not_leave_is_taken_back_once_they_are_well_again_but_not_who_is_in_the_room(
    evening: cast.Evening,
) -> None:
    falls_ill(evening.volunteer, evening)
    with transaction.atomic():
        tell(
            Kind.SHORT, evening.lead, session=evening.session, due_at=evening.session.starts_at,
            not_after=evening.session.ends_at, occasion=str(int(evening.session.starts_at.timestamp())),
        )  # fmt: skip
    confirm(evening.volunteer, evening.session.shifts.get(staff=evening.volunteer))
    assert [told(one) for one in (evening.counsellor, evening.coordinator, evening.lead)] == [0, 0, 1]


def test_whoever_left_is_not_counted_among_those_who_come(evening: cast.Evening) -> None:
    noor = cast.staff("Noor", Role.VOLUNTEER)
    cast.shift(evening.session, noor)
    falls_ill(noor, evening)
    assert told(evening.counsellor) == 0, "two are left"
    confirm(noor, evening.session.shifts.get(staff=noor))
    actions.leave_staff(noor, timezone.now())
    falls_ill(evening.volunteer, evening)
    assert told(evening.counsellor) == 1


def test_days_before_nobody_is_told_by_letter(evening: cast.Evening) -> None:
    later = timedelta(days=2)
    times = ("opens_at", "starts_at", "ends_at", "closes_at")
    moved = {name: getattr(evening.session, name) + later for name in times}
    Session.objects.filter(pk=evening.session.pk).update(**moved)
    falls_ill(evening.volunteer, evening)
    assert told(evening.counsellor) == 0
