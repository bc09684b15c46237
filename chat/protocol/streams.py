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
    prefix, _, number = stream.partition(":")
    if prefix == "seat" and number.isascii() and number.isdigit() and int(number) in SEATS:
        return int(number)
    return None


SEAT_STREAMS: Final = tuple(seat_stream(number) for number in SEATS)
STAFF_HEARS: Final = frozenset((ROOM, STAFF, *SEAT_STREAMS))
SENDABLE: Final = STAFF_HEARS
