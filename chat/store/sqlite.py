"""The statements for SQLite. Lists go in as one JSON text; rows with bytes row by row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, Self

from django.db.backends.base.base import BaseDatabaseWrapper

from .found import Row
from .known import Known
from .making import Making

#: The journal would rather say `busy` than hang behind somebody else's write.
LIMITS: Final = ("PRAGMA busy_timeout = 2000",)
READING_LIMITS: Final = LIMITS

_IN: Final = "IN (SELECT value FROM json_each(%s))"
_PAIRS: Final = (
    "(SELECT json_extract(value, '$[0]') AS {0}, json_extract(value, '$[1]') AS {1} FROM json_each(%s)) AS q"
)
_ENTRY: Final = """
    SELECT e.session_id, e.turn, e.stream, e.pos, e.kind, e.author, e.asker, e.ref, e."of", e.at,
           e.sealed, e.hash, e.digest"""

#: The write transaction is the lock; it begins IMMEDIATE.
LOCK: Final = f"""
    SELECT id, public_id, cohort_id, opens_at, starts_at, ends_at, closes_at, least_staff, backed_by_id IS NOT NULL,
           (SELECT course.read_first FROM cohorts_cohort c JOIN cohorts_course course ON course.id = c.course_id
            WHERE c.id = cohorts_session.cohort_id)
    FROM cohorts_session WHERE public_id {_IN} AND cancelled_at IS NULL ORDER BY id"""
#: One row for each that is asked for, whether or not there is a head; the clock is not in it.
HEADS: Final = """
    SELECT q.value, h.turn, h.at, h.digest, h.seal, h.data_key, NULL
    FROM json_each(%s) AS q LEFT JOIN chat_head h ON h.session_id = q.value"""
ENTRIES: Final = f"""{_ENTRY}
    FROM {_PAIRS.format("session_id", "turn")}
    JOIN chat_entry e ON e.session_id = q.session_id AND e.turn > q.turn
    ORDER BY e.session_id, e.turn"""
#: In the very words of the index, or SQLite would not see that it fits and look through the whole evening each time.
REPEATS: Final = f"""{_ENTRY}
    FROM (SELECT json_extract(value, '$[0]') AS session_id, json_extract(value, '$[1]') AS asker,
                 json_extract(value, '$[2]') AS ref FROM json_each(%s)) AS q
    JOIN chat_entry e
      ON e.session_id = q.session_id AND e.asker = q.asker AND e.ref = q.ref AND NOT (e.ref = '')"""
AT: Final = f"""{_ENTRY}
    FROM {_PAIRS.format("session_id", "pos")}
    JOIN chat_entry e ON e.session_id = q.session_id AND e.stream = 'room' AND e.pos = q.pos"""
PAGE: Final = f"""{_ENTRY}
    FROM {_PAIRS.format("stream", "pos")}
    JOIN chat_entry e ON e.stream = q.stream AND e.pos > q.pos
    WHERE e.session_id = %s AND e.turn > %s AND e.turn <= %s
    ORDER BY e.turn LIMIT %s"""
SIGN_INS: Final = f"""
    SELECT q.session_id, g.public_id, g.token_digest, g.demo, g.expires_at, g.ended_at,
           seat.cohort_id, seat.number, seat.name, seat.taken_at, seat.withdrawn_at,
           staff.public_id, staff.name, staff.role, staff.left_at, shift.leading,
           s.kind = 'group' OR s.seat_id = g.seat_id, shift.watching AND s.kind = 'welcome'
    FROM {_PAIRS.format("session_id", "as_id")}
    JOIN cohorts_signin g ON g.public_id = q.as_id
    LEFT JOIN cohorts_session s ON s.id = q.session_id
    LEFT JOIN cohorts_seat seat ON seat.id = g.seat_id
    LEFT JOIN cohorts_staff staff ON staff.id = g.staff_id
    LEFT JOIN cohorts_shift shift
      ON shift.staff_id = g.staff_id AND shift.session_id = q.session_id AND shift.ended_at IS NULL"""
ROSTER: Final = f"""
    SELECT s.id, seat.withdrawn_at IS NOT NULL, seat.number, seat.name, NULL, NULL, NULL, NULL, NULL
    FROM cohorts_session s JOIN cohorts_seat seat ON seat.cohort_id = s.cohort_id
    WHERE s.id {_IN} AND seat.taken_at < s.closes_at
      AND (seat.withdrawn_at IS NULL OR seat.withdrawn_at > s.opens_at)
      AND (s.kind = 'group' OR s.seat_id = seat.id)
    UNION ALL
    SELECT shift.session_id, staff.left_at IS NOT NULL OR shift.ended_at IS NOT NULL OR (staff.demo AND NOT %s),
           9, staff.name, staff.public_id, staff.role, shift.leading, shift.watching AND s.kind = 'welcome',
           shift.watching
    FROM cohorts_shift shift JOIN cohorts_staff staff ON staff.id = shift.staff_id
    JOIN cohorts_session s ON s.id = shift.session_id
      AND (shift.ended_at IS NULL OR shift.ended_at > s.opens_at)
    WHERE shift.session_id {_IN}
      AND (staff.role IN ('counsellor', 'volunteer') OR (shift.watching AND s.kind = 'welcome'))
    ORDER BY 3, 5, 2 DESC"""
PRESENCE: Final = f"""
    SELECT p.session_id, p.person, p.socket, p.entered_at, p.left_at, p.away_at,
           l.renewed_at, l.stopped
    FROM chat_presence p
    JOIN chat_lease l ON l.worker = p.worker
    JOIN cohorts_session s ON s.id = p.session_id AND coalesce(p.left_at, l.renewed_at) >= s.opens_at
    WHERE p.session_id {_IN}
       OR (p.session_id {_IN} AND p.person LIKE 'staff:%%')
    ORDER BY p.id"""
CARDS: Final = f"""
    SELECT s.id, s.public_id, s.cohort_id, s.opens_at, s.starts_at, s.ends_at, s.closes_at,
           course.title, week.number, week.theme, s.cancelled_at IS NOT NULL, s.kind = 'welcome',
           s.backed_by_id IS NOT NULL, s.least_staff
    FROM cohorts_session s
    JOIN cohorts_week week ON week.id = s.week_id
    JOIN cohorts_course course ON course.id = week.course_id
    WHERE s.public_id {_IN}"""
NOW: Final = "SELECT 1"
RUNNING: Final = """
    SELECT public_id FROM cohorts_session
    WHERE opens_at <= %s AND closes_at > %s AND cancelled_at IS NULL
      AND (kind = 'group' OR seat_id IS NOT NULL)"""

ADD_ENTRIES: Final = """
    INSERT INTO chat_entry
      (session_id, turn, stream, pos, kind, author, asker, ref, "of", at, sealed, hash, digest)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""
SAVE_HEADS: Final = """
    INSERT INTO chat_head (session_id, turn, at, digest, seal, data_key)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (session_id) DO UPDATE SET turn = excluded.turn, at = excluded.at,
      digest = excluded.digest, seal = excluded.seal"""
#: Whoever comes back came when they first came tonight: what is cleared behind it must not take that along.
ARRIVE: Final = """
    INSERT INTO chat_presence (session_id, person, worker, socket, entered_at)
    SELECT q.session_id, q.person, q.worker, q.socket, min(q.entered_at, coalesce((
      SELECT min(p.entered_at) FROM chat_presence p
      JOIN chat_lease l ON l.worker = p.worker
      JOIN cohorts_session s ON s.id = p.session_id AND coalesce(p.left_at, l.renewed_at) >= s.opens_at
      WHERE p.session_id = q.session_id AND p.person = q.person), q.entered_at))
    FROM (SELECT %s AS session_id, %s AS person, %s AS worker, %s AS socket, %s AS entered_at) AS q
    WHERE true ON CONFLICT (socket) DO NOTHING"""
CLEAR_GONE: Final = f"""
    DELETE FROM chat_presence WHERE id IN (
      SELECT p.id FROM {_PAIRS.format("session_id", "person")}
      JOIN chat_presence p ON p.session_id = q.session_id AND p.person = q.person
      JOIN chat_lease l ON l.worker = p.worker
      WHERE p.left_at IS NOT NULL OR ((l.stopped OR l.renewed_at < %s) AND p.socket NOT {_IN}))"""
LEAVE: Final = f"""
    UPDATE chat_presence SET left_at = %s WHERE socket {_IN} AND left_at IS NULL"""
AWAY: Final = """
    UPDATE chat_presence SET away_at = %s
    WHERE session_id = %s AND person = %s AND left_at IS NULL"""
LEAD: Final = """
    UPDATE cohorts_shift SET
      "leading" = (staff_id = (SELECT id FROM cohorts_staff WHERE public_id = %s)),
      watching = watching AND staff_id <> (SELECT id FROM cohorts_staff WHERE public_id = %s),
      revision = revision + 1
    WHERE session_id = %s AND ended_at IS NULL"""
BACKS_NOBODY: Final = """
    UPDATE cohorts_session SET backed_by_id = NULL, backed_at = NULL
    WHERE id = %s AND backed_by_id = (SELECT id FROM cohorts_staff WHERE public_id = %s)"""
RENEW: Final = """
    INSERT INTO chat_lease (worker, renewed_at, stopped, ring) VALUES (%s, %s, %s, %s)
    ON CONFLICT (worker) DO UPDATE
      SET renewed_at = excluded.renewed_at, stopped = excluded.stopped, ring = excluded.ring"""


def clock(found: Any) -> datetime:
    """SQLite lives in this process, and so does its clock."""
    return datetime.now(UTC)


class Errand:
    """The database is in this process, so every answer is here at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """By the driver itself: Django would look through the text of a statement each time."""
        self._connection = connection

    def __enter__(self) -> Self:
        """Nothing is asked yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """All was done."""

    def ask(self, statement: str, parameters: Sequence[Any] = ()) -> Answer:
        """Ask the database."""
        with closing(self._connection.execute(_marked(statement), parameters)) as cursor:
            return Answer(cursor.fetchall())

    def put(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows one by one."""
        self._connection.executemany(_marked(statement), rows).close()

    def commit(self) -> None:
        """The end of the transaction commits; nothing would come sooner."""


class Answer:
    """What one statement found."""

    __slots__ = ("_rows",)

    def __init__(self, rows: list[Row]) -> None:
        """These."""
        self._rows = rows

    def rows(self) -> list[Row]:
        """Its rows."""
        return self._rows


def errand(connection: BaseDatabaseWrapper) -> Errand:
    """There is no way to save."""
    return Errand(connection.connection)


def known(connection: BaseDatabaseWrapper, before: Known | None) -> Known:
    """What a transaction that has just begun needs not read, as one `before` it did."""
    driver = connection.connection
    here = before if before is not None and before.belongs_to(driver) else Known(driver)
    here.begin()
    return here


def was_locked(problem: Exception) -> bool:
    """There is one lock for all of it, so nothing can be split from anything."""
    return False


def own_options(options: dict[str, Any]) -> dict[str, Any]:
    """As everywhere; LIMITS does the rest."""
    return options


def values(items: Sequence[Any]) -> Any:
    """A list as one parameter."""
    return json.dumps(list(items))


def table(rows: Sequence[Sequence[Any]]) -> list[Any]:
    """Rows as one parameter."""
    return [json.dumps([list(row) for row in rows])]


def put(errand: Errand, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Write many rows; times as SQLite keeps them."""
    errand.put(statement, [[_plain(value) for value in row] for row in rows])


def add_entries(errand: Errand, entries: Sequence[Sequence[Any]], heads: Sequence[Sequence[Any]]) -> None:
    """Write entries and the heads they make."""
    put(errand, ADD_ENTRIES, entries)
    put(errand, SAVE_HEADS, heads)


def moment(value: datetime) -> Any:
    """A time as a parameter: the form in which Django keeps it."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def read_moment(value: Any) -> Any:
    """A time as it came back, or None."""
    if value is None:
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC)


#: What its rows are made by.
MAKING: Final = Making(read_moment)


@cache
def _marked(statement: str) -> str:
    """With the places of its parameters as SQLite knows them."""
    return statement.replace("%s", "?").replace("%%", "%")


def _plain(value: Any) -> Any:
    return moment(value) if isinstance(value, datetime) else value
