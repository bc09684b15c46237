"""What staff are told of a verdict: a flag of its level, the rule, and where it points. No seat is told anything."""

from __future__ import annotations

from typing import Any, Final

from chat.facts import Facts
from chat.guard import Verdict
from chat.guard.around import Flagged, around
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import STAFF, seat_stream
from chat.protocol.team import Flag, Span

from .outcome import A, Draft, Request

#: More places than this in one message help nobody who reads it.
MOST_SPANS: Final = 12
UNNAMED: Final = "the guard"


def why(verdict: Verdict) -> str:
    """The rule that decided, by its name."""
    return verdict.rule or UNNAMED


def seen(verdict: Verdict) -> dict[str, Any]:
    """The fields that say why, for any entry that staff read; none for words that nothing was seen in."""
    if not verdict.marked:
        return {}
    spans = tuple(Span(hit.rule, hit.start, hit.end, hit.form) for hit in verdict.hits[:MOST_SPANS])
    return {"why": why(verdict), "sort": verdict.kind, "spans": spans}


def flagged(facts: Facts, verdict: Verdict, seat: int, stream: str, pos: int) -> tuple[Draft, ...]:
    """A flag that points at somebody's words for the room, with what they show beside those before them."""
    return _flag(verdict, seat, stream, pos, **_around(facts, verdict, seat))


def raised(facts: Facts, request: Request[A]) -> tuple[Draft, ...]:
    """A flag for words meant for the facilitators, which are about to stand in their author's own stream, whole.

    Whoever tells them what others wrote asks nobody again, and no dare goes on by it.
    """
    own = seat_stream(request.person.number)
    return _flag(request.verdict, request.person.number, own, facts.room.heads.get(own, 0) + 1)


def _flag(verdict: Verdict, seat: int, stream: str, pos: int, **around: Any) -> tuple[Draft, ...]:
    """One that points there, if anybody should look. It is a machine's word, not theirs."""
    if verdict.level is None:
        return ()
    flag = Flag(
        verdict.level, "guard", repeats=verdict.repeats, by=seat, seat=seat, of_stream=stream, of_pos=pos,
        **seen(verdict), **around,
    )  # fmt: skip
    return (Draft(STAFF, flag, author=SYSTEM),)


def _around(facts: Facts, verdict: Verdict, seat: int) -> dict[str, Any]:
    """The fields that say what these words show with those for the room that were flagged before them."""
    earlier = (Flagged(flag.sort, flag.by, flag.at) for flag in facts.room.flags.values() if flag.for_room)
    shown = around(Flagged(verdict.kind, seat, facts.now), earlier)
    return {} if shown is None else {"pattern": shown.pattern, "many": shown.many}
