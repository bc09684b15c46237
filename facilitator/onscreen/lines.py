"""A duty as a line on a screen: what it is, how soon, which evening, since when. No young person's name, no words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cohorts.models import Staff
from facilitator.safeguarding.duties import standing_for
from facilitator.safeguarding.models import Duty, Kind, Level

#: So many at once are more than one person can take up; the rest, less pressing, comes as these are answered.
MOST: Final = 20
#: So many of more than one besides them stand open: the strip is above what somebody works with, also on a phone.
FIRST: Final = 2

TITLES: Final[Mapping[Kind, Promise | str]] = {
    Kind.CONCERN: _("A concern needs you"),
    Kind.ALARM: _("Somebody calls, and nobody has come"),
    Kind.ADULT: _("A worry about an adult"),
    Kind.LEFT: _("Somebody left suddenly"),
    Kind.OPENED: _("A contact was opened"),
    Kind.FOLLOW_UP: _("A follow-up is due"),
    Kind.TRIAL: _("Your test alarm"),
}  # fmt: skip
HOW_SOON: Final[Mapping[Level, Promise | str]] = {
    Level.NOW: _("now"),
    Level.URGENT: _("within half an hour"),
    Level.CONCERN: _("today"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One duty that waits for an answer."""

    ref: str
    title: Promise | str
    level: str
    how_soon: Promise | str
    evening: str
    starts_at: datetime
    zone: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Strip:
    """What stands open in the strip, and what waits behind one press: `pressing` of it at level now."""

    first: Sequence[Line]
    rest: Sequence[Line]
    pressing: int


def strip(staff: Staff, now: datetime) -> Strip:
    """Return what waits for this member of staff, as their strip shows it; one more alone is shown at once."""
    waiting = lines(staff, now)
    shown = FIRST if len(waiting) > FIRST + 1 else len(waiting)
    rest = waiting[shown:]
    return Strip(waiting[:shown], rest, sum(one.level == Level.NOW for one in rest))


def lines(staff: Staff, now: datetime) -> list[Line]:
    """Return what waits for this member of staff, the most pressing first and then the oldest."""
    standing = standing_for(staff, now).select_related("session__week", "session__cohort")
    return sorted(map(line, standing), key=lambda one: (list(Level).index(Level(one.level)), one.since))[:MOST]


def line(duty: Duty) -> Line:
    """Return the line of one."""
    session, level = duty.session, Level(duty.level)
    return Line(
        duty.public_id, TITLES[Kind(duty.kind)], level.value, HOW_SOON[level], session.title, session.starts_at,
        session.cohort.zone, duty.raised_at,
    )  # fmt: skip
