"""One socket's side of the hub: where it stands in each stream, and what it is sent next.

Replay, gap and live are one path: send what follows the cursor, a page at a time, then wait for
news. Nothing is queued per socket but the small answers, and those are bounded.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from chat.person import Person
from chat.protocol.closing import Close
from chat.protocol.replies import Down, Ready, encode
from chat.protocol.straight import Straight, text_frame
from cohorts.access import Badge

if TYPE_CHECKING:
    from .live import LiveRoom
    from .news import News
    from .ring import Item

PAGE: Final = 100
MOST_ANSWERS: Final = 256

Send = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Resend:
    """The entries of a stream after a position, once more, and then the answer."""

    stream: str
    pos: int
    answer: Down


@dataclass(frozen=True, slots=True)
class Claim:
    """Who listens, on what socket, and from where on.

    `turn`: the room must stand there at least, as it did when they entered. `cursors`: the last position the client
    has of each stream, 0 for everything. `straight`: how to write whole frames past the pump, where the server can.
    """

    person: Person
    turn: int
    badge: Badge
    socket: str
    cursors: Mapping[str, int]
    straight: Straight | None = None


class Listener:
    """A socket of one person in one live room."""

    def __init__(self, live: LiveRoom, claim: Claim, now: datetime) -> None:
        """Stand where the claim says; nothing is sent before `pump`."""
        self._straight, self._idle = claim.straight, False
        self.live, self.person, self.badge, self.socket = live, claim.person, claim.badge, claim.socket
        self.cursors = dict(claim.cursors)
        self.turn = 0
        self.closing: Close | None = None
        self._again = self._after_the_rest = False
        self.heard_at = self.began_at = time.monotonic()
        #: How many looks running have not found in the database that it is here.
        self.unfound = 0
        self._welcome = live.welcome(claim.person, now)
        self._ready_at: int | None = live.turn
        self._answers: deque[str | Resend] = deque()
        self._news = asyncio.Event()

    @property
    def hears(self) -> frozenset[str]:
        """The streams this person may hear at this moment."""
        return self.live.heard_by(self.person)

    def answer(self, frame: Down | Resend) -> None:
        """Send a small frame to this socket alone; one that never reads is cut."""
        if self._straight is not None and self._idle and not isinstance(frame, Resend):
            self._straight(text_frame(encode(frame)))
            return
        self._answers.append(frame if isinstance(frame, Resend) else encode(frame).decode())
        if len(self._answers) > MOST_ANSWERS:
            self.close(Close.TROUBLE)
        self._rouse()

    def hear(self, news: News) -> None:
        """There is news in the room: written straight to whoever waits for just that, else left to the pump."""
        if self._straight is None or not self._idle or self.turn + 1 != news.first:
            self._rouse()
            return
        hears = self.hears
        if (frames := news.shared(self.person, hears)) is None:
            frames = b"".join(self.live.packed(item, self.person) for item in news.items if item.entry.stream in hears)
        self.turn = news.last
        self.cursors.update(news.heads_of(hears))
        if frames:
            self._straight(frames)

    def _rouse(self) -> None:
        """Give the socket back to its pump."""
        self._idle = False
        self._news.set()

    def rewind(self) -> None:
        """Hear again what the cursors say is missing: the room, after having been set aside."""
        self._again = True
        self._rouse()

    def close(self, code: Close, *, after_the_rest: bool = False) -> None:
        """Close this socket, at once or when what is already in the room has been sent.

        The first reason is the one told; at once is never taken back.
        """
        self._after_the_rest = after_the_rest and (self.closing is None or self._after_the_rest)
        self.closing = self.closing or code
        self._rouse()

    def revoke(self, code: Close) -> None:
        """Whoever had a place here and has none now is told just that."""
        self.close(Close.NO_LONGER if code is Close.NOT_HERE else code)

    async def pump(self, send: Send) -> Close:
        """Send until there is a reason to close; returns that reason."""
        await send(encode(self._welcome).decode())
        while True:
            self._news.clear()
            await self._send_entries(send)
            await self._send_answers(send)
            if self.closing is not None and not self._behind():
                return self.closing
            if not self._news.is_set() and not self._behind():
                self._idle = True
                await self._news.wait()
                self._idle = False

    @property
    def _cut(self) -> bool:
        """Whether this socket closes without hearing anything more."""
        return self.closing is not None and not self._after_the_rest

    def _behind(self) -> bool:
        """Whether there is something to send, to somebody who is still to be sent something."""
        return not self._cut and (self._again or self.turn < self.live.turn)

    async def _send_entries(self, send: Send) -> None:
        while self._behind():
            if self._again:
                self._again, self.turn = False, 0
            for item in await self.live.next_page(self, PAGE):
                await self._send_item(item, send)
        if self._ready_at is not None and self.turn >= self._ready_at:
            self._ready_at = None
            await send(encode(Ready()).decode())

    async def _send_item(self, item: Item, send: Send) -> None:
        """Judged at the last moment: what was removed or closed meanwhile is not sent."""
        entry = item.entry
        if entry.stream in self.hears and not self._cut:
            await send(self.live.frame(item, self.person))
            self.cursors[entry.stream] = max(entry.pos, self.cursors.get(entry.stream, 0))

    async def _send_answers(self, send: Send) -> None:
        while self._answers:
            answer = self._answers.popleft()
            if isinstance(answer, Resend):
                await self._resend(answer, send)
            else:
                await send(answer)

    async def _resend(self, wanted: Resend, send: Send) -> None:
        # As the room stands now: a removal that was not rung for counts.
        await self.live.catch_up()
        pos = wanted.pos
        while pos < self.cursors.get(wanted.stream, 0):
            items = await self.live.stored_page({wanted.stream: pos}, 0, PAGE)
            for item in items:
                await self._send_item(item, send)
                pos = item.entry.pos
            if len(items) < PAGE:
                break
        await send(encode(wanted.answer).decode())
