"""Fewer places than there were: nobody new has one until as few are held as there are places now."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cohorts import actions, fullness
from cohorts.actions.leave_course import come_back, leave_course
from cohorts.actions.plan import TooManyHeld, change_cohort
from cohorts.join.way.groups import open_groups
from cohorts.models import Cohort, Role, Session, WaitingPlace, Week
from tests import cast
from tests.cohorts.planned import Visitor
from tests.cohorts.stranger import Stranger

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def met(now: datetime, *, left: int) -> Cohort:
    """A cohort of eight that meets in a week; so many, the lowest numbers, gave their seats up."""
    cohort = cast.cohort()
    for name in cast.NAMES:
        actions.take_seat(cohort, name, now - DAY)
    week, _ = Week.objects.get_or_create(course=cohort.course, number=1, defaults={"theme": "Welcome"})
    opens, hour = now + 7 * DAY, timedelta(hours=1)
    Session.objects.create(
        cohort=cohort, week=week, opens_at=opens, starts_at=opens, ends_at=opens + hour, closes_at=opens + hour
    )
    for seat in cohort.seats.filter(number__lte=left):
        actions.withdraw(seat, now)
    return cohort


def lowered(cohort: Cohort, capacity: int) -> Cohort:
    change_cohort(cast.staff("Kit", Role.COORDINATOR), cohort, cohort.version, {"capacity": capacity})
    return Cohort.objects.get(pk=cohort.pk)


def following(cohort: Cohort, now: datetime) -> None:
    """Its next evening, in a week that can still be joined."""
    week, _ = Week.objects.get_or_create(course=cohort.course, number=1, defaults={"theme": "Welcome"})
    cohort.sessions.filter(pk=cast.session(cohort, "waiting", now + 7 * DAY).pk).update(week=week)


def left(cohort: Cohort, now: datetime) -> int:
    """How many places a stranger is shown."""
    return next(one.left for one in open_groups(now) if one.cohort == cohort)


def wait(cohort: Cohort, now: datetime) -> WaitingPlace:
    return actions.join_waiting(cohort, now, agreed_version="2").place


def told(cohort: Cohort, kit: Visitor) -> int:
    """How many places the desk has there for somebody who wishes for another group."""
    page = kit.sees("/desk/wishes/").content.decode()
    found = re.search(rf'value="{cohort.public_id}">[^<]*?(\d+) free', page)
    return int(found[1]) if found else 0


def test_seats_of_high_numbers_count_once_there_are_fewer_places() -> None:
    now = timezone.now()
    cohort = met(now, left=4)
    assert actions.free_numbers(cohort, now) == [1, 2, 3, 4]
    cohort = lowered(cohort, 4)
    assert sorted(cohort.seats.held().values_list("number", flat=True)) == [5, 6, 7, 8]
    with pytest.raises(actions.NoSeatFree):
        actions.take_seat(cohort, "Copper Lynx", now)
    cohort = lowered(cohort, 6)
    assert actions.free_numbers(cohort, now) == [1, 2]


def test_nobody_who_waits_is_offered_a_place_that_is_no_more() -> None:
    now = timezone.now()
    cohort = met(now, left=4)
    first, second = wait(lowered(cohort, 4), now), wait(cohort, now)
    assert actions.offer_places(now) == 0
    actions.withdraw(cohort.seats.get(number=5), now)
    assert actions.offer_places(now) == 1
    assert actions.take_offer(first, "Copper Lynx", now).number == 1
    assert actions.offer_places(now) == 0
    with pytest.raises(actions.OfferOver):
        actions.take_offer(second, "Navy Seal", now)
    assert cohort.seats.held().count() == 4


def test_whoever_may_still_come_back_has_a_place_that_cannot_be_taken_away() -> None:
    now = timezone.now()
    cohort = met(now, left=4)
    badger = cohort.seats.get(number=8)
    assert leave_course(badger, now)
    with pytest.raises(TooManyHeld):
        lowered(cohort, 3)
    assert actions.free_numbers(lowered(cohort, 4), now) == []
    assert come_back(badger, now)
    assert cohort.seats.held().count() == 4


def test_the_desk_moves_nobody_to_a_place_that_is_promised_waited_for_or_rests() -> None:
    now = timezone.now()
    cohort, kit = met(now, left=4), Visitor(cast.staff("Ada", Role.COORDINATOR))
    actions.wish_to_move(met(now, left=0).seats.get(number=1), now)
    assert told(cohort, kit) == 4
    wait(cohort, now)
    actions.offer_places(now)
    assert told(cohort, kit) == 3, "one is promised"
    wait(cohort, now)
    assert told(cohort, kit) == 2, "one is waited for"
    leave_course(cohort.seats.get(number=5), now)
    assert told(cohort, kit) == 2, "one rests"
    assert told(lowered(cohort, 7), kit) == 1 == len(actions.free_numbers(Cohort.objects.get(pk=cohort.pk), now))


def test_a_number_given_up_in_an_evening_is_no_place_until_it_is_over() -> None:
    evening, now = cast.evening("open"), timezone.now()
    actions.withdraw(evening.badger, now)
    for at, free in ((now, 0), (evening.session.closes_at, 1)):
        assert len(actions.free_numbers(evening.cohort, at)) == free
        assert fullness.read([evening.cohort], at)[evening.cohort.pk].free == free


def test_a_stranger_is_shown_no_place_that_rests_and_may_wait_for_it() -> None:
    evening, now = cast.evening("open"), timezone.now()
    following(evening.cohort, now)
    assert left(evening.cohort, now) == 0
    actions.withdraw(evening.badger, now)
    for at in (now, evening.session.closes_at):
        assert left(evening.cohort, at) == len(actions.free_numbers(evening.cohort, at))
    stranger = Stranger().comes_to("group", evening.cohort)
    assert "Full. You can wait for a place." in stranger.page
    stranger.comes_to("look", evening.cohort)
    assert stranger.press("wait").status_code == 200
    assert WaitingPlace.objects.get().cohort == evening.cohort
