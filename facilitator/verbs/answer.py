"""answer: what a young person chose to share with the facilitators. Nothing holds it back, and nobody else hears."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from chat.access import may_reach_staff
from chat.facts import Facts
from chat.fold import PromptState
from chat.person import SEATED
from chat.presence import Cover
from chat.protocol import script
from chat.protocol.asks import Ask, Pos
from chat.protocol.streams import seat_stream
from chat.verbs import Done, Draft, Refused, Request, raised, verb
from facilitator.words import MOVED_ON

Value = Annotated[int, Meta(ge=0, le=script.SCALE_TOP)]


class Answer(Ask, frozen=True, tag="answer"):
    """Share an answer with the facilitators: `value` on a scale or the place of an option, or `body`, a reflection."""

    prompt: Pos
    value: Value | None = None
    body: str | None = None


@verb(Answer, SEATED, gentle=True, guarded=True)
def answer(facts: Facts, request: Request[Answer]) -> Done:
    """Numbers count while their prompt stands in the room, the last of each seat; words are taken at any time."""
    person, ask = request.person, request.ask
    may_reach_staff(facts, person)
    prompt = facts.room.script.prompts.get(ask.prompt)
    if prompt is None or facts.room.messages[ask.prompt].removed:
        raise Refused("not_found")
    if not _fits(prompt, ask):
        raise Refused("bad_frame")
    if ask.value is not None and ask.prompt != facts.room.script.current:
        raise Refused("already", MOVED_ON)
    unheard = ask.body is not None and facts.cover is not Cover.HERE
    said = script.Answer(ask.prompt, ask.value, ask.body, nobody=unheard)
    return Done((Draft(seat_stream(person.number), said), *raised(facts, request)))


def _fits(prompt: PromptState, ask: Answer) -> bool:
    """Whether this prompt is answered so: a reflection in words alone, a scale and a poll with one of their numbers."""
    if ask.value is None:
        return ask.body is not None and prompt.content.form == "reflection"
    return ask.body is None and ask.value < prompt.content.choices
