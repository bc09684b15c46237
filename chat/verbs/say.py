"""say: words for the room. They go there, or are held for a facilitator to read first."""

from __future__ import annotations

import math

from chat.access import may_speak, message_at
from chat.facts import Facts
from chat.person import ANYONE
from chat.presence import Cover
from chat.protocol.asks import Ask, Label, Pos
from chat.protocol.contents import Held, Message
from chat.protocol.streams import ROOM, seat_stream

from .outcome import Done, Draft, Refused, Request
from .registry import verb


class Say(Ask, frozen=True, tag="say"):
    """Say something in the room."""

    body: str
    heads_up: Label | None = None
    reply_to: Pos | None = None
    as_is: bool = False


@verb(Say, ANYONE)
def say(facts: Facts, request: Request[Say]) -> Done:
    """Decide whether these words go to the room, wait for a facilitator, or come back."""
    person, ask = request.person, request.ask
    may_speak(facts, person)
    if ask.reply_to is not None:
        message_at(facts, ask.reply_to)
    if person.seat is None:
        return Done((Draft(ROOM, Message(ask.body, ask.heads_up, ask.reply_to)),))
    _in_its_turn(facts, request)
    if (why := _why_held(facts, request)) is not None:
        held = Held(ask.body, ask.heads_up, ask.reply_to, why=why)
        return Done((Draft(seat_stream(person.seat), held),))
    return Done((Draft(ROOM, Message(ask.body, ask.heads_up, ask.reply_to)),))


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
        return verdict.rule or "the guard"
    if request.ask.as_is:
        return "kept as written"
    if facts.cover is Cover.HOLD:
        return "no facilitator here"
    if mode == "hold_all":
        return "holding everything"
    if mode == "hold_flagged" and verdict.marked:
        return verdict.rule or "the guard"
    return None
