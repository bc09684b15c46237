"""A server of ours around a plain application: ``python -m tests.server.plain PORT``."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from server.daphne import Server

STUBBORN = "stubborn"


class Rooms:
    """Sockets that are told to close when the server stops, as the live part does."""

    def __init__(self) -> None:
        self.open: set[Callable[[Any], Awaitable[None]]] = set()

    async def application(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer everything a server may ask."""
        await {"lifespan": self.life, "http": self.page, "websocket": self.socket}[scope["type"]](scope, receive, send)

    async def life(self, scope: Any, receive: Any, send: Any) -> None:
        """Begin at once; end by closing every socket."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for one in list(self.open):
            await one({"type": "websocket.close", "code": 1012})
        await send({"type": "lifespan.shutdown.complete"})

    async def page(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, after a while if asked for slowly."""
        await asyncio.sleep({"/slow": 1.5, "/stuck": 60}.get(scope["path"], 0))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"whole"})

    async def socket(self, scope: Any, receive: Any, send: Any) -> None:
        """Send back what comes."""
        await receive()
        await send({"type": "websocket.accept"})
        self.open.add(send)
        while (message := await receive())["type"] != "websocket.disconnect":
            await send({"type": "websocket.send", "text": message["text"]})
        self.open.discard(send)


if __name__ == "__main__":
    server = Server(Rooms().application, "127.0.0.1", int(sys.argv[1]))
    server.run()
    sys.exit(server.trouble or 0)
