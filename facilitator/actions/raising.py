"""Raising a concern: its row, the words it rests on, and quiet from machines, in one transaction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from cohorts.actions import record as act
from cohorts.actions.stops import stop_messages
from cohorts.models import Cause, Seat, Session, Staff
from facilitator.safeguarding import capture, record
from facilitator.safeguarding.models import Concern, Level, Part

#: While one of these is open nothing is sent to the seat by itself; a person decides what is (care.md §2).
STOPS = frozenset({Level.NOW, Level.URGENT})


@transaction.atomic
def raise_concern(  # noqa: PLR0913  (each is a fact of the concern, and none has a usual value)
    by: Staff, session: Session, seat: Seat, level: Level, seen: str, now: datetime,
    *, words: tuple[str, Collection[int]] | None = None, public_id: str | None = None,
) -> Concern:  # fmt: skip
    """Raise it. `words`: a stream and the positions in it that it rests on, copied with what stands around them.

    The caller writes down that it was raised: in the room that is the entry, outside it an act.
    """
    concern = Concern(session=session, seat=seat, level=level, raised_by=by, raised_at=now)
    if public_id is not None:
        concern.public_id = public_id
    record.begin(concern)
    concern.save(force_insert=True)
    if words is not None:
        record.add(concern, Part.WORDS, capture.pack(capture.capture(session, *words)), by, now)
    record.add(concern, Part.SEEN, seen, by, now)
    if level in STOPS:
        stop_messages(seat, Cause.CONCERN, now)
    return concern


@transaction.atomic
def raise_afterwards(by: Staff, session: Session, seat: Seat, level: Level, seen: str, now: datetime) -> Concern:
    """Raise it from a page: no entry of the room says so, and an act does."""
    concern = raise_concern(by, session, seat, level, seen, now)
    act(by, "concern_raised", session=session, seat=seat.public_id, concern=concern.public_id, level=str(level))
    return concern


@transaction.atomic
def add_to_record(by: Staff, concern: Concern, part: Part, text: str, now: datetime) -> None:
    """Write something more in the record, as an act that says which part and none of its words."""
    written = record.add(concern, part, text, by, now)
    act(
        by, "record_added", session=concern.session, concern=concern.public_id, part=str(part), number=written.number
    )  # fmt: skip
