"""What this room of the house asks the duty loops to do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from chat.models import Lease, PresenceRow
from cohorts.duties import Chore, register

HOUR: Final = 60 * 60
#: Who came, and when, outlives the evening by a month: until then facilitators may ask who was missing.
KEPT: Final = timedelta(days=30)
#: Rows taken at a time, so that the journal never waits long for the write lock; the rest is taken an hour later.
MOST: Final = 1000


def forget_presence(now: datetime) -> int:
    """Delete the rows of sockets that went a month ago, alone or with their worker, and such workers' leases."""
    before = now - KEPT
    lapsed = Lease.objects.filter(renewed_at__lt=before)
    old = PresenceRow.objects.filter(Q(left_at__lt=before) | Q(worker__in=lapsed.values("worker"))).order_by("pk")
    sockets = PresenceRow.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST])).delete()[0]
    leases = lapsed.exclude(worker__in=PresenceRow.objects.values("worker")).delete()[0]
    return sockets + leases


register(Chore("forget presence", HOUR, forget_presence))
