"""Letting go, one small step at a time: whatever stops it, the next step goes on from what is there.

Each step is a transaction of its own: it reads the holds behind the lock that whoever places one takes, lets some rows
go, and writes how many, as an act. So nothing is counted that stayed, and nothing goes uncounted.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from cohorts.actions.acts import record
from cohorts.keeping import holds
from cohorts.keeping.registry import Gone, Kept, known, spared
from cohorts.models import Cohort

log = logging.getLogger(__name__)

PURGED = "purged"
_LIMITS = ("SET LOCAL lock_timeout = '2s'", "SET LOCAL statement_timeout = '10s'")


@dataclass(frozen=True, slots=True)
class Look:
    """One class as it stands: how many rows are due, and how many more are only kept by a hold or a record."""

    kept: Kept
    after: timedelta | None
    due: int = 0
    held: int = 0


def look(now: datetime) -> list[Look]:
    """Return how every class stands; nothing is changed."""
    held = holds.standing()
    return [_look(kept, now, held) for kept in known().values()]


def step(kept: Kept, now: datetime) -> int:
    """Let some rows of this class go that are due; return how many were let go of, 0 when nothing is left to do."""
    if kept.after is None or kept.rows is None or kept.forget is None:
        return 0
    with transaction.atomic():
        _limit()
        rows = _some(kept, now)
        went = kept.forget(rows, now) if rows else ()
        for gone in went:
            _write_down(kept, gone)
    return len(rows) - sum(gone.stayed for gone in went)


def _some(kept: Kept, now: datetime) -> list[Any]:
    """Rows that are due and on no hold, once the locks are there."""
    found = _due(kept, now, holds.standing())
    if found is None:
        return []
    first = list(found.order_by("pk")[: kept.most])
    if not first or not kept.of.cohort:
        return first
    if kept.locks:
        kept.locks(first)
    _lock_cohorts(kept, first)
    # Whoever placed a hold meanwhile has committed, or waits for us.
    again = _due(kept, now, holds.standing())
    return [] if again is None else list(again.filter(pk__in=[row.pk for row in first]).order_by("pk"))


def _lock_cohorts(kept: Kept, rows: Sequence[Any]) -> None:
    # A plain query set: a table's own list may leave some of its rows out.
    of: QuerySet[Any] = QuerySet(type(rows[0])).filter(pk__in=[row.pk for row in rows]).order_by()
    pks = {pk for way in kept.of.cohort for pk in of.values_list(way, flat=True) if pk is not None}
    list(Cohort.objects.filter(pk__in=pks).order_by("pk").select_for_update(no_key=True).only("pk"))


def _due(kept: Kept, now: datetime, held: holds.Held) -> "QuerySet[Any] | None":
    if kept.after is None or kept.rows is None:
        return None
    over = kept.rows(now - kept.after())
    for stays in (held.rows(kept), spared(kept.name)):
        if stays is not None:
            over = over.exclude(pk__in=kept.rows(now - kept.after()).filter(stays).order_by().values("pk"))
    return over


def _look(kept: Kept, now: datetime, held: holds.Held) -> Look:
    if kept.after is None or kept.rows is None:
        return Look(kept, None)
    found = _due(kept, now, held)
    over, due = kept.rows(now - kept.after()).count(), 0 if found is None else found.count()
    return Look(kept, kept.after(), due, over - due)


def _write_down(kept: Kept, gone: Gone) -> None:
    if not gone.count:
        return
    log.info("let go of %s, digest %s", kept.name, gone.digest.hex(), extra={"count": gone.count})
    if not kept.quiet:
        record(
            None, PURGED, cohort=gone.cohort, session=gone.session,
            what=kept.name, count=gone.count, digest=gone.digest.hex(),
        )  # fmt: skip


def _limit() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for limit in _LIMITS:
                cursor.execute(limit)
