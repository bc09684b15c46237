"""Streams: who can hear what. A stream's name is what goes over the wire."""

from __future__ import annotations

from typing import Final

ROOM: Final = "room"
STAFF: Final = "staff"
#: Worries about an adult. Read by the safeguarding lead alone, never over a room's socket.
LEAD: Final = "lead"

SEATS: Final = range(1, 9)


def seat_stream(number: int) -> str:
    """The private stream of one seat: that young person and the session's staff hear it."""
    return f"seat:{number}"


def seat_number(stream: str) -> int | None:
    """The seat a private stream belongs to, or None for any other stream."""
    return _NUMBERS.get(stream)


_NUMBERS: Final = {seat_stream(number): number for number in SEATS}
SEAT_STREAMS: Final = tuple(_NUMBERS)
STAFF_HEARS: Final = frozenset((ROOM, STAFF, *SEAT_STREAMS))
SENDABLE: Final = STAFF_HEARS
