"""What is to be told is written with its cause: whole or not at all, once, and never of an old time."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts.actions import say_coming, take_seat
from cohorts.actions.acts import NotInATransaction
from cohorts.actions.nights import cancel_session, mark_told, move_session
from cohorts.models import Cohort, Kind, Seat, Session, Telling
from cohorts.telling import tell, untell
from cohorts.telling.facts import known
from tests.cohorts import planned
from tests.cohorts.planned import House

HOUR = timedelta(hours=1)


@pytest.fixture
def house(db: None) -> House:
    return planned.house()


@pytest.fixture
def cohort(house: House) -> Cohort:
    found = planned.cohort(house)
    for name in ("Teal Otter", "Amber Heron"):
        take_seat(found, name, timezone.now())
    return found


def remind(seat: Seat, session: Session) -> None:
    tell(Kind.START, seat, session=session, due_at=session.starts_at - HOUR, not_after=session.starts_at)


def outbox() -> list[tuple[str, int | None]]:
    return list(Telling.objects.order_by("pk").values_list("kind", "seat__number"))


@pytest.mark.django_db(transaction=True)
def test_it_is_written_in_the_transaction_of_its_cause_or_not_at_all() -> None:
    cohort = planned.cohort(planned.house())
    otter, first = take_seat(cohort, "Teal Otter", timezone.now()).seat, planned.sessions(cohort)[0]
    with pytest.raises(NotInATransaction):
        remind(otter, first)
    with transaction.atomic():
        remind(otter, first)
        transaction.set_rollback(True)
    assert outbox() == []
    with transaction.atomic():
        remind(otter, first)
    assert outbox() == [("start", 1)]


def test_the_same_thing_is_written_once_and_can_be_taken_back(cohort: Cohort) -> None:
    otter, heron = cohort.seats.held()
    first, second = planned.sessions(cohort)[:2]
    for _ in range(2):
        for seat in (otter, heron):
            remind(seat, first)
        remind(otter, second)
    assert outbox() == [("start", 1), ("start", 2), ("start", 1)]
    assert untell(Kind.CONFIRM, session=first) == 0
    assert untell(Kind.START, session=first, holder=heron) == 1
    assert untell(Kind.START, holder=otter) == 2
    assert outbox() == []


def test_what_is_on_its_way_cannot_be_taken_back(cohort: Cohort) -> None:
    first = planned.sessions(cohort)[0]
    for seat in cohort.seats.held():
        remind(seat, first)
    Telling.objects.filter(seat__number=1).update(handing_at=timezone.now())
    assert untell(Kind.START, session=first) == 1
    assert outbox() == [("start", 1)]


def test_moving_an_evening_tells_everybody_and_reminds_nobody_of_the_old_time(house: House, cohort: Cohort) -> None:
    otter, heron = cohort.seats.held()
    first, second = planned.sessions(cohort)[:2]
    for seat, session in ((otter, first), (heron, first), (otter, second)):
        remind(seat, session)
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    assert outbox() == [("start", 1), ("moved", 1), ("moved", 2)]
    told = Telling.objects.filter(kind=Kind.MOVED).first()
    assert told is not None
    assert (told.about_at, told.not_after) == (first.starts_at + timedelta(days=1),) * 2
    later = first.starts_at + timedelta(days=2)
    move_session(house.kit, first, later, 2)
    assert outbox() == [("start", 1), ("moved", 1), ("moved", 2)], "only where it is now"
    assert Telling.objects.filter(kind=Kind.MOVED, about_at=later).count() == 2
    cancel_session(house.kit, first, 3)
    assert outbox() == [("start", 1), ("cancelled", 1), ("cancelled", 2)]


def test_of_an_evening_moved_back_to_its_first_time_only_whoever_heard_of_another_is_told(
    house: House, cohort: Cohort
) -> None:
    first = planned.sessions(cohort)[0]
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    Telling.objects.filter(seat__number=2).update(handing_at=timezone.now(), told_at=timezone.now())
    move_session(house.kit, first, first.starts_at, 2)
    back = Session.objects.get(pk=first.pk)
    assert (back.starts_at, back.was_at, back.untold) == (first.starts_at, None, True)
    assert outbox() == [("moved", 2), ("moved", 2)], "the other was never sent what is no longer so"
    cancel_session(house.kit, first, 3)
    assert ("cancelled", 1) in outbox()


def test_once_all_were_told_of_another_time_all_are_told_that_an_evening_is_back_at_its_first(
    house: House, cohort: Cohort
) -> None:
    first = planned.sessions(cohort)[0]
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    Telling.objects.filter(seat__number=2).update(handing_at=timezone.now(), told_at=timezone.now())
    assert mark_told(house.kit, first, Session.objects.get(pk=first.pk).change)
    move_session(house.kit, first, first.starts_at, 2)
    assert outbox()[-2:] == [("moved", 1), ("moved", 2)], "the other was told by word of mouth"


def test_whoever_answered_to_another_time_is_told_that_the_evening_is_back_at_its_first(
    house: House, cohort: Cohort
) -> None:
    first, now = planned.sessions(cohort)[0], timezone.now()
    otter, heron = cohort.seats.held()
    say_coming(heron, first, False, now)
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    say_coming(otter, first, True, now)
    move_session(house.kit, first, first.starts_at, 2)
    assert outbox() == [("moved", 1)], "no letter had gone, but one of them read it on their page"


def test_whoever_took_a_seat_while_an_evening_stood_at_another_time_is_told_that_it_is_back_at_its_first(
    house: House, cohort: Cohort
) -> None:
    first = planned.sessions(cohort)[0]
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    take_seat(cohort, "Golden Moth", timezone.now())
    move_session(house.kit, first, first.starts_at + timedelta(days=2), 2)
    take_seat(cohort, "Violet Fox", timezone.now())
    move_session(house.kit, first, first.starts_at, 3)
    assert outbox() == [("moved", 3), ("moved", 4)], "each read another time as they joined"
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 4)
    move_session(house.kit, first, first.starts_at, 5)
    assert outbox() == [("moved", 3), ("moved", 4)], "that it was back before had reached neither of them"


def test_whoever_said_no_has_no_letter_that_it_starts_once_a_moved_evening_is_back(
    house: House, cohort: Cohort
) -> None:
    first, heron = planned.sessions(cohort)[0], cohort.seats.get(number=2)
    say_coming(heron, first, False, timezone.now())
    with transaction.atomic():
        remind(heron, first)
    (starts,) = Telling.objects.filter(kind=Kind.START)
    assert known([starts], timezone.now())[starts.pk].coming is False
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    assert known([starts], timezone.now())[starts.pk].coming is None
    move_session(house.kit, first, first.starts_at, 2)
    assert known([starts], timezone.now())[starts.pk].coming is False
