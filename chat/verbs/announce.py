"""Announcing what the clock and the leases have made true. Running twice or late is harmless."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

from chat.facts import Facts
from chat.person import LOOPS
from chat.presence import Cover, unheld_since
from chat.protocol.asks import Ask
from chat.protocol.contents import Paused, Resumed, Waiting
from chat.protocol.contents import Phase as PhaseSet
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import ROOM, seat_stream
from chat.words import NOBODY_HERE
from cohorts.schedule import Phase

from .held import stayed_with_us
from .outcome import Done, Draft, Refused, Request
from .registry import verb

News = Literal["open", "pause", "resume", "close", "closing", "over", "waiting"]
#: Whoever waits for so long is told that they still do (care.md, alarm discipline).
LONG: Final = timedelta(minutes=2)


class Announce(Ask, frozen=True, tag="+announce"):
    """Say what has become true; the ref is made from it, so that two loops say it once."""

    news: News


def due(facts: Facts) -> list[Announce]:
    """What has become true and has not been said, in the order in which it should be."""
    if facts.phase is Phase.OVER:
        return [] if facts.room.mark == "over" else [Announce("over", "over")]
    return [*_of_the_room(facts), *_of_those_who_wait(facts)]


def _of_the_room(facts: Facts) -> list[Announce]:
    room, phase = facts.room, facts.phase
    if facts.cover is Cover.HERE and (again := _held_again(facts)):
        return again
    if phase is Phase.CLOSING:
        return [] if room.mark == "closing" else [Announce("closing", "closing")]
    if phase is Phase.LOBBY:
        started = room.mark is None and facts.now >= facts.meeting.times.starts_at
        return [Announce("open", "open")] if started and facts.cover is Cover.HERE else []
    return _unheld(facts) if phase is Phase.OPEN else []


def _of_those_who_wait(facts: Facts) -> list[Announce]:
    """Said once for all who wait; named after the first of them, as others may come up before it is decided."""
    return [Announce(f"waiting {stream} {pos}", "waiting") for stream, pos, _ in _waiting_long(facts)[:1]]


def _waiting_long(facts: Facts) -> list[tuple[str, int, Literal["held", "help"]]]:
    """Held words nobody read and calls nobody took in two minutes, not told of yet: stream, position, which."""
    before, found = facts.now - LONG, list[tuple[str, int, Literal["held", "help"]]]()
    for number, seat in facts.room.seats.items():
        stream = seat_stream(number)
        found += [(stream, pos, "held") for pos, held in seat.held.items() if held.at <= before and not held.told]
        calls = (facts.room.flags[pos] for pos in sorted(seat.calls))
        found += [
            (stream, call.of_pos, "help") for call in calls
            if call.of_pos and call.at <= before and call.taken_by is None and not call.told
        ]  # fmt: skip
    return found


def _held_again(facts: Facts) -> list[Announce]:
    """What absence alone had shut is not true any more, though nobody had to come in anew for it."""
    room, times = facts.room, facts.meeting.times
    again: list[Announce] = []
    if room.closed_by_absence and facts.now < times.ends_at:
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


@verb(Announce, LOOPS)
def announce(facts: Facts, request: Request[Announce]) -> Done:
    """Judge again, under the lock, whether it is true and still unsaid."""
    if request.ask not in due(facts):
        raise Refused("already")
    return Done(_DRAFTS[request.ask.news](facts))


def _open(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(ROOM, PhaseSet("open"), author=SYSTEM),)


def _pause(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(ROOM, Paused(str(NOBODY_HERE), absence=True), author=SYSTEM),)


def _resume(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(ROOM, Resumed(), author=SYSTEM),)


def _close(facts: Facts) -> tuple[Draft, ...]:
    shut = Draft(ROOM, PhaseSet("closing", help=True, absence=True), author=SYSTEM)
    return (shut, *stayed_with_us(facts))


def _closing(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(ROOM, PhaseSet("closing"), author=SYSTEM), *stayed_with_us(facts))


def _over(facts: Facts) -> tuple[Draft, ...]:
    return (Draft(ROOM, PhaseSet("over"), author=SYSTEM), *stayed_with_us(facts))


def _waiting(facts: Facts) -> tuple[Draft, ...]:
    return tuple(
        Draft(stream, Waiting(what), of=pos, author=SYSTEM) for stream, pos, what in _waiting_long(facts)
    )  # fmt: skip


_DRAFTS = {
    "open": _open, "pause": _pause, "resume": _resume, "close": _close, "closing": _closing, "over": _over,
    "waiting": _waiting,
}  # fmt: skip
