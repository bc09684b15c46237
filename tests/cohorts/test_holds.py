"""A legal hold keeps what giving up, leaving and letting go would delete, also when it is placed at that moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cohorts import actions
from cohorts.actions.drop_contact import drop_contact
from cohorts.actions.holds import lift_hold, place_hold
from cohorts.actions.leave_course import let_go
from cohorts.models import Contact, ContactPurpose, Seat, WaitingPlace, WhyHeld
from tests import cast, retention

REMINDERS = ContactPurpose.REMINDERS


def waiting(evening: cast.Evening, now: datetime) -> WaitingPlace:
    """Somebody waits in line for this group, and gave a way to reach them."""
    place = actions.join_waiting(evening.cohort, now, agreed_version="2").place
    actions.keep_contact(place, REMINDERS, "crane@example.org", now, "2")
    return place


def seated(evening: cast.Evening, now: datetime) -> Seat:
    """Badger gave a way to reach them."""
    actions.keep_contact(evening.badger, REMINDERS, "badger@example.org", now, "2")
    return evening.badger


@pytest.mark.django_db
def test_who_leaves_the_line_of_a_group_on_hold_leaves_their_contact_and_nobody_writes_there() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    first, second = waiting(evening, now), waiting(evening, now)
    hold = place_hold(evening.lead, evening.cohort, WhyHeld.COURT, now)
    assert actions.leave_waiting(first, now)
    kept = Contact.objects.get(waiting=first)
    assert kept.unsubscribed_at == now
    lift_hold(evening.lead, hold, now)
    assert actions.leave_waiting(second, now)
    assert [one.waiting for one in Contact.objects.all()] == [first]


@pytest.mark.django_db
def test_who_gives_a_seat_up_on_hold_leaves_their_contact_and_nobody_writes_there() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    badger = seated(evening, now)
    place_hold(evening.lead, badger, WhyHeld.COURT, now)
    assert actions.withdraw(badger, now)
    assert Contact.objects.get(seat=badger).unsubscribed_at == now


@pytest.mark.django_db
def test_what_its_owner_deletes_with_their_own_press_goes_on_hold_as_well() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    badger = seated(evening, now)
    place_hold(evening.lead, badger, WhyHeld.COURT, now)
    assert drop_contact(badger, REMINDERS)
    assert not Contact.objects.exists()


def leave_the_line(evening: cast.Evening, now: datetime) -> Callable[[], object]:
    place = waiting(evening, now)
    return lambda: actions.leave_waiting(place, now)


def give_up(evening: cast.Evening, now: datetime) -> Callable[[], object]:
    badger = seated(evening, now)
    return lambda: actions.withdraw(badger, now)


def leave_for_good(evening: cast.Evening, now: datetime) -> Callable[[], object]:
    actions.leave_course(seated(evening, now), now)
    return lambda: in_one(lambda: let_go(now + timedelta(days=2)))


def in_one(do: Callable[[], object]) -> object:
    """As a chore is done: in a transaction of its own."""
    with transaction.atomic():
        return do()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("leaving", [leave_the_line, give_up, leave_for_good])
def test_nothing_goes_that_a_hold_keeps_which_is_being_placed(
    leaving: Callable[[cast.Evening, datetime], Callable[[], object]],
) -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    leave, done = leaving(evening, now), threading.Event()

    def in_a_thread() -> None:
        try:
            leave()
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=in_a_thread)
    with transaction.atomic():
        place_hold(evening.lead, evening.cohort, WhyHeld.POLICE, now)
        thread.start()
        assert not done.wait(0.3)
    thread.join(10)
    assert done.is_set()
    assert Contact.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_hold_on_the_seat_they_had_before_they_moved_is_seen_in_time_as_well() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    badger, there = seated(evening, now), cast.cohort()
    moved = actions.move_seat(evening.coordinator, badger, there, now)
    done = threading.Event()

    def give_it_up() -> None:
        try:
            actions.withdraw(moved, now)
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=give_it_up)
    with transaction.atomic():
        place_hold(evening.lead, badger, WhyHeld.POLICE, now)
        thread.start()
        assert not done.wait(0.3)
    thread.join(10)
    assert Contact.objects.get().seat == moved


def moved_there(evening: cast.Evening, now: datetime) -> Seat:
    """Badger gave a way to reach them, then was moved to a group of their own."""
    return actions.move_seat(evening.coordinator, seated(evening, now), cast.cohort(), now)


@pytest.mark.django_db
def test_a_hold_on_a_group_keeps_what_somebody_took_along_to_another_one() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    moved = moved_there(evening, now)
    hold = place_hold(evening.lead, evening.cohort, WhyHeld.COURT, now)
    actions.leave_course(moved, now)
    assert let_go(now + timedelta(days=2)) == 0
    over = cast.session(moved.cohort, "over", now).closes_at
    assert retention.let_go("contacts", over + timedelta(days=31)) == 0
    assert retention.let_go("moves", over + timedelta(days=400)) == 0, "or nobody knew any more whose it is"
    assert Contact.objects.get().seat == moved
    lift_hold(evening.lead, hold, now)
    assert let_go(now + timedelta(days=2)) == 1
    assert not Contact.objects.exists(), "once it is lifted nothing stays for having been moved"


@pytest.mark.django_db
def test_a_hold_on_a_group_keeps_nothing_of_others_where_one_of_it_was_moved_to() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    moved = moved_there(evening, now)
    beside = actions.take_seat(moved.cohort, "Copper Crane", now).seat
    actions.keep_contact(beside, REMINDERS, "crane@example.org", now, "2")
    place_hold(evening.lead, evening.cohort, WhyHeld.COURT, now)
    over = cast.session(moved.cohort, "over", now).closes_at
    assert retention.let_go("contacts", over + timedelta(days=31)) == 1
    assert Contact.objects.get().seat == moved


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("of", ["seat", "group"])
def test_a_hold_being_placed_on_where_they_were_is_seen_where_their_time_is_over(of: str) -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    moved, done = moved_there(evening, now), threading.Event()
    over = cast.session(moved.cohort, "over", now).closes_at

    def go() -> None:
        try:
            retention.let_go("contacts", over + timedelta(days=31))
        finally:
            done.set()
            connection.close()

    thread = threading.Thread(target=go)
    with transaction.atomic():
        place_hold(evening.lead, evening.badger if of == "seat" else evening.cohort, WhyHeld.POLICE, now)
        thread.start()
        assert not done.wait(0.3)
    thread.join(10)
    assert Contact.objects.get().seat == moved
