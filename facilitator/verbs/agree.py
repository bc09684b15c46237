"""agree: the group's agreement, all its lines in one version. It is shown each week, and grows."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta

from chat.access import may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol.asks import Ask
from chat.protocol.script import Agreement
from chat.protocol.streams import ROOM
from chat.verbs import Done, Draft, Refused, Request, verb
from cohorts.script import shape
from facilitator.words import CHANGED_MEANWHILE

MOST_LINES: Final = 30


class Agree(Ask, frozen=True, tag="agree"):
    """Show the room its agreement in this version: an earlier week's as it stands, or one with lines added."""

    version: Annotated[int, Meta(ge=1, le=1000)]
    lines: Annotated[tuple[shape.FilledLine, ...], Meta(min_length=1, max_length=MOST_LINES)]


@verb(Agree, FACILITATORS)
def agree(facts: Facts, request: Request[Agree]) -> Done:
    """Tonight's first may be any version; from then on the same lines once more, or others as the next."""
    ask = request.ask
    may_hold_the_room(facts)
    lines = tuple(line.strip() for line in ask.lines)
    if "" in lines or len(set(lines)) < len(lines):
        raise Refused("bad_frame")
    now = facts.room.script.agreement
    if now is not None and ask.version != (now.version if lines == now.lines else now.version + 1):
        # Two who change it at once must not undo each other unseen.
        raise Refused("already", CHANGED_MEANWHILE)
    return Done((Draft(ROOM, Agreement(ask.version, lines)),))
