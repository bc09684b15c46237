"""What this room of the house asks the duty loops to do."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Max

from chat.models import Lease, PresenceRow
from chat.watch import tell_of_one, tell_of_too_few
from cohorts.attendance import KEPT
from cohorts.duties import Chore, register
from cohorts.models import Cohort

HOUR: Final = 60 * 60
OFTEN: Final = 30
#: Rows taken at a time, so that the journal never waits long for the write lock; the rest is taken an hour later.
MOST: Final = 1000


def forget_presence(now: datetime) -> int:
    """Delete who came to courses that ended a month ago, and the leases of workers that lapsed then.

    Until then somebody may ask who was missing.
    """
    before = now - KEPT
    ended = Cohort.objects.alias(last=Max("sessions__closes_at")).filter(last__lt=before)
    old = PresenceRow.objects.filter(session__cohort__in=ended.values("pk")).order_by("pk")
    sockets = PresenceRow.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST])).delete()[0]
    # A row counts by its worker's lease, which therefore stays as long.
    lapsed = Lease.objects.filter(renewed_at__lt=before).exclude(worker__in=PresenceRow.objects.values("worker"))
    return sockets + lapsed.delete()[0]


register(Chore("forget presence", HOUR, forget_presence))
register(Chore("look who is there", OFTEN, tell_of_too_few))
register(Chore("look whether one came alone", OFTEN, tell_of_one))
