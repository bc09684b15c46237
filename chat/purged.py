"""What is left of a session whose words are gone: its head without a key, and the act that says so.

The act carries how many entries there were and the digest of the head, and is chained itself: whoever deletes a
session's entries without the chain's keys cannot make one.
"""

from __future__ import annotations

from typing import Any, Final

from chat import chain
from chat.models import EntryRow, Head
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
    more = EntryRow.objects.filter(session=session, turn__gt=head.turn).exists()
    return f"there are entries after the head, which stands at turn {head.turn}" if more else None
