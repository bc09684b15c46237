"""One connection's view of the few statements, the same for both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any, Final, TypeVar

import msgspec
from django.conf import settings
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from chat.facts import Meeting, Roster
from chat.person import Person, seat_person, staff_person
from chat.presence import FORGOTTEN_AFTER, PresenceRow
from cohorts.schedule import Times

from . import postgres, sqlite
from .found import Found, Row
from .rows import Card, HeadRow, SavedEntry, SignInRow

_NONE_FIRST: Final[frozenset[str]] = frozenset()

ALIAS = "default"

T = TypeVar("T")


class Store:
    """Reads and writes for whole batches, on the connection of the calling thread."""

    def __init__(self) -> None:
        """On the connection that Django keeps for the thread, until it is given its own."""
        self._own: BaseDatabaseWrapper | None = None
        self._errand: Any = None

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """This thread's connection."""
        return self._own or connections[ALIAS]

    @property
    def _sql(self) -> ModuleType:
        return postgres if self.connection.vendor == "postgresql" else sqlite

    def own_connection(self) -> None:
        """Give this thread a connection of its own, outside the pool, as it sets its own limits."""
        settings = dict(self.connection.settings_dict)
        settings["OPTIONS"] = self._sql.own_options(settings["OPTIONS"])
        self._own = connections[ALIAS] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, ALIAS)

    def transaction(self) -> AbstractContextManager[None]:
        """One transaction; on SQLite it holds the write lock from the start."""
        return transaction.atomic(using=ALIAS, durable=True)

    def limit_waiting(self, *, reading: bool = False) -> None:
        """Set the time limits of a fresh connection: the journal's, or those of one that only reads."""
        with self.connection.cursor() as cursor:
            for statement in self._sql.READING_LIMITS if reading else self._sql.LIMITS:
                cursor.execute(statement)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Send the statements in here without waiting for one another's answers, where the database can."""
        around = self._errand
        with self._on_an_errand() as errand:
            self._errand = errand
            try:
                yield
            finally:
                self._errand = around

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
        return self._read(self._sql.LOCK, [self._sql.values(sorted(set(sessions)))], self._meetings)

    def heads(self, pks: Iterable[int]) -> Found[dict[int, HeadRow]]:
        """The heads of these sessions; one that has said nothing yet has none."""
        return self._read(
            self._sql.HEADS, [self._sql.values(list(pks))], lambda rows: {row[0]: self._head(row) for row in rows}
        )

    def entries_after(self, turns: Mapping[int, int]) -> Found[list[SavedEntry]]:
        """The entries of each session after a turn, in order of turn."""
        return self._read_for(turns, self._sql.ENTRIES, list(turns.items()), self._entries)

    def repeats(self, refs: Sequence[tuple[int, str, str]]) -> Found[list[SavedEntry]]:
        """The entries that already answered these (session, asker, ref)."""
        return self._read_for(refs, self._sql.REPEATS, refs, self._entries)

    def at(self, places: Sequence[tuple[int, int]]) -> Found[list[SavedEntry]]:
        """What stands at these (session, position) of the room."""
        return self._read_for(places, self._sql.AT, places, self._entries)

    def page(self, pk: int, after: Mapping[str, int], turns: tuple[int, int], limit: int) -> Found[list[SavedEntry]]:
        """The next entries of some streams after a position each, between two turns."""
        return self._read_for(after, self._sql.PAGE, list(after.items()), self._entries, [pk, *turns, limit])

    def sign_ins(self, pairs: Sequence[tuple[int, str]]) -> Found[dict[tuple[int, str], SignInRow]]:
        """Each (session, as id)'s sign-in, as it stands now."""
        return self._read_for(
            pairs, self._sql.SIGN_INS, pairs, lambda rows: {(row[0], row[1]): self._sign_in(row) for row in rows}
        )

    def rosters(self, pks: Sequence[int]) -> Found[dict[int, Roster]]:
        """Everybody who has or had a place tonight, per session: seats in order, then staff.

        A seat's new holder comes after the one who left, and so replaces them.
        """
        ids = self._sql.values(pks)
        return self._read(self._sql.ROSTER, [ids, ids], _rosters) if pks else Found(list, _rosters)

    def presence(
        self, sessions: Mapping[int, str], *, staff_of: Iterable[int] = ()
    ) -> Found[dict[int, list[PresenceRow]]]:
        """Every socket row of these sessions (pk → public id), with its worker's last sign.

        Of the sessions `staff_of` only those of staff, which is all that most requests need to know.
        """
        few = set(staff_of)
        whole = [pk for pk in sessions if pk not in few]
        parameters = [self._sql.values(whole), self._sql.values(sorted(few))]
        return self._read(self._sql.PRESENCE, parameters, lambda rows: self._presence(sessions, rows))

    def cards(self, sessions: Iterable[str]) -> Found[list[Card]]:
        """What these sessions are called and when they are."""
        return self._read(self._sql.CARDS, [self._sql.values(list(sessions))], self._cards)

    def running(self, now: datetime) -> Found[list[str]]:
        """The sessions whose lobby has opened and that ended less than a day ago."""
        moment = self._sql.moment
        parameters = [moment(now), moment(now - timedelta(days=1))]
        return self._read(self._sql.RUNNING, parameters, lambda rows: [row[0] for row in rows])

    # --- writing ----------------------------------------------------------------------------

    def add_entries(self, entries: Sequence[SavedEntry]) -> None:
        """All new entries of the batch."""
        self._put(self._sql.ADD_ENTRIES, entries)

    def save_heads(self, heads: Sequence[HeadRow]) -> None:
        """The new heads of the sessions that grew."""
        self._put(self._sql.SAVE_HEADS, heads)

    def arrive(self, rows: Sequence[tuple[int, str, str, str, datetime]]) -> None:
        """New sockets (session, person, worker, socket, at); their stale rows go."""
        if not rows:
            return
        long_lapsed = self._sql.moment(rows[0][4] - FORGOTTEN_AFTER)
        self._run(self._sql.CLEAR_GONE, [*self._sql.table([row[:2] for row in rows]), long_lapsed])
        self._put(self._sql.ARRIVE, rows)

    def leave(self, sockets: Sequence[str], at: datetime) -> None:
        """These sockets are gone."""
        if sockets:
            self._run(self._sql.LEAVE, [self._sql.moment(at), self._sql.values(sockets)])

    def away(self, pk: int, person: str, at: datetime | None) -> None:
        """Mark a person away since `at`, or back."""
        moment = None if at is None else self._sql.moment(at)
        self._run(self._sql.AWAY, [moment, pk, person])

    def lead(self, pk: int, staff: str) -> None:
        """From now on this member of staff leads the session, by their public id, and stands behind nobody in it."""
        self._run(self._sql.LEAD, [staff, staff, pk])
        self._run(self._sql.BACKS_NOBODY, [pk, staff])

    def renew(self, worker: str, *, stopped: bool = False) -> None:
        """Say that this worker lives, or that it has stopped, and which keys it has."""
        told = settings.KEYS.ring.told
        self._run(self._sql.RENEW, [worker, self._sql.moment(self.now().get()), stopped, told])

    # --- plumbing ---------------------------------------------------------------------------

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

    def _run(self, statement: str, parameters: Sequence[Any]) -> None:
        self._ask(statement, parameters)

    def _ask(self, statement: str, parameters: Sequence[Any]) -> Callable[[], list[Row]]:
        with self._on_an_errand() as errand:
            rows: Callable[[], list[Row]] = errand.ask(statement, parameters).rows
        return rows

    def _put(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            with self._on_an_errand() as errand:
                self._sql.put(errand, statement, rows)

    @contextmanager
    def _on_an_errand(self) -> Iterator[Any]:
        """That which is under way, or one for this alone."""
        if self._errand is not None:
            yield self._errand
            return
        connection = self.connection
        connection.ensure_connection()
        with connection.wrap_database_errors, self._sql.errand(connection) as errand:
            yield errand

    def _meetings(self, rows: list[Row]) -> list[Meeting]:
        return [
            Meeting(row[0], row[1], row[2], self._times(row[3:7]), row[7], bool(row[8]), _read_first(row[9]))
            for row in rows
        ]

    def _cards(self, rows: list[Row]) -> list[Card]:
        return [Card(*self._card(row)) for row in rows]

    def _card(self, row: Row) -> list[Any]:
        return [*row[:3], self._times(row[3:7]), *row[7:10], *map(bool, row[10:13]), row[13]]

    def _presence(self, sessions: Mapping[int, str], rows: list[Row]) -> dict[int, list[PresenceRow]]:
        found: dict[int, list[PresenceRow]] = {pk: [] for pk in sessions}
        read = self._sql.read_moment
        for row in rows:
            fields: list[Any] = [sessions[row[0]], *row[1:3], *map(read, row[3:7]), bool(row[7])]
            found[row[0]].append(PresenceRow(*fields))
        return found

    def _entries(self, rows: list[Row]) -> list[SavedEntry]:
        read = self._sql.read_moment
        return [SavedEntry._make([*row[:9], read(row[9]), *map(bytes, row[10:])]) for row in rows]

    def _head(self, row: Row) -> HeadRow:
        return HeadRow(row[0], row[1], self._sql.read_moment(row[2]), *map(bytes, row[3:]))

    def _times(self, moments: Sequence[Any]) -> Times:
        return Times(*map(self._sql.read_moment, moments))

    def _sign_in(self, row: Row) -> SignInRow:
        read = self._sql.read_moment
        leading = None if row[15] is None else bool(row[15])
        who = [*row[:3], bool(row[3]), *map(read, row[4:6])]
        fields: list[Any] = [*who, *row[6:9], *map(read, row[9:11]), *row[11:14], read(row[14]), leading]
        return SignInRow(*fields, *map(bool, row[16:]))


def _read_first(kept: str | list[str]) -> frozenset[str]:
    """A list, by PostgreSQL as such and by SQLite in words; nearly every course has an empty one."""
    if not kept or kept == "[]":
        return _NONE_FIRST
    return frozenset(msgspec.json.decode(kept, type=list[str]) if isinstance(kept, str) else kept)


def _rosters(rows: list[Row]) -> dict[int, Roster]:
    rosters: dict[int, dict[str, Person]] = {}
    for pk, left, number, name, staff, role, leading, watching, stands_by in rows:
        if staff is None:
            person = seat_person(number, name, left=bool(left))
        else:
            worker = staff_person(staff, name, role, leading=bool(leading), left=bool(left), watching=bool(watching))
            person = replace(worker, stands_by=bool(stands_by))
        rosters.setdefault(pk, {})[person.key] = person
    return dict(rosters)
