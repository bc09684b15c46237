"""Who may open the seal of a contact that was given only for fear of somebody's life (care.md §7). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cohorts.models import Role

from .models import Level

#: For so long the leads have had a concern of level *now* before the counsellor on duty may open the seal.
UNANSWERED: Final = timedelta(minutes=2)
#: Whoever stands in for the lead is one of these, whatever a rota says of others.
STANDS_IN: Final = frozenset({Role.LEAD, Role.COUNSELLOR})


class WhyNot(StrEnum):
    """Why somebody may not open it; for whom it is `NEVER` there is nothing to be seen either."""

    NEVER = "never"
    CLOSED = "closed"
    NOT_NOW = "not_now"
    ANSWERED = "answered"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: `stands_in` as lead or deputy by the rota at this moment, `on_duty` in the evening it is about."""

    role: Role
    stands_in: bool = False
    on_duty: bool = False


@dataclass(frozen=True, slots=True)
class Stand:
    """How the concern stands; `answered`: a lead, or whoever stands in for one, has said "I have it"."""

    level: Level
    open: bool
    raised_at: datetime
    answered: bool = False


def why_not(asker: Asker, stand: Stand, now: datetime) -> WhyNot | None:
    """Return why this person may not open the seal now, or None if they may."""
    leads = asker.role == Role.LEAD or (asker.stands_in and asker.role in STANDS_IN)
    if not leads and not (asker.on_duty and asker.role == Role.COUNSELLOR):
        return WhyNot.NEVER
    if not stand.open:
        return WhyNot.CLOSED
    return None if leads else _why_not_on_duty(stand, now)


def free_at(stand: Stand) -> datetime:
    """Return from when on the counsellor on duty need not wait for a lead any more."""
    return stand.raised_at + UNANSWERED


def _why_not_on_duty(stand: Stand, now: datetime) -> WhyNot | None:
    if stand.level != Level.NOW:
        return WhyNot.NOT_NOW
    if stand.answered:
        return WhyNot.ANSWERED
    return WhyNot.WAIT if now < free_at(stand) else None
