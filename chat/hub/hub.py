"""The hub of this process: the rooms somebody listens to, kept in step with the database."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from chat import meters
from chat.access import the_person
from chat.ending import end
from chat.journal import Outcome
from chat.presence import PresenceRow
from chat.protocol.closing import Close, Gone

from .again import until_answered
from .breathing import Rota, handfuls, shares
from .clock import Clock
from .doorbell import Doorbell
from .listener import Claim, Listener
from .live import LiveRoom
from .outbox import Outbox
from .reader import NOWHERE, Reader
from .rooms import Rooms
from .standing import Standing

log = logging.getLogger(__name__)

#: A client pings every 25 s; one that has said nothing for this long is gone.
SILENT_AFTER: Final = 90.0
#: Sockets are renewed now and then, so that nothing about them can go stale for days.
RECYCLED_AFTER: Final = 12 * 3600.0
FORGOTTEN_AFTER: Final = 60.0
TICK: Final = 1.0
LOOK_EVERY: Final = 3
AUTHORISE_EVERY: Final = 30

#: Called with a session's public id and the sockets that the database has of it.
OnLook = Callable[[str, Sequence[PresenceRow]], None]


class Hub:
    """Attach before reading: twice is possible then, and never is not."""

    def __init__(self, reader: Reader, on_look: OnLook = lambda *_: None) -> None:
        """`reader` is shared with the loops of this process; `on_look` hears who is in a room after each look at it."""
        self._reader, self._on_look = reader, on_look
        self._doorbell = Doorbell(self._rung)
        self._outbox = Outbox()
        self.send = self._outbox.send
        self._behind: set[str] = set()
        self._standing = Standing()
        self._revoked: set[str] = set()
        self._unseen: set[str] = set()
        self._news = asyncio.Event()
        self._clock = Clock(reader)
        self._rooms = Rooms(reader, self._doorbell, self._clock, self._news)
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = False
        self._looks, self._authorisings = Rota[str](), Rota[str]()
        self.reading = self._rooms.reading

    def now(self) -> datetime:
        """The database's time, as nearly as this process knows it."""
        return self._clock.now()

    @property
    def deserted(self) -> bool:
        """Whether nobody listens."""
        return not any(room.listeners for room in self._rooms.values())

    async def start(self) -> None:
        """Begin to follow the doorbell and the clock."""
        await self._doorbell.start()
        self._tasks = [
            asyncio.create_task(self._forever(self._catch_up)),
            asyncio.create_task(self._forever(self._tick)),
        ]

    async def stop(self) -> None:
        """Close every socket so that its client comes back elsewhere, and end."""
        self._stopping = True
        for room in self._rooms.values():
            for listener in room.listeners:
                listener.close(Close.RESTARTING)
        await end(self._tasks)
        await self._doorbell.stop()

    # --- sockets ----------------------------------------------------------------------------

    async def attach(self, session: str, claim: Claim) -> Listener:
        """Let a socket listen from its cursors on; the first thing it hears is its welcome."""
        room = await self._rooms.find(session)
        await self._rooms.bring_up(room, claim, behind=session in self._behind)
        if self._stopping or self._rooms.get(session) is not room:
            raise Gone(Close.RESTARTING)
        if room.has_put_out(claim.person):
            raise Gone(Close.NO_LONGER)
        # Judged by what this person hears alone, or a guess would tell where other streams stand.
        own, heads = room.heard_by(claim.person), room.reading.fold.heads
        if any(pos > heads.get(stream, 0) for stream, pos in claim.cursors.items() if stream in own):
            claim = replace(claim, cursors={})
        listener = Listener(room, replace(claim, straight=self._outbox.through(claim.straight)), self.now())
        room.listeners.add(listener)
        meters.came(claim.person)
        return listener

    def detach(self, listener: Listener) -> None:
        """This socket is gone."""
        room = listener.live
        room.listeners.discard(listener)
        meters.went(listener.person)
        room.idle_since = time.monotonic()

    # --- news -------------------------------------------------------------------------------

    def on_outcome(self, outcome: Outcome) -> None:
        """What this process has just committed."""
        entries = sorted(outcome.entries, key=lambda entry: entry.session)
        for session, grown in groupby(entries, key=lambda entry: entry.session):
            new = list(grown)
            self._doorbell.ring("turn", session, new[-1].turn)
            if (room := self._rooms.get(session)) is None:
                self._fell_behind(session)
                continue
            with self._rooms.by_itself(room):
                if room.contradicts(new, outcome.after[session]):
                    self._rooms.begin_anew(room)
                elif not room.take(new):
                    self._fell_behind(session)
        meters.delivered(outcome.entries[:1], self.now(), here=True)
        for session, sockets in outcome.presence.items():
            self._doorbell.ring("presence", session)
            self._rooms.saw(session, sockets)

    def _rung(self, kind: str, message: dict[str, Any]) -> None:
        """Another process says that something changed."""
        session = str(message.get("session"))
        if kind == "turn":
            room = self._rooms.get(session)
            if room is None or room.turn < int(message.get("turn", 0)):
                self._fell_behind(session)
        elif kind == "presence":
            self._unseen.add(session)
        elif kind == "revoked":
            self._revoked.add(session)
            self._unseen.add(session)  # it may have been moved or cancelled, too
            self._news.set()

    def _fell_behind(self, session: str) -> None:
        """Only rooms that are here, or just being read, have to catch up."""
        if self._rooms.knows(session):
            self._behind.add(session)
            self._news.set()

    async def _catch_up(self) -> None:
        """Read what is missing of all rooms that are behind, by one query."""
        await self._news.wait()
        self._news.clear()
        with until_answered(self._revoked, self._revoked, self._news) as revoked:
            await self._authorise(revoked)
        with until_answered(self._behind, self._behind & self._rooms.keys(), self._news) as behind:
            found = await self._rooms.read_on(self._rooms[session] for session in behind) if behind else {}
        meters.delivered([entries[0] for entries in found.values()], self.now(), here=False)

    # --- the clock --------------------------------------------------------------------------

    async def _tick(self) -> None:
        """Once a second for every room, a few at a time all through it; the heavier things for some rooms each time.

        Where the database does not answer, all rooms have the rest, and whom it was not asked about are next time.
        """
        meters.rooms.set(len(self._rooms))
        await self._rooms.forget(idle_since=time.monotonic() - FORGOTTEN_AFTER)
        looks, askings = list(self._due_for_a_look()), self._due(self._authorisings, AUTHORISE_EVERY)
        parts = shares(list(self._rooms), looks, askings)
        answers, until = True, time.monotonic()
        for few, looked_at, asked_of in parts:
            until += TICK / len(parts)
            await asyncio.sleep(max(0.0, until - time.monotonic()))
            self._attend(rooms := [self._rooms[session] for session in few if session in self._rooms])
            if not answers:
                self._unseen.update(looked_at)
                self._authorisings.put_back(asked_of)
                continue
            try:
                await self._end(rooms, self.now())
                await self._look(looked_at)
                await self._look_closer(asked_of)
            except Exception as problem:  # noqa: BLE001  (it tries again; the others still have their turn)
                log.error("the hub stumbled: %s", type(problem).__name__)
                answers = False

    def _attend(self, rooms: Iterable[LiveRoom]) -> None:
        """What the clock and the leases have made true of these."""
        for session in self._standing.laggards(self._rooms, time.monotonic() - TICK):
            self._fell_behind(session)
        for room in rooms:
            with self._rooms.by_itself(room):
                if room.presence_changed:
                    room.tell_people(self.now())
                self._close_stale(room)

    async def _end(self, rooms: Sequence[LiveRoom], now: datetime) -> None:
        """By what the database has: whoever has only just called, through whichever process, is not sent away."""
        sending: list[LiveRoom] = []
        for room in rooms:
            with self._rooms.by_itself(room):
                if room.sends_away(now):
                    sending.append(room)
        if sending:
            await self._rooms.read_on(sending)
        for room in rooms:
            with self._rooms.by_itself(room):
                room.end(now)

    def _due(self, rota: Rota[str], every: float) -> list[str]:
        """The rooms here whose turn it is; some may have been let go of since they were put down."""
        due = rota.due(self._rooms, every, TICK, time.monotonic())
        return [session for session in due if session in self._rooms]

    async def _look_closer(self, sessions: Sequence[str]) -> None:
        """What is due now and then: whether who listens may, and what need not be kept."""
        await self._authorise(sessions)
        for session in sessions:
            if session in self._rooms:
                self._rooms[session].cool()

    def _due_for_a_look(self) -> set[str]:
        """Each room every few seconds; sooner those of which another process says that somebody came or went."""
        return {*self._due(self._looks, LOOK_EVERY), *(self._unseen & set(self._rooms))}

    async def _look(self, sessions: Iterable[str]) -> None:
        """Compare heads and presence with the database, which is the truth."""
        for few in handfuls(sessions):
            self._unseen.difference_update(few)
            await self._look_at([self._rooms[session] for session in few if session in self._rooms])

    async def _look_at(self, few: Iterable[LiveRoom]) -> None:
        rooms = {room.reading.card.pk: room for room in few}
        sightings = {pk: room.sightings for pk, room in rooms.items()}
        stood = {pk: room.reading.stands for pk, room in rooms.items()}
        here = {pk: tuple(room.listeners) for pk, room in rooms.items()}
        news = await self._reader.look({pk: room.id for pk, room in rooms.items()})
        self._clock.put_right(news.now, news.asked_at)
        await self._rooms.read_strangers(rooms, news.sockets)
        for pk, room in rooms.items():
            with self._rooms.by_itself(room):
                # A session that is no more has no card: who listens comes back, and is told so.
                room.reading.card = news.cards[pk]
                self._rooms.close_lost(here[pk], news.sockets[pk])
                if not room.saw_on_a_look(news.sockets[pk], sightings[pk], news.now):
                    self._unseen.add(room.id)
                else:
                    self._on_look(room.id, news.sockets[pk])
                if self._standing.found(room.id, news.stands.get(pk, NOWHERE), stood=stood[pk]):
                    self._rooms.begin_anew(room)

    async def _authorise(self, sessions: Iterable[str]) -> None:
        """Ask again whether everybody who listens is still somebody who may, and who has a place by which name."""
        for few in handfuls(sessions):
            await self._ask_of([self._rooms[session] for session in few if session in self._rooms])

    async def _ask_of(self, rooms: Sequence[LiveRoom]) -> None:
        # Whoever comes in while this is read has just been asked, and is not among the rows.
        asked = {
            listener: (room.reading.card.pk, listener.badge.as_id) for room in rooms for listener in room.listeners
        }
        rows = await self._reader.sign_ins(list(asked.values()))
        for listener, pair in asked.items():
            try:
                the_person(rows.get(pair), listener.badge, listener.live.reading.meeting, self.now())
            except Gone as gone:
                listener.revoke(gone.code)
        await self._rooms.read_people(rooms)

    def _close_stale(self, room: LiveRoom) -> None:
        now = time.monotonic()
        for listener in room.listeners:
            if now - listener.heard_at > SILENT_AFTER:
                listener.close(Close.SILENT)
            elif now - listener.began_at > RECYCLED_AFTER:
                listener.close(Close.RESTARTING)

    async def _forever(self, step: Callable[[], Awaitable[None]]) -> None:
        while not self._stopping:
            try:
                await step()
            except Exception as problem:  # noqa: BLE001  (it tries again; sockets stay)
                log.error("the hub stumbled: %s", type(problem).__name__)
                await asyncio.sleep(TICK)
