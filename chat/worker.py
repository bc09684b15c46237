"""The live part of this process: a journal, a hub, a herald and the word lists, started and stopped together."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Sequence

from chat.departures import Departures
from chat.ending import end
from chat.herald import Herald
from chat.hub import Hub
from chat.hub.reader import Reader
from chat.journal import Answer, Asked, Journal
from chat.pace import Paces
from chat.presence import PresenceRow
from chat.protocol.replies import No
from chat.verbs.enter import Leave
from chat.wordlists.in_use import Following

log = logging.getLogger(__name__)

#: Sockets that are closed get this long to say what they have begun to say.
LAST_WORDS_SECONDS = 5


class Worker:
    """One per process; tests start several to be several processes."""

    def __init__(self) -> None:
        """Belongs to the event loop it is started in."""
        self.name = secrets.token_hex(8)
        self.paces = Paces()
        self._reader = Reader()
        self._departures = Departures()
        self.hub = Hub(self._reader, self._on_look)
        self.journal = Journal(self.name, self.hub.on_outcome, self.hub.send)
        self.herald = Herald(self._reader, self.journal, self.hub.reading)
        self.wordlists = Following(self._reader)
        self._loops: list[asyncio.Task[None]] = []
        self._sockets: set[asyncio.Task[None]] = set()
        self._unwritten: list[tuple[str, str]] = []

    async def start(self, *, herald: bool = True) -> None:
        """Begin; without `herald` announcing is left to another process. No word is read by older lists."""
        await self.wordlists.look()
        self.journal.start()
        await self.hub.start()
        self._loops = [asyncio.create_task(self._every_second()), asyncio.create_task(self.wordlists.run())]
        if herald:
            self._loops.append(asyncio.create_task(self.herald.run()))

    async def stop(self) -> None:
        """Close the sockets so that they come back elsewhere, write what is waiting, end."""
        await self.hub.stop()
        if self._sockets:
            await asyncio.wait(self._sockets, timeout=LAST_WORDS_SECONDS)
        await end(self._loops)
        await self.journal.stop()
        await self._reader.close()

    async def _every_second(self) -> None:
        while True:
            await asyncio.sleep(1)
            try:
                self._look_after()
            except Exception as problem:  # noqa: BLE001  (without this nobody would be told `busy`)
                log.error("a second was lost: %s", type(problem).__name__)

    def _look_after(self) -> None:
        """Tell those who waited too long, write departures that were not written, forget paces."""
        self.journal.give_up_late()
        self.paces.forget(time.monotonic())
        self._departures.forget(time.monotonic())
        unwritten, self._unwritten = self._unwritten, []
        for session, socket in unwritten:
            self.left(session, socket)

    def left(self, session: str, socket: str) -> None:
        """Write that a socket is gone, until it is written: nobody may seem to hold a room who does not."""

        def tell(answer: Answer) -> None:
            if isinstance(answer, No):
                self._unwritten.append((session, socket))
            else:
                self._departures.written(session, socket, time.monotonic())

        self.journal.ask(Asked(session, None, Leave(socket), tell))

    def _on_look(self, session: str, sockets: Sequence[PresenceRow]) -> None:
        """Write once more that somebody is gone where the database has lost it."""
        for socket in self._departures.lost(session, sockets):
            self.left(session, socket)

    def wait_for(self, task: asyncio.Task[None] | None) -> None:
        """Wait for this socket's last words when stopping."""
        if task is not None:
            self._sockets.add(task)
            task.add_done_callback(self._sockets.discard)

    async def asked(self, make: Callable[[Callable[[Answer], None]], Asked]) -> Answer:
        """Ask the journal and wait for its answer."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def tell(answer: Answer) -> None:
            if not future.done():
                future.set_result(answer)

        self.journal.ask(make(tell))
        return await future


_current: Worker | None = None


async def start() -> None:
    """Start this process's worker."""
    global _current  # noqa: PLW0603  (there is one per process, as there is one process)
    _current = Worker()
    await _current.start()


async def stop() -> None:
    """Stop it again."""
    global _current
    stopping, _current = _current, None
    if stopping is not None:
        await stopping.stop()


def alive() -> bool:
    """Whether this process's worker runs, its writer included."""
    return _current is not None and _current.journal.alive


def failing_for() -> float:
    """For how many seconds all that this process was to write has failed; 0 where it has not, or nobody asks."""
    return 0.0 if _current is None else _current.journal.failing_for


def deserted() -> bool:
    """Whether nobody listens in this process."""
    return _current is None or _current.hub.deserted


def current() -> Worker:
    """This process's worker; `RuntimeError` before it has started or after it has stopped."""
    if _current is None:
        raise RuntimeError("the live part of this process is not running")
    return _current
