"""One socket of a crowd: how it gets in, and what it reads out of the bytes that come.

Nothing is parsed. A delivery is one occurrence of a token that every delivered message has; which message it is
stands in its words; an answer is known by its first two fields.
"""

import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field

MESSAGE, READY, SHAKEN = b'"kind":"message"', b'"type":"ready"', b"\r\n\r\n"
#: What was said stands in the stream of the room; what waits for a facilitator in that of the seat, unheard.
ANSWER = re.compile(rb'"type":"(?:ok","ref":"r(\d+)","stream":"(room|seat)|no","ref":"r(\d+)","code":"(\w+)")')
#: Longer than anything looked for: what one read began, the next may end.
KEPT = 96
#: The server's close frame without a reason is four bytes: these two and a code.
_CLOSE = b"\x88\x02"


@dataclass(frozen=True, slots=True)
class Ticket:
    """How one socket gets in, to which room; whether it measures delays for it."""

    port: int
    path: str
    room: int
    cookie: str = field(default="", repr=False)
    samples: bool = False


class Member:
    """One socket: what it still has to send, and the end of what it last read."""

    __slots__ = (
        "closed",
        "code",
        "delivered",
        "events",
        "in_bulk",
        "ready",
        "shaken",
        "sock",
        "tail",
        "ticket",
        "waiting",
    )

    def __init__(self, ticket: Ticket, sock: socket.socket, opening: bytes) -> None:
        """`opening` is sent once it is connected."""
        self.ticket, self.sock, self.waiting = ticket, sock, opening
        self.tail = b""
        self.shaken = self.ready = self.closed = self.in_bulk = False
        self.delivered = self.events = self.code = 0

    def open(self, data: bytes, *, says_ready: bool) -> bytes:
        """Until it is ready a socket keeps all it has read; returns what came after that."""
        whole = self.tail + data
        if not self.shaken and SHAKEN in whole:
            self.shaken = whole.startswith(b"HTTP/1.1 101")
        mark = READY if says_ready else SHAKEN
        self.ready = self.shaken and mark in whole
        self.tail = b"" if self.ready else whole
        return whole.partition(mark)[2] if self.ready else b""

    def take(self, data: bytes) -> "Piece":
        """The next bytes, with the end of those before."""
        piece = Piece(self.tail + data, len(self.tail))
        self.tail = piece.whole[-KEPT:]
        if data[-4:-2] == _CLOSE:
            self.code = int.from_bytes(data[-2:])
        return piece


@dataclass(frozen=True, slots=True)
class Piece:
    """What was read, of which the first `old` bytes were looked through before."""

    whole: bytes
    old: int

    def deliveries(self) -> int:
        """How many messages end in it."""
        before = self.whole.count(MESSAGE, 0, self.old) if self.old else 0
        return self.whole.count(MESSAGE) - before

    def find(self, what: "re.Pattern[bytes]") -> Iterator["re.Match[bytes]"]:
        """What is found in it and was not found before."""
        return (found for found in what.finditer(self.whole) if found.end() > self.old)
