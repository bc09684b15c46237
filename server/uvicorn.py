"""The other server an operator may choose: the same application on uvicorn, with the same bounds and the same way out.

start   live parts → doors open
stop    doors shut, sockets close 1012 → open requests end → live parts stop → exit
"""

import logging
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from uvicorn import Config
from uvicorn import Server as Uvicorn

from server.headers import Application
from server.limits import BACKLOG, FRAME_BYTES, LEAVING_SECONDS
from server.uvicorn_sockets import Page, Socket

logger = logging.getLogger(__name__)


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
