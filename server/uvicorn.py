"""The other server an operator may choose: the same application on uvicorn, with the same bounds and the same way out.

start   live parts → doors open
stop    doors shut, sockets close 1012 → open requests end → live parts stop → exit
"""

import logging
from typing import Any

from uvicorn import Config
from uvicorn import Server as Uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from chat.protocol.straight import EXTENSION, MOST_UNREAD
from server.headers import Application
from server.limits import BACKLOG, FRAME_BYTES, LEAVING_SECONDS

logger = logging.getLogger(__name__)


class Socket(WebSocketsSansIOProtocol):
    """A socket that takes whole frames as they are, and cuts a reader who does not keep up."""

    async def run_asgi(self) -> None:
        """Offer the straight way out."""
        extensions: dict[str, Any] = {**self.scope.get("extensions", {}), EXTENSION: {"write": self.write_straight}}
        self.scope["extensions"] = extensions
        await super().run_asgi()

    def write_straight(self, frames: bytes) -> None:
        """Write whole frames."""
        if self.close_sent or self.disconnected:
            return
        self.transport.write(frames)
        if self.transport.get_write_buffer_size() > MOST_UNREAD:
            self.transport.abort()


class Server:
    """Serves ``application`` on ``host`` and ``port`` until SIGTERM or SIGINT.

    After ``run`` returned, ``trouble`` is empty, or says in one sentence why it could not serve.
    """

    def __init__(self, application: Application, host: str, port: int) -> None:
        """Nothing is opened yet."""
        self.trouble = ""
        self._uvicorn = Uvicorn(
            Config(
                application,
                host=host,
                port=port,
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

    def run(self) -> None:
        """Serve until told to stop. Blocks."""
        logger.info("doors open")
        try:
            self._uvicorn.run()
        except SystemExit:
            self.trouble = "It could not begin to serve; the lines above say why."
        logger.info("closing")
