"""Two weeks of the rota as the page shows them: day by day in the house's time, and as a picture. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import time_format
from django.utils.translation import gettext as _

from cohorts import planning, rota
from cohorts.on_call import Post, Rota
from cohorts.rota import Stretch, Time

A_DAY = timedelta(days=1)
WEEK = 7
MIDNIGHT = time(0)
DAY_WIDE, LETTER_WIDE, ROOM = 96, 7.5, 10
"""The picture's units, which are pixels on a wide screen: a day, about a letter, and what a box leaves at its ends."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of one day at one post: when, in words, and who; nobody is empty."""

    when: str
    who: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day, and for each post who has it, in order."""

    day: date
    cells: list[tuple[Post, list[Part]]]
    evenings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Box:
    """One stretch in the picture: where it begins, how wide it is, who has it, and what of the name fits in."""

    x: int
    wide: int
    who: str
    fits: str

    @property
    def middle(self) -> int:
        """Where its words stand."""
        return self.x + self.wide // 2


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of the picture; `now` is where this moment is, `evenings` where evenings begin."""

    days: list[tuple[date, int]]
    lanes: list[tuple[Post, list[Box]]]
    evenings: list[int]
    now: int | None

    @property
    def first(self) -> date:
        """Its first day."""
        return self.days[0][0]

    @property
    def last(self) -> date:
        """Its last day."""
        return self.days[-1][0]


def of(day: date, zone: ZoneInfo) -> Time:
    """Return when a day begins and ends there."""
    return planning.moment(day, MIDNIGHT, zone)[0], planning.moment(day + A_DAY, MIDNIGHT, zone)[0]


def days(found: Rota, first: date, count: int, zone: ZoneInfo, evenings: Iterable[tuple[datetime, str]]) -> list[Day]:
    """Return so many days from the first, each with its evenings (when they start, what they are called)."""
    by_day: dict[date, list[str]] = {}
    for starts_at, what in evenings:
        there = planning.there(starts_at, zone)
        by_day.setdefault(there.date(), []).append(f"{time_format(there.time(), 'H:i')} {what}")
    return [
        Day(
            day,
            [(post, [_part(one, found, *of(day, zone), zone) for one in whole(found, post, *of(day, zone))])
             for post in Post],
            by_day.get(day, []),
        )
        for day in (first + at * A_DAY for at in range(count))
    ]  # fmt: skip


def weeks(
    found: Rota, first: date, count: int, zone: ZoneInfo, evenings: Sequence[datetime], now: datetime
) -> list[Week]:
    """Return the picture of so many weeks."""
    return [_week(found, first + at * planning.WEEK, zone, evenings, now) for at in range(count)]


def whole(found: Rota, post: Post, start: datetime, end: datetime) -> list[Stretch]:
    """Return everything of a time at a post in order: whose it is, and when it is nobody's."""
    held = rota.between(found.stretches[post], start, end)
    nobody = [Stretch(*gap, None) for gap in rota.open_between(held, start, end)]
    return rota.joined((*held, *nobody))


def _week(found: Rota, first: date, zone: ZoneInfo, evenings: Sequence[datetime], now: datetime) -> Week:
    start, end = of(first, zone)[0], of(first + (WEEK - 1) * A_DAY, zone)[1]

    def at(moment: datetime) -> int:
        return round((moment - start) / (end - start) * WEEK * DAY_WIDE)

    lanes = [(post, [_box(one, found, at) for one in whole(found, post, start, end)]) for post in Post]
    on = [first + number * A_DAY for number in range(WEEK)]
    return Week(
        [(day, at(of(day, zone)[0])) for day in on], lanes, [at(one) for one in evenings if start <= one < end],
        at(now) if start <= now < end else None,
    )  # fmt: skip


def _box(one: Stretch, found: Rota, at: Callable[[datetime], int]) -> Box:
    who = found.people[one.who].name if one.who is not None else ""
    x, wide = at(one.starts_at), at(one.ends_at) - at(one.starts_at)
    return Box(x, wide, who, _fitting(who or _("nobody"), wide))


def _fitting(name: str, wide: int) -> str:
    letters = int((wide - ROOM) / LETTER_WIDE)
    if len(name) <= letters:
        return name
    return f"{name[: letters - 1]}…" if letters > 2 else ""  # noqa: PLR2004  (less says nothing)


def _part(one: Stretch, found: Rota, start: datetime, end: datetime, zone: ZoneInfo) -> Part:
    who = found.people[one.who].name if one.who is not None else ""
    since, until = (time_format(planning.there(at, zone).time(), "H:i") for at in one.time)
    if one.time == (start, end):
        return Part("", who)
    if one.starts_at == start:
        return Part(_("until %(time)s") % {"time": until}, who)
    return Part(_("from %(time)s") % {"time": since} if one.ends_at == end else f"{since}–{until}", who)
