"""When a session waits, gathers, is open, closes and is over. Pure: the clock is passed in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """What a session is at a moment."""

    WAITING = "waiting"
    LOBBY = "lobby"
    OPEN = "open"
    CLOSING = "closing"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Times:
    """The four moments of a session, time zone aware: lobby, room, stay-behind, end."""

    opens_at: datetime
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime


def phase(times: Times, mark: str | None, now: datetime) -> Phase:
    """Return the phase from the clock and `mark`, the value of the session's last phase entry.

    Staff open and close a room; only the clock ends it. A room nobody opened stays a lobby until `ends_at`.
    """
    if now >= times.closes_at:
        return Phase.OVER
    if now < times.opens_at:
        return Phase.WAITING
    if mark == Phase.CLOSING or now >= times.ends_at:
        return Phase.CLOSING
    return Phase.OPEN if mark == Phase.OPEN else Phase.LOBBY
