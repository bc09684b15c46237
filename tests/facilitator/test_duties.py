"""A duty: raised with its cause or not at all, then on the pages of whoever must hear of it until one answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from cohorts.actions.acts import NotInATransaction
from cohorts.models import Act, Role, Staff
from facilitator.safeguarding.duties import answer, raise_duty, standing_for
from facilitator.safeguarding.models import Duty, Kind, Level
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def evening() -> cast.Evening:
    """An evening that is on."""
    return cast.evening("open")


def _raise(evening: cast.Evening, level: Level = Level.NOW, kind: Kind = Kind.ALARM, **fields: object) -> Duty:
    with transaction.atomic():
        given = {"ref": "one", "now": timezone.now(), **fields}
        return raise_duty(kind, level, evening.session, **given)  # type: ignore[arg-type]  # a test's own shorthand


def _see(duty: Duty, now: datetime, *staff: Staff) -> list[bool]:
    return [duty in standing_for(one, now) for one in staff]


def test_it_is_raised_inside_the_transaction_of_its_cause_and_goes_with_it(evening: cast.Evening) -> None:
    with pytest.raises(NotInATransaction):
        raise_duty(Kind.ALARM, Level.NOW, evening.session, ref="one", now=timezone.now())
    with transaction.atomic():
        raise_duty(Kind.ALARM, Level.NOW, evening.session, ref="one", now=timezone.now())
        transaction.set_rollback(True)
    assert not Duty.objects.exists()


def test_announced_twice_it_is_one(evening: cast.Evening) -> None:
    first = _raise(evening)
    assert _raise(evening, Level.URGENT) == first
    assert (Duty.objects.count(), Duty.objects.get().level) == (1, Level.NOW)


def test_the_first_answer_counts_and_is_an_act(evening: cast.Evening) -> None:
    duty, now = _raise(evening), timezone.now()
    assert answer(duty, evening.lead, now)
    assert not answer(duty, evening.coordinator, now + MINUTE)
    duty.refresh_from_db()
    assert (duty.answered_at, duty.answered_by) == (now, evening.lead)
    (act,) = Act.objects.filter(verb="duty_answered")
    assert (act.by, act.session, act.about["duty"]) == (evening.lead, evening.session, duty.public_id)
    assert not standing_for(evening.lead, now).exists()


def test_now_stands_for_the_lead_at_once_and_for_more_with_each_round(evening: cast.Evening) -> None:
    duty = _raise(evening)
    people = evening.lead, evening.counsellor, evening.coordinator, evening.volunteer
    assert _see(duty, duty.due_at - MINUTE, *people) == [False, False, False, False]
    assert _see(duty, duty.due_at, *people) == [True, False, False, False]
    assert _see(duty, duty.due_at + 2 * MINUTE, *people) == [True, True, False, False]
    assert _see(duty, duty.due_at + 4 * MINUTE, *people) == [True, True, True, False]


def test_a_sudden_leaving_stands_for_those_who_hold_the_room_too(evening: cast.Evening) -> None:
    duty = _raise(evening, Level.URGENT, Kind.LEFT)
    assert _see(duty, duty.due_at, *evening.facilitators, evening.lead, evening.coordinator) == [
        True,
        True,
        True,
        False,
    ]


def test_what_is_for_one_person_comes_to_them_first(evening: cast.Evening) -> None:
    duty = _raise(evening, Level.URGENT, Kind.OPENED, to=evening.coordinator)
    assert _see(duty, duty.due_at, evening.coordinator, evening.lead) == [True, False]
    assert _see(duty, duty.due_at + 30 * MINUTE, evening.coordinator, evening.lead) == [True, True]


def test_a_worry_about_an_adult_is_seen_by_nobody_it_may_be_about(evening: cast.Evening, settings: Settings) -> None:
    other = cast.staff("Max", Role.LEAD)
    trustee = cast.staff("Tea", Role.ADMINISTRATOR)
    trustee.email = settings.TRUSTEE_EMAIL = "trustee@alcove.test"
    trustee.save()
    about = _raise(evening, Level.URGENT, Kind.ADULT, about_staff=evening.lead)
    hours = about.due_at + 600 * MINUTE
    assert _see(about, hours, evening.lead, *evening.facilitators, evening.coordinator) == [False] * 4
    assert _see(about, about.due_at, trustee, other) == [True, False]
    assert not answer(about, evening.lead, hours)
    assert about not in Duty.objects.apart_from(evening.lead)
    unnamed = _raise(evening, Level.URGENT, Kind.ADULT, ref="two")
    assert _see(unnamed, hours, evening.lead, trustee, *evening.facilitators) == [True, True, False, False]


def test_of_a_worry_about_an_adult_the_act_says_neither_what_nor_which_evening(evening: cast.Evening) -> None:
    duty = _raise(evening, Level.URGENT, Kind.ADULT, about_staff=evening.counsellor)
    assert answer(duty, evening.lead, timezone.now())
    (act,) = Act.objects.filter(verb="duty_answered")
    assert (act.session, act.cohort, act.about) == (None, None, {"duty": duty.public_id})


def test_a_concern_raised_in_the_evening_waits_for_the_morning(evening: cast.Evening) -> None:
    late = datetime(2026, 7, 1, 19, 30, tzinfo=UTC)
    morning = datetime(2026, 7, 2, 8, tzinfo=UTC)
    assert _raise(evening, Level.CONCERN, Kind.CONCERN, now=late).due_at == morning
    assert _raise(evening, Level.URGENT, Kind.CONCERN, now=late, ref="two").due_at == late


def test_as_many_questions_for_many_duties_as_for_one(
    evening: cast.Evening, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def asked() -> int:
        with django_assert_num_queries(8, connection=connection):
            return len(standing_for(evening.lead, timezone.now() + MINUTE))

    _raise(evening)
    assert asked() == 1
    for number in range(5):
        _raise(evening, ref=f"more {number}")
    assert asked() == 6
