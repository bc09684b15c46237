"""What signing in leaves behind, and when it goes."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session

from cohorts.duties.registry import Chore, register
from cohorts.models import Invitation

HOUR = 60 * 60
INVITATIONS_KEPT = timedelta(days=30)
#: Rows taken at a time, so that nobody waits long for a lock; what is left is taken an hour later.
MOST = 1000


def forget_sessions(now: datetime) -> int:
    """Delete Django's sessions that have run out."""
    old = Session.objects.filter(expire_date__lt=now).order_by("pk").values_list("pk", flat=True)[:MOST]
    return Session.objects.filter(pk__in=list(old)).delete()[0]


def forget_invitations(now: datetime) -> int:
    """Withdraw invitations that ran out a month ago, and forget whom they were for."""
    old = Invitation.objects.waiting().filter(expires_at__lt=now - INVITATIONS_KEPT)
    return old.update(withdrawn_at=now, email="")


register(Chore("forget sessions", HOUR, forget_sessions))
register(Chore("forget invitations", HOUR, forget_invitations))
