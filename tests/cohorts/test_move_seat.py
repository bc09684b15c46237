"""Moving to another group: the place in the course is kept, the reason is nobody's, and eight stay eight."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from cohorts import access, actions, names
from cohorts.actions import own
from cohorts.actions.stops import stop_messages
from cohorts.models import Act, Cause, Cohort, ContactPurpose, MoveWish, OwnWish, Seat, Staff, Stop, Wanted
from tests import cast


@pytest.mark.django_db
def test_a_wish_is_one_wish_and_can_be_taken_back() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    assert actions.wish_to_move(evening.fox, now) == actions.wish_to_move(evening.fox, now)
    assert [one.seat for one in MoveWish.objects.open()] == [evening.fox]
    assert actions.take_wish_back(evening.fox, now)
    assert not actions.take_wish_back(evening.fox, now)
    assert not MoveWish.objects.open().exists()


@pytest.mark.django_db
def test_a_wish_settled_otherwise_is_an_act_and_settled_once() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    wish = actions.wish_to_move(evening.fox, now)
    actions.stay_put(evening.coordinator, wish, now)
    with pytest.raises(actions.NotHeld):
        actions.stay_put(evening.coordinator, wish, now)
    assert [act.verb for act in Act.objects.all()] == ["seat_stays"]


@pytest.mark.django_db
def test_words_link_and_name_go_along_and_the_old_place_ends() -> None:
    evening, now, there = cast.evening("waiting"), timezone.now(), cast.cohort()
    link = actions.issue_link(evening.fox)
    actions.keep_contact(evening.fox, ContactPurpose.REMINDERS, "fox@example.org", now, "1")
    wish = actions.wish_to_move(evening.fox, now)
    moved = actions.move_seat(evening.coordinator, evening.fox, there, now)
    assert (moved.cohort, moved.number, moved.name) == (there, 1, "Violet Fox")
    opened = actions.sign_in_by_code(evening.code(evening.fox), now)
    assert opened is not None
    assert opened.sign_in.seat == moved
    assert actions.spend_link(link, now)
    assert not access.standing(access.badges(dict([evening.cookie(evening.fox).split("=", 1)])), now)
    assert actions.free_numbers(evening.cohort, now) == [evening.fox.number]
    wish.refresh_from_db()
    assert (wish.to_seat, wish.done_at, wish.name_settled_at) == (moved, now, now)
    assert not moved.belongs_to(evening.session)
    assert actions.read_contact(moved.contacts.get()).value == "fox@example.org"


@pytest.mark.django_db
def test_the_act_tells_of_both_groups_and_of_no_reason() -> None:
    evening, now, there = cast.evening("waiting"), timezone.now(), cast.cohort()
    moved = actions.move_seat(evening.coordinator, evening.fox, there, now)
    acts = {(act.cohort, act.verb): act.about for act in Act.objects.all()}
    assert acts[evening.cohort, "seat_moved"] == {"seat": evening.fox.public_id, "to": moved.public_id}
    assert acts[there, "seat_came"] == {"seat": moved.public_id}
    assert "Fox" not in json.dumps(list(acts.values()))


@pytest.mark.django_db
def test_a_name_somebody_has_there_is_left_behind() -> None:
    evening, now, there = cast.evening("waiting"), timezone.now(), cast.cohort()
    actions.take_seat(there, "violet fox", now)
    moved = actions.move_seat(evening.coordinator, evening.fox, there, now)
    assert moved.name in names.every()
    assert names.key(moved.name) != names.key("Violet Fox")
    assert MoveWish.objects.get(to_seat=moved).name_settled_at is None


@pytest.mark.django_db
def test_what_was_stopped_stays_stopped_and_what_they_asked_of_us_goes_along() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    actions.keep_contact(evening.fox, ContactPurpose.REMINDERS, "fox@example.org", now, "2")
    stop_messages(evening.fox, Cause.CONCERN, now)
    own.begin(evening.lead, evening.fox, Wanted.COPY, now)
    own.ask(evening.fox, Wanted.DELETE, now)
    moved = actions.move_seat(evening.coordinator, evening.fox, cast.cohort(), now)
    assert [one.seat for one in Stop.objects.standing()] == [moved]
    assert {one.what: one.seat for one in OwnWish.objects.open()} == {Wanted.COPY: moved, Wanted.DELETE: moved}
    assert own.show(moved, now), "the copy that was ready is there to be read"


@pytest.mark.django_db
def test_a_worry_after_they_were_moved_stops_what_is_sent_to_where_they_are() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    moved = actions.move_seat(evening.coordinator, evening.fox, cast.cohort(), now)
    assert stop_messages(evening.fox, Cause.LEFT_SUDDENLY, now).seat == moved


@pytest.mark.django_db
def test_nothing_happens_where_it_cannot_be() -> None:
    now = timezone.now()
    evening, full = cast.evening("waiting"), cast.evening("waiting")
    on, there = cast.evening("lobby"), cast.cohort()
    given_up = evening.badger
    actions.leave_course(given_up, now)
    refused: dict[type[Exception], tuple[Seat, Cohort]] = {
        actions.SameCohort: (evening.fox, evening.cohort),
        actions.NoSeatFree: (evening.fox, full.cohort),
        actions.EveningIsOn: (on.fox, there),
        actions.NotHeld: (given_up, there),
    }
    before = list(Seat.objects.order_by("pk").values_list("withdrawn_at", "code_digest"))
    for why, (seat, cohort) in refused.items():
        with pytest.raises(why):
            actions.move_seat(evening.coordinator, seat, cohort, now)
    assert list(Seat.objects.order_by("pk").values_list("withdrawn_at", "code_digest")) == before
    assert not Act.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_movers_and_newcomers_race_for_the_last_places() -> None:
    """Eight would move in, and eight are new, while four move the other way: nobody waits for ever, nine are never."""
    left, right = cast.evening("waiting"), cast.evening("waiting")
    now = timezone.now()
    for seat in right.seats[4:]:
        actions.withdraw(seat, now)
    fresh = names.offer(8, cast.NAMES)
    reach = [
        *(mover(left.coordinator, seat, right.cohort) for seat in left.seats),
        *(mover(right.coordinator, seat, left.cohort) for seat in right.seats[:4]),
        *(newcomer(right.cohort, name) for name in fresh),
    ]
    outcomes = race(reach)
    held = {one: list(one.seats.held()) for one in (left.cohort, right.cohort)}
    assert all(len(seats) <= 8 for seats in held.values())
    assert sum(len(seats) for seats in held.values()) == 12 + outcomes[12:].count(True)
    # A place that somebody leaves last may stay free; the four that were free from the start do not.
    assert outcomes[:8].count(True) + outcomes[12:].count(True) >= 4


def mover(by: Staff, seat: Seat, to: Cohort) -> Callable[[], object]:
    return lambda: actions.move_seat(by, seat, to, timezone.now())


def newcomer(cohort: Cohort, name: str) -> Callable[[], object]:
    return lambda: actions.take_seat(cohort, name, timezone.now())


def race(reach: list[Callable[[], object]]) -> list[bool]:
    """Let all reach at the same moment; return who got what they reached for."""
    gate = threading.Barrier(len(reach))

    def one(do: Callable[[], object]) -> bool:
        gate.wait()
        try:
            do()
        except actions.NoSeatFree:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(reach)) as pool:
        return list(pool.map(one, reach))
