"""A phone: one person's page in a session, keeping its line as connection.js does, over a real socket."""

import asyncio
import json
import time
from contextlib import suppress

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Origin

from tests.faults import page
from tests.faults.outbox import Outbox
from tests.faults.streams import Frame, Streams
from tests.faults.ways import Ticket, Way
from tests.running import Alcove


class Phone:
    """Comes back by itself after the codes that say so, until `ended` says why not."""

    def __init__(self, ticket: Ticket, way: Way) -> None:
        """Nothing happens before `run`."""
        self.ticket, self._way = ticket, way
        self.streams = Streams(self._send)
        self.outbox = Outbox(lambda frame: self.is_live and self._send(frame), self.streams)
        self.is_live = False
        self.ended: int | None = None
        self.welcomes: list[Frame] = []
        self.door: Alcove | None = None
        #: Its own end of the line.
        self.port = 0
        #: Each loss by its code, and the seconds until the first knock and until live again.
        self.losses: list[int] = []
        self.knocks: list[float] = []
        self.returns: list[float] = []
        #: Cleared, nothing is taken from the socket any more.
        self.reads = asyncio.Event()
        self.reads.set()
        self.flooded: dict[str, Frame | None] = {}
        self._line: asyncio.Queue[str] | None = None
        self._lost_at: float | None = None
        self._attempt = 0
        self._heard_at = 0.0

    @property
    def where(self) -> int:
        """The port of the worker it is at, or was last."""
        return self.door.port if self.door else 0

    @property
    def key(self) -> str:
        """Who this is in the record."""
        you = self.welcomes[0]["you"]
        return f"staff:{you['staff']}" if self.ticket.staff else f"seat:{you['seat']}"

    async def run(self) -> None:
        """Until the server says that there is no coming back."""
        while True:
            code = await self._visit()
            if code not in page.RETURNING:
                self.ended = code
                return
            if self._lost_at is None:
                self._lost_at = time.monotonic()
                self.losses.append(code)
            first = not self._attempt
            await asyncio.sleep(page.wait_to_come_back(code, self._attempt))
            self._attempt += 1
            if first:
                self.knocks.append(time.monotonic() - self._lost_at)

    def flood(self, count: int) -> None:
        """Say very much at once, without waiting for any answer."""
        for number in range(count):
            ref = f"flood-{len(self.flooded)}-{number}"
            self.flooded[ref] = None
            self._send({"type": "say", "ref": ref, "body": "look at me " * 100})

    def ask_again_for(self, stream: str, times: int) -> None:
        """Ask for all of a stream that was heard already, so that much is on its way here."""
        for number in range(times):
            self._send({"type": "since", "ref": f"again-{number}", "stream": stream, "pos": 0})

    def _send(self, frame: Frame) -> bool:
        if self._line is not None:
            self._line.put_nowait(json.dumps(frame))
        return self._line is not None

    async def _visit(self) -> int:
        doors = self._way(self.ticket, self.door)
        for self.door in doors:
            try:
                async with asyncio.timeout(page.WELCOME_WITHIN):
                    socket = await self._connect(self.door)
            except (OSError, TimeoutError, WebSocketException):
                continue
            try:
                return await self._stay(socket)
            finally:
                await socket.close()
        return page.LOST

    async def _connect(self, door: Alcove) -> ClientConnection:
        return await connect(
            f"{door.socket_url}/ws/sessions/{self.ticket.session}/?{self.streams.overlap()}",
            origin=Origin(door.url),
            additional_headers={"Cookie": self.ticket.cookie},
            compression=None,
            ping_interval=None,
            open_timeout=None,
            close_timeout=0.5,
            max_size=None,
            proxy=None,
        )

    async def _stay(self, socket: ClientConnection) -> int:
        self._line, self.port = asyncio.Queue(), int(socket.local_address[1])
        keeping = [
            asyncio.create_task(self._write(socket, self._line)),
            asyncio.create_task(self._watch(socket, len(self.welcomes))),
        ]
        self._heard_at = time.monotonic()
        try:
            while True:
                await self.reads.wait()
                self._hear(json.loads(await socket.recv()))
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else page.LOST
        finally:
            self._line, self.is_live = None, False
            self.streams.interrupted()
            self.outbox.rest()
            for task in keeping:
                task.cancel()
            await asyncio.gather(*keeping, return_exceptions=True)

    @staticmethod
    async def _write(socket: ClientConnection, line: "asyncio.Queue[str]") -> None:
        with suppress(ConnectionClosed):
            while True:
                await socket.send(await line.get())

    async def _watch(self, socket: ClientConnection, welcomes: int) -> None:
        """Wait for the welcome, then ping; where nothing comes in time, nobody is there."""
        await asyncio.sleep(page.WELCOME_WITHIN)
        if len(self.welcomes) == welcomes:
            socket.transport.abort()
        await asyncio.sleep(page.PING_EVERY - page.WELCOME_WITHIN)
        while True:
            asked_at = time.monotonic()
            self._send({"type": "ping", "ref": "ping"})
            await asyncio.sleep(page.PONG_WITHIN)
            if self._heard_at < asked_at:
                socket.transport.abort()
            await asyncio.sleep(page.PING_EVERY - page.PONG_WITHIN)

    def _hear(self, frame: Frame) -> None:
        self._heard_at = time.monotonic()
        match frame["type"]:
            case "welcome":
                self.welcomes.append(frame)
                self.streams.welcome(frame["streams"])
            case "entry":
                self._take(frame)
            case "ready":
                self._ready()
            case "ok" | "no" if frame["ref"] in self.flooded:
                self.flooded[frame["ref"]] = frame
            case "ok" | "no" if not self.streams.answer(frame):
                self.outbox.answer(frame)

    def _take(self, entry: Frame) -> None:
        through = self.streams.receive(entry)
        if self.is_live:
            self.streams.fill()
        for each in through:
            self.outbox.entry(each)

    def _ready(self) -> None:
        self.is_live = True
        if self._lost_at is not None:
            self.returns.append(time.monotonic() - self._lost_at)
            self._lost_at = None
        asyncio.get_running_loop().call_later(page.STEADY_AFTER, self._steady, len(self.losses))
        self.streams.fill()
        self.outbox.resend()

    def _steady(self, losses: int) -> None:
        if self.is_live and len(self.losses) == losses:
            self._attempt = 0
