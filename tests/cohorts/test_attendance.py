"""How somebody was there: from what the room saw, what they said before, and what staff put right."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from chat.came import rooms
from chat.models import Head, Lease, PresenceRow
from cohorts import actions, turnout
from cohorts.actions.mark import NothingToMark, mark_attendance, take_mark_back
from cohorts.attendance import KEPT, Room, Stay
from cohorts.judging import in_a_row, judge
from cohorts.models import (
    Act,
    AttendanceMark,
    Came,
    Cohort,
    Contact,
    ContactPurpose,
    Reply,
    Seat,
    Session,
    Telling,
    WaitingPlace,
    WhyMarked,
)
from cohorts.schedule import Times
from cohorts.telling import missing
from tests.cohorts import attended, planned
from tests.cohorts.planned import House
from tests.retention import let_go

MINUTE = timedelta(minutes=1)
SEVEN = datetime(2026, 11, 5, 19, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes after the start."""
    return SEVEN + minutes * MINUTE


TIMES = Times(at(-10), SEVEN, at(60), at(75))
ALL = (-8, 62)


@pytest.mark.parametrize(
    ("room", "stay", "came"),
    [
        ((0, 60), ALL, Came.CAME),
        ((0, 60), (10, 50), Came.CAME),
        ((0, 60), (10.1, 60), Came.LATE),
        ((0, 60), (0, 49.9), Came.LEFT_EARLY),
        ((0, 60), (20, 40), Came.LEFT_EARLY),
        ((0, 60), (-9, -2), Came.LEFT_EARLY),
        ((0, 60), (61, 70), Came.LATE),
        ((25, 60), (30, 60), Came.CAME),
        ((25, 60), (36, 60), Came.LATE),
        ((-5, 60), (9, 60), Came.CAME),
        ((0, 30), (0, 30), Came.CAME),
        ((0, 30), (0, 15), Came.LEFT_EARLY),
        ((0, None), (0, 60), Came.CAME),
        ((0, 75), (0, 55), Came.CAME),
    ],
)
def test_late_and_early_are_measured_on_the_room_as_it_was(
    room: tuple[float, float | None], stay: tuple[float, float], came: Came
) -> None:
    opened, closed = room
    seen = Room(at(opened), None if closed is None else at(closed), {})
    assert judge(TIMES, seen, Stay(at(stay[0]), at(stay[1])), False, 10 * MINUTE) == came
    assert judge(TIMES, seen, Stay(at(stay[0]), at(stay[1])), True, 10 * MINUTE) == came, "coming after all counts"


@pytest.mark.parametrize(("said_no", "came"), [(False, Came.MISSED), (True, Came.TOLD)])
def test_whoever_was_not_there_missed_it_or_had_told_us(said_no: bool, came: Came) -> None:
    assert judge(TIMES, Room(SEVEN, at(60), {}), None, said_no, 10 * MINUTE) == came


@pytest.mark.parametrize(
    ("evenings", "row"),
    [
        ("", 0),
        ("m", 1),
        ("mm", 2),
        ("mmm", 3),
        ("cmm", 2),
        ("mmc", 0),
        ("mml", 0),
        ("m.m", 2),
        (".mm.", 2),
        ("mtm", 1),
        ("mmt", 0),
    ],
)
def test_misses_in_a_row_pass_over_what_was_not_held_and_end_with_a_word(evenings: str, row: int) -> None:
    known = {"m": Came.MISSED, "c": Came.CAME, "l": Came.LEFT_EARLY, "t": Came.TOLD, ".": None}
    assert in_a_row([known[one] for one in evenings]) == row


@pytest.fixture
def house(db: None) -> House:
    return planned.house()


@pytest.fixture
def cohort(house: House) -> Cohort:
    """Otter, heron, hare and wren have a seat; the first room was held, and all of it otter was there."""
    found = planned.cohort(house)
    for name in ("Teal Otter", "Amber Heron", "Indigo Hare", "Coral Wren"):
        actions.take_seat(found, name, timezone.now())
    first = planned.sessions(found)[0]
    attended.held(first)
    attended.there(first, 1)
    return found


def seen(session: Session) -> dict[str, str]:
    found = turnout.read([session])
    judged = {seat.name: found.of(session, seat) for seat in session.cohort.seats.order_by("number")}
    return {name: one.came.value for name, one in judged.items() if one}


def test_a_room_tells_who_stayed_how_long_from_sockets_and_leases(cohort: Cohort) -> None:
    first, second, third, fourth = planned.sessions(cohort)[:4]
    attended.there(first, 2, first.starts_at + 20 * MINUTE, first.starts_at + 25 * MINUTE)
    attended.there(first, 2, first.starts_at + 40 * MINUTE, first.ends_at)
    attended.there(first, 3, first.opens_at - 30 * MINUTE, first.opens_at - MINUTE)
    attended.there(first, "staff:a")
    Lease.objects.create(worker="killed", renewed_at=first.starts_at + 30 * MINUTE)
    PresenceRow.objects.create(session=first, person="seat:4", worker="killed", socket="x", entered_at=first.starts_at)
    room = rooms([first.pk])[first.pk]
    assert (room.opened_at, room.closed_at) == (first.starts_at, first.ends_at)
    assert room.stays == {
        1: Stay(first.opens_at, first.ends_at),
        2: Stay(first.starts_at + 20 * MINUTE, first.ends_at),
        4: Stay(first.starts_at, first.starts_at + 30 * MINUTE),
    }
    assert seen(first) == {
        "Teal Otter": "came", "Amber Heron": "late", "Indigo Hare": "missed", "Coral Wren": "left_early",
    }  # fmt: skip

    attended.doors(second, ("closing", second.starts_at), ("over", second.closes_at))
    attended.there(third, 1)
    half = fourth.starts_at + 30 * MINUTE
    attended.doors(
        fourth, ("open", fourth.starts_at), ("closing", half), ("open", half + MINUTE), ("over", fourth.closes_at)
    )
    assert [fourth.pk] == list(rooms([second.pk, third.pk, fourth.pk])), "closed, or only waited for, is not held"
    assert rooms([fourth.pk])[fourth.pk].closed_at == fourth.closes_at
    assert (seen(second), seen(third)) == ({}, {})


def test_a_room_whose_key_is_gone_counts_as_not_held(cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    assert first.pk in rooms([first.pk])
    Head.objects.update(data_key=b"of another ring")
    assert (dict(rooms([first.pk])), seen(first)) == ({}, {})


def test_only_whoever_had_the_place_when_it_began_is_judged(cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    Seat.objects.filter(name="Amber Heron").update(taken_at=first.starts_at + MINUTE)
    Seat.objects.filter(name="Indigo Hare").update(withdrawn_at=first.opens_at)
    Seat.objects.filter(name="Coral Wren").update(withdrawn_at=first.closes_at)
    assert seen(first) == {"Teal Otter": "came", "Coral Wren": "missed"}


def test_staff_put_it_right_with_a_reason_and_take_that_back(house: House, cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    heron = cohort.seats.get(name="Amber Heron")
    after = first.closes_at
    assert seen(first)["Amber Heron"] == "missed"
    assert mark_attendance(house.sam, first, heron, Came.LATE, WhyMarked.DEVICE, after)
    assert not mark_attendance(house.ali, first, heron, Came.LATE, WhyMarked.DEVICE, after), "it stands already"
    assert seen(first)["Amber Heron"] == "late"
    assert mark_attendance(house.ali, first, heron, Came.TOLD, WhyMarked.SPOKEN, after)
    assert AttendanceMark.objects.get().by == house.ali
    assert take_mark_back(house.sam, first, heron, after)
    assert not take_mark_back(house.sam, first, heron, after)
    assert seen(first)["Amber Heron"] == "missed"
    acts = Act.objects.filter(verb__startswith="attendance_").order_by("number")
    seat = heron.public_id
    assert [(act.by, act.session, act.about) for act in acts] == [
        (house.sam, first, {"seat": seat, "came": "late", "why": "device", "was": ""}),
        (house.ali, first, {"seat": seat, "came": "told", "why": "spoken", "was": "late"}),
        (house.sam, first, {"seat": seat, "was": "told"}),
    ]


@pytest.mark.parametrize("what", ["not begun", "cancelled", "later seat", "other cohort"])
def test_nothing_is_put_right_where_nobody_was_expected(house: House, cohort: Cohort, what: str) -> None:
    first = planned.sessions(cohort)[0]
    now = first.starts_at - MINUTE if what == "not begun" else first.closes_at
    seat = cohort.seats.get(name="Amber Heron")
    if what == "cancelled":
        Session.objects.update(cancelled_at=timezone.now())
    elif what == "later seat":
        Seat.objects.filter(pk=seat.pk).update(taken_at=first.ends_at)
        seat.refresh_from_db()
    elif what == "other cohort":
        other = planned.cohort(house, first=planned.coming(4))
        seat = actions.take_seat(other, "Amber Heron", timezone.now()).seat
    with pytest.raises(NothingToMark):
        mark_attendance(house.sam, first, seat, Came.CAME, WhyMarked.SEEN, now)
    assert not AttendanceMark.objects.exists()
    assert not Act.objects.filter(verb="attendance_marked").exists()


def test_whoever_did_not_miss_it_after_all_is_not_written_to_for_it(house: House, cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    with transaction.atomic():
        missing.plan_missed(first.closes_at + missing.AFTER)
    told = Telling.objects.order_by("seat__number").values_list("seat__name", flat=True)
    assert list(told) == ["Amber Heron", "Indigo Hare", "Coral Wren"]
    heron, hare = cohort.seats.get(number=2), cohort.seats.get(number=3)
    Telling.objects.filter(seat=hare).update(handing_at=first.closes_at)
    for seat in (heron, hare):
        mark_attendance(house.sam, first, seat, Came.CAME, WhyMarked.SEEN, first.closes_at + missing.AFTER)
    assert list(told.all()) == ["Indigo Hare", "Coral Wren"], "what is on its way cannot be called back"


def forget(now: datetime) -> int:
    return sum(let_go(name, now) for name in ("replies", "marks", "waiting"))


def test_who_came_and_who_waited_is_forgotten_a_month_after_the_course(house: House, cohort: Cohort) -> None:
    first, *_, last = planned.sessions(cohort)
    heron = cohort.seats.get(name="Amber Heron")
    actions.say_coming(heron, last, True, timezone.now())
    mark_attendance(house.sam, first, heron, Came.LATE, WhyMarked.DEVICE, first.closes_at)
    waits = actions.join_waiting(cohort, timezone.now(), agreed_version="1").place
    actions.keep_contact(waits, ContactPurpose.REMINDERS, "waits@example.org", timezone.now(), "1")
    other = planned.cohort(house, first=planned.coming(20))
    actions.join_waiting(other, timezone.now(), agreed_version="1")
    until = last.closes_at + KEPT
    assert forget(until) == 0
    assert forget(until + MINUTE) == 3
    assert not any(one.objects.exists() for one in (Reply, AttendanceMark, Contact))
    assert WaitingPlace.objects.get().cohort == other
    Session.objects.filter(cohort=other).update(cancelled_at=timezone.now())
    assert forget(planned.sessions(other)[-1].closes_at + KEPT + MINUTE) == 1, "one that never met, too"
