"""The chores of this room of the house: telling, offering places, and letting go of what nobody needs any more."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Manager, Max, Q, QuerySet
from django.db.models.functions import Coalesce

from cohorts.actions.leave_course import let_go
from cohorts.actions.lost import answer_lost
from cohorts.actions.support import tell_support
from cohorts.actions.waiting import offer_places
from cohorts.attendance import KEPT
from cohorts.duties.registry import Chore, register
from cohorts.models import (
    AttendanceMark,
    Cohort,
    Contact,
    Guessing,
    Heartbeat,
    Reply,
    SignIn,
    Telling,
    WaitingPlace,
)
from cohorts.telling.missing import plan_missed
from cohorts.telling.reminding import plan_reminders
from cohorts.telling.sending import tell_due
from cohorts.telling.unheld import tell_of_unheld

HOUR = 60 * 60
OFTEN = 30
A_MINUTE = 60
AT_ONCE = 5
SOON = 2
SIGN_INS_KEPT = timedelta(days=30)
GUESSING_KEPT = timedelta(days=30)
HEARTBEATS_KEPT = timedelta(days=1)
CONTACTS_KEPT = timedelta(days=30)
"""After the last evening of the course, as young people are promised in words; not a setting."""
#: Rows taken at a time, so that nobody waits long for a lock; what is left is taken an hour later.
MOST = 1000


def forget_sign_ins(now: datetime) -> int:
    """Delete the sign-ins that were ended, or ran out, a month ago."""
    before = now - SIGN_INS_KEPT
    old = SignIn.objects.filter(Q(ended_at__lt=before) | Q(expires_at__lt=before)).order_by("pk")
    return SignIn.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST])).delete()[0]


def forget_guessing(now: datetime) -> int:
    """Delete that much was guessed a month ago."""
    return Guessing.objects.filter(since__lt=now - GUESSING_KEPT).delete()[0]


def forget_heartbeats(now: datetime) -> int:
    """Delete what loops left behind that ended yesterday."""
    return Heartbeat.objects.filter(beat_at__lt=now - HEARTBEATS_KEPT).delete()[0]


def forget_old_contacts(now: datetime) -> int:
    """Delete the contacts of everybody whose course ended a month ago; evenings that were cancelled do not count."""
    ended = _ended_before(now - CONTACTS_KEPT)
    theirs = Q(seat__cohort__in=ended.values("pk")) | Q(waiting__cohort__in=ended.values("pk"))
    old = Contact.objects.filter(theirs).order_by("pk")
    return Contact.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST])).delete()[0]


def forget_old_tellings(now: datetime) -> int:
    """Delete what is known of who was told what, together with the contacts, a month after the course."""
    old = Telling.objects.filter(cohort__in=_ended_before(now - CONTACTS_KEPT).values("pk")).order_by("pk")
    return Telling.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST])).delete()[0]


def forget_attendance(now: datetime) -> int:
    """Delete who said that they come, what staff put right of it, and who waited, `KEPT_DAYS` after the course."""
    ended = _ended_before(now - KEPT).values("pk")
    return (
        _forget(Reply.objects, session__cohort__in=ended)
        + _forget(AttendanceMark.objects, session__cohort__in=ended)
        + _forget(WaitingPlace.objects, cohort__in=ended)
    )


def _forget(them: Manager[Any], **old: Any) -> int:
    """Delete some of these rows; return how many of them, without what went with them."""
    rows = list(them.filter(**old).order_by("pk").values_list("pk", flat=True)[:MOST])
    them.filter(pk__in=rows).delete()
    return len(rows)


def _ended_before(moment: datetime) -> QuerySet[Cohort]:
    """The cohorts whose last evening was before; where all were cancelled, the last that would have been."""
    held = Max("sessions__closes_at", filter=Q(sessions__cancelled_at__isnull=True))
    return Cohort.objects.alias(last=Coalesce(held, Max("sessions__closes_at"))).filter(last__lt=moment)


register(Chore("forget sign-ins", HOUR, forget_sign_ins))
register(Chore("forget guessing", HOUR, forget_guessing))
register(Chore("tell what is due", SOON, tell_due))
register(Chore("tell who asks for support", SOON, tell_support))
register(Chore("plan reminders", A_MINUTE, plan_reminders))
register(Chore("plan for whoever missed", HOUR, plan_missed))
register(Chore("tell of evenings not held", OFTEN, tell_of_unheld))
register(Chore("answer lost links", AT_ONCE, answer_lost))
register(Chore("let seats go", OFTEN, let_go))
register(Chore("forget heartbeats", HOUR, forget_heartbeats))
register(Chore("forget contacts", HOUR, forget_old_contacts))
register(Chore("forget tellings", HOUR, forget_old_tellings))
register(Chore("forget attendance", HOUR, forget_attendance))
register(Chore("offer places", OFTEN, offer_places))
