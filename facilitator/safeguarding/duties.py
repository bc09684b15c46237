"""Raising a duty in the transaction of its cause, answering it, and which stand for somebody at this moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from cohorts.actions import record as act
from cohorts.actions.acts import NotInATransaction
from cohorts.models import Seat, Session, Staff

from . import ladder
from .answering import house
from .models import Concern, Duty, DutyCall, Kind, Level

#: Who hears, in the same transaction, that somebody has a duty.
Hear = Callable[[Duty, Staff, datetime], None]
_HEARERS: list[Hear] = []


def register(hear: Hear) -> None:
    """Have this called inside the transaction of every answer."""
    _HEARERS.append(hear)


def raise_duty(  # noqa: PLR0913  (each is a fact of the duty, and none has a usual value)
    kind: Kind, level: Level, session: Session, *, ref: str, now: datetime, seat: Seat | None = None,
    concern: Concern | None = None, to: Staff | None = None, about_staff: Staff | None = None,
    due_at: datetime | None = None,
) -> Duty:  # fmt: skip
    """Have somebody told of this until they answer, from `due_at` on; without one, as its level says.

    Inside the caller's transaction, or `NotInATransaction`. `ref` is made from what it announces: the same again is the
    duty there is. `to` is told before anybody else, `about_staff` never, and sees nothing of it.
    """
    if not connection.in_atomic_block:
        raise NotInATransaction("raise a duty inside the transaction of its cause")
    begins = due_at or settings.LADDER.begins(level, now)
    fresh = Duty(
        kind=kind, level=level, session=session, seat=seat, concern=concern, to=to, about_staff=about_staff, ref=ref,
        raised_at=now, due_at=begins,
    )  # fmt: skip
    Duty.objects.bulk_create([fresh], ignore_conflicts=True)
    return Duty.objects.get(ref=ref)


@transaction.atomic
def answer(duty: Duty, by: Staff, now: datetime) -> bool:
    """Say that one has it, as an act; False if somebody had said so before, or it is about whoever says it.

    Nobody is told any more. Of a worry about an adult that has a record the record says so, and no act does: whoever is
    named must not find a line of it. Of one without a record the act has the reference alone, and no evening.
    """
    mine = Duty.objects.waiting().apart_from(by).filter(pk=duty.pk)
    if not mine.update(answered_at=now, answered_by=by):
        return False
    for hear in _HEARERS:
        hear(duty, by, now)
    if duty.kind != Kind.ADULT:
        act(by, "duty_answered", session=duty.session, duty=duty.public_id, kind=duty.kind, level=duty.level)
    elif duty.concern_id is None:
        act(by, "duty_answered", duty=duty.public_id)
    return True


def standing_for(staff: Staff, now: datetime) -> QuerySet[Duty]:
    """The unanswered duties this member of staff must hear of now, the oldest first; never one about themselves.

    By their post and their shift as the ladder has it at this moment, whether or not a loop has told anybody yet.
    """
    waiting = list(Duty.objects.waiting().apart_from(staff).filter(due_at__lte=now).select_related("session__cohort"))
    told = set(DutyCall.objects.filter(staff=staff, duty__in=waiting).values_list("duty", flat=True))
    there = house({duty.session_id for duty in waiting}, now) if waiting else None
    theirs = [
        duty.pk for duty in waiting
        if there and (
            duty.pk in told
            or staff.pk in ladder.called(there.standing(duty), there.rota(duty.session, now), now, settings.LADDER)
        )
    ]  # fmt: skip
    return Duty.objects.waiting().filter(pk__in=theirs).select_related("session__week").order_by("due_at", "pk")
