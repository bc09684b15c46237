"""Bytes: what was deleted leaves the file of an embedded house, and not only its tables.

SQLite writes zeros over what is deleted (`secure_delete`), but its log keeps older pages until it is cut, and pages
that were split keep stale copies until the file is written anew. Both are done here, at a quiet moment: writing a file
anew keeps every room waiting as long as it takes. PostgreSQL is vacuumed by itself; `docs/running.md` says what that
leaves.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.db.models import Max, Min

from cohorts.actions.acts import record
from cohorts.models import Act, Session

log = logging.getLogger(__name__)

WIPED: Final = "file_wiped"
#: After each of these something lies in the file that should not …
AFTER: Final = ("purged", "delete_begun", "delete_done")
#: … and after much else that is no act, as whoever leaves takes their contacts along: no longer than this all the same.
AT_LEAST: Final = timedelta(days=1)
#: No file is written anew while a room is open, or about to be.
BEFORE_A_ROOM: Final = timedelta(hours=1)

InUse = Callable[[datetime], bool]
_in_use: list[InUse] = []


def register(in_use: InUse) -> None:
    """Have no file written anew while this says that somebody is in a room, whatever the clock says of it."""
    _in_use.append(in_use)


def is_file() -> bool:
    """Whether this house keeps its rows in a file of its own."""
    return connection.vendor == "sqlite"


def owed(now: datetime) -> bool:
    """Whether the file is to be written anew: something was let go of since it was, or it was not for a day."""
    last = dict(Act.objects.filter(verb__in=(*AFTER, WIPED)).order_by().values_list("verb").annotate(Max("at")))
    wiped = last.pop(WIPED, None)
    if last and (wiped is None or wiped <= max(last.values())):
        return True
    since = wiped or Act.objects.aggregate(first=Min("at"))["first"]
    return since is not None and since <= now - AT_LEAST


def wipe_what_is_owed(now: datetime) -> bool:
    """Wipe the file if that is owed and nobody is in a room, or soon to be."""
    return is_file() and owed(now) and wipe_when_quiet(now)


def wipe_when_quiet(now: datetime) -> bool:
    """Wipe the file, owed or not, if nobody is in a room, or soon to be."""
    if not is_file() or _soon_or_on(now) or any(in_use(now) for in_use in _in_use):
        return False
    try:
        return wipe()
    except DatabaseError as problem:  # somebody was writing; the next hour tries again
        log.error("the file was not wiped: %s", type(problem).__name__)
        return False


def _soon_or_on(now: datetime) -> bool:
    return Session.objects.planned().filter(opens_at__lte=now + BEFORE_A_ROOM, closes_at__gt=now).exists()


def wipe() -> bool:
    """Write the file anew without what was deleted and cut its log; False if a reader kept the log from being cut.

    Outside any transaction. What is asked twice is done twice and harms nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    if busy:
        return False
    with transaction.atomic():
        record(None, WIPED)
    log.info("the file was wiped")
    return True
