"""checkin: how somebody is as they come in and as they go. It goes to the facilitators and to nobody else."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.access import may_reach_staff
from chat.facts import Facts
from chat.person import SEATED
from chat.presence import Cover
from chat.protocol.asks import Ask
from chat.protocol.contents import CheckedIn, When
from chat.protocol.streams import seat_stream

from .outcome import Done, Draft, Request
from .registry import verb
from .seen import raised


class Checkin(Ask, frozen=True, tag="checkin"):
    """Say how you are; a mood or a goal left out means that you would rather not say."""

    when: When
    mood: Annotated[int, Meta(ge=1, le=5)] | None = None
    goal: Annotated[int, Meta(ge=0, le=10)] | None = None
    body: str | None = None


@verb(Checkin, SEATED, gentle=True, guarded=True)
def check_in(facts: Facts, request: Request[Checkin]) -> Done:
    """Write it in the young person's own stream, as it is: words for staff are never held. The last one counts."""
    ask, person = request.ask, request.person
    may_reach_staff(facts, person)
    unheard = ask.body is not None and facts.cover is not Cover.HERE
    said = CheckedIn(ask.when, ask.mood, ask.goal, ask.body, nobody=unheard)
    return Done((Draft(seat_stream(person.number), said), *raised(facts, request)))
