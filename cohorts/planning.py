"""From a weekday, a local time and a first date to dated evenings. Pure: no clock, no database.

A local time that does not exist on a night the clocks go forward is moved on by what they skip; one that happens twice
on a night they go back is the first of the two. Both are said wherever the evening is shown.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from cohorts.schedule import Times

WEEK = timedelta(days=7)
LOBBY = timedelta(minutes=10)
STAYS_BEHIND = timedelta(minutes=15)
WELCOME_LOBBY = timedelta(minutes=5)
WELCOME_STAYS = timedelta(minutes=5)
MOST_SKIPPED = 60
"""Weeks that may be skipped before somebody must have made a mistake."""


class UnknownZone(ValueError):
    """A time zone that nobody has heard of."""


class NeverEnds(ValueError):
    """So many weeks are skipped that the course would not fit into a year."""


class Odd(StrEnum):
    """What the clocks do to a local time on one night."""

    SKIPPED = "skipped"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Night:
    """One evening: the day in the cohort's zone, when it starts (UTC), and what is odd about the local time."""

    day: date
    starts_at: datetime
    odd: Odd | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that would have been an evening, and why it is none: a holiday by name, or a break."""

    day: date
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What repeats: every seven days from `first` at this local time; breaks, and holidays by choice, are left out."""

    first: date
    at: time
    zone: ZoneInfo
    breaks: frozenset[date] = frozenset()
    holidays: Mapping[date, str] = field(default_factory=dict)
    skips_holidays: bool = False


def zone(name: str) -> ZoneInfo:
    """Return the zone of this name, or raise `UnknownZone`; a zone is a place, as in Europe/London."""
    if name not in zone_names():
        raise UnknownZone(name)
    return ZoneInfo(name)


@cache
def zone_names() -> tuple[str, ...]:
    """Return the names of all places a cohort may live by, in order; finding them out reads a great many files."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return tuple(names)


def moment(day: date, at: time, where: ZoneInfo) -> tuple[datetime, Odd | None]:
    """Return the UTC time of a local one, and what is odd about it."""
    first = datetime.combine(day, at, where)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC), None
    real = first.astimezone(UTC).astimezone(where).replace(tzinfo=None) == first.replace(tzinfo=None)
    return first.astimezone(UTC), Odd.TWICE if real else Odd.SKIPPED


def there(at: datetime, where: ZoneInfo) -> datetime:
    """Return what a clock on the wall shows there, as a time of no zone: pages must not move it on to theirs."""
    return at.astimezone(where).replace(tzinfo=None)


def days(rhythm: Rhythm) -> Iterator[date | Skipped]:
    """Yield every seventh day from the first, each as a day to meet or as one that is skipped; without end."""
    day = rhythm.first
    while True:
        holiday = rhythm.holidays.get(day, "") if rhythm.skips_holidays else ""
        yield Skipped(day, holiday) if holiday or day in rhythm.breaks else day
        day += WEEK


def plan(rhythm: Rhythm, count: int) -> tuple[list[Night], list[Skipped]]:
    """Return exactly `count` evenings and the days skipped on the way; `NeverEnds` if too many would be."""
    nights: list[Night] = []
    skipped: list[Skipped] = []
    for each in days(rhythm):
        if len(nights) == count:
            break
        if len(skipped) > MOST_SKIPPED:
            raise NeverEnds
        if isinstance(each, Skipped):
            skipped.append(each)
        else:
            nights.append(Night(each, *moment(each, rhythm.at, rhythm.zone)))
    return nights, skipped


def next_night(rhythm: Rhythm, after: date, taken: Collection[date] = ()) -> Night:
    """Return the next evening of the rhythm after a day, on none of the days taken already."""
    weeks = max(0, (after - rhythm.first).days // 7 + 1)
    later = Rhythm(
        rhythm.first + weeks * WEEK, rhythm.at, rhythm.zone, rhythm.breaks, rhythm.holidays, rhythm.skips_holidays
    )
    for tried, each in enumerate(days(later)):
        if tried > MOST_SKIPPED:
            raise NeverEnds
        if not isinstance(each, Skipped) and each not in taken:
            return Night(each, *moment(each, rhythm.at, rhythm.zone))
    raise NeverEnds


def nearest(day: date, weekday: int) -> date:
    """Return the day of this weekday (0 is Monday) that is nearest; of two, none is as near as the other."""
    ahead = (weekday - day.weekday()) % 7
    return day + timedelta(days=ahead if ahead <= 3 else ahead - 7)  # noqa: PLR2004  (half a week)


def times(starts_at: datetime, minutes: int) -> Times:
    """Return the four moments of an evening: the lobby ten minutes before, a quarter of an hour to stay behind."""
    ends_at = starts_at + timedelta(minutes=minutes)
    return Times(starts_at - LOBBY, starts_at, ends_at, ends_at + STAYS_BEHIND)


def welcome_times(starts_at: datetime, minutes: int) -> Times:
    """Return the four moments of a one-to-one welcome: short at both ends, so that one can follow another."""
    ends_at = starts_at + timedelta(minutes=minutes)
    return Times(starts_at - WELCOME_LOBBY, starts_at, ends_at, ends_at + WELCOME_STAYS)
