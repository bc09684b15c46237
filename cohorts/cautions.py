"""What a coordinator should know before an evening is fixed, in words with the reason. Pure; it never forbids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.formats import date_format
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
    """Say when somebody would be in two places at once, or rest less than this between two evenings."""
    found = (_clash(who, day, times, other, rest) for day, times in nights for other in booked)
    return [caution for caution in found if caution is not None]


def _clash(who: str, day: date, times: Times, other: Booked, rest: timedelta) -> Caution | None:
    gap = _between(times, other.times)
    told = {"who": who, "what": other.what, "day": said(day)}
    if gap < timedelta(0):
        words = _("%(who)s already works then, on %(day)s: %(what)s.")
        return Caution(Kind.CLASH, words % told, day)
    if gap < rest:
        told["rest"] = lasting(gap)
        words = _("%(who)s would have only %(rest)s of rest on %(day)s, next to %(what)s.")
        return Caution(Kind.REST, words % told, day)
    return None


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
    return Caution(Kind.UNCHECKED, _("Nobody has marked this course as read and checked for safety yet."))


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
