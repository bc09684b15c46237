"""A running house for a test: workers on the real store, and visitors who speak the real wire.

    async with running(evening, workers=2) as house:
        otter = await house.enter(evening.otter)
        sam = await house.enter(evening.counsellor, worker=1)
        answer = await otter.ask("say", body="hello")        # -> the `ok` or `no` frame
        await sam.until(lambda frame: frame.get("body") == "hello")

A worker here is all of a process but its server: journal, hub, doorbell, sockets. Two of them
share the database and the channel layer and nothing else.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from chat.consumers import application_for
from chat.protocol.straight import EXTENSION, Taker
from chat.worker import Worker
from tests.cast import Evening, Person

Frame = dict[str, Any]
#: Long for a busy machine; a test that waits this long has failed.
PATIENCE = 10.0
#: How long silence must last to be believed.
QUIET = 0.25

_refs = count(1)


@dataclass
class Visitor:
    """One socket: what it sent is done by methods, what it was sent is in `frames`, in order."""

    frames: list[Frame] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    close_code: int | None = None
    _inbox: asyncio.Queue[Frame] = field(default_factory=asyncio.Queue)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = None
    #: Set to keep the server waiting when it sends, as a reader that does not read would.
    blocked: asyncio.Event | None = None
    _unread: deque[bytes] = field(default_factory=deque)
    _reading: asyncio.Task[None] | None = None
    _taker: Taker | None = None

    async def send(self, verb: str, ref: str | None = None, **fields: Any) -> str:
        """Send a request and return its ref without waiting for the answer."""
        ref = ref or f"ref-{next(_refs)}"
        await self.send_text(json.dumps({"type": verb, "ref": ref, **fields}))
        return ref

    async def send_text(self, text: str | None = None, *, data: bytes | None = None) -> None:
        """Send any frame at all."""
        if text is not None and self._taker is not None and self._inbox.empty() and self._taker(text):
            return
        await self._inbox.put({"type": "websocket.receive", "text": text, "bytes": data})

    async def ask(self, verb: str, ref: str | None = None, **fields: Any) -> Frame:
        """Send a request and return the next answer to its ref."""
        already = len(self.frames)
        ref = await self.send(verb, ref, **fields)
        return await self.answer_to(ref, since=already)

    async def answer_to(self, ref: str, since: int = 0) -> Frame:
        """The first `ok`, `no` or `pong` to a ref among the frames from `since` on."""

        def answers(frame: Frame) -> bool:
            return frame["type"] in {"ok", "no", "pong"} and frame.get("ref") == ref

        return await self.until(answers, since=since)

    async def until(self, wanted: Callable[[Frame], Any], since: int = 0) -> Frame:
        """The first frame that is wanted, among those from `since` on and those to come."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for frame in self.frames[since:]:
                    if wanted(frame):
                        return frame
                self._news.clear()
                if self.close_code is not None:
                    raise AssertionError(f"closed with {self.close_code} before it came")
                await self._news.wait()

    async def entry(self, kind: str, since: int = 0, **fields: Any) -> Frame:
        """The first entry of a kind with these fields."""

        def fits(frame: Frame) -> bool:
            is_it = frame["type"] == "entry" and frame["kind"] == kind
            return is_it and all(frame.get(name) == value for name, value in fields.items())

        return await self.until(fits, since)

    async def closed(self) -> int:
        """The code this socket was closed with, once it is."""
        async with asyncio.timeout(PATIENCE):
            while self.close_code is None:
                self._news.clear()
                await self._news.wait()
        return self.close_code

    async def quiet(self, seconds: float = QUIET) -> list[Frame]:
        """Wait, and return what came meanwhile: nothing, one hopes."""
        already = len(self.frames)
        await asyncio.sleep(seconds)
        return self.frames[already:]

    def entries(self, stream: str = "room") -> list[Frame]:
        """The entries of a stream as they came."""
        return [f for f in self.frames if f["type"] == "entry" and f["stream"] == stream]

    @property
    def welcome(self) -> Frame:
        """The first frame."""
        return self.frames[0]

    async def leave(self) -> None:
        """Go, as a closed tab or a lost signal goes."""
        await self._inbox.put({"type": "websocket.disconnect", "code": 1006})
        if self._task is not None:
            await self._task

    async def connect(self, application: Any, scope: Frame) -> None:
        """Open the socket and wait until it is welcomed or refused."""
        await self._inbox.put({"type": "websocket.connect"})
        self._task = asyncio.create_task(application(scope, self._inbox.get, self._hear))
        async with asyncio.timeout(PATIENCE):
            while self.close_code is None and not any(f["type"] == "ready" for f in self.frames):
                self._news.clear()
                await self._news.wait()

    def hear_straight(self, taker: Taker | None) -> None:
        """From now on what is sent is offered to this one first, as a server does that offers to."""
        self._taker = taker

    def write_straight(self, frames: bytes) -> None:
        """Take whole WebSocket frames, as a server does that offers to; what is not read stays in its buffer."""
        self._unread.append(frames)
        if self.blocked is None or self.blocked.is_set():
            self._read()
        elif self._reading is None:
            self._reading = asyncio.create_task(self._read_later(self.blocked))

    async def _read_later(self, blocked: asyncio.Event) -> None:
        await blocked.wait()
        self._reading = None
        self._read()

    def _read(self) -> None:
        while self._unread:
            for text in texts(self._unread.popleft()):
                self._take(text)

    def _take(self, text: str) -> None:
        self.raw.append(text)
        self.frames.append(json.loads(text))
        self._news.set()

    async def _hear(self, message: Frame) -> None:
        if self.blocked is not None:
            await self.blocked.wait()
        self._read()
        if message["type"] == "websocket.send":
            self._take(message["text"])
        elif message["type"] == "websocket.close" and self.close_code is None:
            self.close_code = message["code"]
            await self._inbox.put({"type": "websocket.disconnect", "code": message["code"]})
        self._news.set()


def texts(frames: bytes) -> Iterator[str]:
    """What whole text frames say: unmasked and in one piece, as servers send them."""
    while frames:
        small, start = frames[1], 2
        size = small
        if small > 125:
            start = 4 if small == 126 else 10
            size = int.from_bytes(frames[2:start])
        assert frames[0] == 0x81
        assert len(frames) >= start + size
        yield frames[start : start + size].decode()
        frames = frames[start + size :]


class House:
    """The workers of a test and the doors to them."""

    #: Every second visitor comes by a server that writes whole frames straight, as our own do.
    mixed = False

    def __init__(self, evening: Evening, workers: list[Worker]) -> None:
        self.evening, self.workers = evening, workers
        self.visitors: list[Visitor] = []

    async def enter(
        self, *who: Person | None, worker: int = 0, session: str | None = None, query: str = "", as_id: str = ""
    ) -> Visitor:
        """Open a socket with the cookies of these people; the page would say `as` for several."""
        serving = self.workers[worker]
        query = "&".join(part for part in (query, f"as={as_id}" if as_id else "") if part)
        public_id = session or self.evening.session.public_id
        scope: dict[str, Any] = {
            "type": "websocket",
            "path": f"/ws/sessions/{public_id}/",
            "raw_path": b"",
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"cookie", self.evening.cookie(*who).encode())],
        }
        visitor = Visitor()
        if self.mixed and len(self.visitors) % 2:
            scope["extensions"] = {EXTENSION: {"write": visitor.write_straight, "hear": visitor.hear_straight}}
        self.visitors.append(visitor)
        await visitor.connect(application_for(lambda: serving), scope)
        return visitor

    async def everyone(self, *, worker: int = 0) -> list[Visitor]:
        """The counsellor first, which opens the room, then all eight seats."""
        people: tuple[Person, ...] = (self.evening.counsellor, *self.evening.seats)
        return [await self.enter(person, worker=worker) for person in people]


@asynccontextmanager
async def running(evening: Evening, *, workers: int = 1, herald: bool = False) -> AsyncIterator[House]:
    """A house with so many workers; all is stopped at the end, whatever the test did."""
    started = [Worker() for _ in range(workers)]
    for each in started:
        await each.start(herald=herald)
    house = House(evening, started)
    try:
        yield house
    finally:
        for visitor in house.visitors:
            if visitor.blocked is not None:
                visitor.blocked.set()
            if visitor._task is not None and not visitor._task.done():
                await visitor.leave()
        for each in started:
            await each.stop()


async def at_once(*things: Awaitable[Any]) -> list[Any]:
    """Do these at the same time."""
    return list(await asyncio.gather(*things))
