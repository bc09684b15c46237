"""One look at the database: does it answer, are tables and keys right, do the duties run, what time is it there?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max

from chat.store import Store
from cohorts.duties.claim import failing
from cohorts.keyring import Place, places
from cohorts.models import Heartbeat
from cohorts.seal import Unsealable

Name = tuple[str, str]
#: Two clocks that differ by no more are one.
APART = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one look found. `beat_age` is None where no loop has ever beaten, or where that cannot be known yet.

    `shut` names the kinds of things of which the newest does not open with this process's key ring, and `failing` the
    chores that fail again and again, whichever loop tries.
    """

    took: timedelta
    #: How far the database's clock is ahead of ours, at least: what asking took is in its favour.
    ahead: timedelta
    missing: int
    beat_age: timedelta | None
    shut: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()


def look() -> Seen:
    """Look, on a new connection that is closed again: an old one may still answer where nobody gets in any more.

    Blocks. The database's own errors where it does not answer as it should.
    """
    store = Store()
    store.own_connection()
    try:
        began = datetime.now(UTC)
        store.connection.ensure_connection()
        store.limit_waiting(reading=True)
        asked = datetime.now(UTC)
        now = store.now().get()
        answered = datetime.now(UTC)
        missing = _missing()
        beat_age = None if missing else _beat_age(now)
        shut = () if missing else tuple(place.name for place in places() if not _opens(place))
        fails = () if missing else failing(now)
        return Seen(datetime.now(UTC) - began, _apart(now, asked, answered), missing, beat_age, shut, fails)
    finally:
        store.connection.close()


def _apart(now: datetime, asked: datetime, answered: datetime) -> timedelta:
    if asked <= now <= answered:
        return timedelta(0)
    return now - answered if now > answered else now - asked


def _missing() -> int:
    applied = set(MigrationRecorder(connection).applied_migrations())
    return sum(name not in applied and not (replaced and replaced <= applied) for name, replaced in _written().items())


@cache
def _written() -> dict[Name, frozenset[Name]]:
    """The migrations of this release, each with those it stands for."""
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {name: frozenset(migration.replaces) for name, migration in found.items()}


def _opens(place: Place[Any]) -> bool:
    """Whether the newest of these opens; an older ring than the database shows there first."""
    newest = place.rows().order_by("-pk").first()
    try:
        for one in place.closed(newest) if newest else ():
            settings.KEYS.ring.unwrap(one.blob, one.row)
    except Unsealable:
        return False
    return True


def _beat_age(now: datetime) -> timedelta | None:
    # One from later than now was before the clock was put back: whoever lives has beaten since.
    beats = Heartbeat.objects.filter(beat_at__lte=now + APART)
    latest: datetime | None = beats.aggregate(latest=Max("beat_at"))["latest"]
    # Two clock readings of one moment may come in either order.
    return None if latest is None else max(timedelta(0), now - latest)
