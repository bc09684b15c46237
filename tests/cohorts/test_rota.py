"""Times in which people have a post: written out week by week, laid over one another, and what is left open."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts import planning, rota
from cohorts.rota import Change, Pattern, Stretch
from tests.cohorts.planned import utc

pytestmark = pytest.mark.embedded

LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from([*planning.zone_names(), "Europe/London", "Australia/Lord_Howe", "America/St_Johns"])
MINUTES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
BEGIN = utc(2026, 11, 2)
SAM, ALI, NOOR = 1, 2, 3
NINE = time(9)


def at(hour: int) -> datetime:
    return BEGIN + timedelta(hours=hour)


def held(stretches: Iterable[Stretch], hours: int = 48) -> list[int | None]:
    """Whose each hour is."""
    there = list(stretches)
    return [rota.holder(there, at(hour)) for hour in range(hours)]


@st.composite
def apart(draw: st.DrawFn, who: st.SearchStrategy[int | None]) -> list[Stretch]:
    """Stretches of whole hours, none of which reaches into another."""
    bounds = sorted(draw(st.sets(st.integers(0, 48), max_size=10)))
    pairs = list(itertools.pairwise(bounds))
    return [Stretch(at(a), at(b), draw(who)) for a, b in pairs if draw(st.booleans())]


PEOPLE: st.SearchStrategy[int | None] = st.integers(1, 3)
OR_NOBODY = st.one_of(st.none(), PEOPLE)


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """Weeks around nights on which clocks somewhere change."""
    return Pattern(
        draw(st.dates(date(2026, 1, 1), date(2028, 1, 1))), draw(st.integers(1, 12)), draw(st.integers(1, 4)),
        draw(MINUTES), draw(MINUTES), ZoneInfo(draw(ZONES)), draw(st.dictionaries(st.integers(0, 6), OR_NOBODY)),
    )  # fmt: skip


@given(patterns())
def test_a_pattern_is_written_out_in_order_and_nobody_is_there_twice(pattern: Pattern) -> None:
    found = rota.written_out(pattern)
    assert all(one.starts_at < one.ends_at for one in found)
    assert all(one.ends_at <= following.starts_at for one, following in itertools.pairwise(found))
    assert {one.who for one in found} <= {*pattern.holders.values()}


@given(patterns().map(lambda one: Pattern(one.first, one.weeks, 1, one.begins, one.begins, one.zone,
                                          dict.fromkeys(range(7), SAM))))  # fmt: skip
def test_round_the_clock_leaves_no_minute_open_whatever_the_clocks_do(pattern: Pattern) -> None:
    found = rota.written_out(pattern)
    first = planning.moment(pattern.first, pattern.begins, pattern.zone)[0]
    last = planning.moment(pattern.first + pattern.weeks * planning.WEEK, pattern.begins, pattern.zone)[0]
    assert rota.joined(found) == [Stretch(first, last, SAM)]


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 23), 24), (date(2026, 10, 24), 25), (date(2027, 3, 27), 23)]
)
def test_nine_to_nine_is_as_long_as_that_night_is(day: date, hours: int) -> None:
    found = rota.written_out(Pattern(day, 1, 1, NINE, NINE, LONDON, {day.weekday(): SAM}))
    assert [(one.ends_at - one.starts_at) / timedelta(hours=1) for one in found] == [hours]


def test_every_second_week_leaves_the_other_as_it_is() -> None:
    pattern = Pattern(date(2026, 11, 2), 4, 2, time(17), time(22), LONDON, {0: SAM, 2: ALI, 4: None})
    assert [(f"{one.starts_at:%d %H}", f"{one.ends_at:%d %H}", one.who) for one in rota.written_out(pattern)] == [
        ("02 17", "02 22", SAM), ("04 17", "04 22", ALI), ("06 17", "06 22", None),
        ("16 17", "16 22", SAM), ("18 17", "18 22", ALI), ("20 17", "20 22", None),
    ]  # fmt: skip


@given(apart(PEOPLE), apart(OR_NOBODY))
def test_each_hour_is_as_the_new_ones_say_and_else_as_it_was(old: list[Stretch], new: list[Stretch]) -> None:
    result = rota.laid_over(old, new)
    assert all(one.ends_at <= following.starts_at for one, following in itertools.pairwise(result))
    named = {hour for one in new for hour in range(48) if one.starts_at <= at(hour) < one.ends_at}
    was, wanted, now = held(old), held(new), held(result)
    assert now == [wanted[hour] if hour in named else was[hour] for hour in range(48)]


@given(apart(PEOPLE), apart(OR_NOBODY))
def test_what_is_shown_as_changed_is_all_that_changes(old: list[Stretch], new: list[Stretch]) -> None:
    shown = rota.changes(old, new)
    was, now = held(old), held(rota.laid_over(old, new))
    told = {hour: one for one in shown for hour in range(48) if one.starts_at <= at(hour) < one.ends_at}
    assert {hour for hour in range(48) if was[hour] != now[hour]} == {*told}
    assert all((one.was, one.to) == (was[hour], now[hour]) for hour, one in told.items())
    follows = itertools.pairwise(shown)
    assert not [a for a, b in follows if (a.ends_at, a.was, a.to) == (b.starts_at, b.was, b.to)]


@given(apart(PEOPLE), apart(OR_NOBODY))
def test_writing_the_same_again_changes_nothing(old: list[Stretch], new: list[Stretch]) -> None:
    result = rota.laid_over(old, new)
    assert rota.changes(result, new) == []
    assert rota.laid_over(result, new) == result


@given(apart(PEOPLE), st.integers(0, 48), st.integers(0, 48))
def test_open_is_what_nobody_has(stretches: list[Stretch], start: int, end: int) -> None:
    left = rota.open_between(stretches, at(start), at(end))
    empty = {hour for one in left for hour in range(48) if one[0] <= at(hour) < one[1]}
    assert empty == {hour for hour in range(start, end) if hour < 48 and held(stretches)[hour] is None}


def test_a_holiday_in_the_middle_leaves_both_ends() -> None:
    week = [Stretch(at(0), at(48), SAM)]
    assert rota.without(week, [(at(10), at(20))]) == [Stretch(at(0), at(10), SAM), Stretch(at(20), at(48), SAM)]
    assert rota.changes(week, [Stretch(at(10), at(15), ALI), Stretch(at(15), at(20), ALI)]) == [
        Change(at(10), at(20), SAM, ALI)
    ]
