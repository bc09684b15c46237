"""A server of ours around a plain application: ``python -m tests.server.plain PORT SERVER``."""

import asyncio
import gc
import importlib
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from chat.protocol.straight import EXTENSION, text_frame

LONG = "x" * 60_000
_OURS = ("server.sockets", "server.uvicorn_sockets")


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
            with suppress(OSError):
                await one({"type": "websocket.close", "code": 1012})
        await send({"type": "lifespan.shutdown.complete"})

    async def page(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer, after a while if asked for slowly."""
        await asyncio.sleep({"/slow": 1.5, "/stuck": 60}.get(scope["path"], 0))
        told = {"/kept": _sockets, "/rubbish": _rubbish}.get(scope["path"], lambda: b"whole")
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": told()})

    async def socket(self, scope: Any, receive: Any, send: Any) -> None:
        """Send back what comes, unless the path wants something else."""
        await receive()
        await send({"type": "websocket.accept"})
        self.open.add(send)
        known = {"/deaf": self.deaf, "/heap": self.heap, "/long": self.long, "/quick": self.quick, "/over": self.over}
        await known.get(scope["path"], self.echo)(scope, receive, send)
        self.open.discard(send)

    async def echo(self, scope: Any, receive: Any, send: Any) -> None:
        """Send back what comes."""
        while (message := await receive())["type"] != "websocket.disconnect":
            await send({"type": "websocket.send", "text": message["text"]})

    async def quick(self, scope: Any, receive: Any, send: Any) -> None:
        """Send back what comes straight, save what is for later, which comes by the inbox; nothing overtakes."""
        straight, waits = scope["extensions"][EXTENSION], [False]

        def take(text: str) -> bool:
            if waits[0] or text.startswith("later"):
                return False
            straight["write"](text_frame(text.encode()))
            return True

        straight["hear"](take)
        while (message := await receive())["type"] != "websocket.disconnect":
            waits[0] = True
            await asyncio.sleep(0.001)
            straight["write"](text_frame(message["text"].encode()))
            waits[0] = False
        straight["hear"](None)

    async def over(self, scope: Any, receive: Any, send: Any) -> None:
        """Close as soon as something is said."""
        await receive()
        await send({"type": "websocket.close", "code": 4429})

    async def deaf(self, scope: Any, receive: Any, send: Any) -> None:
        """Hear nothing for a while, as a room that has not found out yet who this is."""
        await asyncio.sleep(4)
        await self.echo(scope, receive, send)

    async def long(self, scope: Any, receive: Any, send: Any) -> None:
        """Tell a long history, once asked to."""
        await receive()
        for _ in range(100):
            await send({"type": "websocket.send", "text": LONG})
        await receive()

    async def heap(self, scope: Any, receive: Any, send: Any) -> None:
        """Send a great deal at once from many sides, once asked to."""
        await receive()
        long = {"type": "websocket.send", "text": LONG}
        await asyncio.gather(*(send(long) for _ in range(500)), return_exceptions=True)


def _sockets() -> bytes:
    """How many sockets are in memory, open or not."""
    kept = [one for one in gc.get_objects() if type(one).__name__ == "Socket" and type(one).__module__ in _OURS]
    return str(len(kept)).encode()


def _rubbish() -> bytes:
    """What nobody can reach any more and only a look for rubbish lets go of, by kind.

    Not what the look itself says it found: a generator that is waiting is closed by it first, and whatever that held
    then goes uncounted. Nor tuples and dicts, of which a look only forgets those that hold nothing to look at.
    """
    before = _kinds()
    gc.collect()
    return " ".join(sorted(before - _kinds())).encode()


def _kinds() -> Counter[str]:
    return Counter(type(one).__name__ for one in gc.get_objects() if not isinstance(one, tuple | dict))


if __name__ == "__main__":
    # Whatever is let go of here is let go of by itself.
    gc.disable()
    # It chooses the event loop, so it comes before anything else of ours.
    server = importlib.import_module(f"server.{sys.argv[2]}").Server(Rooms().application, "127.0.0.1", int(sys.argv[1]))
    server.run()
    sys.exit(server.trouble or 0)
