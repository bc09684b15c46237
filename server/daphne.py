"""Our own small daphne: it opens once the live parts run, and closes without cutting anybody off mid-word.

start   live parts → doors open
stop    doors shut → live parts stop (sockets close 1012, the writer finishes) → open requests end → exit
"""

import asyncio
import logging
import signal
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from daphne import server as daphne
from daphne.ws_protocol import WebSocketProtocol
from twisted.internet import reactor
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import serverFromString
from twisted.internet.error import CannotListenError

from chat.protocol.straight import EXTENSION, MOST_UNREAD
from server.headers import Application
from server.limits import BACKLOG, FRAME_BYTES, LEAVING_SECONDS

logger = logging.getLogger(__name__)

# A socket is recycled within half a day, so that no group of the doorbell outlives its expiry.
SOCKET_SECONDS = 12 * 60 * 60
RESTARTING = 1012
_TOLD = (signal.SIGTERM, signal.SIGINT)
# Autobahn keeps these for itself and lets an application close with 1000 or 3000 to 4999 only.
_RESERVED = frozenset({1011, RESTARTING, 1013})


class Socket(WebSocketProtocol):
    """A socket that may also say why the server itself is closing it, and takes whole frames as they are."""

    def write_straight(self, frames: bytes) -> None:
        """Write whole frames: at once if nothing is waiting before them, and cut a reader who does not keep up.

        Twisted would ask the kernel twice more for each, to be told when it may write and to be told no longer.
        """
        transport = self.transport
        if self.state != self.STATE_OPEN:
            return
        waiting = len(transport.dataBuffer) + transport._tempDataLen  # noqa: SLF001  (there is no other way to know)
        if not waiting:
            # If not, Twisted finds out what is wrong with it, or that it only has to wait.
            with suppress(OSError):
                frames = frames[transport.socket.send(frames) :]
        if frames:
            transport.write(frames)
        if waiting + len(frames) > MOST_UNREAD:
            transport.abortConnection()

    def serverClose(self, code: int | None = None) -> None:
        """Close with ``code``; 1000 when there is none."""
        if code in _RESERVED:
            self.sendCloseFrame(code=code)
        else:
            super().serverClose(code=code)


class Server(daphne.Server):
    """Serves ``application`` on ``host`` and ``port`` until SIGTERM or SIGINT.

    After ``run`` returned, ``trouble`` is empty, or says in one sentence why it could not serve.
    """

    def __init__(self, application: Application, host: str, port: int) -> None:
        """Nothing is opened yet."""
        self.door = f"tcp:{port}:interface={host.replace(':', chr(92) + ':')}:backlog={BACKLOG}"
        super().__init__(
            application,
            endpoints=[self.door],
            signal_handlers=False,
            server_name="",
            verbosity=0,
            websocket_timeout=SOCKET_SECONDS,
            websocket_max_message_size=FRAME_BYTES,
            websocket_max_frame_size=FRAME_BYTES,
            application_close_timeout=LEAVING_SECONDS,
        )
        # Daphne would open the doors before the reactor runs; ours open when the live parts do.
        self.endpoints: list[str] = []
        self.ports: list[Any] = []
        self.trouble = ""
        self.life = Life(application)
        self._leaving: asyncio.Task[None] | None = None
        self._arriving: asyncio.Task[None] | None = None

    def run(self) -> None:
        """Serve until told to stop. Blocks."""
        reactor.callWhenRunning(self._arrive)
        super().run()
        # Told twice, it still leaves in order: from here on the way out is short.
        for told in _TOLD:
            signal.signal(told, signal.SIG_IGN)

    def _arrive(self) -> None:
        loop = asyncio.get_event_loop()
        for told in _TOLD:
            loop.add_signal_handler(told, self.leave)
        self.ws_factory.protocol = Socket
        # A frame that is too big gets its reason, or the page would come back and send it again.
        self.ws_factory.setProtocolOptions(failByDrop=False)
        self._arriving = loop.create_task(self._open())

    async def _open(self) -> None:
        if not await self.life.begin():
            self.trouble = "A live part did not start; the lines above say which."
            return self.leave()
        try:
            self.ports = [await serverFromString(reactor, self.door).listen(self.http_factory).asFuture(_loop())]
        except CannotListenError as error:
            self.trouble = f"Cannot listen: {error.socketError}. Set PORT to a free one, or stop what uses it."
            return self.leave()
        logger.info("doors open")
        return None

    def create_application(self, protocol: Any, scope: Any) -> Any:
        """Offer sockets the straight way out."""
        if isinstance(protocol, Socket):
            scope = {**scope, "extensions": {EXTENSION: {"write": protocol.write_straight}}}
        return super().create_application(protocol, scope)

    def leave(self) -> None:
        """Begin to stop, once."""
        if self._leaving is None:
            self._leaving = _loop().create_task(self._close())

    async def _close(self) -> None:
        logger.info("closing")
        for port in self.ports:
            await _settled(port.stopListening())
        await self.life.end(LEAVING_SECONDS)
        await _finished(self._open_requests(), LEAVING_SECONDS)
        reactor.stop()

    def _open_requests(self) -> list["asyncio.Future[None]"]:
        return [one["application_instance"] for one in self.connections.values() if "application_instance" in one]

    def kill_all_applications(self) -> "Deferred[object]":
        """End what did not end by itself in time."""
        left = self._open_requests()
        for request in left:
            request.cancel()
        return Deferred.fromFuture(asyncio.ensure_future(_finished(left, 1), loop=_loop()))


class Life:
    """Our side of the ASGI lifespan: tells ``application`` to begin and to end."""

    def __init__(self, application: Application) -> None:
        """Nothing is told yet."""
        self.application = application
        self.told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.heard: asyncio.Queue[str] = asyncio.Queue()
        self.task: asyncio.Future[None] | None = None

    async def begin(self) -> bool:
        """Start the live parts; whether all of them did."""
        self.task = asyncio.ensure_future(self.application({"type": "lifespan"}, self.told.get, self._hear))
        return await self._tell("lifespan.startup") == "lifespan.startup.complete"

    async def end(self, seconds: float) -> None:
        """Stop the live parts, giving them ``seconds``."""
        if self.task is None or self.task.done():
            return
        try:
            await asyncio.wait_for(self._tell("lifespan.shutdown"), seconds)
        except TimeoutError:
            logger.warning("the live parts were still busy after %s s", seconds)

    async def _tell(self, what: str) -> str:
        self.told.put_nowait({"type": what})
        return await self.heard.get()

    async def _hear(self, message: Any) -> None:
        self.heard.put_nowait(message["type"])


def _loop() -> asyncio.AbstractEventLoop:
    return asyncio.get_running_loop()


async def _settled(deferred: Any) -> None:
    if isinstance(deferred, Deferred):
        await deferred.asFuture(_loop())


async def _finished(requests: Iterable["asyncio.Future[None]"], seconds: float) -> None:
    if waiting := set(requests):
        await asyncio.wait(waiting, timeout=seconds)
