"""plan: tonight's steps in another order, or without one of them. Both facilitators see the same."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.access import may_hold_the_room
from chat.facts import Facts
from chat.person import FACILITATORS
from chat.protocol import script
from chat.protocol.asks import Ask, From
from chat.protocol.streams import STAFF
from chat.verbs import Done, Draft, Refused, Request, verb
from cohorts.script import shape
from facilitator.words import PLANNED_MEANWHILE

from .prompt import StepName

Steps = Annotated[tuple[StepName, ...], Meta(max_length=shape.MOST_STEPS)]


class Plan(Ask, frozen=True, tag="plan"):
    """Take tonight's steps in this order, and leave these out. `after`: the plan that was there, 0 for none."""

    order: Steps
    skipped: Steps = ()
    after: From | None = None


@verb(Plan, FACILITATORS)
def plan(facts: Facts, request: Request[Plan]) -> Done:
    """The whole plan as it stands from now on; a step stands in it once, and one left out keeps its place."""
    ask = request.ask
    may_hold_the_room(facts)
    if len(set(ask.order)) < len(ask.order) or not set(ask.skipped) <= set(ask.order):
        raise Refused("bad_frame")
    if ask.after is not None and ask.after != (facts.room.script.planned_at or 0):
        # It is the whole plan: a partner's change that was not seen would be undone by it.
        raise Refused("already", PLANNED_MEANWHILE)
    return Done((Draft(STAFF, script.Plan(ask.order, tuple(sorted(set(ask.skipped), key=ask.order.index)))),))
