"""Waiting for a seat: asked in order, kept a place for a while, and never nine, however many reach at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cohorts import access, actions
from cohorts.actions import waiting
from cohorts.actions.plan import TooManyHeld, change_cohort
from cohorts.duties import known
from cohorts.models import (
    Cohort,
    Contact,
    ContactPurpose,
    Kind,
    Role,
    Seat,
    Session,
    SignIn,
    Telling,
    WaitingPlace,
    Week,
)
from tests import cast

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
THEIRS = ("Amber Crane", "Blue Yak", "Copper Finch", "Mint Vole", "Rose Tern", "Lime Swift")
OTHERS = ("Navy Seal", "Jade Panda", "Pearl Lynx", "Olive Newt", "Lilac Dormouse", "Saffron Gecko", "Aqua Puffin")


def full(*, capacity: int = 8, coming: timedelta = 7 * DAY) -> Cohort:
    """A cohort whose every place is held, and whose first week is still to come."""
    cohort, now = cast.cohort(capacity=capacity), timezone.now()
    for name in cast.NAMES[:capacity]:
        actions.take_seat(cohort, name, now - DAY)
    week, _ = Week.objects.get_or_create(course=cohort.course, number=1, defaults={"theme": "Welcome"})
    opens, hour = now + coming, timedelta(hours=1)
    Session.objects.create(
        cohort=cohort, week=week, opens_at=opens, starts_at=opens, ends_at=opens + hour, closes_at=opens + hour
    )
    return cohort


def line(cohort: Cohort, count: int) -> list[WaitingPlace]:
    """So many who wait, in the order they came."""
    began = timezone.now() - DAY
    return [
        actions.join_waiting(cohort, began + timedelta(minutes=at), agreed_version="2").place for at in range(count)
    ]


def leaves(cohort: Cohort, number: int, now: datetime) -> None:
    assert actions.withdraw(cohort.seats.held().get(number=number), now)


def offered(cohort: Cohort, now: datetime) -> list[int]:
    """Who is offered a place, by their turn of coming."""
    turns = {pk: turn for turn, pk in enumerate(cohort.waiting.order_by("pk").values_list("pk", flat=True))}
    return [turns[one.pk] for one in WaitingPlace.objects.offered(now).filter(cohort=cohort).order_by("pk")]


def test_a_place_that_frees_is_offered_to_the_first_in_line_and_kept_for_them() -> None:
    cohort, now = full(), timezone.now()
    first, second = line(cohort, 2)
    assert (actions.offer_places(now), actions.free_numbers(cohort, now)) == (0, [])
    leaves(cohort, 5, now)
    assert actions.free_numbers(cohort, now) == [], "nobody new is quicker than who waits"
    assert (actions.offer_places(now), offered(cohort, now)) == (1, [0])
    assert actions.offer_places(now) == 0
    told = Telling.objects.get(kind=Kind.OFFER)
    assert (told.waiting, told.due_at, told.not_after) == (
        first,
        now,
        WaitingPlace.objects.get(pk=first.pk).offer_ends_at,
    )
    with pytest.raises(actions.OfferOver):
        actions.take_offer(second, "Copper Crane", now)
    with pytest.raises(actions.NoSeatFree):
        actions.take_seat(cohort, "Copper Crane", now)
    seat = actions.take_offer(first, "Copper Crane", now)
    assert (seat.number, seat.name, seat.agreed_version) == (5, "Copper Crane", "2")
    assert (cohort.seats.held().count(), actions.offer_places(now)) == (8, 0)


def test_their_code_goes_on_working_for_the_seat_and_their_sign_in_ends() -> None:
    cohort, now = full(), timezone.now()
    queued = actions.join_waiting(cohort, now, agreed_version="2", ease=["slower", "x"])
    assert queued.code not in repr(queued)
    waits = actions.sign_in_by_code(queued.code, now)
    assert waits
    badge = access.Badge(waits.sign_in.public_id, waits.token)
    found = access.find([badge], None, now)
    assert (found and found.waiting, found and found.seat) == (queued.place, None)
    leaves(cohort, 3, now)
    actions.offer_places(now)
    seat = actions.take_offer(queued.place, "Copper Crane", now)
    assert access.find([badge], None, now) is None
    seated = actions.sign_in_by_code(queued.code, now)
    assert (seated and seated.sign_in.seat, seated and seated.sign_in.waiting, seat.ease) == (seat, None, ["slower"])


def test_an_offer_that_lapses_goes_to_the_next_and_the_one_who_let_it_pass_comes_last() -> None:
    cohort, now = full(), timezone.now()
    first, _, _ = line(cohort, 3)
    leaves(cohort, 2, now)
    turns = []
    for days in range(6):
        at = now + days * timedelta(hours=24)
        assert actions.offer_places(at) == 1
        turns += offered(cohort, at)
    assert turns == [0, 1, 2, 0, 1, 2]
    with pytest.raises(actions.OfferOver):
        actions.take_offer(first, "Copper Crane", now + 5 * DAY)
    assert (actions.offer_places(now + 6 * DAY - timedelta(hours=4)), offered(cohort, now + 6 * DAY)) == (0, [])


def test_who_let_two_pass_is_asked_again_once_they_say_so_and_others_may_have_the_place() -> None:
    cohort, now = full(), timezone.now()
    (place,) = line(cohort, 1)
    leaves(cohort, 2, now)
    assert not actions.wait_again(place, now)
    for days in range(2):
        assert actions.offer_places(now + days * DAY) == 1
    later = now + 2 * DAY
    assert actions.offer_places(later) == 0
    place.refresh_from_db()
    assert (place.in_line, place.left_at, actions.free_numbers(cohort, later)) == (False, None, [2])
    assert actions.wait_again(place, later)
    assert (actions.offer_places(later), offered(cohort, later)) == (1, [0])


@pytest.mark.parametrize(
    ("coming", "lasts"),
    [(7 * DAY, timedelta(hours=24)), (timedelta(hours=20), timedelta(hours=19)), (timedelta(hours=2.9), None)],
)
def test_an_offer_ends_well_before_the_next_evening(coming: timedelta, lasts: timedelta | None) -> None:
    cohort = full(coming=coming)
    opens = cohort.sessions.get().opens_at
    now = opens - coming
    (place,) = line(cohort, 1)
    leaves(cohort, 1, now)
    assert actions.offer_places(now) == (1 if lasts else 0)
    place.refresh_from_db()
    assert place.offer_ends_at == (now + lasts if lasts else None)


def test_nobody_is_asked_when_the_course_has_gone_too_far_or_no_evening_is_left(settings: Settings) -> None:
    cohort, now = full(), timezone.now()
    line(cohort, 1)
    leaves(cohort, 1, now)
    settings.JOIN_UNTIL_WEEK = 0
    assert actions.offer_places(now) == 0
    settings.JOIN_UNTIL_WEEK = 1
    cohort.sessions.update(cancelled_at=now)
    assert actions.offer_places(now) == 0
    cohort.sessions.update(cancelled_at=None)
    assert actions.offer_places(now) == 1


def test_who_leaves_the_line_is_out_and_their_place_goes_on_at_once() -> None:
    cohort, now = full(), timezone.now()
    first, _ = line(cohort, 2)
    opened = actions.open_for(first, now)
    leaves(cohort, 1, now)
    actions.offer_places(now)
    assert actions.leave_waiting(first, now)
    assert offered(cohort, now) == [1]
    assert SignIn.objects.get(pk=opened.sign_in.pk).ended_at == now
    assert not actions.leave_waiting(first, now)
    with pytest.raises(actions.OfferOver):
        actions.take_offer(first, "Copper Crane", now)


def test_a_name_that_is_taken_leaves_the_offer_as_it_was() -> None:
    cohort, now = full(), timezone.now()
    (place,) = line(cohort, 1)
    leaves(cohort, 1, now)
    actions.offer_places(now)
    with pytest.raises(actions.NameTaken):
        actions.take_offer(place, cast.NAMES[4], now)
    with pytest.raises(actions.NameUnfit):
        actions.take_offer(place, " ", now)
    assert actions.take_offer(place, "Copper Crane", now).number == 1


def test_a_number_that_rests_is_offered_once_the_evening_is_over() -> None:
    evening = cast.evening("open")
    cohort, now = evening.cohort, timezone.now()
    week, _ = Week.objects.get_or_create(course=cohort.course, number=2, defaults={"theme": "The wave"})
    cast.session(cohort, "waiting", now + 7 * DAY)
    cohort.sessions.update(week=week)
    line(cohort, 1)
    actions.withdraw(evening.badger, now)
    assert actions.offer_places(now) == 0
    assert actions.offer_places(evening.session.closes_at) == 1


def test_places_cannot_be_taken_out_from_under_an_offer() -> None:
    cohort, now = full(), timezone.now()
    (place,) = line(cohort, 1)
    leaves(cohort, 8, now)
    actions.offer_places(now)
    kit = cast.staff("Kit", Role.COORDINATOR)
    with pytest.raises(TooManyHeld):
        change_cohort(kit, cohort, 1, {"capacity": 7})
    actions.leave_waiting(place, now)
    change_cohort(kit, cohort, 1, {"capacity": 7})


def test_the_loop_offers_and_asks_as_little_for_many_full_cohorts(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        line(full(capacity=1), 2)
    assert known()["offer places"].do is waiting.offer_places
    with django_assert_num_queries(4):
        assert waiting.offer_places(timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_nine_are_never_seated_and_who_was_asked_gets_the_place_however_many_reach() -> None:
    cohort, now = full(), timezone.now()
    places = line(cohort, 6)
    for number in (2, 7):
        leaves(cohort, number, now)
    loops = [partial(actions.offer_places, now)] * 6
    race(loops)
    assert offered(cohort, now) == [0, 1]
    takers = [partial(actions.take_offer, one, name, now) for one, name in zip(places, THEIRS, strict=True)] * 3
    strangers = [partial(actions.take_seat, cohort, name, now) for name in OTHERS]
    race([*takers, *strangers, *loops])
    held = Seat.objects.held().filter(cohort=cohort)
    assert [seat.number for seat in held] == list(range(1, 9))
    assert {seat.name for seat in held} - {*cast.NAMES} == {*THEIRS[:2]}
    assert [one.taken is not None for one in cohort.waiting.order_by("pk")] == [True, True, *[False] * 4]


@pytest.mark.django_db(transaction=True)
def test_at_the_moment_an_offer_lapses_one_of_two_has_the_place_and_never_both() -> None:
    cohort, now = full(), timezone.now()
    first, second = line(cohort, 2)
    leaves(cohort, 4, now)
    actions.offer_places(now)
    later = now + timedelta(hours=24)
    race([
        lambda: actions.take_offer(first, "Crane a", later - timedelta(seconds=1)),
        lambda: actions.offer_places(later),
        lambda: actions.take_offer(second, "Crane b", later),
        lambda: actions.leave_waiting(first, later),
    ])  # fmt: skip
    assert cohort.seats.held().count() + WaitingPlace.objects.offered(later).count() <= 8
    taken = WaitingPlace.objects.filter(cohort=cohort, taken__isnull=False).count()
    assert taken + len(offered(cohort, later)) <= 1


def race(doings: Sequence[Callable[[], object]]) -> None:
    """Let all of these begin at the same moment; being refused is an answer, anything else fails."""
    gate = threading.Barrier(len(doings))

    def reach(do: Callable[[], object]) -> None:
        gate.wait()
        try:
            do()
        except (actions.OfferOver, actions.NoSeatFree, actions.NameTaken):
            return
        finally:
            connection.close()

    with ThreadPoolExecutor(len(doings)) as pool:
        list(pool.map(reach, doings))


def test_how_they_are_reached_follows_them_to_the_seat_and_is_forgotten_when_they_leave_the_line() -> None:
    cohort, now = full(), timezone.now()
    first, second = line(cohort, 2)
    for place in (first, second):
        actions.keep_contact(place, ContactPurpose.REMINDERS, "somebody@example.org", now, "1")
    leaves(cohort, 5, now)
    actions.offer_places(now)
    seat = actions.take_offer(first, "Copper Crane", now)
    assert Contact.objects.get(seat=seat).waiting is None
    assert actions.read_contact(Contact.objects.get(seat=seat)).value == "somebody@example.org"
    assert Contact.objects.filter(waiting=second).exists()
    actions.leave_waiting(second, now)
    assert list(Contact.objects.values_list("seat", flat=True)) == [seat.pk]
