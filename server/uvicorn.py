"""The other server an operator may choose: the same application on uvicorn, with the same bounds and the same way out.

start   live parts → doors open
stop    doors shut, sockets close 1012 → open requests end → live parts stop → exit
"""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from uvicorn import Config
from uvicorn import Server as Uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from chat import meters
from chat.protocol.straight import EXTENSION, MOST_UNREAD
from server.headers import Application
from server.limits import BACKLOG, FRAME_BYTES, LEAVING_SECONDS, LET_BY_BYTES, MOST_UNHEARD, READING_SECONDS

logger = logging.getLogger(__name__)

# Bytes looked at together.
PIECE = 4096


class Socket(WebSocketsSansIOProtocol):
    """A socket that takes whole frames as they are, and cuts a reader who does not keep up."""

    _unparsed = b""
    #: The connection, and the application that answers it.
    _sides = 2

    def data_received(self, data: bytes) -> None:
        """Look at little at a time: one read may hold thousands of small frames, and each becomes a message."""
        self._unparsed += data
        self._parse()

    def _parse(self) -> None:
        while self._unparsed and not self.read_paused and not self.transport.is_closing():
            piece, self._unparsed = self._unparsed[:PIECE], self._unparsed[PIECE:]
            super().data_received(piece)

    def send_receive_event_to_app(self) -> None:
        """Keep what was said for whoever hears it, and read no more once much is unheard.

        Uvicorn stops and starts reading with every message, which asks the system twice each time.
        """
        paused, self.read_paused = self.read_paused, True
        super().send_receive_event_to_app()
        self.read_paused = paused
        if not paused and self.queue.qsize() >= MOST_UNHEARD:
            self.read_paused = True
            self.transport.pause_reading()

    async def receive(self) -> Any:
        """Hear the next message; once all were heard, look on, and only then read on."""
        message = await self.queue.get()
        if self.read_paused and self.queue.empty():
            self.read_paused = False
            self._parse()
            if not self.read_paused:
                self.transport.resume_reading()
        return message

    async def run_asgi(self) -> None:
        """Offer the straight way out."""
        extensions: dict[str, Any] = {**self.scope.get("extensions", {}), EXTENSION: {"write": self.write_straight}}
        self.scope["extensions"] = extensions
        await super().run_asgi()
        self._let_go()

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever was there is gone."""
        super().connection_lost(exc)
        self._let_go()

    def _let_go(self) -> None:
        """Let go of the transport and the way out, which hold this socket, once neither side is left.

        And end the reading of frames: whether it waits for more or has failed, it holds what it reads for, and with
        that the request. Python would find out by itself, but hours later, when thousands have come and gone.
        """
        self._sides -= 1
        if not self._sides:
            self.conn.parser.close()
            self.conn.parser_exc = None
            del self.transport, self.scope

    async def send(self, message: Any) -> None:
        """Send when what was sent before has been taken, and cut a reader who takes nothing."""
        try:
            async with asyncio.timeout(READING_SECONDS):
                await self.writable.wait()
        except TimeoutError:
            self._cut()
        await super().send(message)
        if message["type"] == "websocket.close":
            self._parse()

    def write_straight(self, frames: bytes) -> None:
        """Write whole frames."""
        if self.close_sent or self.disconnected:
            return
        self.transport.write(frames)
        if self.transport.get_write_buffer_size() > MOST_UNREAD:
            self._cut()

    def _cut(self) -> None:
        if not self.transport.is_closing():
            meters.cut()
        self.transport.abort()


class Page(HttpToolsProtocol):
    """A request for a page, from which a socket may grow. What comes after its answer is let by for a while, unkept."""

    _let_by = 0

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._let_by = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """Keep it for whoever hears it. Who goes on sending what was refused is cut, but not before they could know."""
        super().on_body(body)
        if self.cycle.response_complete:
            self._let_by += len(body)
            if self._let_by > LET_BY_BYTES:
                self.transport.close()

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection on, and let go of the parser, which holds this request and is held by it."""
        super().handle_websocket_upgrade()
        del self.parser


class Orderly(Uvicorn):
    """A uvicorn that says when it opens, and leaves in order and without a word however often it is told to."""

    opened: Callable[[], None] | None = None

    async def startup(self, sockets: Any = None) -> None:
        """Open the doors."""
        await super().startup(sockets)
        if self.started:
            logger.info("doors open")
            if self.opened:
                self.opened()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; a stop that was asked for ends with 0."""
        self.should_exit = True


class Server:
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
        self.inherited = door
        self.trouble = ""
        self._uvicorn = Orderly(
            Config(
                application,
                host=host,
                port=port,
                interface="asgi3",
                http=Page,
                ws=Socket,
                ws_max_size=FRAME_BYTES,
                # Our clients ping by themselves.
                ws_ping_interval=None,
                ws_per_message_deflate=False,
                lifespan="on",
                backlog=BACKLOG,
                access_log=False,
                log_config=None,
                log_level="warning",
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=LEAVING_SECONDS,
            )
        )
        self._uvicorn.opened = opened

    def run(self) -> None:
        """Serve until told to stop. Blocks."""
        with suppress(SystemExit):
            self._uvicorn.run([self.inherited] if self.inherited else None)
        for told in (signal.SIGTERM, signal.SIGINT):
            signal.signal(told, signal.SIG_IGN)
        if not self._uvicorn.started:
            live, listening = (
                "A live part did not start; the lines above say which.",
                "Cannot listen. Set PORT to a free one.",
            )
            self.trouble = live if self._uvicorn.lifespan.should_exit else listening
