"""What a coordinator should know before an evening is fixed, in words with the reason. Pure; it never forbids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.planning import Night, Odd
from cohorts.schedule import Times


class Kind(StrEnum):
    """What a caution is about."""

    CLASH = "clash"
    REST = "rest"
    HOLIDAY = "holiday"
    NO_LEAD = "no_lead"
    NO_SECOND = "no_second"
    CLOCKS = "clocks"
    ORDER = "order"
    UNCHECKED = "unchecked"
    REMARKS = "remarks"


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to know: its kind, in words, and the day it is about, if it is about one."""

    kind: Kind
    words: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """A time at which somebody works already: from when to when, and what it is called."""

    times: Times
    what: str


def staffing(lead: str | None, second: str | None) -> list[Caution]:
    """Say who is missing."""
    found = []
    if not lead:
        found.append(Caution(Kind.NO_LEAD, _("Nobody leads these evenings yet.")))
    if not second:
        found.append(Caution(Kind.NO_SECOND, _("There is no second facilitator. A room opens with two.")))
    return found


def holidays(nights: Iterable[Night], days: Mapping[date, str]) -> list[Caution]:
    """Say which evenings are on a public holiday."""
    return [
        Caution(
            Kind.HOLIDAY, _("%(day)s is a public holiday: %(name)s.") % {"day": said(n.day), "name": days[n.day]}, n.day
        )
        for n in nights
        if n.day in days
    ]


def clocks(nights: Iterable[Night], at: str, starts: Mapping[date, str]) -> list[Caution]:
    """Say what the clocks do: `at` is the time asked for, `starts` the local time each evening really starts."""
    words = {
        Odd.SKIPPED: _(
            "The clocks go forward: on %(day)s there is no %(at)s. The evening starts at %(starts)s that day."
        ),
        Odd.TWICE: _("The clocks go back: on %(day)s, %(at)s comes twice. The evening starts at the first."),
    }
    return [
        Caution(Kind.CLOCKS, words[n.odd] % {"day": said(n.day), "at": at, "starts": starts[n.day]}, n.day)
        for n in nights
        if n.odd
    ]


def clashes(who: str, nights: Sequence[tuple[date, Times]], booked: Sequence[Booked], rest: timedelta) -> list[Caution]:
    """Say when somebody would be in two places at once, or rest less than this; once for each thing they work at."""
    gaps: dict[str, list[tuple[date, timedelta]]] = {}
    for day, times in nights:
        for other in booked:
            if (gap := _between(times, other.times)) < rest:
                gaps.setdefault(other.what, []).append((day, gap))
    found = []
    for what, close in gaps.items():
        twice = [day for day, gap in close if gap < timedelta(0)]
        tired = [(day, gap) for day, gap in close if gap >= timedelta(0)]
        found += [_clash(who, what, twice)] if twice else []
        found += [_tired(who, what, tired)] if tired else []
    return found


def _clash(who: str, what: str, days: Sequence[date]) -> Caution:
    told = {"who": who, "what": what, "days": _days(days)}
    return Caution(Kind.CLASH, _("%(who)s already works then: %(what)s, on %(days)s.") % told, days[0])


def _tired(who: str, what: str, close: Sequence[tuple[date, timedelta]]) -> Caution:
    least = min(gap for _day, gap in close)
    told = {"who": who, "what": what, "rest": lasting(least), "days": _days([day for day, _gap in close])}
    words = _("%(who)s would have only %(rest)s of rest beside %(what)s, on %(days)s.")
    return Caution(Kind.REST, words % told, close[0][0])


def _days(days: Sequence[date]) -> str:
    """Several days in a sentence, the year with the last."""
    short = [date_format(day, "j F") for day in days[:-1]]
    return str(get_text_list([*short, said(days[-1])], _("and")))


def _between(one: Times, other: Times) -> timedelta:
    """Return the time from the end of the earlier to the start of the later; below nothing, they overlap."""
    return max(other.opens_at - one.closes_at, one.opens_at - other.closes_at)


def order(week: int, starts_at: datetime, others: Iterable[tuple[int, datetime]]) -> list[Caution]:
    """Say when an evening would come before an earlier week or after a later one."""
    wrong = sorted(
        number for number, at in others if (number < week and at >= starts_at) or (number > week and at <= starts_at)
    )
    if not wrong:
        return []
    weeks = ", ".join(map(str, wrong))
    words = ngettext(
        "Week %(week)d would then be out of order with week %(weeks)s.",
        "Week %(week)d would then be out of order with weeks %(weeks)s.",
        len(wrong),
    )
    return [Caution(Kind.ORDER, words % {"week": week, "weeks": weeks})]


def unchecked() -> Caution:
    """Say that nobody answerable for safety has read the course."""
    words = _("Nobody has noted yet that they read this course for safety. Whoever does, notes it under Courses.")
    return Caution(Kind.UNCHECKED, words)


def remarks(count: int) -> list[Caution]:
    """Say how many remarks the script checker has on the course."""
    words = ngettext(
        "The script checker has %(count)d remark on this course. Please read it before the first evening.",
        "The script checker has %(count)d remarks on this course. Please read them before the first evening.",
        count,
    )
    return [Caution(Kind.REMARKS, words % {"count": count})] if count else []


def said(day: date) -> str:
    """Return a day as people say it."""
    return date_format(day, "l j F Y")


def lasting(length: timedelta) -> str:
    """Return a length as people say it."""
    minutes = int(length.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    said_hours = ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return f"{said_hours} {minutes} min" if minutes else said_hours
