"""An evening with nobody on call: coordinators and leads hear of it a day and three hours before, not oftener."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from cohorts.models import Away, Cohort, Kind, OnCallSpan, Role, Session, Staff, Telling
from cohorts.on_call import Post
from cohorts.telling.uncovered import tell_of_uncovered
from tests import cast
from tests.cohorts import planned
from tests.cohorts.planned import House

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def house() -> House:
    """Kit coordinates and Jo is the lead; Sam and the volunteers are not told of the rota."""
    found = planned.house()
    cast.staff("Jo", Role.LEAD)
    return found


@pytest.fixture
def first(house: House) -> Session:
    return planned.sessions(planned.cohort(house))[0]


def look(now: datetime) -> int:
    with transaction.atomic():
        return tell_of_uncovered(now)


def told() -> list[tuple[str, datetime]]:
    rows = Telling.objects.filter(kind=Kind.UNCOVERED).order_by("due_at", "staff__name")
    return list(rows.values_list("staff__name", "due_at"))


def covers(session: Session, who: Staff, *, post: Post = Post.ON_CALL) -> OnCallSpan:
    return OnCallSpan.objects.create(
        post=post, staff=who, starts_at=session.opens_at, ends_at=session.closes_at
    )  # fmt: skip


def test_once_a_day_before_and_once_three_hours_before(first: Session) -> None:
    start = first.starts_at
    assert look(start - 24 * HOUR - MINUTE) == 0
    for before in (24 * HOUR - MINUTE, 23 * HOUR, 4 * HOUR, 3 * HOUR, 2 * HOUR, MINUTE):
        look(start - before)
    assert told() == [(name, start - before) for before in (24 * HOUR - MINUTE, 3 * HOUR) for name in ("Jo", "Kit")]
    assert look(start) == 0


def test_what_becomes_so_late_is_told_at_once_and_once(first: Session, house: House) -> None:
    covers(first, house.sam)
    now = first.starts_at - 2 * HOUR
    assert look(now) == 0
    Away.objects.create(staff=house.sam, starts_at=now, ends_at=first.starts_at + MINUTE)
    assert look(now + MINUTE) == 2
    assert look(now + 2 * MINUTE) == 0


def test_what_could_not_leave_is_taken_back_once_somebody_has_a_post_and_told_anew_if_not(
    first: Session, house: House
) -> None:
    look(first.starts_at - 2 * HOUR)
    Telling.objects.filter(staff__name="Jo").update(told_at=first.starts_at - 2 * HOUR)
    span = covers(first, house.sam)
    assert look(first.starts_at - HOUR) == 0
    assert [name for name, _ in told()] == ["Jo"], "who was told was told"
    span.delete()
    assert look(first.starts_at - HOUR) == 1
    covers(first, house.sam)
    assert look(first.starts_at + MINUTE) == 0
    assert [name for name, _ in told()] == ["Jo"], "also once it has begun"


def test_the_letter_of_the_day_before_goes_no_longer_once_the_other_is_due(first: Session) -> None:
    look(first.starts_at - 23 * HOUR)
    look(first.starts_at - HOUR)
    ends = Telling.objects.filter(staff__name="Kit").order_by("due_at").values_list("not_after", flat=True)
    assert list(ends) == [first.starts_at - 3 * HOUR, first.ends_at]


@pytest.mark.parametrize("post", Post)
def test_nobody_is_written_to_when_somebody_has_any_post_for_all_of_it(first: Session, post: Post) -> None:
    span = covers(first, Staff.objects.get(name="Jo"), post=post)
    assert look(first.starts_at - HOUR) == 0
    span.ends_at -= MINUTE
    span.save()
    assert look(first.starts_at - HOUR) == 2, "not for its last minute"


def test_a_moved_evening_is_told_of_anew_and_a_cancelled_one_or_a_demo_never(first: Session) -> None:
    assert look(first.starts_at - HOUR) == 2
    later = {name: getattr(first, name) + 24 * HOUR for name in ("opens_at", "starts_at", "ends_at", "closes_at")}
    Session.objects.filter(pk=first.pk).update(**later)
    assert look(later["starts_at"] - HOUR) == 2
    Telling.objects.all().delete()
    Cohort.objects.update(demo=True)
    assert look(later["starts_at"] - HOUR) == 0
    Cohort.objects.update(demo=False)
    Session.objects.update(cancelled_at=first.starts_at)
    assert look(later["starts_at"] - HOUR) == 0


def test_a_welcome_that_nobody_picked_needs_nobody(first: Session) -> None:
    Session.objects.filter(pk=first.pk).update(kind="welcome")
    assert look(first.starts_at - HOUR) == 0


def test_whoever_left_is_not_written_to(first: Session) -> None:
    Staff.objects.filter(name="Jo").update(left_at=first.starts_at - 2 * HOUR)
    assert look(first.starts_at - HOUR) == 1


def test_it_asks_one_question_on_a_day_without_an_evening(
    first: Session, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with transaction.atomic(), django_assert_num_queries(1):
        tell_of_uncovered(first.starts_at - 48 * HOUR)
