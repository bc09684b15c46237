"""Words that do not go to the room: held, given back with another way to say it, refused, or for the facilitators.

Their author reads something kind, staff read the words and why, and nobody else hears anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chat.access import may_reach_staff
from chat.automatic import automatic
from chat.facts import Facts
from chat.guard import Verdict
from chat.presence import Cover
from chat.protocol.asks import BODY_LIMIT
from chat.protocol.contents import Automatic, Held, Whisper
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import STAFF, seat_stream
from chat.protocol.team import Flag, Stopped
from chat.words import BLOCKED, HELD, SAY_IT_SO, SAY_SOMETHING_ELSE
from cohorts.schedule import Phase

from .outcome import Done, Draft, Refused, Request
from .seen import flagged, seen, why

if TYPE_CHECKING:
    from .say import Say

#: Without a suggestion these hold, as nothing can be offered.
OFFERS: Final = frozenset({"swap", "mask"})
#: Phases in which held words may still come to the room.
_TO_COME: Final = frozenset({Phase.LOBBY, Phase.OPEN})


def divert(facts: Facts, request: Request[Say]) -> Done:
    """Somebody may be in danger: the words go to the facilitators, whatever the room is set to, and help comes up."""
    person, verdict = request.person, request.verdict
    may_reach_staff(facts, person)
    own = seat_stream(person.number)
    where = facts.room.heads.get(own, 0) + 1
    nobody = facts.cover is not Cover.HERE
    flag = Flag(
        "now", "guard", repeats=True, by=person.seat, seat=person.seat, of_stream=own, of_pos=where, diverted=True,
        **seen(verdict),
    )  # fmt: skip
    return Done((
        Draft(own, _for_staff(facts, request, nobody=nobody)),
        Draft(own, Automatic(automatic(verdict, nobody=nobody)), author=SYSTEM),
        Draft(STAFF, flag, author=SYSTEM),
    ))  # fmt: skip


def _for_staff(facts: Facts, request: Request[Say], *, nobody: bool) -> Held | Whisper:
    """A private word once the room is closing: nothing held outlasts that."""
    ask = request.ask
    if facts.phase in _TO_COME:
        return Held(ask.body, ask.heads_up, ask.reply_to, help=True, nobody=nobody, **seen(request.verdict))
    return Whisper(ask.body)


def hold(facts: Facts, request: Request[Say], because: str) -> Done:
    """A facilitator reads them first."""
    person, ask, verdict = request.person, request.ask, request.verdict
    own = seat_stream(person.number)
    where = facts.room.heads.get(own, 0) + 1
    said = None if verdict.outcome == "pass" else HELD.get(verdict.kind or "")
    held = Held(
        ask.body, ask.heads_up, ask.reply_to, text=None if said is None else str(said),
        **{**seen(verdict), "why": because},
    )  # fmt: skip
    told = _told_of(facts, request)
    return Done((Draft(own, held), *(() if told else flagged(facts, verdict, person.number, own, where))))


def stopped(facts: Facts, request: Request[Say]) -> Done | None:
    """The words are refused, kindly, or another way to say them is offered; None if they are neither."""
    verdict = request.verdict
    if verdict.outcome == "block":
        return _stopped(facts, request, Refused("blocked", BLOCKED.get(verdict.kind or "")))
    if offers(verdict) and not request.ask.as_is:
        return _stopped(facts, request, _offer(verdict))
    return None


def offers(verdict: Verdict) -> bool:
    """Whether there is another way to say it that could be sent."""
    return verdict.outcome in OFFERS and 0 < len((verdict.suggestion or "").strip()) <= BODY_LIMIT


def _offer(verdict: Verdict) -> Refused:
    """Another way to say it; where all of it was masked, nobody is asked to send dots."""
    if not any(sign.isalnum() for sign in verdict.suggestion or ""):
        return Refused("swap", SAY_SOMETHING_ELSE)
    return Refused("swap", SAY_IT_SO.get(verdict.kind or ""), suggestion=verdict.suggestion)


def _stopped(facts: Facts, request: Request[Say], refused: Refused) -> Done:
    """Staff keep the words. Asked again at once, as after a lost answer, the same words are told of once.

    Unless they are worse by now: lines in between may make another thing of them.
    """
    if _told_of(facts, request):
        return Done(refused=refused)
    ask, verdict, number = request.ask, request.verdict, request.person.number
    words = Stopped(
        number, ask.body, heads_up=ask.heads_up, suggestion=refused.suggestion, **{"why": why(verdict), **seen(verdict)}
    )
    where = facts.room.heads.get(STAFF, 0) + 1
    return Done((Draft(STAFF, words), *flagged(facts, verdict, number, STAFF, where)), refused=refused)


def _told_of(facts: Facts, request: Request[Say]) -> bool:
    """Whether staff were told a moment ago of these very words, and of what is seen in them."""
    verdict = request.verdict
    return facts.seat(request.person).was_told(request.ask.body, verdict.kind, verdict.level, facts.now)
