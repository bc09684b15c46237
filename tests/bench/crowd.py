"""A crowd: very many sockets in one thread, read by epoll and counted by searching bytes.

Nothing is parsed. A delivery is one occurrence of a token that every delivered message has; when a message was sent
stands in its words, so one listener a room tells how long it took. A read costs a few microseconds, which is why the
crowd is not what is being measured; `Seen.busy` says how much of its one core it used.
"""

import re
import select
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.bench import wire

#: What every delivered message, ok, refusal and end of history has in it, on every server we measure.
MESSAGE, OK, NO, READY = b'"kind":"message"', b'"type":"ok"', b'"type":"no"', b'"type":"ready"'
_STAMP = re.compile(rb'"body":"t(\d{19}) ')
_LONGEST_TOKEN = 32
_CHUNK = 1 << 18
_SHAKEN = b"\r\n\r\n"
_PATIENCE_MS = 1


@dataclass(frozen=True, slots=True)
class Ticket:
    """How one socket gets in; whether it speaks; whether it measures delays for its room."""

    path: str
    cookie: str = field(default="", repr=False)
    speaks: bool = True
    samples: bool = False


@dataclass(slots=True)
class Seen:
    """What a crowd did and saw in a stretch of time."""

    seconds: float = 0.0
    sent: int = 0
    delivered: int = 0
    ok: int = 0
    refused: int = 0
    busy: float = 0.0
    delays: list[float] = field(default_factory=list)

    def percentile(self, share: float) -> float:
        """A delay in milliseconds; 0 where none was measured."""
        ordered = sorted(self.delays)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


class Member:
    """One socket: what it still has to send, and the end of what it last read."""

    __slots__ = ("closed", "connected", "ready", "shaken", "sock", "tail", "ticket", "waiting")

    def __init__(self, ticket: Ticket, sock: socket.socket, opening: bytes) -> None:
        self.ticket, self.sock, self.waiting = ticket, sock, opening
        self.tail = b""
        self.connected = self.shaken = self.ready = self.closed = False


class Crowd:
    """Sockets that speak and listen. Nothing happens outside `enter` and `speak`."""

    def __init__(self, host: str, port: int, say: Callable[[str, str], bytes], *, says_ready: bool) -> None:
        """`say(ref, words)` is a message in the server's own protocol; `says_ready`: it ends history with a frame."""
        self._host, self._port, self._say, self._says_ready = host, port, say, says_ready
        self._epoll = select.epoll()
        self.members: dict[int, Member] = {}
        self._speakers: list[Member] = []
        self._refs = 0
        self._seen = Seen()

    def enter(self, tickets: Iterable[Ticket], within: float) -> float:
        """Open these sockets all at once; the seconds until every one of them was ready."""
        began, wanted = time.perf_counter(), 0
        for ticket in tickets:
            wanted += 1
            sock = wire.connect(self._host, self._port)
            opening = wire.request(self._host, self._port, ticket.path, ticket.cookie)
            self.members[sock.fileno()] = Member(ticket, sock, opening)
            self._epoll.register(sock.fileno(), select.EPOLLIN | select.EPOLLOUT)
        while self.ready < len(self.members):
            self._poll()
            if time.perf_counter() - began > within:
                raise TimeoutError(f"{len(self.members) - self.ready} of {wanted} sockets were not ready in {within} s")
        self._speakers = [member for member in self.members.values() if member.ticket.speaks]
        return time.perf_counter() - began

    @property
    def ready(self) -> int:
        """How many sockets have their history."""
        return sum(member.ready for member in self.members.values())

    @property
    def closed(self) -> int:
        """How many sockets the server has closed."""
        return sum(member.closed for member in self.members.values())

    def speak(self, rate: float, seconds: float, *, then_wait: float = 1.0) -> Seen:
        """Send `rate` messages a second, evenly, round the speakers; then wait for what is still on its way."""
        seen = self._seen = Seen()
        wall, busy = time.perf_counter(), time.process_time()
        sent, total = 0, int(rate * seconds)
        while sent < total:
            due = min(total, int((time.perf_counter() - wall) * rate) + 1)
            while sent < due:
                self._send_next()
                sent += 1
            self._poll()
        seen.sent, seen.seconds = sent, time.perf_counter() - wall
        seen.busy = (time.process_time() - busy) / seen.seconds
        self._wait_for(sent, then_wait)
        return seen

    def _wait_for(self, sent: int, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while self._seen.ok + self._seen.refused < sent and time.perf_counter() < until:
            self._poll()
        until = time.perf_counter() + seconds / 4
        while time.perf_counter() < until:
            self._poll()

    def leave(self) -> None:
        """Close everything."""
        for member in self.members.values():
            member.sock.close()
        self.members.clear()
        self._epoll.close()

    # --- one round --------------------------------------------------------------------------

    def _send_next(self) -> None:
        self._refs += 1
        member = self._speakers[self._refs % len(self._speakers)]
        stamp = f"t{time.perf_counter_ns():019d} it was a hard week and this hour is the one I look forward to"
        text = wire.frame(self._say(f"r{self._refs}", stamp))
        if member.waiting:
            member.waiting += text
        else:
            self._push(member, text)

    def _push(self, member: Member, data: bytes) -> None:
        try:
            sent = member.sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._close(member)
            return
        had, member.waiting = bool(member.waiting), data[sent:]
        if member.waiting or had:
            events = select.EPOLLIN | (select.EPOLLOUT if member.waiting else 0)
            self._epoll.modify(member.sock.fileno(), events)

    def _poll(self) -> None:
        for number, event in self._epoll.poll(_PATIENCE_MS / 1000, 4096):
            member = self.members[number]
            if event & select.EPOLLOUT and member.waiting:
                self._push(member, member.waiting)
            if event & (select.EPOLLIN | select.EPOLLHUP | select.EPOLLERR) and not member.closed:
                self._read(member)

    def _read(self, member: Member) -> None:
        try:
            data = member.sock.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._close(member)
            return
        if not member.ready:
            data = self._open(member, data)
        self._count(member, data)

    def _open(self, member: Member, data: bytes) -> bytes:
        """Until it is ready a socket keeps all it has read."""
        whole = member.tail + data
        if not member.shaken and _SHAKEN in whole:
            member.shaken = whole.startswith(b"HTTP/1.1 101")
        member.ready = member.shaken and (not self._says_ready or READY in whole)
        member.tail = b"" if member.ready else whole
        return b""

    def _count(self, member: Member, data: bytes) -> None:
        """Count tokens that end in this read; the last bytes of the one before may begin them."""
        seen, whole, tail = self._seen, member.tail + data, member.tail
        seen.delivered += whole.count(MESSAGE) - tail.count(MESSAGE)
        seen.ok += whole.count(OK) - tail.count(OK)
        seen.refused += whole.count(NO) - tail.count(NO)
        if member.ticket.samples:
            now = time.perf_counter_ns()
            stamps = _STAMP.findall(whole)[len(_STAMP.findall(tail)) :]
            seen.delays.extend((now - int(stamp)) / 1e9 for stamp in stamps)
        member.tail = whole[-_LONGEST_TOKEN:]

    def _close(self, member: Member) -> None:
        member.closed = True
        self._epoll.unregister(member.sock.fileno())
        member.sock.close()
