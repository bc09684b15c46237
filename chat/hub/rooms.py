"""The rooms this process holds, by public id of their session, and how they come here."""

from __future__ import annotations

import asyncio
import logging
import time

from chat.presence import PresenceRow
from chat.protocol.closing import Close, Gone

from .clock import Clock
from .doorbell import Doorbell
from .live import LiveRoom
from .reader import Reader

log = logging.getLogger(__name__)


class Rooms(dict[str, LiveRoom]):
    """Rooms are read when first asked for; those asked for together are read together."""

    def __init__(self, reader: Reader, doorbell: Doorbell, clock: Clock, news: asyncio.Event) -> None:
        """`news` is set when rooms have been read, as something may have been said in them meanwhile."""
        super().__init__()
        self._reader, self._doorbell, self._clock, self._news = reader, doorbell, clock, news
        self._awaited: dict[str, asyncio.Future[LiveRoom | None]] = {}
        self._seen: dict[str, list[PresenceRow]] = {}
        self._loader: asyncio.Task[None] | None = None

    def knows(self, session: str) -> bool:
        """Whether this room is here, or just being read."""
        return session in self or session in self._awaited

    def saw(self, session: str, sockets: list[PresenceRow]) -> None:
        """Who is in a room, as this process has just committed; kept for a room that was read before that."""
        if (room := self.get(session)) is not None:
            room.saw(sockets)
        elif session in self._awaited:
            self._seen[session] = sockets

    def begin_anew(self, room: LiveRoom) -> None:
        """Let go of a room that holds what the database has no more; who listens comes back to what it has."""
        log.error("session %s stands at turn %d no more in the database, and is read anew", room.id, room.turn)
        for listener in room.listeners:
            listener.close(Close.RESTARTING)
        if self.get(room.id) is room:
            del self[room.id]

    async def find(self, session: str) -> LiveRoom:
        """A live room; `Gone` where it cannot be read."""
        if (room := self.get(session)) is not None:
            room.idle_since = time.monotonic()
            return room
        future = self._awaited.get(session)
        if future is None:
            future = self._awaited[session] = asyncio.get_running_loop().create_future()
            if len(self._awaited) == 1:
                self._loader = asyncio.create_task(self._load())
        loaded = await asyncio.shield(future)
        if loaded is None:
            raise Gone(Close.TROUBLE)
        return loaded

    async def _load(self) -> None:
        while self._awaited:
            sessions = list(self._awaited)
            found: dict[str, LiveRoom] = {}
            try:
                await self._doorbell.join_all(sessions)
                if not self:
                    # Nobody is welcomed by a wrong clock; while there are rooms, every look at them puts it right.
                    await self._clock.ask()
                for reading, entries in await self._reader.load(sessions):
                    room = LiveRoom(reading, entries, self._reader, self._clock.now())
                    found[room.id] = room
            except Exception as problem:  # noqa: BLE001  (each socket is told, and comes back)
                log.error("rooms were not read: %s", type(problem).__name__)
            self |= found
            for session in sessions:
                self._awaited.pop(session).set_result(found.get(session))
                sockets = self._seen.pop(session, None)
                if session in found and sockets is not None:
                    found[session].saw(sockets)
            self._news.set()
