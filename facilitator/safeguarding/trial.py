"""A test alarm before an evening: a real duty at level now for whoever asks, by every way there is (care.md §7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from cohorts.actions import record as act
from cohorts.duties import Chore, register
from cohorts.models import Session, Staff

from .answering import ways_of
from .duties import raise_duty
from .models import Duty, DutyCall, Kind, Level, Way

#: Nobody looks after a test longer than this; then it ends by itself.
LASTS: Final = timedelta(minutes=10)
EVERY_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Came:
    """What became of one way: it went through at a time, failed the last time it was tried, is not there, or waits."""

    way: Way
    there: bool
    told_at: datetime | None
    failed: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """The last test alarm of somebody, and what became of each way."""

    duty: Duty
    came: Sequence[Came]


@transaction.atomic
def try_alarm(staff: Staff, session: Session, now: datetime) -> Duty:
    """Have oneself called, as an act; while one test stands another press is the same test."""
    Session.objects.filter(pk=session.pk).locked()
    standing = Duty.objects.waiting().filter(kind=Kind.TRIAL, to=staff, raised_at__gt=now - LASTS).first()
    if standing is not None:
        return standing
    ref = f"trial {staff.public_id} {now:%Y%m%dT%H%M%S.%f}"
    duty = raise_duty(Kind.TRIAL, Level.NOW, session, ref=ref, now=now, to=staff)
    act(staff, "alarm_tried", session=session, duty=duty.public_id)
    return duty


def last(staff: Staff) -> Trial | None:
    """Return the last one they asked for; two questions to the database at most."""
    duty = Duty.objects.filter(kind=Kind.TRIAL, to=staff).order_by("-raised_at", "-pk").first()
    if duty is None:
        return None
    calls = {call.way: call for call in DutyCall.objects.filter(duty=duty, staff=staff).order_by("round")}
    there = {Way.SCREEN.value, *ways_of(staff)}
    return Trial(duty, [_came(way, way in there, calls.get(way)) for way in Way])


def let_trials_go(now: datetime) -> int:
    """End those nobody said they had."""
    old = Duty.objects.waiting().filter(kind=Kind.TRIAL, raised_at__lte=now - LASTS)
    return old.update(answered_at=now)


def _came(way: Way, there: bool, call: DutyCall | None) -> Came:
    told = call.told_at if call else None
    return Came(way, there, told, told is None and call is not None and call.failed_at is not None)


register(Chore("let test alarms go", EVERY_SECONDS, let_trials_go))
