"""A sudden leaving is a duty of its own (care.md §3), raised in the transaction that says it in the room."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from chat.verbs import gone
from cohorts.models import Seat, Session

from .duties import raise_duty
from .models import Duty, Kind, Level

#: Stands in the refs of duties by which a leaving was left to a lead (facilitator/actions/following.py).
FOR_A_LEAD: Final = " for the lead "


def left_suddenly(session: Session, seat: Seat, since: datetime, now: datetime) -> None:
    """Raise it; the ref is made from whom and since when, so that twice is once.

    While nobody has answered an earlier leaving of theirs everybody is still being told, and this is the same. One that
    was left to the lead is not: those who hold the room hear of that no more.
    """
    earlier = Duty.objects.waiting().filter(kind=Kind.LEFT, session=session, seat=seat)
    if earlier.exclude(ref__contains=FOR_A_LEAD).exists():
        return
    ref = f"left {session.public_id} {seat.public_id} {since:%Y%m%dT%H%M%S.%f}"
    raise_duty(Kind.LEFT, Level.URGENT, session, ref=ref, now=now, seat=seat)


gone.register(left_suddenly)
