"""prompt, put_away: what the room is asked or shown, and that it is over."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.access import may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol import script
from chat.protocol.asks import Ask, From, Pos
from chat.protocol.streams import ROOM
from chat.verbs import Done, Draft, Refused, Request, verb
from cohorts.script import shape
from facilitator.words import SENT_MEANWHILE

StepName = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"\A[^\x00-\x1f\x7f]+\Z")]
Option = shape.FilledLine
FEWEST_OPTIONS, ENDS = 2, 2


class Prompt(Ask, frozen=True, tag="prompt"):
    """Ask or show the room something: a step of the script, or something thought up just now.

    `after`: the last that was sent there as this was pressed, 0 for none.
    """

    body: str
    kind: script.Form = "text"
    options: Annotated[tuple[Option, ...], Meta(max_length=shape.MOST_OPTIONS)] = ()
    breathing: bool = False
    step: StepName | None = None
    after: From | None = None


class PutAway(Ask, frozen=True, tag="put_away"):
    """This prompt is over."""

    prompt: Pos


@verb(Prompt, FACILITATORS)
def prompt(facts: Facts, request: Request[Prompt]) -> Done:
    """It takes the place of whatever stood in the room before, if whoever sends it has seen that."""
    ask = request.ask
    may_hold_the_room(facts)
    if not _whole(ask):
        raise Refused("bad_frame")
    if ask.after is not None and ask.after != facts.room.script.latest:
        raise Refused("already", SENT_MEANWHILE)
    return Done((Draft(ROOM, script.Prompt(ask.body, ask.kind, ask.options, ask.breathing, ask.step)),))


@verb(PutAway, FACILITATORS)
def put_away(facts: Facts, request: Request[PutAway]) -> Done:
    """One that stands in the room no longer is `already`; what was answered stays."""
    pos = request.ask.prompt
    may_hold_the_room(facts)
    if pos not in facts.room.script.prompts:
        raise Refused("not_found")
    if pos != facts.room.script.current:
        raise Refused("already")
    return Done((Draft(ROOM, script.PutAway(), of=pos),))


def _whole(ask: Prompt) -> bool:
    """Whether it can be answered as its kind says: the same rule as for a step that is written."""
    number = len(ask.options)
    if len(set(ask.options)) < number or (ask.breathing and ask.kind != "exercise"):
        return False
    if ask.kind == "poll":
        return number >= FEWEST_OPTIONS
    return number == (ENDS if ask.kind == "scale" else 0)
