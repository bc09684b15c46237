"""share: the room is told how many picked each option. Never who, never of a few or all alike, and no numbers."""

from __future__ import annotations

from chat.access import may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol.asks import Ask, Pos
from chat.protocol.script import Results
from chat.protocol.streams import ROOM
from chat.verbs import Done, Draft, Refused, Request, verb
from cohorts.evaluation import FEWEST, may_be_shown
from facilitator.words import ALL_ALIKE, NUMBERS_ARE_FOR_STAFF, SHARED_ALREADY, TOO_FEW


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
    if not may_be_shown(prompt.counts):
        raise Refused("not_allowed", ALL_ALIKE)
    return Done((Draft(ROOM, Results(prompt.counts), of=pos),))
