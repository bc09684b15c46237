"""help: a young person calls for a facilitator. Nothing a room can be set to stands in its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from chat.access import may_reach_staff
from chat.facts import Facts
from chat.fold import Pressed
from chat.person import SEATED, Person
from chat.presence import Cover
from chat.protocol.asks import Ask
from chat.protocol.contents import Help as Called
from chat.protocol.streams import STAFF, seat_stream
from chat.protocol.team import Flag

from .outcome import Done, Draft, Request, Standing
from .registry import verb
from .seen import seen

#: Pressed again so soon, without a word, it is the same call: nobody can have come yet, and it rings until they do.
SAME_CALL: Final = timedelta(seconds=10)


class Help(Ask, frozen=True, tag="help"):
    """Call for a facilitator, with or without a word; without one, the `ok` may name the call of a moment ago."""

    body: str | None = None


@verb(Help, SEATED, urgent=True, guarded=True)
def call_for_help(facts: Facts, request: Request[Help]) -> Done:
    """Write the call in the young person's own stream and a *look now* for staff, together."""
    person, body = request.person, request.ask.body
    may_reach_staff(facts, person)
    own, nobody = seat_stream(person.number), facts.cover is not Cover.HERE
    if body is None and (pressed := _just_pressed(facts, person, nobody=nobody)) is not None:
        return Done(standing=Standing(own, pressed.pos, Called(nobody=pressed.nobody)))
    where = facts.room.heads.get(own, 0) + 1
    flag = Flag(
        "now", "help", repeats=True, by=person.seat, seat=person.seat, of_stream=own, of_pos=where,
        **seen(request.verdict),
    )  # fmt: skip
    return Done((Draft(own, Called(body, nobody=nobody)), Draft(STAFF, flag)))


def _just_pressed(facts: Facts, person: Person, *, nobody: bool) -> Pressed | None:
    """Their call without a word of a moment ago, while it rings and what it said of who is here is still true.

    A call is never paced, so whoever asks for it hundreds of times a second would fill the room's record with it.
    """
    seat = facts.seat(person)
    pressed = seat.pressed
    if pressed is None or pressed.nobody is not nobody or facts.now - pressed.at > SAME_CALL:
        return None
    flag = facts.room.flags.get(pressed.flag)
    rings = flag is not None and flag.taken_at is None and not flag.done and pressed.flag in seat.calls
    return pressed if rings else None
