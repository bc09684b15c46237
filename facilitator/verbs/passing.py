"""pass: a young person leaves a turn out, or listens tonight, without a reason; and takes that back."""

from __future__ import annotations

from chat.access import may_reach_staff
from chat.facts import Facts
from chat.fold import PromptState
from chat.person import SEATED
from chat.protocol.asks import Ask, Pos
from chat.protocol.entry import SYSTEM
from chat.protocol.script import Passed, Round
from chat.protocol.streams import ROOM, seat_stream
from chat.verbs import Done, Draft, Refused, Request, verb
from cohorts.schedule import Phase
from facilitator import rounds

from .round import left_out, seats_here


class Pass(Ask, frozen=True, tag="pass"):
    """Leave this turn out; `listening`: and all of tonight's. `on` false: I would like my turn after all."""

    prompt: Pos
    listening: bool = False
    on: bool = True


@verb(Pass, SEATED, gentle=True, targets=True, moves=True)
def leave_out(facts: Facts, request: Request[Pass]) -> Done:
    """Staff learn of it; the room sees at most that the turn went on, as from the system, whoever moved it."""
    person, ask = request.person, request.ask
    may_reach_staff(facts, person)
    script = facts.room.script
    prompt = script.prompts.get(ask.prompt)
    if prompt is None or prompt.content.form != "round" or ask.prompt != script.current:
        raise Refused("not_found")
    own = Draft(seat_stream(person.number), Passed(ask.prompt, ask.listening, ask.on))
    shown = _shown(facts, prompt, person.number, ask)
    return Done((own,) if shown is None else (own, Draft(ROOM, shown, of=ask.prompt, author=SYSTEM)))


def _shown(facts: Facts, prompt: PromptState, seat: int, ask: Pass) -> Round | None:
    """The round as it goes on; None if nothing of it changes now, or the room is quiet and nobody may be heard."""
    if prompt.round is None or facts.phase is not Phase.OPEN or facts.room.paused is not None:
        return None
    if not ask.on:
        return rounds.wanted_after_all(prompt.round, seat)
    if prompt.round.whose != seat:
        return None
    order, resting, present = {*prompt.round.order}, {*left_out(facts, prompt), seat}, seats_here(facts)
    # Whoever came once the turns had begun has theirs too: no pass may end them before.
    late = sorted(present - order - resting)
    # Whose line is away comes after all who are here, as the console shows it; who has a breather may not speak yet.
    on = rounds.after(prompt.round, resting | (order - present), facts.now, late)
    return rounds.after(prompt.round, resting, facts.now, late) if on.over else on
