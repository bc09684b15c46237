"""A crowd: very many sockets in one thread, read by epoll and counted by searching bytes.

One socket of each room (of every fourth, where much is said) is read the moment something comes, and tells how long it
took. The others are read together
some times a second, many frames at a go: every delivery is counted, but few are waited for. So the crowd costs a
fraction of what the server does; `Seen.busy` and `Seen.lateness` show it each time.
"""

import random
import select
import time
from collections.abc import Iterable

from tests.bench import wire
from tests.bench.member import ANSWER, Member, Ticket
from tests.bench.meter import cpu_seconds
from tests.bench.seen import Ledger, Seen
from tests.bench.talk import BEGINNING, Sent

_CHUNK = 1 << 16
_PATIENCE, _BULK = 0.001, 0.05
#: Above so many messages a second in a room one room in so many is enough to tell delays by.
_OFTEN, _FEW = 10.0, 4
_QUIET, _DRAIN = 0.4, 20.0


class Crowd:
    """Sockets that speak and listen. Nothing happens outside its methods."""

    def __init__(self, *, answers: bool, servers: Iterable[int] = ()) -> None:
        """`answers`: the server ends history with `ready` and answers every request, as Alcove does.

        `servers`: the processes that are spoken to, of which `Seen.server_busy` tells.
        """
        self._answers, self._servers = answers, list(servers)
        self._at_once, self._in_bulk = select.epoll(), select.epoll()
        self.members: dict[int, Member] = {}
        self._speakers: list[Member] = []
        self._refs, self._turn, self._heard, self._swept = 0, 0, 0, 0.0
        self._sampled_rooms = 1
        self._sent = Sent()
        self.ledger = Ledger(answers)

    # --- coming and going -------------------------------------------------------------------

    def enter(self, tickets: Iterable[Ticket], within: float) -> list[float]:
        """Open these sockets all at once; the seconds until each was ready, leaving out those that never were."""
        began = time.perf_counter()
        waiting = [self.begin(ticket) for ticket in tickets]
        took: list[float] = []
        while waiting and time.perf_counter() - began < within:
            self.poll(_PATIENCE)
            now = time.perf_counter() - began
            took += [now for member in waiting if member.ready]
            waiting = [member for member in waiting if not member.ready and not member.closed]
        self._speakers = [member for member in self.members.values() if member.ready]
        # As on an evening, whoever speaks next is mostly in another room.
        random.Random(len(took)).shuffle(self._speakers)  # noqa: S311  (no secret)
        return took

    def begin(self, ticket: Ticket) -> Member:
        """Knock with one socket; `poll` then lets it in."""
        sock = wire.connect(ticket.port)
        member = Member(ticket, sock, wire.request(ticket.port, ticket.path, ticket.cookie))
        self.members[sock.fileno()] = member
        self._watch(member, select.EPOLLIN | select.EPOLLOUT)
        return member

    def leave(self) -> None:
        """Close every socket."""
        for member in list(self.members.values()):
            self.drop(member)
        self._speakers = []

    def drop(self, member: Member, *, politely: bool = False) -> None:
        """Close one socket, with a word or without."""
        if member.closed:
            return
        if politely:
            self._push(member, wire.GOODBYE)
        if not member.closed:
            self._close(member)

    # --- speaking ---------------------------------------------------------------------------

    def speak(self, rate: float, seconds: float, patience: float) -> Seen:
        """Send `rate` messages a second, evenly, round the sockets; then wait for what is still on its way."""
        self._begin_stretch(rate)
        seen, total = self.ledger.seen, int(rate * seconds)
        wall, busy, server = time.perf_counter(), time.process_time(), self._server_seconds()
        while seen.sent < total and self._speakers:
            now = time.perf_counter() - wall
            due = min(total, int(now * rate) + 1) - seen.sent
            if due > 0:
                seen.lateness.append(now - seen.sent / rate)
            for _ in range(due):
                self._say_next()
            self.poll(_PATIENCE)
        seen.seconds = time.perf_counter() - wall
        seen.busy = (time.process_time() - busy) / seen.seconds if seen.seconds else 0.0
        seen.server_busy = (self._server_seconds() - server) / seen.seconds if seen.seconds else 0.0
        self._wait(patience)
        seen.closed = sum(member.closed for member in self._speakers)
        heard = [(member.ticket.room, member.delivered) for member in self._speakers if not member.closed]
        self._speakers = [member for member in self._speakers if not member.closed]
        return self.ledger.settle(heard, patience)

    def _server_seconds(self) -> float:
        return sum(map(cpu_seconds, self._servers))

    def say(self, member: Member) -> None:
        """One message of one socket."""
        self._refs += 1
        self.ledger.ask(self._refs, member.ticket.room, id(member))
        self.send(member, wire.say(self._refs, self._sent.says(self._refs)))

    def send(self, member: Member, frame: bytes) -> None:
        """A whole frame, after what this socket still has to send."""
        if member.waiting:
            member.waiting += frame
        elif not member.closed:
            self._push(member, frame)

    def _begin_stretch(self, rate: float) -> None:
        self._until_quiet()
        rooms = {member.ticket.room for member in self._speakers}
        self._sampled_rooms = 1 if rate < _OFTEN * len(rooms) else _FEW
        for member in self._speakers:
            if not member.closed:
                self._listen_as_wanted(member)
        self.ledger = Ledger(self._answers)
        for member in self._speakers:
            member.delivered = 0

    def _say_next(self) -> None:
        for _ in self._speakers:
            self._turn = (self._turn + 1) % len(self._speakers)
            if not self._speakers[self._turn].closed:
                self.say(self._speakers[self._turn])
                return
        raise RuntimeError("the server has closed every socket")

    def _wait(self, patience: float) -> None:
        """Until everything is answered and nothing more comes, or patience ends."""
        until = time.perf_counter() + patience
        while self.ledger.open and time.perf_counter() < until:
            self.poll(_PATIENCE)
        self._until_quiet()

    def _until_quiet(self) -> None:
        ends = time.perf_counter() + _DRAIN
        quiet_since, heard = time.perf_counter(), self._heard
        while (now := time.perf_counter()) - quiet_since < _QUIET and now < ends:
            self.poll(_PATIENCE)
            if self._heard != heard:
                quiet_since, heard = now, self._heard

    # --- one round --------------------------------------------------------------------------

    def poll(self, seconds: float) -> None:
        """Do what can be done now, waiting for it at most so long."""
        for number, event in self._at_once.poll(seconds, 4096):
            member = self.members.get(number)
            if member is not None and event & select.EPOLLOUT and member.waiting:
                self._push(member, member.waiting)
            if member is not None and event & ~select.EPOLLOUT and not member.closed:
                self._read(member)
        now = time.perf_counter()
        if now - self._swept > _BULK:
            self._swept = now
            for number, _ in self._in_bulk.poll(0, len(self.members) + 1):
                self._read(self.members[number])

    def _push(self, member: Member, data: bytes) -> None:
        try:
            sent = member.sock.send(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._close(member)
            return
        member.waiting = data[sent:]
        self._watch(member, self._wanted(member))

    def _samples(self, member: Member) -> bool:
        return member.ticket.samples and member.ticket.room % self._sampled_rooms == 0

    def _listen_as_wanted(self, member: Member) -> None:
        """Among those read at once, or among those read in bulk."""
        if (in_bulk := not self._samples(member)) != member.in_bulk:
            member.in_bulk = in_bulk
            if in_bulk:
                self._in_bulk.register(member.sock, select.EPOLLIN)
            else:
                self._in_bulk.unregister(member.sock)
        self._watch(member, self._wanted(member))

    def _wanted(self, member: Member) -> int:
        reads = 0 if member.in_bulk else select.EPOLLIN
        return reads | (select.EPOLLOUT if member.waiting else 0)

    def _watch(self, member: Member, events: int) -> None:
        if events == member.events:
            return
        if not member.events:
            self._at_once.register(member.sock, events)
        elif events:
            self._at_once.modify(member.sock, events)
        else:
            self._at_once.unregister(member.sock)
        member.events = events

    def _read(self, member: Member) -> None:
        try:
            data = member.sock.recv(_CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self._heard += len(data)
        if data and not member.ready:
            data = self._let_in(member, data)
        elif not data:
            self._close(member)
        if data:
            self._count(member, data)

    def _let_in(self, member: Member, data: bytes) -> bytes:
        rest = member.open(data, says_ready=self._answers)
        if member.ready:
            self._listen_as_wanted(member)
        return rest

    def _count(self, member: Member, data: bytes) -> None:
        piece = member.take(data)
        member.delivered += piece.deliveries()
        if self._answers:
            for found in piece.find(ANSWER):
                self.ledger.answer(int(found[1] or found[3]), (found[4] or b"").decode(), held=found[2] == b"seat")
        if not member.in_bulk:
            now = time.perf_counter_ns()
            self.ledger.seen.delays.extend(self._sent.ago(found, now) for found in piece.find(BEGINNING))
        if member.code:
            self._close(member)

    def _close(self, member: Member) -> None:
        member.closed = True
        self.ledger.close(id(member), member.code)
        # Closing takes it out of both lists of the kernel.
        self.members.pop(member.sock.fileno(), None)
        member.sock.close()
