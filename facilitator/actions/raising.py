"""Raising a concern: its row, the words it rests on, quiet from machines, and the duty to tell, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from cohorts import ids
from cohorts.actions import record as act
from cohorts.actions.stops import stop_messages
from cohorts.models import Cause, Seat, Session, Staff
from facilitator.actions.recording import add_to_record
from facilitator.safeguarding import capture, record
from facilitator.safeguarding.duties import raise_duty
from facilitator.safeguarding.models import STOPS, Concern, Kind, Level, Part

__all__ = ["add_to_record", "raise_afterwards", "raise_concern"]


@transaction.atomic
def raise_concern(  # noqa: PLR0913  (each is a fact of the concern, and none has a usual value)
    by: Staff, session: Session, seat: Seat, level: Level, seen: str, now: datetime,
    *, words: tuple[str, Collection[int]] | None = None, public_id: str | None = None, told: str = "",
) -> Concern:  # fmt: skip
    """Raise it. `words`: a stream and the positions in it that it rests on, copied with what stands around them.

    The caller writes down that it was raised: in the room that is the entry, and the team is `told` by it; outside it
    an act is, and the team is told by the loops.
    """
    concern = Concern(session=session, seat=seat, level=level, raised_by=by, raised_at=now, told=told)
    if public_id is not None:
        concern.public_id = public_id
    record.begin(concern)
    concern.save(force_insert=True)
    copied = capture.captures(session, *words) if words else [capture.who_was_there(session)]
    for one in copied:
        record.add(concern, Part.WORDS if words else Part.THERE, capture.pack(one), by, now)
    if seen:
        record.add(concern, Part.SEEN, seen, by, now)
    if level in STOPS:
        stop_messages(seat, Cause.CONCERN, now)
    raise_duty(
        Kind.CONCERN, level, session, ref=f"concern:{concern.public_id}", now=now, seat=seat, concern=concern
    )  # fmt: skip
    return concern


@transaction.atomic
def raise_afterwards(  # noqa: PLR0913  (each is a fact of the concern)
    by: Staff, session: Session, seat: Seat, level: Level, seen: str, now: datetime, *, token: str = ""
) -> Concern:
    """Raise it from a page: no entry of the room says so, and an act does. The same form sent again is one concern.

    Sent again with another name, level or words it is another: the first may have come although no answer did, and
    what was put right in it meanwhile must not be lost.
    """
    Session.objects.filter(pk=session.pk).locked()
    made = ids.made_from("form", by.public_id, token, seat.public_id, str(level), seen) if token else None
    if made and (there := Concern.objects.filter(public_id=made).first()) is not None:
        return there
    concern = raise_concern(by, session, seat, level, seen, now, public_id=made)
    act(by, "concern_raised", session=session, seat=seat.public_id, concern=concern.public_id, level=str(level))
    return concern
