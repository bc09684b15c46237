"""remove: take a message away at once. The room sees a tombstone; the original stays sealed."""

from __future__ import annotations

from chat.access import may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol.asks import Ask, Pos, Short
from chat.protocol.contents import Removed
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
