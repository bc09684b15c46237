"""worry: something is not all right with a person, a message, or a facilitator.

A worry about a facilitator goes to the safeguarding lead's stream alone: the facilitators of
the session hear nothing of it, and the answer says nothing of where it went.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from chat.access import may_reach_staff
from chat.facts import Facts
from chat.person import SEATED
from chat.protocol.asks import Ask, Pos, SeatNumber
from chat.protocol.streams import LEAD, ROOM, STAFF, seat_number
from chat.protocol.team import Flag

from .outcome import Done, Draft, Refused, Request
from .registry import verb
from .seen import seen


class Worry(Ask, frozen=True, tag="worry"):
    """Tell staff, or the lead, that somebody should look."""

    about: Literal["person", "message", "facilitator"]
    seat: SeatNumber | None = None
    staff: Annotated[str, Meta(max_length=40, pattern=r"\A[^\x00-\x1f\x7f]*\Z")] | None = None
    pos: Pos | None = None
    body: str | None = None


@verb(Worry, SEATED, targets=True, gentle=True, guarded=True)
def worry(facts: Facts, request: Request[Worry]) -> Done:
    """Decide a worry. A seat or message it names must be there; whoever of staff it names may have been taken off.

    It is a *look now* whatever it says; words of danger make its sound go on until somebody takes it.
    """
    person, ask = request.person, request.ask
    may_reach_staff(facts, person)
    if ask.seat is not None and f"seat:{ask.seat}" not in facts.roster:
        raise Refused("not_found")
    if ask.pos is not None and ask.pos not in facts.room.messages:
        raise Refused("not_found")
    stream = LEAD if _about_staff(facts, ask) else STAFF
    flag = Flag(
        "now", "worry", repeats=request.verdict.repeats, by=person.seat, about=ask.about, seat=_whom(facts, ask),
        staff=ask.staff, of_stream=ROOM if ask.pos else None, of_pos=ask.pos, body=ask.body, **seen(request.verdict),
    )  # fmt: skip
    return Done((Draft(stream, flag),))


def _about_staff(facts: Facts, ask: Worry) -> bool:
    """Said so, or named one, or about a facilitator's own message."""
    if ask.about == "facilitator" or ask.staff is not None:
        return True
    return ask.pos is not None and facts.room.messages[ask.pos].author.startswith("staff:")


def _whom(facts: Facts, ask: Worry) -> int | None:
    if ask.seat is not None or ask.pos is None:
        return ask.seat
    return seat_number(facts.room.messages[ask.pos].author)
