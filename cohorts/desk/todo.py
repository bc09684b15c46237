"""What needs doing today: worked out from what is planned, and kept nowhere."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.desk import words
from cohorts.desk.evenings import Evening
from cohorts.models import Session, Shift
from cohorts.models.session import Kind as Meeting
from cohorts.models.session import Outcome
from cohorts.on_call import Rota
from cohorts.telling import unheld

AHEAD = timedelta(days=14)
SOON = timedelta(days=7)
LONG_AHEAD = timedelta(days=60)


class Need(StrEnum):
    """What somebody at the desk can do something about, the most pressing first."""

    UNTOLD = "untold"
    NOBODY_ON_CALL = "nobody_on_call"
    DECLINED = "declined"
    NO_LEAD = "no_lead"
    NO_SECOND = "no_second"
    PLACES = "places"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, in words, about one evening."""

    need: Need
    words: str
    evening: Evening


def sessions(now: datetime) -> QuerySet[Session]:
    """Return the sessions in which something may need doing; a welcome that nobody picked needs nothing."""
    ahead = Q(cancelled_at__isnull=True, closes_at__gt=now, starts_at__lt=now + AHEAD)
    lately = Q(closes_at__gt=now) | Q(outcome=Outcome.NOT_HELD, closes_at__gt=now - SOON)
    untold = lately & Q(changed_at__isnull=False) & (Q(told_at__isnull=True) | Q(told_at__lt=F("changed_at")))
    cannot = Shift.objects.filter(session=OuterRef("pk"), ended_at__isnull=True, declined_at__isnull=False)
    declined = Q(Exists(cannot), cancelled_at__isnull=True, closes_at__gt=now, starts_at__lt=now + LONG_AHEAD)
    meant = Session.objects.exclude(kind=Meeting.WELCOME, seat__isnull=True)
    return meant.filter(ahead | untold | declined).order_by("starts_at", "pk")


def tasks(evenings: Iterable[Evening], rota: Rota, now: datetime) -> list[Task]:
    """Return what needs doing, by how pressing it is and then by when; `rota` reaches over the next `SOON`."""
    read = list(evenings)
    on_again = unheld.on_again(evening.session for evening in read)
    to_fill = _to_fill(read, now)
    found = [task for evening in read for task in _of(evening, rota, now, on_again, to_fill)]
    return sorted(found, key=lambda task: (list(Need).index(task.need), task.evening.session.starts_at))


def title(need: Need) -> str:
    """Return what tasks of a kind are headed with."""
    return {
        Need.UNTOLD: _("Changed, and not everybody has been told"),
        Need.NOBODY_ON_CALL: _("Nobody is on call, within a week"),
        Need.DECLINED: _("Somebody cannot come"),
        Need.NO_LEAD: _("Nobody leads"),
        Need.NO_SECOND: _("No second facilitator"),
        Need.PLACES: _("Starts within a week with free places"),
        Need.UNCONFIRMED: _("Not confirmed, within a week"),
    }[need]


def _of(
    evening: Evening, rota: Rota, now: datetime, on_again: Container[int], to_fill: Container[int]
) -> Iterator[Task]:
    session = evening.session
    if session.untold:
        yield Task(Need.UNTOLD, _changed(evening, on_again), evening)
    if session.cancelled_at or session.closes_at <= now:
        return
    if session.starts_at < now + SOON:
        # Also of one that was called off: whoever called in its lobby has still to be answered.
        yield from _on_call(evening, rota, now)
    if session.outcome == Outcome.NOT_HELD:
        return
    if evening.declined:
        names = words.names(one.staff.name for one in evening.declined)
        yield Task(Need.DECLINED, _("%(names)s cannot come.") % {"names": names}, evening)
    if session.starts_at < now + AHEAD:
        yield from _staffing(evening)
    if session.starts_at < now + SOON:
        yield from _within_a_week(evening, to_fill)


def _to_fill(evenings: Iterable[Evening], now: datetime) -> frozenset[int]:
    """The evenings within a week on which a group with free places meets first, of whichever week of the course."""
    soon = [one for one in evenings if one.free and one.session.starts_at < now + SOON and not one.session.is_welcome]
    cohorts = {one.session.cohort_id for one in soon if one.session.week.number <= settings.JOIN_UNTIL_WEEK}
    latest_first = Session.objects.meetings().filter(cohort__in=cohorts).order_by("-opens_at", "-pk")
    return frozenset(dict(latest_first.values_list("cohort", "pk")).values())


def _staffing(evening: Evening) -> Iterator[Task]:
    if evening.lead is None:
        yield Task(Need.NO_LEAD, _("Nobody leads this evening."), evening)
    if evening.lacks_second:
        yield Task(Need.NO_SECOND, _("There is no second facilitator."), evening)


def _on_call(evening: Evening, rota: Rota, now: datetime) -> Iterator[Task]:
    """No lead, no deputy and nobody on call, for some of it: an alarm would go to whichever lead there is."""
    if not evening.session.cohort.demo and not rota.answers_for(evening.session, now):
        says = _("Nobody answers outside the room: no lead, no deputy, nobody on call.")
        yield Task(Need.NOBODY_ON_CALL, says, evening)


def _within_a_week(evening: Evening, to_fill: Container[int]) -> Iterator[Task]:
    if evening.session.pk in to_fill:
        free = ngettext("%(count)d place is free.", "%(count)d places are free.", evening.free)
        yield Task(Need.PLACES, free % {"count": evening.free}, evening)
    if evening.unconfirmed:
        names = words.names(one.staff.name for one in evening.unconfirmed)
        yield Task(Need.UNCONFIRMED, _("Waiting for a yes from %(names)s.") % {"names": names}, evening)


def _changed(evening: Evening, on_again: Container[int]) -> str:
    heard = evening.reached
    written = " " + _("Alcove has told %(told)d of %(of)d.") % {"told": heard.told, "of": heard.of} if heard else ""
    if evening.session.cancelled_at:
        return _("Cancelled.") + written
    if evening.session.outcome == Outcome.NOT_HELD:
        return _("Nobody could open the room, and it was called off.") + written
    if evening.session.pk in on_again:
        mistaken = _("Called off by mistake, and it is on.")
        # Whom that letter reached believes that it is off.
        return mistaken + (" " + _told_off(heard.told) if heard and heard.told else "")
    if evening.was is None:
        return _("Moved back to its first time.") + written
    return _("Moved from %(was)s.") % {"was": words.day(evening.was)} + written


def _told_off(told: int) -> str:
    says = ngettext("%(told)d was told that it is off.", "%(told)d were told that it is off.", told)
    return says % {"told": told}
