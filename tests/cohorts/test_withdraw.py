"""Giving a seat up: every right ends at once, and nobody inherits it."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cohorts import access, actions
from cohorts.models import Seat, Session
from tests import cast


@pytest.mark.django_db
def test_sign_ins_and_the_link_end_with_the_seat() -> None:
    evening, now = cast.evening(), timezone.now()
    link = actions.issue_link(evening.badger)
    badges = access.badges(dict([evening.cookie(evening.badger).split("=", 1)]))
    assert access.find(badges, None, now) is not None
    assert actions.withdraw(evening.badger, now)
    assert access.find(badges, None, now) is None
    assert actions.spend_link(link, now) is None
    assert actions.sign_in_by_code(evening.code(evening.badger), now) is None


@pytest.mark.django_db
def test_a_seat_is_given_up_once() -> None:
    evening, now = cast.evening(), timezone.now()
    assert actions.withdraw(evening.badger, now)
    assert not actions.withdraw(evening.badger, now + timedelta(hours=1))
    evening.badger.refresh_from_db()
    assert evening.badger.withdrawn_at == now


@pytest.mark.django_db
def test_nobody_else_notices() -> None:
    evening, now = cast.evening(), timezone.now()
    actions.withdraw(evening.badger, now)
    for other in (evening.otter, evening.stranger):
        assert access.find(access.badges(dict([evening.cookie(other).split("=", 1)])), None, now) is not None


@pytest.mark.django_db
@pytest.mark.parametrize("phase", ["lobby", "open", "closing"])
def test_a_number_given_up_in_a_session_rests_until_it_is_over(phase: str) -> None:
    evening, now = cast.evening(phase), timezone.now()
    actions.withdraw(evening.badger, now)
    assert actions.free_numbers(evening.cohort, now) == []
    with pytest.raises(actions.NoSeatFree):
        actions.take_seat(evening.cohort, "Copper Lynx", now)
    over = evening.session.closes_at
    assert actions.free_numbers(evening.cohort, over - timedelta(seconds=1)) == []
    assert actions.take_seat(evening.cohort, "Copper Lynx", over).seat.number == evening.badger.number


@pytest.mark.django_db
@pytest.mark.parametrize("phase", ["waiting", "over"])
def test_a_number_given_up_between_sessions_is_free_at_once(phase: str) -> None:
    evening, now = cast.evening(phase), timezone.now()
    actions.withdraw(evening.badger, now)
    assert actions.free_numbers(evening.cohort, now) == [evening.badger.number]


@pytest.mark.django_db
def test_a_new_holder_has_a_row_of_their_own_and_no_past() -> None:
    evening, now = cast.evening("over"), timezone.now()
    actions.withdraw(evening.badger, now)
    fresh = actions.take_seat(evening.cohort, "Copper Lynx", now).seat
    assert (fresh.number, fresh.pk != evening.badger.pk) == (evening.badger.number, True)
    assert evening.badger.belongs_to(evening.session)
    assert not fresh.belongs_to(evening.session)
    assert Seat.objects.get(pk=evening.badger.pk).name == "Green Badger"


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_whatever_the_session_is_deciding() -> None:
    evening = cast.evening()
    done = threading.Event()

    def leave() -> None:
        actions.withdraw(evening.badger, timezone.now())
        done.set()
        connection.close()

    with transaction.atomic():
        Session.objects.filter(pk=evening.session.pk).locked()
        leaving = threading.Thread(target=leave)
        leaving.start()
        assert not done.wait(0.3)
    leaving.join(10)
    assert done.is_set()
