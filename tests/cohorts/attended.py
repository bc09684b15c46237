"""Evenings that were held: what a room keeps of its doors and of who was there, without a socket."""

from __future__ import annotations

from datetime import datetime

from chat import chain
from chat.models import EntryRow, Head, Lease, PresenceRow
from chat.protocol.contents import Mark, Phase
from chat.protocol.entry import SYSTEM, Entry
from chat.protocol.streams import ROOM
from cohorts import seal
from cohorts.models import Session

WORKER = "w"


def doors(session: Session, *said: tuple[Mark, datetime], by: str = "staff:a") -> None:
    """Say this of the doors, one after another."""
    key, digest = seal.new_data_key(), chain.START
    for turn, (phase, at) in enumerate(said, start=1):
        entry = Entry(session.public_id, turn, ROOM, turn, by, by, f"{turn}", None, at, Phase(phase))
        row = chain.close_entry(entry, session.pk, key, digest)
        digest = row.digest
        kept = row._asdict()
        EntryRow.objects.create(session_id=kept.pop("session_pk"), **kept)
    wrapped = chain.wrap(key, session.public_id)
    Head.objects.update_or_create(
        session=session,
        defaults={"turn": len(said), "at": said[-1][1], "digest": digest, "seal": b"", "data_key": wrapped},
    )


def held(session: Session, *, by: str = SYSTEM) -> None:
    """Have the room open and close at its times, as the herald says it."""
    doors(session, ("open", session.starts_at), ("closing", session.ends_at), ("over", session.closes_at), by=by)


def there(session: Session, who: int | str, first: datetime | None = None, last: datetime | None = None) -> None:
    """Have a seat, or anybody else by their key, be there from one moment to the other; else all evening."""
    Lease.objects.get_or_create(worker=WORKER, defaults={"renewed_at": session.closes_at})
    person = f"seat:{who}" if isinstance(who, int) else who
    PresenceRow.objects.create(
        session=session, person=person, worker=WORKER, entered_at=first or session.opens_at,
        socket=f"{session.pk} {PresenceRow.objects.count()}", left_at=last or session.ends_at,
    )  # fmt: skip
