"""Signing out: one browser's right ends, and its open sockets close."""

from datetime import datetime

from django.db import transaction

from cohorts.doorbell import ring_from_thread
from cohorts.models import Session, Shift, SignIn
from cohorts.models.session import SessionQuerySet


def sign_out(sign_in: SignIn, now: datetime) -> bool:
    """End the sign-in under the locks of its holder's sessions, and ring; return False if it had ended before."""
    with transaction.atomic():
        sessions = _sessions(sign_in, now).locked()
        ended = SignIn.objects.filter(pk=sign_in.pk, ended_at__isnull=True).update(ended_at=now)
        if ended:
            ring_from_thread(sessions)
    return bool(ended)


def _sessions(sign_in: SignIn, now: datetime) -> SessionQuerySet:
    sessions = Session.objects.listening(now)
    if sign_in.seat:
        return sessions.for_seat(sign_in.seat)
    return sessions.filter(pk__in=Shift.objects.sessions_of(sign_in.staff)) if sign_in.staff else sessions.none()
