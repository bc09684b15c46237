"""Reading for the hub: one thread, one connection, and never a writing transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Final, TypeVar

import msgspec
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError

from chat import chain
from chat.facts import Meeting, Roster
from chat.fold import Fold
from chat.presence import PresenceRow
from chat.protocol.entry import Entry
from chat.store import Card, SignInRow, Store
from cohorts.seal import Unsealable

log = logging.getLogger(__name__)

K = TypeVar("K")
T = TypeVar("T")

#: What is being read when this process stops gets this long.
LAST_READ_SECONDS = 2.0
_NOBODYS_OWN: Final = (OperationalError, InterfaceError)

#: A turn, and when its entry was written: what another process wrote in its place was written at another time.
Stand = tuple[int, datetime | None]
NOWHERE: Final[Stand] = (0, None)


@dataclass(slots=True)
class Reading:
    """A room as this process has read it: its card, its people, and the fold of its entries."""

    card: Card
    roster: Roster = field(repr=False)
    sockets: list[PresenceRow]
    data_key: bytes | None = field(default=None, repr=False)
    fold: Fold = field(default_factory=Fold, repr=False)

    @property
    def stands(self) -> Stand:
        """Where this room stands here."""
        return self.fold.turn, self.fold.last_at

    @property
    def meeting(self) -> Meeting:
        """The meeting of this room."""
        card = self.card
        return Meeting(card.pk, card.id, card.cohort_pk, card.times, card.least_staff, card.backed)


@dataclass(frozen=True, slots=True)
class News:
    """What a look at some sessions found: where each stands, who is there, when it is held, and the time."""

    now: datetime
    #: When it was asked, as `monotonic` counts; not when whoever asks began to wait for the reader's thread.
    asked_at: float
    stands: Mapping[int, Stand]
    sockets: Mapping[int, list[PresenceRow]]
    cards: Mapping[int, Card]


class Reader:
    """Runs reads one after another beside the event loop; a broken connection is replaced once."""

    def __init__(self) -> None:
        """The thread begins with the first read."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader")
        self._store = Store()
        self._own = False

    async def close(self) -> None:
        """End the thread and its connection; a read that hangs is left to itself, and what waits behind it undone."""
        hung_up = self._thread.submit(self._hang_up)
        self._thread.shutdown(wait=False)
        await asyncio.wait([asyncio.wrap_future(hung_up)], timeout=LAST_READ_SECONDS)
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _hang_up(self) -> None:
        self._store.connection.close()

    async def load(self, sessions: Iterable[str]) -> list[tuple[Reading, list[Entry]]]:
        """Everything about these sessions, with all their entries, in a handful of queries."""
        return await self._all_or_each(self._load, list(sessions))

    async def after(self, known: Mapping[int, tuple[Reading, int]]) -> dict[int, list[Entry]]:
        """The entries of each session (by pk) after a turn."""
        return dict(await self._all_or_each(self._after, list(known.items())))

    async def page(self, room: Reading, after: Mapping[str, int], turns: tuple[int, int], limit: int) -> list[Entry]:
        """The next entries of some streams of one session, between two turns."""
        return await self._run(self._page, room, after, turns, limit)

    async def look(self, sessions: Mapping[int, str], *, staff_of: Collection[int] = ()) -> News:
        """Where these sessions (pk → public id) stand and who is there; of those in `staff_of`, who of staff is."""
        return await self._run(self._look, sessions, staff_of)

    async def ask(self, read: Callable[[], T]) -> T:
        """What a question of Django's own finds; it must not write."""
        return await self._run(read)

    async def now(self) -> tuple[datetime, float]:
        """The database's time, and when it was asked for it, as `monotonic` counts."""
        return await self._run(self._now)

    async def rosters(self, pks: Iterable[int]) -> dict[int, Roster]:
        """Who has or had a place in these sessions."""
        return await self._run(lambda: self._store.rosters(list(pks)).get())

    async def sign_ins(self, pairs: list[tuple[int, str]]) -> dict[tuple[int, str], SignInRow]:
        """The sign-ins behind some sockets, as they stand now."""
        return await self._run(lambda: self._store.sign_ins(pairs).get())

    async def running(self) -> list[str]:
        """The sessions for which something may become true by itself about now."""
        return await self._run(lambda: self._store.running(self._store.now().get()).get())

    async def _all_or_each(self, read: Callable[[list[K]], list[T]], wanted: list[K]) -> list[T]:
        """Read these together; where what one of them holds makes that fail, each by itself, and that one is left out.

        A database that cannot be asked is nobody's own trouble: asking it again for each would only keep all waiting.
        """
        try:
            return await self._run(read, wanted)
        except _NOBODYS_OWN:
            raise
        except Exception:
            if len(wanted) == 1:
                raise
        found: list[T] = []
        for each in wanted:
            try:
                found += await self._run(read, [each])
            except _NOBODYS_OWN:
                raise
            except Exception as problem:  # noqa: BLE001  (whatever is wrong with one room is wrong with it alone)
                log.error("a session cannot be read: %s", type(problem).__name__)
        return found

    # --- in the reader's thread -------------------------------------------------------------

    async def _run(self, read: Callable[..., T], *arguments: object) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._twice, read, *arguments)

    def _twice(self, read: Callable[..., T], *arguments: object) -> T:
        if not self._own:
            self._store.own_connection()
            self._own = True
        try:
            self._connect()
            return read(*arguments)
        except DatabaseError:
            self._store.connection.close()
            self._connect()
            return read(*arguments)

    def _connect(self) -> None:
        """No lock and no slow statement may keep every room of this process waiting for ever."""
        if self._store.connection.connection is None:
            self._store.connection.ensure_connection()
            self._store.limit_waiting(reading=True)

    def _load(self, sessions: list[str]) -> list[tuple[Reading, list[Entry]]]:
        cards = {card.pk: card for card in self._store.cards(sessions).get()}
        rosters = self._store.rosters(list(cards)).get()
        presence = self._store.presence({pk: card.id for pk, card in cards.items()}).get()
        rooms = {pk: Reading(card, rosters.get(pk, {}), presence[pk]) for pk, card in cards.items()}
        entries, unread = self._opened({pk: (room, 0) for pk, room in rooms.items()})
        return [(room, entries.get(pk, [])) for pk, room in rooms.items() if pk not in unread]

    def _after(self, known: list[tuple[int, tuple[Reading, int]]]) -> list[tuple[int, list[Entry]]]:
        return list(self._opened(dict(known))[0].items())

    def _opened(self, known: Mapping[int, tuple[Reading, int]]) -> tuple[dict[int, list[Entry]], set[int]]:
        """The entries of each session, and the sessions that cannot be read: one must not shut all the others."""
        rows = self._store.entries_after({pk: turn for pk, (_, turn) in known.items()}).get()
        unread = self._find_keys([known[row.session_pk][0] for row in rows])
        found: dict[int, list[Entry]] = {}
        for row in rows:
            room = known[row.session_pk][0]
            if row.session_pk in unread:
                continue
            try:
                entry = chain.open_entry(row, room.card.id, room.data_key or b"")
            except (Unsealable, msgspec.MsgspecError):
                log.error(
                    "session %s cannot be read from turn %d on; `manage.py verify` says more", room.card.id, row.turn
                )
                unread.add(row.session_pk)
                found.pop(row.session_pk, None)
            else:
                found.setdefault(row.session_pk, []).append(entry)
        return found, unread

    def _page(self, room: Reading, after: Mapping[str, int], turns: tuple[int, int], limit: int) -> list[Entry]:
        rows = self._store.page(room.card.pk, after, turns, limit).get()
        self._find_keys([room] if rows else [])
        return [chain.open_entry(row, room.card.id, room.data_key or b"") for row in rows]

    def _find_keys(self, rooms: list[Reading]) -> set[int]:
        """The key of a session appears with its first entry; returned are those whose key does not open."""
        without = {room.card.pk: room for room in rooms if room.data_key is None}
        lost: set[int] = set()
        for pk, head in self._store.heads(without).get().items() if without else ():
            try:
                without[pk].data_key = chain.unwrap(head.data_key, without[pk].card.id)
            except Unsealable:
                lost.add(pk)
        return lost

    def _now(self) -> tuple[datetime, float]:
        asked_at = monotonic()
        return self._store.now().get(), asked_at

    def _look(self, sessions: Mapping[int, str], staff_of: Collection[int]) -> News:
        with self._store.together():
            presence = self._store.presence(sessions, staff_of=staff_of)
            asked, cards = self._store.heads_now(sessions), self._store.cards(sessions.values())
            asked_at = monotonic()
            heads, now = asked.get()
            stands = {pk: (head.turn, head.at) for pk, head in heads.items()}
            return News(now, asked_at, stands, presence.get(), {card.pk: card for card in cards.get()})
