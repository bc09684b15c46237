"""remove, restore: take a message away at once, and bring it back. The original stays sealed meanwhile."""

from __future__ import annotations

from chat.access import may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol.asks import Ask, Pos, Short
from chat.protocol.contents import Message, Removed, Restored
from chat.protocol.streams import ROOM

from .outcome import Done, Draft, Refused, Request
from .registry import verb


class Remove(Ask, frozen=True, tag="remove"):
    """Take a message away; `text` is what the room reads, `reason` is for staff."""

    pos: Pos
    reason: Short
    text: Short | None = None


@verb(Remove, FACILITATORS)
def remove(facts: Facts, request: Request[Remove]) -> Done:
    """From here on no seat, its author included, is sent the body by any way."""
    ask = request.ask
    may_hold_the_room(facts)
    message = facts.room.messages.get(ask.pos)
    if message is None:
        raise Refused("not_found")
    if message.removed:
        raise Refused("already")
    return Done((Draft(ROOM, Removed(ask.reason, ask.text), of=ask.pos),))


class Restore(Ask, frozen=True, tag="restore"):
    """Bring a message back that was taken away, with the words it had."""

    pos: Pos


@verb(Restore, FACILITATORS, recalls=True)
def restore(facts: Facts, request: Request[Restore]) -> Done:
    """Whoever heard the removal has let go of the words, so they travel once more; never any but the author's own."""
    may_hold_the_room(facts)
    pos = request.ask.pos
    message = facts.room.messages.get(pos)
    if message is None:
        raise Refused("not_found")
    if not message.removed:
        raise Refused("already")
    words = facts.recalled.get(pos)
    if words is None:
        # Said in the very batch that is being written; the next one finds it.
        raise Refused("busy")
    if not isinstance(words, Message):
        # A prompt is sent anew instead, as its round or its answers have ended meanwhile.
        raise Refused("not_allowed")
    return Done((Draft(ROOM, Restored(words.body, words.heads_up, words.reply_to), of=pos),))
