"""Changing one evening: moving it, cancelling it, making up for it, and saying that everybody has been told."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from cohorts import planning
from cohorts.actions.acts import record
from cohorts.actions.evaluate import ask_again
from cohorts.actions.follow_up import put_follow_ups_right
from cohorts.actions.plan import next_version
from cohorts.clock import database_now
from cohorts.doorbell import ring_from_thread
from cohorts.models import Act, Kind, Reply, Seat, Session, Shift, Staff, Telling, Week
from cohorts.planning import Night
from cohorts.schedule import Times
from cohorts.telling.outbox import tell_all, untell

MADE_UP = "session_made_up"
_MOVED = "session_moved"


class TooLate(Exception):
    """The lobby is open, the evening is over, or it was cancelled; nothing was done.

    Whoever waits in a lobby may have called for somebody, and must not be shut out from afar.
    """


class Overlaps(Exception):
    """The cohort would have two evenings open at one moment; nothing was done."""


def overlapping(session: Session, times: Times) -> Session | None:
    """Return the evening of its cohort that would be open together with this one at these times."""
    others = Session.objects.evenings().planned().filter(cohort=session.cohort_id).exclude(pk=session.pk)
    return others.filter(opens_at__lt=times.closes_at, closes_at__gt=times.opens_at).select_related("week").first()


@transaction.atomic
def move_session(by: Staff, session: Session, starts_at: datetime, version: int) -> None:
    """Move one evening under its lock, ask everybody anew, and ring.

    `TooLate`, `ChangedMeanwhile` or `Overlaps` if it cannot be. Afterwards nothing in its room is decided by the old
    times, nobody is reminded of them, and whoever has a seat is told; back at its first time, it was never moved.
    """
    rung = Session.objects.filter(pk=session.pk).locked()
    now = database_now()
    fresh = _still_to_come(session, now)
    times = planning.times(starts_at, int((fresh.ends_at - fresh.starts_at).total_seconds()) // 60)
    if times.opens_at <= now:
        raise TooLate
    next_version(fresh.cohort, version)
    # Whoever moves another evening of this cohort waits for the version, so nothing can come in between.
    if overlapping(fresh, times):
        raise Overlaps
    first = fresh.was_at or fresh.starts_at
    Session.objects.filter(pk=fresh.pk).update(
        opens_at=times.opens_at, starts_at=times.starts_at, ends_at=times.ends_at, closes_at=times.closes_at,
        was_at=None if times.starts_at == first else first, changed_at=now, revision=F("revision") + 1,
    )  # fmt: skip
    _ask_anew(fresh)
    _tell_young_people(Kind.MOVED, fresh, now)
    put_follow_ups_right(fresh.cohort, now)
    record(by, _MOVED, session=fresh, was=fresh.starts_at.isoformat(), to=starts_at.isoformat())
    ring_from_thread(rung)


@transaction.atomic
def cancel_session(by: Staff, session: Session, version: int, replacement: Night | None = None) -> Session | None:
    """Cancel one evening; with a `replacement` at the end every later week moves on by one. Return the new evening.

    The cancelled one keeps its times and lets nobody in; whoever has a seat is told. `TooLate` or `ChangedMeanwhile` if
    it cannot be.
    """
    rung = Session.objects.evenings().filter(cohort=session.cohort_id, starts_at__gte=session.starts_at).locked()
    now = database_now()
    fresh = _still_to_come(session, now)
    next_version(fresh.cohort, version)
    later = list(
        Session.objects.evenings()
        .planned()
        .filter(cohort=fresh.cohort, starts_at__gt=fresh.starts_at)
        .select_related("week")
        .order_by("starts_at")
    )
    Session.objects.filter(pk=fresh.pk).update(cancelled_at=now, changed_at=now, revision=F("revision") + 1)
    new = _added(fresh, later, replacement) if replacement else None
    _tell_young_people(Kind.CANCELLED, fresh, now)
    put_follow_ups_right(fresh.cohort, now)
    record(
        by, "session_cancelled", session=fresh, week=fresh.week.number,
        replaced_by=replacement.day.isoformat() if replacement else None,
    )  # fmt: skip
    ring_from_thread(rung)
    return new


@transaction.atomic
def make_up(by: Staff, session: Session, version: int, night: Night) -> Session:
    """Add an evening at the end for one that is over and was none; each week after its own moves on. Return it.

    The one that is over stays as it was. `TooLate` if it is not over, was cancelled or is made up for; else as
    `cancel_session`. Whoever has a seat is told that their meeting has another time.
    """
    rung = Session.objects.evenings().filter(cohort=session.cohort_id, starts_at__gte=session.starts_at).locked()
    now = database_now()
    fresh = Session.objects.select_related("cohort", "week").get(pk=session.pk)
    if fresh.cancelled_at is not None or fresh.closes_at > now or made_up([fresh]):
        raise TooLate
    next_version(fresh.cohort, version)
    ask_again(fresh.cohort, now)
    new = _added(fresh, coming(fresh, now), night)
    Session.objects.filter(pk=new.pk).update(was_at=fresh.starts_at, changed_at=now)
    _tell_young_people(Kind.MOVED, new, now)
    put_follow_ups_right(fresh.cohort, now)
    record(by, MADE_UP, session=fresh, week=fresh.week.number, by_one_on=night.day.isoformat())
    ring_from_thread(rung)
    return new


def coming(session: Session, now: datetime) -> list[Session]:
    """Return the evenings of its cohort that are still to come. Whose lobby is open goes on with its own week."""
    planned = Session.objects.evenings().planned().filter(cohort=session.cohort_id, opens_at__gt=now)
    return list(planned.select_related("week").order_by("starts_at"))


def handed_on(lost: Session, later: Sequence[Session]) -> list[Week]:
    """Return the weeks of these later evenings and of the one that was lost, in the order of the course.

    A week that an evening was added for before stands among the later ones, and may be an earlier one than this.
    """
    return sorted([lost.week, *(one.week for one in later)], key=lambda week: week.number)


def made_up(sessions: Iterable[Session]) -> set[int]:
    """Return those of these sessions (rows) for which an evening was added at the end once they were over."""
    found = Act.objects.filter(verb=MADE_UP, session__in=[one.pk for one in sessions])
    return set(found.values_list("session", flat=True))


@transaction.atomic
def mark_told(by: Staff, session: Session, change: str) -> bool:
    """Note that everybody has been told of this `change` (`Session.change`); False if there is a later one to tell of.

    Said twice it is noted once.
    """
    Session.objects.filter(pk=session.pk).locked()
    fresh = Session.objects.get(pk=session.pk)
    if fresh.change != change:
        return False
    if fresh.untold:
        Session.objects.filter(pk=fresh.pk).update(told_at=database_now())
        record(by, "change_told", session=session)
    return True


def _still_to_come(session: Session, now: datetime) -> Session:
    fresh = Session.objects.select_related("cohort", "week").get(pk=session.pk)
    if fresh.cancelled_at is not None or fresh.opens_at <= now:
        raise TooLate
    return fresh


def _added(lost: Session, later: Sequence[Session], night: Night) -> Session:
    """Add an evening at the end with the same staff, and hand the weeks on so that none is left out."""
    weeks = handed_on(lost, later)
    for one, week in zip(later, weeks, strict=False):
        Session.objects.filter(pk=one.pk).update(week=week, revision=F("revision") + 1)
    times = planning.times(night.starts_at, int((lost.ends_at - lost.starts_at).total_seconds()) // 60)
    new = Session.objects.create(
        cohort=lost.cohort, week=weeks[-1], opens_at=times.opens_at, starts_at=times.starts_at,
        ends_at=times.ends_at, closes_at=times.closes_at, least_staff=lost.least_staff,
    )  # fmt: skip
    _staff_like(lost, new)
    return new


def _staff_like(old: Session, new: Session) -> None:
    able = Shift.objects.able().filter(session=old)
    Shift.objects.bulk_create(
        [Shift(session=new, staff_id=one.staff_id, leading=one.leading, watching=one.watching) for one in able]
    )


def _ask_anew(session: Session) -> None:
    """A yes was to another time, and so was a no: staff are asked anew, and so are young people.

    What these said is kept with the time that it was about: a slip that is put right takes nobody's word away.
    """
    Reply.objects.filter(session=session, about_at__isnull=True).update(about_at=session.starts_at)
    asked = Shift.objects.standing().filter(session=session)
    asked.update(confirmed_at=None, declined_at=None, revision=F("revision") + 1)


def _tell_young_people(kind: Kind, session: Session, now: datetime) -> None:
    """What was planned with the old time is taken back, an earlier change that nobody heard of yet included.

    Of one that is back at its first time only whoever was told another has anything to hear: everybody, once somebody
    said that all were, as nobody knows who was told by word of mouth.
    """
    changed = Session.objects.get(pk=session.pk)
    untell(Kind.CONFIRM, Kind.START, Kind.WELCOME, Kind.MOVED, session=changed)
    whom = Seat.objects.held().filter(cohort=session.cohort_id)
    if kind == Kind.MOVED and changed.was_at is None and changed.told_at is None:
        whom = whom.filter(_knows_another_time(changed))
    tell_all(
        kind, whom, session=changed, due_at=now, not_after=changed.starts_at, occasion=str(changed.revision)
    )  # fmt: skip


def _knows_another_time(back: Session) -> Q:
    """Which seats were told another time than the first one, which it is back at, or read it on their page.

    So did whoever said whether they come then, and whoever took the seat while it stood elsewhere: at any time since it
    first did, as a letter that it was back may not have gone before it was moved once more.
    """
    left = Telling.objects.filter(session=back, seat__isnull=False, handing_at__isnull=False)
    heard = Q(pk__in=left.exclude(about_at=back.starts_at).values("seat"))
    said = Q(pk__in=Reply.objects.filter(session=back).exclude(about_at=back.starts_at).values("seat"))
    moves = Act.objects.filter(session=back, verb=_MOVED, about__was=back.starts_at.isoformat())
    since = moves.order_by("number").values_list("at", flat=True).first()
    return heard | said if since is None else heard | said | Q(taken_at__gte=since)
