"""help: a young person calls for a facilitator. Nothing a room can be set to stands in its way."""

from __future__ import annotations

from chat.access import may_reach_staff
from chat.facts import Facts
from chat.person import SEATED
from chat.presence import Cover
from chat.protocol.asks import Ask
from chat.protocol.contents import Help as Called
from chat.protocol.streams import STAFF, seat_stream
from chat.protocol.team import Flag

from .outcome import Done, Draft, Request
from .registry import verb
from .seen import seen


class Help(Ask, frozen=True, tag="help"):
    """Call for a facilitator, with or without a word."""

    body: str | None = None


@verb(Help, SEATED, urgent=True, guarded=True)
def call_for_help(facts: Facts, request: Request[Help]) -> Done:
    """Write the call in the young person's own stream and a *look now* for staff, together."""
    person = request.person
    may_reach_staff(facts, person)
    own = seat_stream(person.number)
    call = Draft(own, Called(request.ask.body, nobody=facts.cover is not Cover.HERE))
    where = facts.room.heads.get(own, 0) + 1
    flag = Flag(
        "now", "help", repeats=True, by=person.seat, seat=person.seat, of_stream=own, of_pos=where,
        **seen(request.verdict),
    )  # fmt: skip
    return Done((call, Draft(STAFF, flag)))
