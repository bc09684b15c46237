"""A worry about an adult who works here: a record of its own, which nobody reads but the lead (care.md §7).

Of all that is done with it no act is written, as acts are read by more people than the lead: who raised it, who read it
and what was done stand in its own chain. The team of the evening is told nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chat.protocol.streams import LEAD
from cohorts import ids
from cohorts.models import Seat, Session, Staff

from . import capture, record
from .duties import raise_duty
from .models import Concern, Kind, Level, Part


@transaction.atomic
def from_staff(  # noqa: PLR0913  (each is a fact of it)
    by: Staff, about: Staff | None, session: Session, level: Level, seen: str, now: datetime, *, token: str = ""
) -> Concern:
    """Tell the lead; the same form sent again is one, and with something else in it another.

    Raises `ValueError` for a worry about oneself.
    """
    if by == about:
        raise ValueError("a worry about oneself is for one's supervisor")
    Session.objects.filter(pk=session.pk).locked()
    said = (about.public_id if about else "", session.public_id, str(level), seen)
    made = ids.made_from("adult", by.public_id, token, *said) if token else ids.new()
    if (there := Concern.every.filter(public_id=made).first()) is not None:
        return there
    concern = _begun(Concern(public_id=made, session=session, level=level, raised_by=by, raised_at=now), about)
    record.add(concern, Part.THERE, capture.pack(capture.who_was_there(session)), by, now)
    record.add(concern, Part.SEEN, seen, by, now)
    raise_duty(
        Kind.ADULT, level, session, ref=f"adult:{made}", now=now, concern=concern, about_staff=about
    )  # fmt: skip
    return concern


def from_young_person(
    session: Session, seat: Seat | None, about: Staff | None, pos: int, level: Level, now: datetime
) -> Concern:
    """Begin the record of what a young person told the lead, with their words and the message they pointed at.

    Inside the transaction that writes these words; said again by a batch that is tried anew it is one.
    """
    made = ids.made_from("worry", session.public_id, str(pos))
    concern = _begun(Concern(public_id=made, session=session, seat=seat, level=level, raised_at=now), about)
    for words in capture.captures(session, LEAD, [pos]):
        record.add(concern, Part.WORDS, capture.pack(words), None, now)
    return concern


def _begun(concern: Concern, about: Staff | None) -> Concern:
    concern.adult, concern.about_staff = True, about
    record.begin(concern)
    concern.save(force_insert=True)
    return concern
