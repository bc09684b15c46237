"""Signing out: one browser's right ends, and its open sockets close."""

from datetime import datetime

from django.db import transaction

from cohorts.doorbell import ring_from_thread
from cohorts.models import Session, SignIn


def sign_out(sign_in: SignIn, now: datetime) -> bool:
    """End the sign-in and ring for its holder's sessions; return False if it had ended before."""
    with transaction.atomic():
        ended = SignIn.objects.filter(pk=sign_in.pk, ended_at__isnull=True).update(ended_at=now)
        if ended:
            ring_from_thread(_sessions(sign_in, now))
    return bool(ended)


def _sessions(sign_in: SignIn, now: datetime) -> list[str]:
    sessions = Session.objects.listening(now)
    theirs = (
        sessions.filter(cohort__seats=sign_in.seat) if sign_in.seat_id else sessions.filter(shifts__staff=sign_in.staff)
    )
    return list(theirs.values_list("public_id", flat=True))
