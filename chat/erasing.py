"""Erasing one young person out of evenings that are over: what they said, and when they were there; nobody else's.

An entry keeps its place, its kind and the hash of what it said; what it said is gone. A later entry of the same chain
names the turns, written in the same transaction: `verify` takes an empty entry for right only then.

What an adult wrote to them stays until its own time is over, or somebody could have erased what shows what they did; so
does a worry about an adult, and what the record of a concern holds a copy of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from chat import chain
from chat.models import EntryRow, Head, PresenceRow
from chat.protocol.contents import Restored
from chat.protocol.entry import SYSTEM, Entry
from chat.protocol.streams import LEAD, ROOM, STAFF, seat_stream
from chat.protocol.team import Erased, Flag
from chat.store import SavedEntry
from cohorts.clock import database_now
from cohorts.keeping import held
from cohorts.models import Cohort, Seat, Session
from cohorts.models.session import STAYS_BEHIND

_COLUMNS: Final = ("session_id", *SavedEntry._fields[1:])


def erase(seats: Iterable[Seat], now: datetime) -> bool:
    """Erase what these seats said and when they came, session by session; return whether nothing is left to be erased.

    A session that somebody may still be in, or be answered in, is left for later. Again, it finds nothing to do.
    """
    done = True
    for seat in seats:
        for session in evenings_of(seat):
            if session.closes_at > now - STAYS_BEHIND and session.cancelled_at is None:
                done = False
            else:
                done = _erase_in(session, seat) and done
    return done


def evenings_of(seat: Seat) -> list[Session]:
    """Return those that were written of, or that they came to, whose number was theirs, by who had it that evening."""
    came = Exists(PresenceRow.objects.filter(session=OuterRef("pk"), person=seat_stream(seat.number)))
    known = Session.objects.for_seat(seat).filter(Q(head__isnull=False) | came, closes_at__gt=seat.taken_at)
    if seat.withdrawn_at is not None:
        known = known.filter(opens_at__lt=seat.withdrawn_at)
    return [one for one in known.order_by("pk") if Seat.objects.of_evening(one, seat.number) == seat]


@transaction.atomic
def _erase_in(session: Session, seat: Seat) -> bool:
    """Erase them in one session; False, and nothing goes, if a hold was placed meanwhile.

    When they were there is in no chain, and goes also where the words and their key have gone before.
    """
    Session.objects.filter(pk=session.pk).locked()
    Cohort.objects.select_for_update(no_key=True).only("pk").get(pk=session.cohort_id)
    if held(seat):
        return False
    PresenceRow.objects.filter(session=session, person=seat_stream(seat.number)).delete()
    head = Head.objects.filter(session=session).first()
    if head is None or not head.data_key:
        return True
    key = chain.unwrap(bytes(head.data_key), session.public_id)
    turns = tuple(sorted(_theirs(session, seat.number, key)))
    if not turns:
        return True
    EntryRow.objects.filter(session=session, turn__in=turns).update(sealed=chain.NOTHING)
    _name(session, head, key, turns)
    return True


def _theirs(session: Session, number: int, key: bytes) -> Iterator[int]:
    """The turns that hold words of theirs: what they wrote, and where software or staff wrote it once more."""
    own, messages = seat_stream(number), set[int]()
    rows = EntryRow.objects.filter(session=session).exclude(sealed=chain.NOTHING).exclude(stream=LEAD).order_by("turn")
    for values in rows.values_list(*_COLUMNS).iterator(chunk_size=500):
        *plain, sealed, hash_, digest = values
        row = SavedEntry._make([*plain, bytes(sealed), bytes(hash_), bytes(digest)])
        if row.author == own:
            if row.stream == ROOM:
                messages.add(row.pos)
            yield row.turn
        elif row.kind in _COPIES and _repeats(chain.open_entry(row, session.public_id, key), number, messages):
            yield row.turn


_COPIES: Final = ("flag", "restored")


def _repeats(entry: Entry, number: int, messages: set[int]) -> bool:
    """Whether an entry of somebody else's holds their words again: a flag with its spans, a message put back."""
    if isinstance(entry.content, Flag):
        return entry.content.by == number
    return isinstance(entry.content, Restored) and entry.of in messages


def _name(session: Session, head: Head, key: bytes, turns: tuple[int, ...]) -> None:
    """Write the entry that names them at the end of the chain, as the journal would."""
    entries = EntryRow.objects.filter(session=session)
    last = entries.filter(stream=STAFF).order_by("-pos").values_list("pos", flat=True).first()
    # Chained, as what the head says of it is not.
    at = entries.values_list("at", flat=True).get(turn=head.turn)
    entry = Entry(
        session.public_id, head.turn + 1, STAFF, (last or 0) + 1, SYSTEM, SYSTEM, None, None,
        max(database_now(), at), Erased(turns),
    )  # fmt: skip
    row = chain.close_entry(entry, session.pk, key, bytes(head.digest))
    EntryRow.objects.create(session=session, **{name: getattr(row, name) for name in SavedEntry._fields[1:]})
    seal = chain.head_seal(session.public_id, row.turn, row.digest)
    Head.objects.filter(pk=head.pk).update(turn=row.turn, at=row.at, digest=row.digest, seal=seal)
