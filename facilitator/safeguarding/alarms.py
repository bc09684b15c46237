"""Alarms nobody answers, and worries about an adult, become duties in the transaction of the entries that say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chat.alarms import Alarm
from chat.outside import AboutStaff, Heard, register
from cohorts.models import Seat, Session, Staff

from .adults import from_young_person
from .duties import raise_duty
from .models import Duty, Kind, Level


def hear(heard: Sequence[Heard]) -> None:
    """Write down what one batch of the rooms' journal changed. Nothing is asked of a room in which nothing did."""
    for one in heard:
        session = Session.objects.select_related("cohort").get(pk=one.session)
        if one.over:
            _is_over(session, one)
        for alarm in one.began:
            _begin(session, alarm, _ref(session, alarm), one.at, alarm.due_at)
        for alarm in one.standing - one.began:
            if alarm.newest.pos in one.more:
                _once_more(session, alarm, one.at)
        if one.nobody_here or one.held_again:
            _held_anew(session, one)
        for worry in one.worries:
            _worry(session, worry, one)


def _is_over(session: Session, heard: Heard) -> None:
    """It was taken, written about or finished in the room: that entry is the act, and nobody else need hear of it."""
    mine = Duty.objects.waiting().filter(kind=Kind.ALARM, session=session)
    by = Staff.objects.filter(public_id=heard.by).first() if heard.by else None
    for alarm in heard.standing:
        mine = mine.exclude(ref__startswith=_ref(session, alarm))
    mine.update(answered_at=heard.at, answered_by=by)


def _begin(session: Session, alarm: Alarm, ref: str, now: datetime, due_at: datetime) -> None:
    """One that repeats is of somebody who may be in danger; any other is to be looked at soon."""
    level = Level.NOW if alarm.repeats else Level.URGENT
    raise_duty(Kind.ALARM, level, session, ref=ref, now=now, seat=_seat(session, alarm.seat), due_at=due_at)


def _once_more(session: Session, alarm: Alarm, now: datetime) -> None:
    """Whoever said from outside that they have it had not heard this yet: another duty, one at a time (I7).

    Somebody of the room who takes it makes it another alarm, which comes back by itself.
    """
    ref, newest = _ref(session, alarm), alarm.newest
    if not Duty.objects.waiting().filter(kind=Kind.ALARM, session=session, ref__startswith=ref).exists():
        _begin(session, alarm, f"{ref}:{newest.pos}", now, newest.due_at)


def _held_anew(session: Session, heard: Heard) -> None:
    """The last facilitator has gone, and what stands goes straight to the ladder (care.md §6); or one is back.

    As after a lost line: then they have the time there always is. Whoever was called meanwhile may be on their way, and
    is not sent back.
    """
    waiting = Duty.objects.waiting().filter(kind=Kind.ALARM, session=session)
    for alarm in heard.standing:
        ref, newest = _ref(session, alarm), alarm.newest
        for mine, due_at in (
            (waiting.filter(ref=ref), alarm.due_at),
            (waiting.filter(ref__startswith=f"{ref}:"), newest.due_at),
        ):
            if heard.nobody_here:
                mine.filter(due_at__gt=due_at).update(due_at=due_at)
            else:
                mine.filter(due_at__lt=due_at, round__isnull=True).update(due_at=due_at)


def _worry(session: Session, worry: AboutStaff, heard: Heard) -> None:
    seat = _seat(session, worry.by)
    named = Staff.objects.filter(public_id=worry.staff).first() if worry.staff else None
    level = Level.NOW if worry.repeats else Level.URGENT
    concern = from_young_person(session, seat, named, worry.pos, level, heard.at)
    raise_duty(
        Kind.ADULT, level, session, ref=f"worry:{session.public_id}:{worry.pos}", now=heard.at, seat=seat,
        concern=concern, about_staff=named,
    )  # fmt: skip


def _seat(session: Session, number: int | None) -> Seat | None:
    """Whoever had the number that evening. That they cannot be found is no reason to lose a call for help."""
    try:
        return None if number is None else Seat.objects.of_evening(session, number)
    except Seat.DoesNotExist:
        return None


def _ref(session: Session, alarm: Alarm) -> str:
    """How the refs of all duties of this alarm begin."""
    return f"alarm:{session.public_id}:{alarm.pos}:{'now' if alarm.repeats else 'urgent'}"


register(hear)
