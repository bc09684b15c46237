"""Alarms in a room whose facilitators went without a word, as when the process died by which they were there.

Whoever goes is written down as gone, and what stands goes to the ladder in that transaction (`alarms.py`). Where a
process is killed nobody writes it: it is seen from outside, a minute after the last sign of life, if nobody is back.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from chat.alarms import GRACE
from chat.presence import LAPSES_AFTER, RENEW_EVERY
from chat.watch import unheld
from cohorts.duties import Chore, register
from cohorts.models import Session

from .models import Duty, Kind

EVERY_SECONDS: Final = 5
#: Less than it takes for anybody who is there to seem gone for a minute.
MOST_PAUSE: Final = timedelta(seconds=30)


class Watch:
    """Whether this process has looked on for so long that every worker that lives has shown it.

    After a time without the database, or a jump of its clock, all leases are old at once, and nobody is gone.
    """

    def __init__(self) -> None:
        """It has not looked yet."""
        self._looked: tuple[datetime, timedelta] | None = None
        self._since = timedelta(0)

    def settled(self, now: datetime, passed: timedelta) -> bool:
        """Look once more: it is `now` by the database, and so much has `passed` by a clock that nobody moves."""
        if self._looked is None or not self._followed(now, passed, *self._looked):
            self._since = passed
        self._looked = now, passed
        return passed - self._since >= LAPSES_AFTER

    def _followed(self, now: datetime, passed: timedelta, then: datetime, before: timedelta) -> bool:
        pause = passed - before
        return pause < MOST_PAUSE and abs(now - then - pause) < RENEW_EVERY


def look(now: datetime) -> int:
    """Send what stands in rooms that nobody holds any more to the ladder; return how many."""
    return sent_on(now) if _WATCH.settled(now, timedelta(seconds=time.monotonic())) else 0


def sent_on(now: datetime) -> int:
    """Make alarms due whose room nobody has held for a minute, as if that had been written down (care.md §6).

    Judged again under the locks of those rooms: whoever comes in now is there, and has the time there always is.
    """
    doubtful = unheld(set(_quiet(now).values_list("session", flat=True)), now)
    if not doubtful:
        return 0
    Session.objects.filter(pk__in=doubtful).locked()
    gone, sent = unheld(doubtful, now), 0
    for duty in _quiet(now).filter(session__in=gone):
        since = gone[duty.session_id]
        due_at = duty.raised_at if since is None else max(duty.raised_at, since + GRACE)
        if due_at <= now:
            sent += Duty.objects.waiting().filter(pk=duty.pk, round__isnull=True).update(due_at=due_at)
    return sent


def _quiet(now: datetime) -> QuerySet[Duty]:
    """Alarms of which nobody outside was told yet."""
    return Duty.objects.waiting().filter(kind=Kind.ALARM, round__isnull=True, due_at__gt=now).order_by("pk")


_WATCH: Final = Watch()

register(Chore("look for rooms left in silence", EVERY_SECONDS, look))
