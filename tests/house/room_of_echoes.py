"""A room that can be told to be unfaithful, to try on it whether the bench notices."""

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.asyncio.server import ServerConnection, broadcast, serve

READY, MESSAGE = '{"type":"ready"}', '{"type":"entry","stream":"room","kind":"message","body":"%s"}'


class Echoes:
    """Answers requests and hands messages on; the one asked as number `odd` it treats as `fault` says."""

    def __init__(self, fault: str, odd: int) -> None:
        self.fault, self.odd = fault, odd
        self.port = 0
        self._here: list[ServerConnection] = []
        self._asked = 0

    async def serve_until(self, over: asyncio.Event, opened: threading.Event) -> None:
        async with serve(self._carry, "127.0.0.1", 0, compression=None) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            opened.set()
            await over.wait()

    async def _carry(self, one: ServerConnection) -> None:
        self._here.append(one)
        await one.send(READY)
        async for text in one:
            self._asked += 1
            await self._do(one, json.loads(text), self.fault if self._asked == self.odd else "")

    async def _do(self, one: ServerConnection, asked: dict[str, str], fault: str) -> None:
        if fault == "busy":
            await one.send(json.dumps({"type": "no", "ref": asked["ref"], "code": "busy"}, separators=(",", ":")))
            return
        heard = self._here[1:] if fault == "one does not hear it" else self._here
        for _ in range(2 if fault == "heard twice" else 1):
            broadcast(heard, MESSAGE % asked["body"])
        if fault != "no answer":
            await one.send(json.dumps({"type": "ok", "ref": asked["ref"], "stream": "room"}, separators=(",", ":")))


@contextmanager
def room_of_echoes(fault: str, odd: int) -> Iterator[Echoes]:
    """The room, served by a thread."""
    echoes, loop, opened = Echoes(fault, odd), asyncio.new_event_loop(), threading.Event()
    over = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(echoes.serve_until(over, opened)))
    thread.start()
    assert opened.wait(10)
    try:
        yield echoes
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(20)
        loop.close()
