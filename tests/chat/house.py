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
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from chat.consumers import application_for
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

    async def send(self, verb: str, ref: str | None = None, **fields: Any) -> str:
        """Send a request and return its ref without waiting for the answer."""
        ref = ref or f"ref-{next(_refs)}"
        await self.send_text(json.dumps({"type": verb, "ref": ref, **fields}))
        return ref

    async def send_text(self, text: str | None = None, *, data: bytes | None = None) -> None:
        """Send any frame at all."""
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

    async def _hear(self, message: Frame) -> None:
        if self.blocked is not None:
            await self.blocked.wait()
        if message["type"] == "websocket.send":
            self.raw.append(message["text"])
            self.frames.append(json.loads(message["text"]))
        elif message["type"] == "websocket.close" and self.close_code is None:
            self.close_code = message["code"]
            await self._inbox.put({"type": "websocket.disconnect", "code": message["code"]})
        self._news.set()


class House:
    """The workers of a test and the doors to them."""

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
        scope = {
            "type": "websocket",
            "path": f"/ws/sessions/{public_id}/",
            "raw_path": b"",
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"cookie", self.evening.cookie(*who).encode())],
        }
        visitor = Visitor()
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
