"""A young person's own calendar: the evenings, under a title that tells nobody what they are."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone
from icalendar import Calendar

from cohorts import actions
from cohorts.actions.feeds import end_feed, feed_holder, feed_of, make_feed
from cohorts.actions.leave_course import let_go
from cohorts.actions.nights import cancel_session
from cohorts.models import Act, Feed, Role, Seat
from tests import cast
from tests.cohorts import planned
from tests.cohorts.doors import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat() -> Seat:
    house = planned.house()
    return actions.take_seat(planned.cohort(house), "Teal Otter", timezone.now()).seat


def test_it_tells_when_and_nothing_else(seat: Seat, settings: LazySettings) -> None:
    settings.SEAT_CALENDAR_TITLE = "Choir"
    answer = browser().get(f"/calendar/{make_feed(seat)}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = re.sub(r"\r\n ", "", answer.content.decode())
    assert text.count("SUMMARY:Choir\r\n") == 7
    for word in ("otter", "steady", "alcove", "welcome", "feelings", "DESCRIPTION", "ATTENDEE", "LOCATION", "URL"):
        assert not re.search(word, text, re.IGNORECASE), word
    events: list[Any] = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    found = [(one["dtstart"].dt, one["duration"].dt) for one in events]
    assert found == [(one.opens_at, one.ends_at - one.opens_at) for one in planned.sessions(seat.cohort)]


def test_a_cancelled_evening_says_so(seat: Seat) -> None:
    third = planned.sessions(seat.cohort)[2]
    kit = cast.staff("Kit", Role.COORDINATOR)
    cancel_session(kit, third, seat.cohort.version)
    read = Calendar.from_ical(browser().get(f"/calendar/{make_feed(seat)}.ics").content)
    status = {str(one["uid"]): str(one["status"]) for one in read.walk("VEVENT")}
    assert status.pop(f"{third.public_id}@calendar") == "CANCELLED"
    assert set(status.values()) == {"CONFIRMED"}


def test_it_is_renewed_shut_and_no_act_of_staff(seat: Seat) -> None:
    acts = Act.objects.count()
    first = make_feed(seat)
    second = make_feed(seat)
    assert (feed_holder(first), feed_holder(second)) == (None, seat)
    assert not Feed.objects.filter(digest__in=(first, second)).exists()
    assert end_feed(seat)
    assert not end_feed(seat)
    assert browser().get(f"/calendar/{second}.ics").status_code == 404
    assert Act.objects.count() == acts


def test_it_goes_along_and_goes_with_the_seat(seat: Seat) -> None:
    now, kit, there = timezone.now(), cast.staff("Kit", Role.COORDINATOR), cast.cohort()
    token = make_feed(seat)
    moved = actions.move_seat(kit, seat, there, now)
    assert feed_holder(token) == moved
    actions.leave_course(moved, now)
    assert feed_holder(token) is None
    actions.come_back(moved, now)
    assert feed_holder(token) == moved
    actions.leave_course(moved, now)
    let_go(now + timedelta(days=1))
    assert not feed_of(moved).exists()
