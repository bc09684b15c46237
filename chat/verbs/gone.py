"""Gone while something was open: each time once said to staff, and from then on nothing is sent to that seat by itself.

care.md §3: gone for sixty seconds with an open look now, call for help or concern. A person decides how to follow up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from chat.facts import Facts
from chat.fold import Fold
from chat.person import LOOPS
from chat.presence import Presence
from chat.protocol.asks import Ask
from chat.protocol.entry import SYSTEM
from chat.protocol.streams import STAFF, seat_stream
from chat.protocol.team import Flag, WaitedFor
from cohorts.actions.stops import stop_messages
from cohorts.models import Cause, Seat, Session

from .outcome import Beside, Done, Draft, Refused, Request
from .registry import verb

#: A lost signal comes back sooner.
AFTER: Final = timedelta(seconds=60)
#: The evening, whoever has the seat, since when they are gone, and the time now.
Hears = Callable[[Session, Seat, datetime, datetime], object]
_hear: list[Hears] = []


class Missed(Ask, frozen=True, tag="+missed"):
    """Say that this seat is gone; the ref is made from since when, so that two loops say it once."""

    seat: int


@dataclass(frozen=True, slots=True)
class ForAPerson(Beside):
    """From here on a person decides: no letter is sent by itself, and whoever asked to hear of it does."""

    seat: int
    since: datetime

    def write(self, session: int, at: datetime) -> None:
        """For whoever had the number that evening."""
        evening = Session.objects.select_related("cohort").get(pk=session)
        seat = Seat.objects.of_evening(evening, self.seat)
        stop_messages(seat, Cause.LEFT_SUDDENLY, at)
        for hear in _hear:
            hear(evening, seat, self.since, at)


def register(hears: Hears) -> None:
    """Have this called in the transaction that says that somebody is gone; it may be called again for the same."""
    _hear.append(hears)


def may_be_missed(room: Fold) -> bool:
    """Whether anything is open about anybody, so that it matters who is gone."""
    return any(waited_for(room, number) for number in room.seats)


def missed(facts: Facts) -> list[Missed]:
    """Who is gone with something open, and has not been said to be."""
    found = []
    for number in facts.room.seats:
        presence = facts.people.get(seat_stream(number))
        if presence is not None and presence.gone_since is not None and _is_missed(facts, number, presence):
            found.append(Missed(f"gone {number} {presence.gone_since:%Y%m%dT%H%M%S.%f}", number))
    return found


def waited_for(room: Fold, number: int) -> tuple[WaitedFor, ...]:
    """What is open about a seat: its own calls, what somebody said about it, an adult's concern."""
    seat = room.seats[number]
    about = [room.flags[pos] for pos in seat.about]
    help_ = len(seat.calls) > len(seat.by_words)
    look = bool(seat.by_words) or any(_says_look(flag.level, flag.source) for flag in about)
    found: dict[WaitedFor, bool] = {"help": help_, "look": look, "concern": bool(seat.concerns)}
    return tuple(what for what, is_open in found.items() if is_open)


@verb(Missed, LOOPS, moves=True)
def miss(facts: Facts, request: Request[Missed]) -> Done:
    """Judge again, under the lock, whether they are still gone; their own stream says nothing of it."""
    if request.ask not in missed(facts):
        raise Refused("already")
    number = request.ask.seat
    since = facts.people[seat_stream(number)].gone_since
    if since is None:
        raise Refused("already")
    flag = Flag("now", "gone", seat=number, since=since, waited_for=waited_for(facts.room, number))
    return Done((Draft(STAFF, flag, author=SYSTEM),), (ForAPerson(number, since),))


def _says_look(level: str, source: str) -> bool:
    return level == "now" and source != "gone"


def _is_missed(facts: Facts, number: int, presence: Presence) -> bool:
    seat, since = facts.room.seats[number], presence.gone_since
    if since is None or facts.now - since < AFTER or seat.ejected:
        return False
    if since >= facts.meeting.times.closes_at and not seat.kept_open:
        return False  # the end of the evening closed their page
    if seat.missed_since is not None and since <= seat.missed_since:
        return False
    # Said again of each leaving, though the last stands still: whoever answered that one outside may think them back.
    return bool(waited_for(facts.room, number))
