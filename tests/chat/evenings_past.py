"""Evenings long past, with sealed and chained words in them: written as the journal writes, without a running house."""

from __future__ import annotations

from datetime import datetime, timedelta

from chat import chain
from chat.journal.room import JournalRoom
from chat.models import EntryRow, Head
from chat.protocol.contents import Message, Whisper
from chat.protocol.streams import ROOM, seat_stream
from chat.store import SavedEntry
from chat.verbs import Draft
from cohorts.models import Session
from tests import cast


def cohort_of_words(now: datetime, *, evenings: int, lines: int, says: str) -> list[Session]:
    """A cohort whose last evening was now, and in each of whose evenings two young people said so many lines."""
    here = cast.evening("over", now=now)
    sessions = [here.session]
    sessions += [cast.session(here.cohort, "over", now - timedelta(days=7 * nth)) for nth in range(1, evenings)]
    for session in sessions:
        _speak(session, lines, says)
    return sessions


def _speak(session: Session, lines: int, says: str) -> None:
    room = JournalRoom.new(session.pk, session.public_id)
    saved: list[SavedEntry] = []
    for nth in range(lines):
        seat = seat_stream(1 + nth % 2)
        stream, content = (ROOM, Message(f"{says} {nth}")) if nth % 3 else (seat, Whisper(f"{says} {nth}"))
        written = room.write((Draft(stream, content),), seat, f"r{nth}", session.starts_at)
        room.accept(written)
        saved += [row for _, row in written]
    columns = SavedEntry._fields[1:]
    EntryRow.objects.bulk_create(
        EntryRow(session=session, **{name: getattr(row, name) for name in columns}) for row in saved
    )
    head = chain.head_row(session.public_id, saved[-1], room.wrapped)
    Head.objects.create(session=session, **{name: getattr(head, name) for name in head._fields[1:]})
