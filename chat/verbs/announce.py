"""Announcing what the clock and the leases have made true. Running twice or late is harmless."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from chat.crew import PATIENCE
from chat.facts import Facts
from chat.fold import FlagState, Fold, SeatState
from chat.person import LOOPS
from chat.presence import Cover, unheld_since
from chat.protocol.asks import Ask
from chat.protocol.contents import Paused, Resumed, Waiting
from chat.protocol.contents import Phase as PhaseSet
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import ROOM, STAFF, seat_stream
from chat.protocol.team import Unusual
from chat.words import NOBODY_HERE
from cohorts.schedule import Phase

from .held import stayed_with_us
from .opening import may_open, opened
from .outcome import Done, Draft, Refused, Request
from .registry import verb
from .unusual import came_out, nobody_came, opened_after_all, the_only_one

News = Literal["open", "cancel", "one", "nobody", "pause", "resume", "close", "closing", "over", "waiting"]
#: Whoever waits for so long is told that they still do (care.md, alarm discipline).
LONG: Final = timedelta(minutes=2)


class Announce(Ask, frozen=True, tag="+announce"):
    """Say what has become true; the ref is made from it, so that two loops say it once."""

    news: News


def due(facts: Facts) -> list[Announce]:
    """What has become true and has not been said, in the order in which it should be."""
    if facts.phase is Phase.OVER:
        # Whoever called and was kept open still waits.
        return _of_those_who_wait(facts) if facts.room.mark == "over" else [Announce("over", "over")]
    return [*_of_the_room(facts), *_of_those_who_wait(facts)]


def _of_the_room(facts: Facts) -> list[Announce]:
    room, phase = facts.room, facts.phase
    if facts.cover is Cover.HERE and (again := _held_again(facts)):
        return again
    if phase is Phase.CLOSING:
        return [] if room.mark == "closing" else [Announce("closing", "closing")]
    if phase is Phase.LOBBY:
        return _at_the_door(facts)
    return [*_unheld(facts), *_few_came(facts)] if phase is Phase.OPEN else []


def _at_the_door(facts: Facts) -> list[Announce]:
    """The room opens by itself when its hour has come; an evening that asks for two is called off in the end."""
    late = facts.now - facts.meeting.times.starts_at
    if facts.room.mark is not None or late < timedelta(0):
        return []
    if may_open(facts):
        return [Announce("open", "open")]
    return [Announce("cancel", "cancel")] if facts.meeting.least_staff > 1 and late >= PATIENCE else []


def _few_came(facts: Facts) -> list[Announce]:
    """Told to the facilitators alone, and each once: what is done about it is theirs to decide."""
    said = facts.room.unusual
    if "nobody_came" not in said and nobody_came(facts):
        return [Announce("nobody", "nobody")]
    return [Announce("one", "one")] if "one_came" not in said and the_only_one(facts) else []


def _of_those_who_wait(facts: Facts) -> list[Announce]:
    """Said once for all who wait; named after the first of them, as others may come up before it is decided."""
    return [Announce(f"waiting {stream} {pos}", "waiting") for stream, pos, _ in _waiting_long(facts)[:1]]


def _waiting_long(facts: Facts) -> list[tuple[str, int, Literal["held", "help"]]]:
    """Held words nobody read in two minutes, and of each young person one call nobody took: stream, position, which."""
    before, found = facts.now - LONG, list[tuple[str, int, Literal["held", "help"]]]()
    taken = _taken(facts.room)
    for number, seat in facts.room.seats.items():
        stream = seat_stream(number)
        # Words that went to the facilitators are a call, and told of as one.
        held = [(pos, words) for pos, words in seat.held.items() if not words.content.help]
        found += [(stream, pos, "held") for pos, words in held if words.at <= before and not words.told]
        if (call := _call_waiting_long(facts.room, seat, before, taken.get(number))) is not None:
            found.append((stream, call, "help"))
    return found


def _taken(room: Fold) -> dict[int, datetime]:
    """When somebody last took a call of each, and they were told so; what is done or settled covers no call after it.

    A worry about them that somebody took is none: what they read must not differ for it.
    """
    taken: dict[int, datetime] = {}
    for pos in room.looks:
        flag = room.flags[pos]
        if flag.was_told and flag.by is not None and flag.taken_at is not None and pos in room.seats[flag.by].calls:
            taken[flag.by] = max(flag.taken_at, taken.get(flag.by, flag.taken_at))
    return taken


def _call_waiting_long(room: Fold, seat: SeatState, before: datetime, taken_at: datetime | None) -> int | None:
    """Where the newest of their calls stands that has waited so long, unless they heard of somebody since they made it.

    However often somebody calls, one word that nobody has come yet is true of all they had made by then. So is one word
    of a facilitator, and that somebody is here: whoever is with them when they call once more has heard that too, as
    `chat/alarms.py` has it.
    """
    for pos in seat.calls.made_by(before):
        call = room.flags[pos]
        is_answered = seat.written_at is not None and seat.written_at >= call.at
        is_covered = taken_at is not None and _is_covered(call, taken_at, before)
        if pos <= seat.told_to or is_answered or is_covered:
            return None
        if call.of_pos is not None and _nobody_came(call, seat):
            return call.of_pos
    return None


def _is_covered(call: FlagState, taken_at: datetime, before: datetime) -> bool:
    """Whether somebody has only just come: for as long as nobody outside hears that they did not write."""
    return call.at < taken_at + LONG and before < max(taken_at, call.at) + LONG


def _nobody_came(call: FlagState, seat: SeatState) -> bool:
    """Whether somebody was told that we are called, and nobody took it, finished it or decided on those words."""
    return call.was_told and call.taken_by is None and not call.done and call.of_pos not in seat.looked_at


def _held_again(facts: Facts) -> list[Announce]:
    """What absence alone had shut is not true any more, though nobody had to come in anew for it."""
    room, times = facts.room, facts.meeting.times
    again: list[Announce] = []
    if room.closed_by_absence and facts.now < times.ends_at and may_open(facts):
        again.append(Announce(f"open {room.turn}", "open"))
    if room.paused_by_absence:
        again.append(Announce(f"resume {room.turn}", "resume"))
    return again


def _unheld(facts: Facts) -> list[Announce]:
    since = unheld_since(facts.people)
    at = since.strftime("%Y%m%dT%H%M%S.%f") if since else "never"
    if facts.cover is Cover.CLOSE:
        return [Announce(f"close {at}", "close")]
    if facts.cover is Cover.PAUSE and facts.room.paused is None:
        return [Announce(f"pause {at}", "pause")]
    return []


@verb(Announce, LOOPS, targets=True, moves=True)
def announce(facts: Facts, request: Request[Announce]) -> Done:
    """Judge again, under the lock, whether it is true and still unsaid."""
    if request.ask not in due(facts):
        raise Refused("already")
    news = request.ask.news
    ends = news == "cancel" or (news in {"close", "closing", "over"} and facts.room.mark != "closing")
    if news == "open":
        return Done(_open(facts), opened_after_all(facts))
    return Done(_DRAFTS[news](facts), came_out(facts) if ends else ())


def _open(facts: Facts) -> tuple[Draft, ...]:
    return opened(facts, SYSTEM)


def _cancel(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(ROOM, PhaseSet("closing", help=True, cancelled=True), author=SYSTEM), *stayed_with_us(facts))


def _one(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(STAFF, Unusual("one_came", the_only_one(facts)), author=SYSTEM),)


def _nobody(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(STAFF, Unusual("nobody_came"), author=SYSTEM),)


def _pause(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(ROOM, Paused(str(NOBODY_HERE), absence=True), author=SYSTEM),)


def _resume(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(ROOM, Resumed(), author=SYSTEM),)


def _close(facts: Facts) -> tuple[Draft, ...]:
    shut = Draft(ROOM, PhaseSet("closing", help=True, absence=True), author=SYSTEM)
    return (shut, *stayed_with_us(facts))


def _closing(facts: Facts) -> tuple[Draft, ...]:
    """A room that never opened, as a welcome to which nobody of us came, ends as one that was called off."""
    if facts.room.mark is None:
        return _cancel(facts)
    return (Draft(ROOM, PhaseSet("closing"), author=SYSTEM), *stayed_with_us(facts))


def _over(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(ROOM, PhaseSet("over"), author=SYSTEM), *stayed_with_us(facts))


def _waiting(facts: Facts) -> tuple[Draft, ...]:
    return tuple(
        Draft(stream, Waiting(what), of=pos, author=SYSTEM) for stream, pos, what in _waiting_long(facts)
    )  # fmt: skip


_DRAFTS = {
    "cancel": _cancel, "one": _one, "nobody": _nobody, "pause": _pause, "resume": _resume,
    "close": _close, "closing": _closing, "over": _over, "waiting": _waiting,
}  # fmt: skip
