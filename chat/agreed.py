"""What a group agreed on its last evening, so that the next one begins with it."""

from __future__ import annotations

import logging

from chat import chain
from chat.models import EntryRow, Head
from chat.protocol.script import Agreement
from chat.protocol.streams import ROOM
from chat.store import SavedEntry
from cohorts.models import Session
from cohorts.seal import Unsealable

log = logging.getLogger(__name__)


def agreed_before(session: Session) -> Agreement | None:
    """Return the last agreement of the evenings before this one; None if there is none, or it cannot be opened."""
    earlier = Session.objects.evenings().filter(cohort=session.cohort_id, starts_at__lt=session.starts_at)
    rows = EntryRow.objects.filter(session__in=earlier, stream=ROOM, kind="agreement").select_related("session")
    row = rows.order_by("-session__starts_at", "-turn").first()
    return None if row is None else _opened(row)


def _opened(row: EntryRow) -> Agreement | None:
    head = Head.objects.get(session=row.session_id)
    session = row.session.public_id
    try:
        content = chain.open_entry(_saved(row), session, chain.unwrap(bytes(head.data_key), session)).content
    except Unsealable:
        log.error("an agreement could not be opened: session %s", session)
        return None
    return content if isinstance(content, Agreement) else None


def _saved(row: EntryRow) -> SavedEntry:
    sealed, hash_, digest = bytes(row.sealed), bytes(row.hash), bytes(row.digest)
    plain = (row.turn, row.stream, row.pos, row.kind, row.author, row.asker, row.ref, row.of, row.at)
    return SavedEntry(row.session_id, *plain, sealed, hash_, digest)
