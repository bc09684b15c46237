"""The herald: a loop that says what the clock and the leases have made true.

It never decides. It reads, works out what seems due, and asks the journal, which judges again
under the lock. Several may run, or none for a while: every rule is judged inside the transaction
anyway, and what two say at once is said once, because the ref is made from what is said.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from chat import others
from chat.facts import Facts
from chat.fold import Fold
from chat.hub.breathing import handfuls
from chat.hub.reader import NOWHERE, News, Reader, Reading
from chat.journal import Asked, Journal
from chat.presence import LAPSES_AFTER, RENEW_EVERY, attendance
from chat.protocol.entry import SYSTEM, Entry
from chat.protocol.streams import seat_number
from chat.verbs.announce import Announce, due
from chat.verbs.gone import AFTER, may_be_missed, missed
from chat.verbs.unusual import ALONE_AFTER, might_be_few

log = logging.getLogger(__name__)

EVERY_SECONDS: Final = 1.0
#: So many rooms are thought over in a fifth of a millisecond.
IN_A_SLICE: Final = 5
#: After a jump of the clock or a time without the database, every worker that lives has renewed its lease by then.
SETTLED_AFTER: Final = LAPSES_AFTER.total_seconds()

#: How somebody else in this process has read a session, by public id; None if nobody follows it here.
Near = Callable[[str], Reading | None]


class Herald:
    """Watches the running sessions, whether or not anybody in this process listens to them."""

    def __init__(self, reader: Reader, journal: Journal, near: Near) -> None:
        """Reads by `reader`, speaks by `journal`; what is `near` is followed already, and not read again."""
        self._reader, self._journal, self._near = reader, journal, near
        self._watched: dict[str, Reading] = {}
        self._now: datetime | None = None
        #: Rooms in which several young people were seen: who came stays somebody who came.
        self._several: set[str] = set()
        self._began: datetime | None = None
        self._looked_at = self._unsettled_until = float("-inf")

    async def run(self) -> None:
        """Until cancelled; an error is logged and the next round tries again."""
        while True:
            try:
                await self.round(EVERY_SECONDS)
            except Exception as problem:  # noqa: BLE001  (late is harmless, stopping is not)
                log.error("a round failed: %s", type(problem).__name__)
                self._watched.clear()
                self._began = None
                self._unsettled_until = time.monotonic() + SETTLED_AFTER
                await asyncio.sleep(EVERY_SECONDS)

    async def round(self, seconds: float = 0.0) -> None:
        """One look at every running session, spread over so many seconds: what is said meanwhile waits for no look."""
        running = await self._reader.running()
        await self._watch(running)
        for session, ask in await self._reader.ask(others.to_say):
            self._journal.ask(Asked(session, None, ask, tell=lambda answer: None, claims=SYSTEM))
        rooms = [room for room in self._at_hand(running) if room.fold.mark != "over" or _is_kept_open(room.fold)]
        parts = list(handfuls(rooms)) or [[]]
        for few in parts:
            await self._look({room.card.pk: room for room in few})
            await asyncio.sleep(seconds / len(parts))

    def _at_hand(self, running: Iterable[str]) -> list[Reading]:
        """Every running session that can be read. Of what is near the fold is kept up, the rest is for one round."""
        near = {session: self._near(session) for session in running}
        own = [self._watched.get(session) for session, room in near.items() if room is None]
        return [*(replace(room) for room in near.values() if room), *(room for room in own if room)]

    async def _look(self, rooms: dict[int, Reading]) -> None:
        """Ask the journal for what has become true of these.

        Only staff hold a room, so only they are looked for, save where few young people seem to have come, or something
        is open about one of them.
        """
        calm = [pk for pk, room in rooms.items() if not (self._may_be_few(room) or may_be_missed(room.fold))]
        news = await self._reader.look({pk: room.card.id for pk, room in rooms.items()}, staff_of=calm)
        self._notice_a_jump(news.now)
        self._began = self._began or news.now
        await self._know_who_works(rooms)
        self._forget_what_fell_back(rooms, news)
        await self._catch_up(rooms, news)
        for few in handfuls(rooms.items(), IN_A_SLICE):
            for pk, room in few:
                try:
                    self._say_of(room, pk, news)
                except Exception as problem:  # noqa: BLE001  (what is wrong with one room must not silence the others)
                    log.error("nothing was said in session %s: %s", room.card.id, type(problem).__name__)
                    self._watched.pop(room.card.id, None)
            # What is said meanwhile has its turn.
            await asyncio.sleep(0)

    def _say_of(self, room: Reading, pk: int, news: News) -> None:
        room.card = news.cards[pk]
        people = attendance(news.sockets[pk], news.now)
        if sum(seat_number(person) is not None for person in people) > 1:
            self._several.add(room.card.id)
        facts = Facts(room.meeting, news.now, room.fold, people, room.roster)
        # After a silence of the whole house everybody seems gone until they have come back.
        settled = self._began is not None and news.now - self._began >= AFTER and not self._unsettled
        gone = missed(facts) if settled else []
        for announcement in (*self._surely(due(facts), settled=settled), *gone):
            asked = Asked(room.card.id, None, announcement, tell=lambda answer: None, claims=SYSTEM)
            self._journal.ask(asked)

    def _notice_a_jump(self, now: datetime) -> None:
        """Whether the database's clock ran ahead of the time that passed, so that every lease looks old at once."""
        looked_at = time.monotonic()
        if self._now is not None:
            ahead = (now - self._now).total_seconds() - (looked_at - self._looked_at)
            if ahead >= RENEW_EVERY.total_seconds():
                log.warning("the database's clock jumped by %.0f s", ahead)
                self._unsettled_until = looked_at + SETTLED_AFTER
        self._now, self._looked_at = now, looked_at

    @property
    def _unsettled(self) -> bool:
        """Whether somebody who is here may still seem gone."""
        return time.monotonic() < self._unsettled_until

    def _surely(self, announcements: Iterable[Announce], *, settled: bool) -> list[Announce]:
        """No room is calmed or closed for want of somebody who may only seem gone.

        And no evening is called off, which nobody can undo, before all who are on their way back can be here again.
        """
        doubted = {*(() if settled else ("cancel",)), *(("pause", "close") if self._unsettled else ())}
        return [each for each in announcements if each.news not in doubted]

    async def _know_who_works(self, rooms: dict[int, Reading]) -> None:
        """Where a room has still to open, or again, it counts who holds it and who only watches, as that may change."""
        shut = [pk for pk, room in rooms.items() if self._is_to_open(room) or room.fold.closed_by_absence]
        for pk, roster in (await self._reader.rosters(shut)).items() if shut else ():
            rooms[pk].roster = roster

    def _is_to_open(self, room: Reading) -> bool:
        return room.fold.mark is None and self._is_late(room)

    def _is_late(self, room: Reading, by: timedelta = timedelta(0)) -> bool:
        return self._now is not None and self._now >= room.card.times.starts_at + by

    def _may_be_few(self, room: Reading) -> bool:
        """Whether it may have to be said of this room that only one came, or nobody."""
        if room.card.id in self._several or room.fold.mark != "open":
            return False
        return self._is_late(room, ALONE_AFTER) and might_be_few(room.fold)

    async def _watch(self, running: Iterable[str]) -> None:
        running = set(running)
        self._several &= running
        known = {session for session in running if self._near(session) is None}
        for gone in self._watched.keys() - known:
            del self._watched[gone]
        for few in handfuls(known - self._watched.keys()):
            for reading, entries in await self._reader.load(few):
                if self._followed(reading, entries):
                    self._watched[reading.card.id] = reading

    def _forget_what_fell_back(self, rooms: dict[int, Reading], news: News) -> None:
        """The database has less than was read, or other words, as after a copy that lagged took over: read anew."""
        for pk, room in self._own(rooms).items():
            stands, stood = news.stands.get(pk, NOWHERE), room.stands
            if stands[0] < stood[0] or (stands[0] == stood[0] and stands != stood):
                del self._watched[rooms.pop(pk).card.id]

    async def _catch_up(self, rooms: dict[int, Reading], news: News) -> None:
        own = self._own(rooms)
        behind = {
            pk: (room, room.fold.turn) for pk, room in own.items() if news.stands.get(pk, NOWHERE)[0] > room.fold.turn
        }
        for pk, entries in (await self._reader.after(behind)).items() if behind else ():
            if not self._followed(rooms[pk], entries):
                self._watched.pop(rooms.pop(pk).card.id)

    def _own(self, rooms: dict[int, Reading]) -> dict[int, Reading]:
        """Those that nobody else keeps up: two who fold the same entries would each do it halfway."""
        return {pk: room for pk, room in rooms.items() if self._watched.get(room.card.id) is room}

    def _followed(self, room: Reading, entries: Iterable[Entry]) -> bool:
        """Fold entries in; a room whose record does not follow is left to itself, and the others are not."""
        try:
            for entry in entries:
                room.fold.apply(entry)
        except Exception as problem:  # noqa: BLE001  (whatever is wrong with one room is wrong with it alone)
            log.error(
                "session %s does not fold (%s); `manage.py verify` says more", room.card.id, type(problem).__name__
            )
            return False
        return True


def _is_kept_open(room: Fold) -> bool:
    """Whether somebody's own stream outlasts the end: they may still go before anybody has answered."""
    return any(seat.kept_open for seat in room.seats.values())
