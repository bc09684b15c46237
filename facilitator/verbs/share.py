"""share: the room is told how many picked each option. Never who, never of a few or all alike, and no numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chat.access import may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol.asks import Ask, Pos
from chat.protocol.script import Results
from chat.protocol.streams import ROOM
from chat.verbs import Done, Draft, Refused, Request, verb
from facilitator.words import ALL_ALIKE, NUMBERS_ARE_FOR_STAFF, SHARED_ALREADY, TOO_FEW

#: With fewer answers a count would say who (care.md §5).
FEWEST: Final = 4


class Share(Ask, frozen=True, tag="share"):
    """Show the room how many picked each option of a prompt."""

    prompt: Pos


@verb(Share, FACILITATORS)
def share(facts: Facts, request: Request[Share]) -> Done:
    """Once for each prompt: a second count would show what those answered who came between."""
    pos = request.ask.prompt
    may_hold_the_room(facts)
    prompt = facts.room.script.prompts.get(pos)
    if prompt is None or not prompt.content.choices or facts.room.messages[pos].removed:
        raise Refused("not_found")
    if prompt.content.form == "scale":
        raise Refused("not_allowed", NUMBERS_ARE_FOR_STAFF)
    if prompt.results is not None:
        raise Refused("already", SHARED_ALREADY)
    if sum(prompt.counts) < FEWEST:
        raise Refused("not_allowed", TOO_FEW)
    if not may_be_shared(prompt.counts):
        raise Refused("not_allowed", ALL_ALIKE)
    return Done((Draft(ROOM, Results(prompt.counts), of=pos),))


def may_be_shared(counts: Sequence[int]) -> bool:
    """Whether these counts tell nothing of one person: from four answers up and not all alike."""
    return sum(counts) >= FEWEST and max(counts) < sum(counts)
