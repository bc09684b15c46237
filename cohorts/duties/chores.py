"""The chores of this room of the house: letting go of what nobody needs any more."""

from datetime import datetime, timedelta

from django.db.models import Q

from cohorts.duties.registry import Chore, register
from cohorts.models import Heartbeat, SignIn

HOUR = 60 * 60
SIGN_INS_KEPT = timedelta(days=30)
HEARTBEATS_KEPT = timedelta(days=1)
#: Rows taken at a time, so that nobody waits long for a lock; what is left is taken an hour later.
MOST = 1000


def forget_sign_ins(now: datetime) -> int:
    """Delete the sign-ins that were ended, or ran out, a month ago."""
    before = now - SIGN_INS_KEPT
    old = SignIn.objects.filter(Q(ended_at__lt=before) | Q(expires_at__lt=before)).order_by("pk")
    return SignIn.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST])).delete()[0]


def forget_heartbeats(now: datetime) -> int:
    """Delete what loops left behind that ended yesterday."""
    return Heartbeat.objects.filter(beat_at__lt=now - HEARTBEATS_KEPT).delete()[0]


register(Chore("forget sign-ins", HOUR, forget_sign_ins))
register(Chore("forget heartbeats", HOUR, forget_heartbeats))
