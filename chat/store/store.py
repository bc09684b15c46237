"""One connection's view of the few statements, the same for both databases."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter
from types import ModuleType
from typing import Any, TypeVar

from django.conf import settings
from django.db import OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from chat.facts import Meeting, Roster
from chat.presence import FORGOTTEN_AFTER, PresenceRow

from . import sqlite
from .found import Found, Row
from .known import Known
from .making import Making, Room
from .rows import Card, HeadRow, SavedEntry, SignInRow

ALIAS = "default"

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Store:
    """Reads and writes for whole batches, on the connection of the calling thread."""

    def __init__(self) -> None:
        """On the connection that Django keeps for the thread, until it is given its own."""
        self._own: BaseDatabaseWrapper | None = None
        self._errand: Any = None
        #: What the last transaction knew, and what one under way does.
        self._remembered: Known | None = None
        self._known: Known | None = None

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """This thread's connection."""
        return self._own or connections[ALIAS]

    @cached_property
    def _sql(self) -> ModuleType:
        """Its statements, found out once: a batch asks for them some thirty times."""
        if self.connection.vendor != "postgresql":
            return sqlite
        from . import postgres  # noqa: PLC0415  (a house on a file starts without the driver)

        return postgres

    @cached_property
    def _make(self) -> Making:
        made: Making = self._sql.MAKING
        return made

    def own_connection(self) -> None:
        """Give this thread a connection of its own, outside the pool, as it sets its own limits."""
        settings = dict(self.connection.settings_dict)
        settings["OPTIONS"] = self._sql.own_options(settings["OPTIONS"])
        self._own = connections[ALIAS] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, ALIAS)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One transaction; on SQLite it holds the write lock from the start, and reads nothing that nobody changed.

        Raises `OperationalError` where somebody inside it caught what the database raised: Django would end it with a
        ROLLBACK and say nothing, and what was not kept would be taken for done.
        """
        remembered, self._remembered = self._remembered, None
        try:
            with transaction.atomic(using=ALIAS, durable=True):
                with self.connection.wrap_database_errors:
                    self._known = self._sql.known(self.connection, remembered)
                yield
                if self.connection.needs_rollback:
                    raise OperationalError("something failed in it")
            self._remembered = self._known
        finally:
            self._known = None

    def limit_waiting(self, *, reading: bool = False) -> None:
        """Set the time limits of a fresh connection: the journal's, or those of one that only reads."""
        with self.connection.cursor() as cursor:
            for statement in self._sql.READING_LIMITS if reading else self._sql.LIMITS:
                cursor.execute(statement)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Send the statements in here without waiting for one another's answers, where the database can."""
        if self._errand is not None:
            yield
            return
        connection = self.connection
        connection.ensure_connection()
        with connection.wrap_database_errors, self._sql.errand(connection) as errand:
            self._errand = errand
            try:
                yield
            finally:
                self._errand = None

    def commit(self) -> None:
        """Commit on the way of the last statements of `together`, before the transaction ends."""
        self._errand.commit()

    def was_locked(self, problem: Exception) -> bool:
        """Whether somebody else held a session for longer than we wait for it."""
        return bool(self._sql.was_locked(problem))

    def now(self) -> Found[datetime]:
        """The database's clock."""
        return self._read(self._sql.NOW, [], lambda rows: self._sql.clock(rows[0][0]))

    # --- reading ----------------------------------------------------------------------------

    def lock(self, sessions: Iterable[str]) -> Found[list[Meeting]]:
        """Lock these sessions in id order for the rest of the transaction. What is asked after it is read after it."""
        found = self._recalled("sessions", sorted(set(sessions)), self._lock)
        return found.then(lambda meetings: sorted(meetings.values(), key=attrgetter("pk")))

    def heads(self, pks: Iterable[int]) -> Found[dict[int, HeadRow]]:
        """The heads of these sessions; one that has said nothing yet has none."""
        return self._recalled("heads", list(pks), self._heads)

    def heads_now(self, pks: Iterable[int]) -> Found[tuple[dict[int, HeadRow], datetime]]:
        """The same and the database's clock, by one statement where it is asked for both."""
        wanted = list(pks)
        if wanted and self._known is None:
            return self._read(self._sql.HEADS, [self._sql.values(wanted)], self._heads_and_clock)
        heads, now = self.heads(wanted), self.now()
        return now.then(lambda moment: (heads.get(), moment))

    def entries_after(self, turns: Mapping[int, int]) -> Found[list[SavedEntry]]:
        """The entries of each session after a turn, in order of turn."""
        return self._read_for(turns, self._sql.ENTRIES, list(turns.items()), self._make.entries)

    def repeats(self, refs: Sequence[tuple[int, str, str]]) -> Found[list[SavedEntry]]:
        """The entries that already answered these (session, asker, ref)."""
        return self._read_for(refs, self._sql.REPEATS, refs, self._make.entries)

    def at(self, places: Sequence[tuple[int, int]]) -> Found[list[SavedEntry]]:
        """What stands at these (session, position) of the room."""
        return self._read_for(places, self._sql.AT, places, self._make.entries)

    def page(self, pk: int, after: Mapping[str, int], turns: tuple[int, int], limit: int) -> Found[list[SavedEntry]]:
        """The next entries of some streams after a position each, between two turns."""
        return self._read_for(after, self._sql.PAGE, list(after.items()), self._make.entries, [pk, *turns, limit])

    def sign_ins(self, pairs: Sequence[tuple[int, str]]) -> Found[dict[tuple[int, str], SignInRow]]:
        """Each (session, as id)'s sign-in, as it stands now."""
        return self._recalled("sign-ins", pairs, self._sign_ins)

    def rosters(self, pks: Sequence[int]) -> Found[dict[int, Roster]]:
        """Everybody who has or had a place tonight, per session: seats in order, then staff.

        A seat's new holder comes after the one who left, and so replaces them.
        """
        return self._recalled("rosters", pks, self._rosters)

    def presence(
        self, sessions: Mapping[int, str], *, staff_of: Iterable[int] = ()
    ) -> Found[dict[int, list[PresenceRow]]]:
        """Every socket row of these sessions (pk → public id), with its worker's last sign.

        Of the sessions `staff_of` only those of staff, which is all that most requests need to know.
        """
        few = set(staff_of)
        wanted = [(pk, session, pk in few) for pk, session in sessions.items()]
        found = self._recalled("presence", wanted, self._sockets)
        return found.then(lambda rooms: {pk: rows for (pk, _, _), rows in rooms.items()})

    def cards(self, sessions: Iterable[str]) -> Found[list[Card]]:
        """What these sessions are called and when they are."""
        return self._read(self._sql.CARDS, [self._sql.values(list(sessions))], self._make.cards)

    def running(self, now: datetime) -> Found[list[str]]:
        """The sessions whose lobby has opened and that ended less than a day ago."""
        moment = self._sql.moment
        parameters = [moment(now), moment(now - timedelta(days=1))]
        return self._read(self._sql.RUNNING, parameters, lambda rows: [row[0] for row in rows])

    # --- writing ----------------------------------------------------------------------------

    def add_entries(self, entries: Sequence[SavedEntry], heads: Sequence[HeadRow]) -> None:
        """All new entries of the batch, and the new heads of the sessions that grew by them."""
        if not entries:
            return
        with self._beside_what_is_known(), self.together():
            self._sql.add_entries(self._errand, entries, heads)
        if self._known is not None:
            self._known.of("heads").update((head.session_pk, head) for head in heads)

    def arrive(self, rows: Sequence[tuple[int, str, str, str, datetime]]) -> None:
        """New sockets (session, person, worker, socket, at); their stale rows go, and leave when they first came."""
        if not rows:
            return
        long_lapsed, sockets = self._sql.moment(rows[0][4] - FORGOTTEN_AFTER), [row[3] for row in rows]
        self._put(self._sql.ARRIVE, rows)
        people = self._sql.table([row[:2] for row in rows])
        self._ask(self._sql.CLEAR_GONE, [*people, long_lapsed, self._sql.values(sockets)])

    def leave(self, sockets: Sequence[str], at: datetime) -> None:
        """These sockets are gone."""
        if sockets:
            self._ask(self._sql.LEAVE, [self._sql.moment(at), self._sql.values(sockets)])

    def away(self, pk: int, person: str, at: datetime | None) -> None:
        """Mark a person away since `at`, or back."""
        moment = None if at is None else self._sql.moment(at)
        self._ask(self._sql.AWAY, [moment, pk, person])

    def lead(self, pk: int, staff: str) -> None:
        """From now on this member of staff leads the session, by their public id, and stands behind nobody in it."""
        self._ask(self._sql.LEAD, [staff, staff, pk])
        self._ask(self._sql.BACKS_NOBODY, [pk, staff])

    def renew(self, worker: str, *, stopped: bool = False) -> None:
        """Say that this worker lives, or that it has stopped, and which keys it has."""
        told = settings.KEYS.ring.told
        self._ask(self._sql.RENEW, [worker, self._sql.moment(self.now().get()), stopped, told])

    # --- plumbing ---------------------------------------------------------------------------

    def _recalled(
        self, what: str, wanted: Sequence[K], ask: Callable[[Sequence[K]], Found[dict[K, T]]]
    ) -> Found[dict[K, T]]:
        """What is wanted, by key, if it is there; asked for is only what this transaction does not know."""
        if self._known is None:
            return ask(wanted) if wanted else Found(list, lambda _: {})
        kept = self._known.of(what)
        if missing := [key for key in wanted if key not in kept]:
            found = ask(missing).get()
            kept.update((key, found.get(key)) for key in missing)
        here = {key: kept[key] for key in wanted if kept[key] is not None}
        return Found(list, lambda _: here)

    def _beside_what_is_known(self) -> AbstractContextManager[None]:
        return nullcontext() if self._known is None else self._known.beside()

    def _lock(self, sessions: Sequence[str]) -> Found[dict[str, Meeting]]:
        return self._read(self._sql.LOCK, [self._sql.values(sessions)], self._make.meetings)

    def _heads(self, pks: Sequence[int]) -> Found[dict[int, HeadRow]]:
        return self._read(self._sql.HEADS, [self._sql.values(pks)], self._make.heads)

    def _heads_and_clock(self, rows: list[Row]) -> tuple[dict[int, HeadRow], datetime]:
        return self._make.heads(rows), self._sql.clock(rows[0][-1])

    def _sign_ins(self, pairs: Sequence[tuple[int, str]]) -> Found[dict[tuple[int, str], SignInRow]]:
        return self._read_for(pairs, self._sql.SIGN_INS, pairs, self._make.sign_ins)

    def _rosters(self, pks: Sequence[int]) -> Found[dict[int, Roster]]:
        ids = self._sql.values(pks)
        return self._read(self._sql.ROSTER, [ids, settings.DEMO, ids], self._make.rosters)

    def _sockets(self, wanted: Sequence[Room]) -> Found[dict[Room, list[PresenceRow]]]:
        """Of each of these sessions its sockets, or those of staff alone."""
        parameters = [self._sql.values([pk for pk, _, few in wanted if few is less]) for less in (False, True)]
        return self._read(self._sql.PRESENCE, parameters, lambda rows: self._make.presence(wanted, rows))

    def _read(self, statement: str, parameters: Sequence[Any], read: Callable[[list[Row]], T]) -> Found[T]:
        return Found(self._ask(statement, parameters), read)

    def _read_for(
        self,
        wanted: Sequence[Any] | Mapping[Any, Any],
        statement: str,
        rows: Sequence[Sequence[Any]],
        read: Callable[[list[Row]], T],
        more: Sequence[Any] = (),
    ) -> Found[T]:
        """Ask about some rows; about none there is nothing to ask."""
        if not wanted:
            return Found(list, read)
        return self._read(statement, [*self._sql.table(rows), *more], read)

    def _ask(self, statement: str, parameters: Sequence[Any]) -> Callable[[], list[Row]]:
        """On the errand that is under way, or on one for this alone."""
        if self._errand is None:
            with self.together():
                return self._ask(statement, parameters)
        rows: Callable[[], list[Row]] = self._errand.ask(statement, parameters).rows
        return rows

    def _put(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows and self._errand is None:
            with self.together():
                self._put(statement, rows)
        elif rows:
            self._sql.put(self._errand, statement, rows)
