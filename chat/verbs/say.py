"""say: words for the room. They go there, or are held for a facilitator to read first."""

from __future__ import annotations

import math

from chat.access import may_speak, message_at
from chat.facts import Facts
from chat.person import ANYONE
from chat.presence import Cover
from chat.protocol.asks import Ask, Label, Pos
from chat.protocol.contents import Message
from chat.protocol.streams import ROOM

from .outcome import Done, Draft, Refused, Request
from .registry import verb
from .seen import flagged, why
from .stopping import divert, hold, stopped


class Say(Ask, frozen=True, tag="say"):
    """Say something in the room."""

    body: str
    heads_up: Label | None = None
    reply_to: Pos | None = None
    as_is: bool = False


@verb(Say, ANYONE, guarded=True)
def say(facts: Facts, request: Request[Say]) -> Done:
    """Decide whether these words go to the room, wait for a facilitator, or come back.

    Words of somebody in danger are not for the room, so nothing that keeps others from speaking there stops them.
    """
    person, ask = request.person, request.ask
    if person.seat is not None and request.verdict.outcome == "divert":
        return divert(facts, request)
    may_speak(facts, person)
    if ask.reply_to is not None:
        message_at(facts, ask.reply_to)
    if person.seat is None:
        return Done((Draft(ROOM, Message(ask.body, ask.heads_up, ask.reply_to)),))
    _in_its_turn(facts, request)
    if request.verdict.kind in facts.meeting.read_first:
        return hold(facts, request, why(request.verdict))
    if (done := stopped(facts, request)) is not None:
        return done
    if (because := _why_held(facts, request)) is not None:
        return hold(facts, request, because)
    message = Draft(ROOM, Message(ask.body, ask.heads_up, ask.reply_to))
    where = facts.room.heads.get(ROOM, 0) + 1
    return Done((message, *flagged(facts, request.verdict, person.seat, ROOM, where)))


def _in_its_turn(facts: Facts, request: Request[Say]) -> None:
    """Slow mode: once in so many seconds, said or held alike."""
    last = facts.seat(request.person).last_said
    if not facts.room.slow or last is None:
        return
    left = facts.room.slow - (facts.now - last).total_seconds()
    if left > 0:
        raise Refused("slow", retry_after=math.ceil(left * 10) / 10)


def _why_held(facts: Facts, request: Request[Say]) -> str | None:
    """What holds these words, for staff to read; None if nothing does."""
    mode = facts.room.mode_for(request.person.number)
    verdict = request.verdict
    if verdict.outcome != "pass":
        return why(verdict)
    if request.ask.as_is:
        return "kept as written"
    if facts.cover is Cover.HOLD:
        return "no facilitator here"
    if mode == "hold_all":
        return "holding everything"
    if mode == "hold_flagged" and verdict.marked:
        return why(verdict)
    return None
