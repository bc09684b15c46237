"""Our own small daphne: it opens once the live parts run, and closes without cutting anybody off mid-word.

start   live parts → doors open
stop    doors shut → live parts stop (sockets close 1012, the writer finishes) → open requests end → exit
"""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from daphne import server as daphne
from twisted.internet import reactor
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import AdoptedStreamServerEndpoint, serverFromString
from twisted.internet.error import CannotListenError

from chat.protocol.straight import EXTENSION
from server.bodies import TOO_MUCH
from server.headers import Application
from server.limits import BACKLOG, FRAME_BYTES, LEAVING_SECONDS
from server.requests import Requests
from server.sockets import Socket

logger = logging.getLogger(__name__)

# The room itself asks a socket to come back after half a day. Daphne's own end is later: whoever it closes stays away.
SOCKET_SECONDS = 13 * 60 * 60
_TOLD = (signal.SIGTERM, signal.SIGINT)


class Server(daphne.Server):
    """Serves ``application`` on ``host`` and ``port``, or whoever knocks at ``door``, until SIGTERM or SIGINT.

    ``opened`` is called once it serves. After ``run`` returned, ``trouble`` is empty, or says in one sentence why it
    could not serve.
    """

    def __init__(
        self,
        application: Application,
        host: str,
        port: int,
        *,
        door: socket.socket | None = None,
        opened: Callable[[], None] | None = None,
    ) -> None:
        """Nothing is opened yet."""
        self.inherited, self.opened = door, opened
        self.door = f"tcp:{port}:interface={host.replace(':', chr(92) + ':')}:backlog={BACKLOG}"
        super().__init__(
            application,
            endpoints=[self.door],
            signal_handlers=False,
            server_name="",
            verbosity=0,
            websocket_timeout=SOCKET_SECONDS,
            # Pages ask by themselves whether we are here. Daphne would ask them every 20 s and cut who answers late, as
            # in a tunnel, and autobahn forgets to take back its deadline when it asks a second time.
            ping_interval=SOCKET_SECONDS,
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
        self.http_factory, self.ws_factory.protocol = Requests(self), Socket
        # A frame that is too big gets its reason, or the page would come back and send it again.
        self.ws_factory.setProtocolOptions(failByDrop=False)
        self._arriving = loop.create_task(self._open())

    async def _open(self) -> None:
        if not await self.life.begin():
            self.trouble = "A live part did not start; the lines above say which."
            return self.leave()
        try:
            self.ports = [await self._listening().listen(self.http_factory).asFuture(_loop())]
        except CannotListenError as error:
            self.trouble = f"Cannot listen: {error.socketError}. Set PORT to a free one, or stop what uses it."
            return self.leave()
        logger.info("doors open")
        if self.opened:
            self.opened()
        return None

    def _listening(self) -> Any:
        if self.inherited is None:
            return serverFromString(reactor, self.door)
        # Twisted takes a copy and closes this one, whose number may then mean something else.
        return AdoptedStreamServerEndpoint(reactor, self.inherited.detach(), self.inherited.family)

    def create_application(self, protocol: Any, scope: Any) -> Any:
        """Give sockets an inbox with a bound, and the straight way out; say which request carries too much."""
        if not isinstance(protocol, Socket):
            if protocol.too_much:
                scope = {**scope, "extensions": {TOO_MUCH: {}}}
            return super().create_application(protocol, scope)
        straight = {"write": protocol.write_straight, "hear": protocol.hear_straight}
        scope = {**scope, "asgi": {"version": "3.0"}, "extensions": {EXTENSION: straight}}
        answering = self.application(scope, protocol.inbox.get, partial(self.handle_reply, protocol))
        self.connections[protocol]["application_instance"] = asyncio.ensure_future(answering, loop=_loop())
        return protocol.inbox

    async def handle_reply(self, protocol: Any, message: Any) -> None:
        """Pass on what the application sends, no faster than it is read."""
        await super().handle_reply(protocol, message)
        if isinstance(protocol, Socket) and message["type"] == "websocket.send":
            await protocol.taken()

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
