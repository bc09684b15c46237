"""Letting somebody of staff in who has just shown a second factor."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from cohorts.actions.invite import finish
from cohorts.actions.sign_in import Opened, open_for
from cohorts.models import Staff


def admit(staff: Staff, now: datetime, *, device: str) -> Opened | None:
    """Open a sign-in under the lock of their row; None if they left, or lost the second factor, in the meantime."""
    factors = Authenticator.objects.filter(user=staff).exclude(type=Authenticator.Type.RECOVERY_CODES)
    with transaction.atomic():
        row = Staff.objects.here().select_for_update(no_key=True).filter(pk=staff.pk).first()
        if row is None or not factors.exists():
            return None
        finish(row, now)
        return open_for(row, now, device=device)
