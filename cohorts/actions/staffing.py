"""Taking staff out of a session, or out of the house."""

from datetime import datetime

from django.db import transaction

from cohorts.doorbell import ring_from_thread
from cohorts.models import Session, Shift, SignIn, Staff


def remove_from_shift(session: Session, staff: Staff) -> bool:
    """End somebody's rights in one session, under its lock; return False if they had none."""
    with transaction.atomic():
        sessions = Session.objects.filter(pk=session.pk).locked()
        removed, _ = Shift.objects.filter(session=session, staff=staff).delete()
        if removed:
            ring_from_thread(sessions)
    return bool(removed)


def leave_staff(staff: Staff, now: datetime) -> bool:
    """End every right of somebody who leaves, under the locks of their sessions; return False if they had left."""
    with transaction.atomic():
        sessions = Session.objects.filter(shifts__staff=staff).listening(now).locked()
        left = Staff.objects.filter(pk=staff.pk, left_at__isnull=True).update(left_at=now)
        if left:
            SignIn.objects.filter(staff=staff, ended_at__isnull=True).update(ended_at=now)
            ring_from_thread(sessions)
    return bool(left)
