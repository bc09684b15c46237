"""Rows made what they are: each database has its own way to keep times, truths and lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import msgspec

from chat.facts import Meeting, Roster
from chat.person import Person, seat_person, staff_person
from chat.presence import PresenceRow
from cohorts.schedule import Times

from .found import Row
from .rows import Card, HeadRow, SavedEntry, SignInRow

#: A session by its row and public id, and whether only staff are wanted of it.
Room = tuple[int, str, bool]
_NONE_FIRST: Final[frozenset[str]] = frozenset()


class Making:
    """Makes of the rows of each statement what its caller asked for."""

    def __init__(self, read_moment: Callable[[Any], Any]) -> None:
        """`read_moment` reads a time as this database gives it, or None."""
        self._moment = read_moment

    def meetings(self, rows: list[Row]) -> dict[str, Meeting]:
        """By public id."""
        return {
            row[1]: Meeting(row[0], row[1], row[2], self._times(row[3:7]), row[7], bool(row[8]), _read_first(row[9]))
            for row in rows
        }

    def cards(self, rows: list[Row]) -> list[Card]:
        """In their order."""
        return [Card(*self._card(row)) for row in rows]

    def presence(self, wanted: Sequence[Room], rows: list[Row]) -> dict[Room, list[PresenceRow]]:
        """Of each that is wanted, in the order they came."""
        found: dict[Room, list[PresenceRow]] = {room: [] for room in wanted}
        by_pk = {room[0]: (room[1], found[room]) for room in wanted}
        for row in rows:
            session, here = by_pk[row[0]]
            fields: list[Any] = [session, *row[1:3], *map(self._moment, row[3:7]), bool(row[7])]
            here.append(PresenceRow(*fields))
        return found

    def entries(self, rows: list[Row]) -> list[SavedEntry]:
        """In their order."""
        read = self._moment
        return [SavedEntry._make([*row[:9], read(row[9]), *map(bytes, row[10:])]) for row in rows]

    def heads(self, rows: list[Row]) -> dict[int, HeadRow]:
        """By session; one without a head has a row that says no turn."""
        said = (row for row in rows if row[1] is not None)
        return {row[0]: HeadRow(row[0], row[1], self._moment(row[2]), *map(bytes, row[3:6])) for row in said}

    def sign_ins(self, rows: list[Row]) -> dict[tuple[int, str], SignInRow]:
        """By session and `as` id."""
        return {(row[0], row[1]): self._sign_in(row) for row in rows}

    def rosters(self, rows: list[Row]) -> dict[int, Roster]:
        """By session; whoever comes later in the rows replaces who had their place."""
        rosters: dict[int, dict[str, Person]] = {}
        for pk, left, number, name, staff, role, leading, watching, stands_by in rows:
            if staff is None:
                person = seat_person(number, name, left=bool(left))
            else:
                worker = staff_person(
                    staff, name, role, leading=bool(leading), left=bool(left), watching=bool(watching)
                )
                person = replace(worker, stands_by=bool(stands_by))
            rosters.setdefault(pk, {})[person.key] = person
        return dict(rosters)

    def _card(self, row: Row) -> list[Any]:
        return [*row[:3], self._times(row[3:7]), *row[7:10], *map(bool, row[10:13]), row[13]]

    def _times(self, moments: Sequence[Any]) -> Times:
        return Times(*map(self._moment, moments))

    def _sign_in(self, row: Row) -> SignInRow:
        read = self._moment
        leading = None if row[15] is None else bool(row[15])
        who = [*row[:3], bool(row[3]), *map(read, row[4:6])]
        fields: list[Any] = [*who, *row[6:9], *map(read, row[9:11]), *row[11:14], read(row[14]), leading]
        return SignInRow(*fields, *map(bool, row[16:]))


def _read_first(kept: str | list[str]) -> frozenset[str]:
    """A list, by PostgreSQL as such and by SQLite in words; nearly every course has an empty one."""
    if not kept or kept == "[]":
        return _NONE_FIRST
    return frozenset(msgspec.json.decode(kept, type=list[str]) if isinstance(kept, str) else kept)
