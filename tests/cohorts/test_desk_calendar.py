"""The calendar link: a secret that can be shut, an event a shift, the right time wherever the cohort lives."""

from __future__ import annotations

import re
from datetime import UTC, date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings
from django.utils import timezone
from icalendar import Calendar

from cohorts import planning
from cohorts.actions.feeds import end_feed, feed_holder, make_feed
from cohorts.actions.nights import cancel_session, move_session
from cohorts.actions.plan import Crew
from cohorts.actions.shifts import confirm, decline, replace_staff
from cohorts.actions.staffing import leave_staff
from cohorts.desk import calendar, clockwork
from cohorts.models import Act, Cohort, Feed, Session, Shift, Staff
from tests.cohorts import planned
from tests.cohorts.planned import House, Visitor, utc

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]


@pytest.fixture
def house() -> House:
    return planned.house()


def written(of: Staff) -> Calendar:
    shifts = Shift.objects.filter(staff=of).select_related("session__cohort").order_by("session__starts_at", "pk")
    return Calendar.from_ical(calendar.write(shifts, "Shift", timezone.now()))


def events(of: Staff) -> list[Any]:
    return list(written(of).walk("VEVENT"))


def of_week(of: Staff, session: Session) -> Any:
    [found] = [one for one in events(of) if one["uid"] == f"{session.public_id}@alcove"]
    return found


def lives_in(cohort: Cohort, zone: str, first: date, at: time) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(zone=zone)
    nights, _ = planning.plan(planning.Rhythm(first, at, ZoneInfo(zone)), 7)
    for session, night in zip(planned.sessions(cohort), nights, strict=True):
        times = planning.times(night.starts_at, 60)
        Session.objects.filter(pk=session.pk).update(
            opens_at=times.opens_at, starts_at=times.starts_at, ends_at=times.ends_at, closes_at=times.closes_at
        )


@pytest.mark.parametrize(
    ("zone", "first", "at"),
    [
        ("Europe/London", date(2026, 10, 8), time(18, 30)),
        ("Europe/London", date(2027, 3, 7), time(18, 30)),
        ("Europe/London", date(2026, 10, 25), time(1, 30)),
        ("Europe/London", date(2027, 3, 28), time(1, 30)),
        ("Pacific/Tongatapu", date(2026, 12, 28), time(0, 5)),
        ("Pacific/Apia", date(2026, 10, 8), time(18, 30)),
        ("America/St_Johns", date(2026, 10, 20), time(18, 30)),
    ],
)
def test_a_calendar_program_reads_the_moments_that_are_meant(house: House, zone: str, first: date, at: time) -> None:
    cohort = planned.cohort(house)
    lives_in(cohort, zone, first, at)
    read = written(house.sam)
    assert [str(one["tzid"]) for one in read.walk("VTIMEZONE")] == [zone]
    inside = next(iter(read.timezones)).to_tz()
    for session, event in zip(planned.sessions(cohort), events(house.sam), strict=True):
        local = event["dtstart"].dt.replace(tzinfo=None)
        assert event["dtstart"].params["TZID"] == zone
        assert local == session.opens_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        # By our own description of the zone, and not by what the reader happens to know of it.
        assert local.replace(tzinfo=inside).astimezone(UTC) == session.opens_at
        assert event["duration"].dt == session.closes_at - session.opens_at


def test_the_changes_of_the_clocks_are_at_the_second_they_happen() -> None:
    found = list(clockwork.changes(ZoneInfo("Europe/London"), utc(2026, 6, 1), utc(2027, 6, 1)))
    assert found == [utc(2026, 10, 25, 1), utc(2027, 3, 28, 1)]
    text = clockwork.timezone_of("Europe/London", utc(2026, 10, 1), utc(2026, 11, 1)).to_ical().decode()
    assert "DTSTART:20261025T020000" in text
    assert "DTSTART:20270328T010000" in text
    assert list(clockwork.changes(ZoneInfo("Pacific/Tongatapu"), utc(2026, 1, 1), utc(2028, 1, 1))) == []


def test_an_event_keeps_its_id_and_counts_its_changes(house: House) -> None:
    cohort = planned.cohort(house)
    third = planned.sessions(cohort)[2]
    first = of_week(house.ali, third)
    assert (str(first["status"]), int(first["sequence"])) == ("TENTATIVE", 0)
    confirm(house.ali, third.shifts.get(staff=house.ali))
    assert str(of_week(house.ali, third)["status"]) == "CONFIRMED"
    move_session(house.kit, third, third.starts_at + timedelta(days=1), 1)
    moved = of_week(house.ali, third)
    assert (str(moved["status"]), int(moved["sequence"]) > 0) == ("TENTATIVE", True)
    replace_staff(house.kit, third, off=house.ali, on=house.noor, part="second", version=2)
    gone = of_week(house.ali, third)
    assert (str(gone["status"]), int(gone["sequence"]) > int(moved["sequence"])) == ("CANCELLED", True)
    replace_staff(house.kit, third, off=house.noor, on=house.ali, part="second", version=3)
    back = of_week(house.ali, third)
    assert (str(back["status"]), int(back["sequence"]) > int(gone["sequence"])) == ("TENTATIVE", True)
    cancel_session(house.kit, third, 4)
    over = of_week(house.ali, third)
    assert (str(over["status"]), int(over["sequence"]) > int(back["sequence"])) == ("CANCELLED", True)


def test_whoever_cannot_come_has_it_no_more_in_their_calendar(house: House) -> None:
    third = planned.sessions(planned.cohort(house))[2]
    decline(house.ali, third.shifts.get(staff=house.ali))
    assert str(of_week(house.ali, third)["status"]) == "CANCELLED"
    assert str(of_week(house.sam, third)["status"]) == "TENTATIVE"


def test_nothing_in_a_calendar_tells_what_it_is(house: House, settings: LazySettings) -> None:
    settings.CALENDAR_TITLE = "Choir"
    planned.cohort(house)
    token = make_feed(house.sam)
    answer = Visitor(house.ali).client.get(f"/calendar/{token}.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    text = re.sub(r"\r\n ", "", answer.content.decode())
    assert text.count("SUMMARY:Choir\r\n") == 7
    for word in (
        "Sam",
        "Ali",
        "Steady",
        "Welcome",
        "Feelings",
        "wave",
        "cohort",
        "DESCRIPTION",
        "ATTENDEE",
        "ORGANIZER",
    ):
        assert word not in text, word


@pytest.mark.both
def test_a_link_is_a_secret_that_can_be_renewed_and_shut(house: House) -> None:
    planned.cohort(house)
    anybody = Visitor(house.noor).client
    sam = Visitor(house.sam)
    shown = sam.sends("/shifts/calendar/", do="make")
    first = shown.context["link"]
    assert first in shown.content.decode()
    assert first not in sam.sees("/shifts/").content.decode()
    path = "/" + first.split("/", 3)[3]
    assert anybody.get(path).status_code == 200
    second = "/" + sam.sends("/shifts/calendar/", do="make").context["link"].split("/", 3)[3]
    assert (anybody.get(path).status_code, anybody.get(second).status_code) == (404, 200)
    assert not Feed.objects.filter(digest__in=[first, second]).exists()
    assert sam.sends("/shifts/calendar/", do="end").status_code == 303
    assert anybody.get(second).status_code == 404
    assert not end_feed(house.sam)
    assert list(Act.objects.filter(by=house.sam).order_by("pk").values_list("verb", flat=True)) == [
        "feed_made", "feed_made", "feed_ended",
    ]  # fmt: skip


def test_whoever_has_left_has_no_calendar(house: House) -> None:
    token = make_feed(house.sam)
    assert feed_holder(token) == house.sam
    leave_staff(house.sam, timezone.now())
    assert feed_holder(token) is None


def test_an_empty_calendar_is_one(house: House) -> None:
    assert events(house.noor) == []


def test_two_zones_are_both_written_down(house: House) -> None:
    planned.cohort(house)
    other = planned.cohort(house, crew=Crew(house.sam))
    lives_in(other, "Pacific/Tongatapu", planned.coming(8), time(18))
    assert sorted(str(one["tzid"]) for one in written(house.sam).walk("VTIMEZONE")) == [
        "Europe/London", "Pacific/Tongatapu",
    ]  # fmt: skip
