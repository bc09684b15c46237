"""One connection's view of the few statements, the same for both databases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

from chat.facts import Meeting, Roster
from chat.person import Person, seat_person, staff_person
from chat.presence import LAPSES_AFTER, PresenceRow
from cohorts.schedule import Times

from . import postgres, sqlite
from .rows import Card, HeadRow, SavedEntry, SignInRow

ALIAS = "default"


class Store:
    """Reads and writes for whole batches, on the connection of the calling thread."""

    @property
    def connection(self) -> BaseDatabaseWrapper:
        """This thread's connection."""
        return connections[ALIAS]

    @property
    def _sql(self) -> ModuleType:
        return postgres if self.connection.vendor == "postgresql" else sqlite

    def own_connection(self) -> None:
        """Give this thread a connection of its own, outside the pool, as it sets its own limits."""
        settings = dict(self.connection.settings_dict)
        settings["OPTIONS"] = {k: v for k, v in settings["OPTIONS"].items() if k != "pool"}
        connections[ALIAS] = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, ALIAS)

    def transaction(self) -> AbstractContextManager[None]:
        """One transaction; on SQLite it holds the write lock from the start."""
        return transaction.atomic(using=ALIAS, durable=True)

    def limit_waiting(self) -> None:
        """Set the journal's own time limits on a fresh connection."""
        with self.connection.cursor() as cursor:
            for statement in self._sql.LIMITS:
                cursor.execute(statement)

    def now(self) -> datetime:
        """The database's clock."""
        with self.connection.cursor() as cursor:
            moment: datetime = self._sql.now(cursor)
            return moment

    # --- reading ----------------------------------------------------------------------------

    def lock(self, sessions: Iterable[str]) -> list[Meeting]:
        """Lock these sessions in id order for the rest of the transaction."""
        rows = self._read(self._sql.LOCK, [self._sql.values(sorted(set(sessions)))])
        return [Meeting(row[0], row[1], row[2], self._times(row[3:7])) for row in rows]

    def heads(self, pks: Iterable[int]) -> dict[int, HeadRow]:
        """The heads of these sessions; one that has said nothing yet has none."""
        rows = self._read(self._sql.HEADS, [self._sql.values(list(pks))])
        return {row[0]: self._head(row) for row in rows}

    def entries_after(self, turns: Mapping[int, int]) -> list[SavedEntry]:
        """The entries of each session after a turn, in order of turn."""
        if not turns:
            return []
        return self._entries(self._sql.ENTRIES, self._sql.table(list(turns.items())))

    def repeats(self, refs: Sequence[tuple[int, str, str]]) -> list[SavedEntry]:
        """The entries that already answered these (session, asker, ref)."""
        if not refs:
            return []
        return self._entries(self._sql.REPEATS, self._sql.table(refs))

    def page(self, pk: int, after: Mapping[str, int], turns: tuple[int, int], limit: int) -> list[SavedEntry]:
        """The next entries of some streams after a position each, between two turns."""
        if not after:
            return []
        parameters = [*self._sql.table(list(after.items())), pk, *turns, limit]
        return self._entries(self._sql.PAGE, parameters)

    def sign_ins(self, pairs: Sequence[tuple[int, str]]) -> dict[tuple[int, str], SignInRow]:
        """Each (session, as id)'s sign-in, as it stands now."""
        if not pairs:
            return {}
        rows = self._read(self._sql.SIGN_INS, self._sql.table(pairs))
        return {(row[0], row[1]): self._sign_in(row) for row in rows}

    def rosters(self, pks: Iterable[int]) -> dict[int, Roster]:
        """Everybody who has or had a place tonight, per session: seats in order, then staff.

        A seat's new holder comes after the one who left, and so replaces them.
        """
        ids = self._sql.values(list(pks))
        rosters: dict[int, dict[str, Person]] = {}
        for row in self._read(self._sql.ROSTER, [ids, ids]):
            pk, left, number, name, staff, role, leading = row
            if staff is None:
                person = seat_person(number, name, left=bool(left))
            else:
                person = staff_person(staff, name, role, leading=bool(leading), left=bool(left))
            rosters.setdefault(pk, {})[person.key] = person
        return dict(rosters)

    def presence(self, sessions: Mapping[int, str]) -> dict[int, list[PresenceRow]]:
        """Every socket row of these sessions (pk → public id), with its worker's last sign."""
        found: dict[int, list[PresenceRow]] = {pk: [] for pk in sessions}
        read = self._sql.read_moment
        for row in self._read(self._sql.PRESENCE, [self._sql.values(list(sessions))]):
            fields: list[Any] = [sessions[row[0]], *row[1:3], *map(read, row[3:7]), bool(row[7])]
            found[row[0]].append(PresenceRow(*fields))
        return found

    def cards(self, sessions: Iterable[str]) -> list[Card]:
        """What these sessions are called and when they are."""
        rows = self._read(self._sql.CARDS, [self._sql.values(list(sessions))])
        found: list[list[Any]] = [[*row[:3], self._times(row[3:7]), *row[7:]] for row in rows]
        return [Card(*fields) for fields in found]

    def running(self) -> list[str]:
        """The sessions whose lobby has opened and that ended less than a day ago."""
        now, moment = self.now(), self._sql.moment
        rows = self._read(self._sql.RUNNING, [moment(now), moment(now - timedelta(days=1))])
        return [row[0] for row in rows]

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
        lapsed = self._sql.moment(rows[0][4] - LAPSES_AFTER)
        with self.connection.cursor() as cursor:
            pairs = self._sql.table([row[:2] for row in rows])
            cursor.execute(self._sql.CLEAR_GONE, [*pairs, lapsed])
        self._put(self._sql.ARRIVE, rows)

    def leave(self, sockets: Sequence[str], at: datetime) -> None:
        """These sockets are gone."""
        if sockets:
            self._run(self._sql.LEAVE, [self._sql.moment(at), self._sql.values(sockets)])

    def away(self, pk: int, person: str, at: datetime | None) -> None:
        """Mark a person away since `at`, or back."""
        moment = None if at is None else self._sql.moment(at)
        self._run(self._sql.AWAY, [moment, pk, person])

    def renew(self, worker: str, *, stopped: bool = False) -> None:
        """Say that this worker lives, or that it has stopped."""
        with self.connection.cursor() as cursor:
            at = self._sql.moment(self._sql.now(cursor))
            cursor.execute(self._sql.RENEW, [worker, at, stopped])

    # --- plumbing ---------------------------------------------------------------------------

    def _read(self, statement: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def _run(self, statement: str, parameters: Sequence[Any]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)

    def _put(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        if rows:
            with self.connection.cursor() as cursor:
                self._sql.put(cursor, statement, rows)

    def _entries(self, statement: str, parameters: Sequence[Any]) -> list[SavedEntry]:
        read = self._sql.read_moment
        rows = self._read(statement, parameters)
        return [SavedEntry._make([*row[:9], read(row[9]), *map(bytes, row[10:])]) for row in rows]

    def _head(self, row: tuple[Any, ...]) -> HeadRow:
        return HeadRow(row[0], row[1], self._sql.read_moment(row[2]), *map(bytes, row[3:]))

    def _times(self, moments: Sequence[Any]) -> Times:
        return Times(*map(self._sql.read_moment, moments))

    def _sign_in(self, row: tuple[Any, ...]) -> SignInRow:
        read = self._sql.read_moment
        leading = None if row[15] is None else bool(row[15])
        who = [*row[:3], bool(row[3]), *map(read, row[4:6])]
        fields: list[Any] = [*who, *row[6:9], *map(read, row[9:11]), *row[11:14], read(row[14]), leading]
        return SignInRow(*fields)
