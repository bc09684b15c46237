"""Sharing chores between loops, by rows alone.

1. Every chore has a row that says when it is next due.
2. A loop that finds it due moves `next_at` on by one atomic UPDATE: one row changed, and the chore is its own.
3. It does the chore in a transaction of its own, which also writes when the next one is due.
4. If the chore fails, or the loop dies, the claim runs out: after one period, but never later than a minute.
5. One that is due later than it can be was written before the clock was put back; it is due now.
6. One that fails has a second row, which says since when; whoever does it takes that away. A loop sees these rows as it
   looks what is due, and writes nothing of one that was not there, unless another may have tried and failed since.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q

from cohorts.duties.registry import Chore, known
from cohorts.models import ChoreRow

CLAIM_SECONDS = 60
#: So long a chore has failed that is told of: it was tried at least twice more.
FAILS_SECONDS = 150
#: What the second row is called, before the name of the chore.
FAILS = "! "
# A chore that waits for somebody's lock, or for a slow statement, must not keep the others waiting for long.
LIMITS = ("SET LOCAL lock_timeout = '2s'", "SET LOCAL statement_timeout = '10s'")


class Due(NamedTuple):
    """A chore that somebody has to do, and whether it stood as failing when we looked."""

    chore: Chore
    fails: bool
    seen_at: datetime

    def may_be_marked(self, now: datetime) -> bool:
        """Whether it may stand as failing: since we looked another loop may have claimed it, and that claim run out."""
        return self.fails or not timedelta(0) <= now - self.seen_at < _lasts(self.chore)


def know(names: Iterable[str], now: datetime) -> None:
    """Make rows for chores that have none yet; they are due at once."""
    ChoreRow.objects.bulk_create([ChoreRow(name=name, next_at=now) for name in names], ignore_conflicts=True)


def due(chores: Mapping[str, Chore], now: datetime) -> list[Due]:
    """Which of these somebody has to do, the longest due first; rows of another release's chores are left to it."""
    rows = list(ChoreRow.objects.order_by("next_at").values_list("name", "next_at"))
    fail = {name.removeprefix(FAILS) for name, _ in rows if name.startswith(FAILS)}
    known = [(chores[name], next_at) for name, next_at in rows if name in chores]
    return [
        Due(chore, chore.name in fail, now)
        for chore, next_at in known
        if next_at <= now or next_at > _latest(chore, now)
    ]


def claim(chore: Chore, now: datetime) -> datetime | None:
    """Until when the chore is ours; None when another loop was quicker."""
    until = now + _lasts(chore)
    is_due = Q(next_at__lte=now) | Q(next_at__gt=_latest(chore, now))
    claimed = ChoreRow.objects.filter(is_due, name=chore.name).update(next_at=until)
    return until if claimed else None


def carry_out(chore: Chore, now: datetime, until: datetime, *, marked: bool = True) -> int:
    """Do it and say when it is next due, both or neither; return what it does. `marked`: it may stand as failing."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for limit in LIMITS:
                    cursor.execute(limit)
        done = chore.do(now)
        # Whoever took it over from us, because we took too long, has said it for us.
        mine = ChoreRow.objects.filter(name=chore.name, next_at=until)
        mine.update(next_at=now + timedelta(seconds=chore.every_seconds))
        if marked:
            ChoreRow.objects.filter(name=FAILS + chore.name).delete()
    return done


def note_failure(chore: Chore, now: datetime) -> None:
    """Keep since when it fails, whichever loop tries it."""
    know([FAILS + chore.name], now)


def failing(now: datetime) -> tuple[str, ...]:
    """Which chores that this release knows have failed again and again, by name."""
    # One that began later than now began before the clock was put back.
    long_since = Q(next_at__lte=now - timedelta(seconds=FAILS_SECONDS)) | Q(next_at__gt=now)
    rows = ChoreRow.objects.filter(long_since, name__in=[FAILS + name for name in known()]).order_by("name")
    return tuple(name.removeprefix(FAILS) for name in rows.values_list("name", flat=True))


def _lasts(chore: Chore) -> timedelta:
    """How long nobody else claims it."""
    return timedelta(seconds=min(chore.every_seconds, CLAIM_SECONDS))


def _latest(chore: Chore, now: datetime) -> datetime:
    """When it can be due at the latest; the loops of one house may differ by the time that one statement takes."""
    return now + timedelta(seconds=max(chore.every_seconds, CLAIM_SECONDS) + CLAIM_SECONDS)
