"""What is left of a session whose words are gone: its head without a key, and the act that says so.

The act carries how many entries there were and the digest of the head, and is chained itself: whoever deletes a
session's entries without the chain's keys cannot make one.
"""

from __future__ import annotations

from typing import Any, Final

from chat import chain
from chat.models import EntryRow, Head
from chat.store import SavedEntry
from cohorts.keeping import PURGED
from cohorts.models import Act, Session

WORDS: Final = "words"


def act_of(session: Session) -> dict[str, Any] | None:
    """What the act says by which the words of a session went; None if there is none."""
    acts = Act.objects.filter(session=session, verb=PURGED).order_by("number").values_list("about", flat=True)
    return next((about for about in acts if about.get("what") == WORDS), None)


def wrong(session: Session, head: Head | None, gone: dict[str, Any] | None) -> str | None:
    """What is wrong with a session that has no key any more, in words, or None.

    A part of its entries may still be there, where letting go was cut off; they have to be of the same chain.
    """
    if gone is None:
        return "its key is gone, and no act says that its words were let go of"
    if head is None:
        return "the head is missing"
    if bytes(head.seal) != chain.head_seal(session.public_id, head.turn, bytes(head.digest)):
        return "the head was changed"
    if (gone.get("count"), gone.get("digest")) != (head.turn, bytes(head.digest).hex()):
        return "the head is not the one that the act names by which its words went"
    if head.data_key:
        return "an act says that its words were let go of, and its key is there"
    return _wrong_with_what_is_left(session, head)


def _wrong_with_what_is_left(session: Session, head: Head) -> str | None:
    """Entries go from the first to the last, so that those which are left end at the head, each chained to the next."""
    rows = EntryRow.objects.filter(session=session).order_by("turn").values_list(*SavedEntry._fields[1:])
    before: SavedEntry | None = None
    for *plain, sealed, hash_, digest in rows.iterator(chunk_size=500):
        row = SavedEntry._make([session.pk, *plain, bytes(sealed), bytes(hash_), bytes(digest)])
        if row.turn > head.turn:
            return f"there are entries after the head, which stands at turn {head.turn}"
        if before is not None and not _follows(before, row, session.public_id):
            return f"of what is left, turn {row.turn} was changed, inserted or moved"
        before = row
    if before is None or (before.turn, before.digest) == (head.turn, bytes(head.digest)):
        return None
    # They go while we walk: whatever went meanwhile was in its place.
    gone = not EntryRow.objects.filter(session=session, turn=before.turn).exists()
    return None if gone else f"of what is left, turn {before.turn} does not lead to the head"


def _follows(before: SavedEntry, row: SavedEntry, session: str) -> bool:
    return row.turn == before.turn + 1 and chain.digest_after(before.digest, session, row) == row.digest
