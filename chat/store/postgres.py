"""The statements for PostgreSQL. Lists go in as arrays, so each runs once per batch.

They go by errands of our own, past what driver and Django do for a statement that they do not know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import LockNotAvailable

from .errand import Errand
from .known import Known
from .making import Making

#: Every statement here finds its rows by their keys. Left to itself the planner reads whole tables where they were
#: small when it first looked, as on the first evening of a house, and goes on so while they grow.
BY_KEYS: Final = ("SET enable_seqscan = off", "SET enable_hashjoin = off", "SET enable_mergejoin = off")

#: Set once per connection of the journal: it would rather fail and say so than hang, and it plans each statement once.
LIMITS: Final = (
    "SET lock_timeout = '1s'",
    "SET statement_timeout = '3s'",
    "SET idle_in_transaction_session_timeout = '5s'",
    "SET plan_cache_mode = 'force_generic_plan'",
    *BY_KEYS,
)

#: Hundreds of long rooms are read at once after a restart.
READING_LIMITS: Final = ("SET lock_timeout = '1s'", "SET statement_timeout = '15s'", *BY_KEYS)

LOCK: Final = """
    SELECT id, public_id, cohort_id, opens_at, starts_at, ends_at, closes_at, least_staff, backed_by_id IS NOT NULL,
           (SELECT course.read_first FROM cohorts_cohort c JOIN cohorts_course course ON course.id = c.course_id
            WHERE c.id = cohorts_session.cohort_id)
    FROM cohorts_session WHERE public_id = ANY(%s) AND cancelled_at IS NULL
    ORDER BY id FOR NO KEY UPDATE"""
#: One row for each that is asked for, with the time, whether or not there is a head. Not with `LOCK`, which says all
#: that it selects before it waits for a lock.
HEADS: Final = """
    SELECT q.id, h.turn, h.at, h.digest, h.seal, h.data_key, clock_timestamp()
    FROM unnest(%s::bigint[]) AS q(id) LEFT JOIN chat_head h ON h.session_id = q.id"""
ENTRIES: Final = """
    SELECT e.session_id, e.turn, e.stream, e.pos, e.kind, e.author, e.asker, e.ref, e."of", e.at,
           e.sealed, e.hash, e.digest
    FROM unnest(%s::bigint[], %s::int[]) AS q(session_id, turn)
    JOIN chat_entry e ON e.session_id = q.session_id AND e.turn > q.turn
    ORDER BY e.session_id, e.turn"""
REPEATS: Final = """
    SELECT e.session_id, e.turn, e.stream, e.pos, e.kind, e.author, e.asker, e.ref, e."of", e.at,
           e.sealed, e.hash, e.digest
    FROM unnest(%s::bigint[], %s::varchar[], %s::varchar[]) AS q(session_id, asker, ref)
    JOIN chat_entry e
      ON e.session_id = q.session_id AND e.asker = q.asker AND e.ref = q.ref AND e.ref <> ''"""
AT: Final = """
    SELECT e.session_id, e.turn, e.stream, e.pos, e.kind, e.author, e.asker, e.ref, e."of", e.at,
           e.sealed, e.hash, e.digest
    FROM unnest(%s::bigint[], %s::int[]) AS q(session_id, pos)
    JOIN chat_entry e ON e.session_id = q.session_id AND e.stream = 'room' AND e.pos = q.pos"""
PAGE: Final = """
    SELECT e.session_id, e.turn, e.stream, e.pos, e.kind, e.author, e.asker, e.ref, e."of", e.at,
           e.sealed, e.hash, e.digest
    FROM unnest(%s::varchar[], %s::int[]) AS q(stream, pos)
    JOIN chat_entry e ON e.stream = q.stream AND e.pos > q.pos
    WHERE e.session_id = %s AND e.turn > %s AND e.turn <= %s
    ORDER BY e.turn LIMIT %s"""
SIGN_INS: Final = """
    SELECT q.session_id, g.public_id, g.token_digest, g.demo, g.expires_at, g.ended_at,
           seat.cohort_id, seat.number, seat.name, seat.taken_at, seat.withdrawn_at,
           staff.public_id, staff.name, staff.role, staff.left_at, shift.leading,
           s.kind = 'group' OR s.seat_id = g.seat_id, shift.watching AND s.kind = 'welcome'
    FROM unnest(%s::bigint[], %s::varchar[]) AS q(session_id, as_id)
    JOIN cohorts_signin g ON g.public_id = q.as_id
    LEFT JOIN cohorts_session s ON s.id = q.session_id
    LEFT JOIN cohorts_seat seat ON seat.id = g.seat_id
    LEFT JOIN cohorts_staff staff ON staff.id = g.staff_id
    LEFT JOIN cohorts_shift shift
      ON shift.staff_id = g.staff_id AND shift.session_id = q.session_id AND shift.ended_at IS NULL"""
ROSTER: Final = """
    SELECT s.id, seat.withdrawn_at IS NOT NULL, seat.number, seat.name, NULL, NULL, NULL, NULL, NULL
    FROM cohorts_session s JOIN cohorts_seat seat ON seat.cohort_id = s.cohort_id
    WHERE s.id = ANY(%s) AND seat.taken_at < s.closes_at
      AND (seat.withdrawn_at IS NULL OR seat.withdrawn_at > s.opens_at)
      AND (s.kind = 'group' OR s.seat_id = seat.id)
    UNION ALL
    SELECT shift.session_id, staff.left_at IS NOT NULL OR shift.ended_at IS NOT NULL OR (staff.demo AND NOT %s),
           9, staff.name, staff.public_id, staff.role, shift.leading, shift.watching AND s.kind = 'welcome',
           shift.watching
    FROM cohorts_shift shift JOIN cohorts_staff staff ON staff.id = shift.staff_id
    JOIN cohorts_session s ON s.id = shift.session_id
      AND (shift.ended_at IS NULL OR shift.ended_at > s.opens_at)
    WHERE shift.session_id = ANY(%s)
      AND (staff.role IN ('counsellor', 'volunteer') OR (shift.watching AND s.kind = 'welcome'))
    ORDER BY 3, 5, 2 DESC"""
PRESENCE: Final = """
    SELECT p.session_id, p.person, p.socket, p.entered_at, p.left_at, p.away_at,
           l.renewed_at, l.stopped
    FROM chat_presence p
    JOIN chat_lease l ON l.worker = p.worker
    JOIN cohorts_session s ON s.id = p.session_id AND coalesce(p.left_at, l.renewed_at) >= s.opens_at
    WHERE p.session_id = ANY(%s)
       OR (p.session_id = ANY(%s) AND p.person LIKE 'staff:%%')
    ORDER BY p.id"""
CARDS: Final = """
    SELECT s.id, s.public_id, s.cohort_id, s.opens_at, s.starts_at, s.ends_at, s.closes_at,
           course.title, week.number, week.theme, s.cancelled_at IS NOT NULL, s.kind = 'welcome',
           s.backed_by_id IS NOT NULL, s.least_staff
    FROM cohorts_session s
    JOIN cohorts_week week ON week.id = s.week_id
    JOIN cohorts_course course ON course.id = week.course_id
    WHERE s.public_id = ANY(%s)"""
NOW: Final = "SELECT clock_timestamp()"
RUNNING: Final = """
    SELECT public_id FROM cohorts_session
    WHERE opens_at <= %s AND closes_at > %s AND cancelled_at IS NULL
      AND (kind = 'group' OR seat_id IS NOT NULL)"""

#: Entries and the heads they make, in one: either would fail the other, as either fails the transaction.
ADD_ENTRIES: Final = """
    WITH added AS (
      INSERT INTO chat_entry
        (session_id, turn, stream, pos, kind, author, asker, ref, "of", at, sealed, hash, digest)
      SELECT * FROM unnest(%s::bigint[], %s::int[], %s::varchar[], %s::int[], %s::varchar[],
        %s::varchar[], %s::varchar[], %s::varchar[], %s::int[], %s::timestamptz[], %s::bytea[],
        %s::bytea[], %s::bytea[]))
    INSERT INTO chat_head (session_id, turn, at, digest, seal, data_key)
    SELECT * FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[], %s::bytea[], %s::bytea[],
      %s::bytea[])
    ON CONFLICT (session_id) DO UPDATE SET turn = EXCLUDED.turn, at = EXCLUDED.at,
      digest = EXCLUDED.digest, seal = EXCLUDED.seal"""
#: Whoever comes back came when they first came tonight: what is cleared behind it must not take that along.
ARRIVE: Final = """
    INSERT INTO chat_presence (session_id, person, worker, socket, entered_at)
    SELECT q.session_id, q.person, q.worker, q.socket, least(q.entered_at, (
      SELECT min(p.entered_at) FROM chat_presence p
      JOIN chat_lease l ON l.worker = p.worker
      JOIN cohorts_session s ON s.id = p.session_id AND coalesce(p.left_at, l.renewed_at) >= s.opens_at
      WHERE p.session_id = q.session_id AND p.person = q.person))
    FROM unnest(%s::bigint[], %s::varchar[], %s::varchar[], %s::varchar[], %s::timestamptz[])
      AS q(session_id, person, worker, socket, entered_at)
    ON CONFLICT (socket) DO NOTHING"""
CLEAR_GONE: Final = """
    DELETE FROM chat_presence p
    USING unnest(%s::bigint[], %s::varchar[]) AS q(session_id, person), chat_lease l
    WHERE p.session_id = q.session_id AND p.person = q.person AND l.worker = p.worker
      AND (p.left_at IS NOT NULL OR ((l.stopped OR l.renewed_at < %s) AND p.socket <> ALL(%s)))"""
LEAVE: Final = """
    UPDATE chat_presence SET left_at = %s WHERE socket = ANY(%s) AND left_at IS NULL"""
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
      SET renewed_at = EXCLUDED.renewed_at, stopped = EXCLUDED.stopped, ring = EXCLUDED.ring"""


def clock(found: datetime) -> datetime:
    """The database's own clock, which all workers share."""
    return found


def errand(connection: BaseDatabaseWrapper) -> Errand:
    """One way there and back for several statements."""
    return Errand(connection.connection)


def known(connection: BaseDatabaseWrapper, before: Known | None) -> None:
    """Nothing: others write at any time, and nobody says so."""


def was_locked(problem: Exception) -> bool:
    """Whether a lock was waited for in vain."""
    return isinstance(problem.__cause__, LockNotAvailable)


def own_options(options: dict[str, Any]) -> dict[str, Any]:
    """Outside the pool, whose connections others share."""
    return {name: value for name, value in options.items() if name != "pool"}


def values(items: Sequence[Any]) -> str:
    """A list as one parameter, in the form in which PostgreSQL writes an array."""
    first = next((item for item in items if item is not None), None)
    write = _WRITTEN.get(type(first), _as_text)
    return f"{{{','.join(['NULL' if item is None else write(item) for item in items])}}}"


def table(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Rows as parameters: one array a column."""
    return [values(column) for column in zip(*rows, strict=True)]


def put(errand: Errand, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Write many rows by one statement."""
    errand.ask(statement, table(rows))


def add_entries(errand: Errand, entries: Sequence[Sequence[Any]], heads: Sequence[Sequence[Any]]) -> None:
    """Write entries and the heads they make by one statement."""
    errand.ask(ADD_ENTRIES, [*table(entries), *table(heads)])


def moment(value: datetime) -> Any:
    """A time as a parameter."""
    return value


def read_moment(value: Any) -> Any:
    """A time as it came back, or None."""
    return value


#: What its rows are made by.
MAKING: Final = Making(read_moment)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _as_text(value: Any) -> str:
    return _quoted(str(value))


#: The driver's own arrays are written by one call an element, which took a tenth of all the time there is.
_WRITTEN: Final[dict[type, Callable[[Any], str]]] = {
    int: str,
    str: _quoted,
    bytes: lambda value: f'"\\\\x{value.hex()}"',
    datetime: lambda value: f'"{value.isoformat()}"',
}
