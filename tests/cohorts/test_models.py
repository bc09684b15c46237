"""What the database itself refuses, whoever asks."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cohorts import ids
from cohorts.models import Cohort, Course, Seat, Session, Shift, SignIn, Staff, Week
from tests import cast

pytestmark = pytest.mark.django_db


def seat(cohort: Cohort, number: int, name: str = "Teal Otter") -> Seat:
    return Seat.objects.create(cohort=cohort, number=number, name=name, code_digest=ids.new(), taken_at=timezone.now())


@pytest.mark.parametrize("number", [0, 9])
def test_there_is_no_ninth_seat(number: int) -> None:
    with pytest.raises(IntegrityError):
        seat(cast.cohort(), number)


def test_a_number_is_held_once_at_a_time() -> None:
    cohort = cast.cohort()
    first = seat(cohort, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        seat(cohort, 1, "Amber Heron")
    Seat.objects.filter(pk=first.pk).update(withdrawn_at=timezone.now())
    seat(cohort, 1, "Amber Heron")
    seat(cast.cohort(), 1)


def test_a_name_is_held_once_in_any_case() -> None:
    cohort = cast.cohort()
    first = seat(cohort, 1, "Teal Otter")
    with pytest.raises(IntegrityError), transaction.atomic():
        seat(cohort, 2, "teal OTTER")
    Seat.objects.filter(pk=first.pk).update(withdrawn_at=timezone.now())
    seat(cohort, 2, "teal OTTER")


def test_two_seats_never_share_a_code_even_after_one_was_given_up() -> None:
    cohort = cast.cohort()
    first = seat(cohort, 1)
    Seat.objects.filter(pk=first.pk).update(withdrawn_at=timezone.now())
    with pytest.raises(IntegrityError):
        Seat.objects.create(
            cohort=cohort, number=2, name="Amber Heron", code_digest=first.code_digest, taken_at=timezone.now()
        )


@pytest.mark.parametrize("capacity", [0, 9])
def test_a_cohort_has_one_to_eight_seats(capacity: int) -> None:
    with pytest.raises(IntegrityError):
        cast.cohort(capacity=capacity)


def test_a_session_runs_forwards() -> None:
    session = cast.session(cast.cohort(), "open", timezone.now())
    for name in ("opens_at", "starts_at", "ends_at"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Session.objects.filter(pk=session.pk).update(**{name: session.closes_at + timedelta(seconds=1)})


def test_a_sign_in_is_one_persons() -> None:
    evening, now = cast.evening(), timezone.now()
    for holders in ({}, {"seat": evening.otter, "staff": evening.lead}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignIn.objects.create(token_digest="", created_at=now, expires_at=now, **holders)


def test_a_role_nobody_knows_is_refused() -> None:
    with pytest.raises(IntegrityError):
        Staff.objects.create(name="Sam", role="observer")


def test_weeks_courses_and_shifts_are_there_once() -> None:
    evening = cast.evening()
    week = evening.session.week
    with pytest.raises(IntegrityError), transaction.atomic():
        Week.objects.create(course=week.course, number=week.number, theme="Again")
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.create(slug=week.course.slug, version=week.course.version, title="Again")
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(session=evening.session, staff=evening.counsellor)


def test_nothing_says_who_it_is_when_shown() -> None:
    evening = cast.evening()
    shown = [evening.otter, evening.counsellor, evening.cohort, evening.session, *SignIn.objects.all()[:1]]
    text = " ".join([*map(str, shown), *map(repr, shown), repr(evening.opened[evening.otter.public_id])])
    for secret in (evening.otter.name, evening.counsellor.name, evening.token(evening.otter)):
        assert secret not in text
