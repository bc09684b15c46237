"""The rooms this process holds, by public id of their session, and how they come here and go."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chat.presence import PresenceRow
from chat.protocol.closing import Close, Gone
from chat.protocol.entry import Entry

from .clock import Clock
from .doorbell import Doorbell
from .listener import Claim, Listener
from .live import LiveRoom
from .reader import Reader, Reading

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

    def reading(self, session: str) -> Reading | None:
        """How a room that is here was read, and stands; to be looked at alone, as this room keeps it up."""
        room = self.get(session)
        return None if room is None else room.reading

    def saw(self, session: str, sockets: list[PresenceRow]) -> None:
        """Who is in a room, as this process has just committed; kept for a room that was read before that."""
        if (room := self.get(session)) is not None:
            with self.by_itself(room):
                room.saw(sockets)
        elif session in self._awaited:
            self._seen[session] = sockets

    def begin_anew(self, room: LiveRoom) -> None:
        """Let go of a room that holds what the database has no more; who listens comes back to what it has."""
        log.error("session %s stands at turn %d no more in the database, and is read anew", room.id, room.turn)
        self._let_go(room, Close.RESTARTING)

    @contextmanager
    def by_itself(self, room: LiveRoom) -> Iterator[None]:
        """Do something with one of several rooms: where that fails it is let go of, and those beside it go on.

        A room that failed half way through an entry can be trusted no more; who listens comes back to it read anew.
        """
        try:
            yield
        except Exception as problem:  # noqa: BLE001  (whatever is wrong with one room is wrong with it alone)
            log.error("session %s failed at turn %d, and is read anew: %s", room.id, room.turn, type(problem).__name__)
            self._let_go(room, Close.TROUBLE)

    def _let_go(self, room: LiveRoom, code: Close) -> None:
        for listener in room.listeners:
            listener.close(code)
        if self.get(room.id) is room:
            del self[room.id]

    def close_lost(self, here: Collection[Listener], sockets: Iterable[PresenceRow]) -> None:
        """Whose coming the database has lost, as where a copy that lagged took over, comes in anew: nobody knows them.

        `here` were in this room before it was looked who is. They share the lease by which they are found: where none
        is, as before a lobby opens, nothing was lost. Who is not found on two looks running was not overlooked.
        """
        found = {row.socket for row in sockets if row.left_at is None}
        if found.isdisjoint(listener.socket for listener in here):
            return
        for listener in here:
            listener.unfound = 0 if listener.socket in found else listener.unfound + 1
            if listener.unfound > 1:
                listener.close(Close.RESTARTING)

    async def bring_up(self, room: LiveRoom, claim: Claim, *, behind: bool) -> None:
        """Nobody is welcomed to a room as it was: what was removed since must not be sent, rung for or not.

        Nor do they read there the name of whoever had their place before.
        """
        try:
            if room.turn < claim.turn or behind:
                await self.read_on([room])
            if not room.knows(claim.person):
                await self.read_people([room])
        except Exception as problem:  # noqa: BLE001  (the socket is told, and comes back)
            log.error("a room was not read: %s", type(problem).__name__)
            raise Gone(Close.TROUBLE) from None

    async def read_on(self, rooms: Iterable[LiveRoom]) -> dict[int, list[Entry]]:
        """Read what is missing of these by one query, and hand it out."""
        by_pk = {room.reading.card.pk: room for room in rooms}
        found = await self._reader.after({pk: (room.reading, room.turn) for pk, room in by_pk.items()})
        for pk, entries in found.items():
            with self.by_itself(by_pk[pk]):
                by_pk[pk].take(entries)
        return found

    async def read_strangers(self, rooms: Mapping[int, LiveRoom], sockets: Mapping[int, Any]) -> None:
        """Somebody is here whose name their room has not read yet."""
        known = {pk: {person.presence for person in room.reading.roster.values()} for pk, room in rooms.items()}
        strange = [pk for pk, rows in sockets.items() if any(row.person not in known[pk] for row in rows)]
        await self.read_people(rooms[pk] for pk in strange)

    async def read_people(self, rooms: Iterable[LiveRoom]) -> None:
        """Read by one query who has a place in these: a seat may have become somebody else's, or have another name."""
        by_pk = {room.reading.card.pk: room for room in rooms}
        for pk, roster in (await self._reader.rosters(by_pk)).items() if by_pk else ():
            by_pk[pk].read_people(roster)

    async def forget(self, *, idle_since: float) -> None:
        """Let go of the rooms nobody here has listened to since then."""
        for session in [room.id for room in self.values() if not room.listeners and room.idle_since < idle_since]:
            del self[session]
        # And of those that could not be read, or were let go of, and to which nobody came back.
        idle = [session for session in self._doorbell.listens() if not self.knows(session)]
        await self._doorbell.leave_all(idle)
        # Whoever came back meanwhile must hear the bell again.
        await self._doorbell.join_all([each for each in idle if self.knows(each)])

    async def find(self, session: str) -> LiveRoom:
        """A live room; `Gone` where it cannot be read."""
        if (room := self.get(session)) is not None:
            room.idle_since = time.monotonic()
            return room
        future = self._awaited.get(session)
        if future is None:
            future = self._awaited[session] = asyncio.get_running_loop().create_future()
            if self._loader is None or self._loader.done():
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
                rooms = [self._made(*read) for read in await self._reader.load(sessions)]
                found = {room.id: room for room in rooms if room is not None}
            except Exception as problem:  # noqa: BLE001  (each socket is told, and comes back)
                log.error("rooms were not read: %s", type(problem).__name__)
            self |= found
            for session in sessions:
                self._awaited.pop(session).set_result(found.get(session))
                sockets = self._seen.pop(session, None)
                if session in found and sockets is not None:
                    self.saw(session, sockets)
            self._news.set()

    def _made(self, reading: Reading, entries: Iterable[Entry]) -> LiveRoom | None:
        """A room of what was read; None of what makes none, which must not shut those read with it."""
        try:
            return LiveRoom(reading, entries, self._reader, self._clock.now())
        except Exception as problem:  # noqa: BLE001  (whatever is wrong with one room is wrong with it alone)
            log.error("session %s does not fold: %s", reading.card.id, type(problem).__name__)
            return None
