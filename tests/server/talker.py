"""Somebody in a room who comes back whenever the line breaks and says all until it is answered, as our page does."""

import asyncio
import json
import ssl
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

PATIENCE = 40
FALSE_CLAIMS = {"X-Forwarded-For": "203.0.113.66", "X-Real-IP": "203.0.113.66", "X-Forwarded-Proto": "http"}


class Talker:
    """One person's page."""

    def __init__(self, url: str, session: str, cookie: str, trust: ssl.SSLContext) -> None:
        self.place = f"{url.replace('http', 'ws', 1)}/ws/sessions/{session}/"
        self.options: dict[str, Any] = {
            "origin": Origin(url),
            "ssl": trust,
            "additional_headers": {"Cookie": cookie, **FALSE_CLAIMS},
        }
        self.heard: dict[int, str] = {}
        self.twice = 0
        self.unanswered: dict[str, str] = {}
        self.answered: list[str] = []
        self.arrivals = 0
        self.socket: ClientConnection | None = None
        self._news = asyncio.Event()

    async def stay(self) -> None:
        """Be there until cancelled."""
        while True:
            with suppress(OSError, ConnectionClosed, InvalidStatus, TimeoutError):
                async with connect(f"{self.place}?room={max(self.heard, default=0)}", **self.options) as self.socket:
                    await self._listen(self.socket)
            self.socket = None
            await asyncio.sleep(0.3)

    async def say(self, *words: str) -> None:
        """Say these, and wait until all are answered with `ok`."""
        for body in words:
            ref = f"ref-{body}"
            self.unanswered[ref] = body
            await self._send(ref)
        await self.until(lambda: not self.unanswered)

    async def until(self, true: Any) -> None:
        """Wait until this is true."""
        async with asyncio.timeout(PATIENCE):
            while not true():
                self._news.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), 0.5)

    async def _listen(self, socket: ClientConnection) -> None:
        async for text in socket:
            frame = json.loads(text)
            if frame["type"] == "ready":
                self.arrivals += 1
                for ref in list(self.unanswered):
                    await self._send(ref)
            self._take(frame)
            self._news.set()

    def _take(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "entry" and frame["stream"] == "room":
            self.twice += frame["pos"] in self.heard
            self.heard[frame["pos"]] = frame.get("body") or frame["kind"]
        elif frame["type"] == "ok" and frame["ref"] in self.unanswered:
            self.answered.append(self.unanswered.pop(frame["ref"]))
        elif frame["type"] == "no":
            asyncio.get_running_loop().call_later(0.5, self._again, frame["ref"])

    def _again(self, ref: str) -> None:
        self._sending = asyncio.ensure_future(self._send(ref))

    async def _send(self, ref: str) -> None:
        # What is lost with the line is said again once there is another.
        if self.socket is not None and ref in self.unanswered:
            with suppress(ConnectionClosed):
                await self.socket.send(json.dumps({"type": "say", "ref": ref, "body": self.unanswered[ref]}))
