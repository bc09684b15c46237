"""From a rhythm to dated evenings: exactly as many as there are weeks, at the local time, whatever the clocks do."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from cohorts import cautions, days_off, planning
from cohorts.planning import Odd, Rhythm
from tests.cohorts.planned import utc

pytestmark = pytest.mark.embedded

LONDON, TONGA, APIA = (ZoneInfo(name) for name in ("Europe/London", "Pacific/Tongatapu", "Pacific/Apia"))
ZONES = st.sampled_from([*planning.zone_names(), "Europe/London", "Australia/Lord_Howe", "America/St_Johns"])


MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
WEEKS = st.sets(st.integers(0, 20), max_size=8)


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    first = draw(st.dates(date(2026, 1, 1), date(2030, 1, 1)))
    breaks = frozenset(first + timedelta(weeks=week) for week in draw(WEEKS))
    holidays = {first + timedelta(weeks=week): "Fête" for week in draw(WEEKS)}
    return Rhythm(first, draw(MINUTES), ZoneInfo(draw(ZONES)), breaks, holidays, draw(st.booleans()))


@given(rhythms(), st.integers(1, 12))
def test_every_plan_keeps_to_its_rhythm(rhythm: Rhythm, count: int) -> None:
    nights, skipped = planning.plan(rhythm, count)
    assert len(nights) == count
    off = {*rhythm.breaks, *(rhythm.holidays if rhythm.skips_holidays else ())}
    assert not off & {night.day for night in nights}
    assert {one.day for one in skipped} <= off
    together = sorted([*(night.day for night in nights), *(one.day for one in skipped)])
    assert together == [rhythm.first + timedelta(weeks=week) for week in range(len(together))]
    starts = [night.starts_at for night in nights]
    assert starts == sorted(set(starts))
    for night in nights:
        local = night.starts_at.astimezone(rhythm.zone)
        if night.odd is Odd.SKIPPED:
            assert local.replace(tzinfo=None) > datetime.combine(night.day, rhythm.at)
        else:
            assert (local.date(), local.time()) == (night.day, rhythm.at)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected", "odd"),
    [
        (date(2026, 10, 24), time(18), LONDON, utc(2026, 10, 24, 17), None),
        (date(2026, 10, 25), time(18), LONDON, utc(2026, 10, 25, 18), None),
        (date(2026, 10, 25), time(1, 30), LONDON, utc(2026, 10, 25, 0, 30), Odd.TWICE),
        (date(2027, 3, 27), time(18), LONDON, utc(2027, 3, 27, 18), None),
        (date(2027, 3, 28), time(18), LONDON, utc(2027, 3, 28, 17), None),
        (date(2027, 3, 28), time(1, 30), LONDON, utc(2027, 3, 28, 1, 30), Odd.SKIPPED),
        (date(2026, 10, 25), time(18), TONGA, utc(2026, 10, 25, 5), None),
        (date(2027, 1, 1), time(0, 30), TONGA, utc(2026, 12, 31, 11, 30), None),
        (date(2027, 3, 28), time(18), APIA, utc(2027, 3, 28, 5), None),
    ],
)
def test_a_local_time_is_the_moment_that_people_there_mean(
    day: date, at: time, zone: ZoneInfo, expected: object, odd: Odd | None
) -> None:
    assert planning.moment(day, at, zone) == (expected, odd)


def test_what_the_clocks_do_is_said_with_the_time_it_comes_to() -> None:
    nights, _ = planning.plan(Rhythm(date(2027, 3, 21), time(1, 30), LONDON), 2)
    starts = {night.day: f"{night.starts_at.astimezone(LONDON):%H:%M}" for night in nights}
    assert [one.words for one in cautions.clocks(nights, "01:30", starts)] == [
        "The clocks go forward: on Sunday 28 March 2027 there is no 01:30. The evening starts at 02:30 that day."
    ]
    nights, _ = planning.plan(Rhythm(date(2026, 10, 25), time(1, 30), LONDON), 1)
    assert [one.words for one in cautions.clocks(nights, "01:30", {date(2026, 10, 25): "01:30"})] == [
        "The clocks go back: on Sunday 25 October 2026, 01:30 comes twice. The evening starts at the first."
    ]


def test_a_course_that_never_ends_is_refused() -> None:
    first = date(2026, 10, 8)
    always = frozenset(first + timedelta(weeks=week) for week in range(70))
    with pytest.raises(planning.NeverEnds):
        planning.plan(Rhythm(first, time(18), LONDON, always), 7)
    with pytest.raises(planning.NeverEnds):
        planning.next_night(Rhythm(first, time(18), LONDON, always), first)


@given(st.dates(date(2026, 1, 1), date(2030, 1, 1)), st.integers(0, 6))
def test_the_nearest_day_is_that_weekday_within_three_days(day: date, weekday: int) -> None:
    found = planning.nearest(day, weekday)
    assert found.weekday() == weekday
    assert abs((found - day).days) <= 3


@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.sets(st.integers(0, 30), max_size=5))
def test_the_next_evening_comes_after_and_keeps_the_rhythm(after: date, off: set[int]) -> None:
    first = date(2026, 10, 8)
    breaks = frozenset(first + timedelta(weeks=week) for week in off)
    night = planning.next_night(Rhythm(first, time(18), LONDON, breaks), after)
    assert night.day > after or night.day == first
    assert (night.day >= first, night.day.weekday(), night.day in breaks) == (True, 3, False)


@pytest.mark.parametrize(
    "name", ["", "London", "UTC", "Etc/UTC", "Europe/Atlantis", "../../etc/passwd", "Europe/london"]
)
def test_a_zone_is_a_place_that_exists(name: str) -> None:
    with pytest.raises(planning.UnknownZone):
        planning.zone(name)


def test_every_place_that_settings_offer_by_themselves_is_known() -> None:
    assert [place for place in settings.HOLIDAY_PLACES if not days_off.is_place(place)] == []


def test_holidays_are_those_of_the_place() -> None:
    scottish, english = days_off.on("GB-SCT", [2026, 2027]), days_off.on("GB-ENG", [2026, 2027])
    assert (scottish[date(2026, 11, 30)], date(2026, 11, 30) in english) == ("Saint Andrew's Day", False)
    assert english[date(2027, 3, 26)] == "Good Friday"
    assert days_off.on("", [2026]) == {}
    assert [days_off.is_place(place) for place in ("GB", "GB-WLS", "TO", "XX", "GB-XX", "")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip
    assert [days_off.name(place) for place in ("GB-SCT", "IE")] == ["United Kingdom: Scotland", "Ireland"]


def test_weeks_out_of_order_are_named() -> None:
    others = [(1, utc(2026, 10, 8)), (2, utc(2026, 10, 15)), (4, utc(2026, 10, 29)), (5, utc(2026, 11, 5))]
    assert cautions.order(3, utc(2026, 10, 23), others) == []
    [late] = cautions.order(3, utc(2026, 11, 6), others)
    assert late.words == "Week 3 would then be out of order with weeks 4, 5."
