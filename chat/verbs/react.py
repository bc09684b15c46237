"""react: a small supportive sign under a message, put on or taken back."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

from chat.access import may_speak, message_at
from chat.facts import Facts
from chat.person import ANYONE
from chat.protocol.asks import Ask, Pos
from chat.protocol.contents import Reaction
from chat.protocol.streams import ROOM

from .outcome import Done, Draft, Refused, Request
from .registry import verb

#: Short and only kind: nothing here can be turned against somebody.
EMOJI: Final = ("💜", "🤗", "👏", "🌱", "👍", "🤝")


class React(Ask, frozen=True, tag="react"):
    """Put a sign under a message, or take it back."""

    pos: Pos
    emoji: Annotated[str, Meta(max_length=16)]
    on: bool


@verb(React, ANYONE)
def react(facts: Facts, request: Request[React]) -> Done:
    """Decide a reaction; what takes speech away takes this away too."""
    ask = request.ask
    may_speak(facts, request.person)
    if ask.emoji not in EMOJI:
        raise Refused("not_allowed")
    message = message_at(facts, ask.pos)
    if ((request.person.key, ask.emoji) in message.reactions) == ask.on:
        raise Refused("already")
    return Done((Draft(ROOM, Reaction(ask.emoji, ask.on), of=ask.pos),))
