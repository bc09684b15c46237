"""After a backup was brought back: what had ended since is there again, and nothing in the database knows of it."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session as Browser
from django.db import transaction
from django.db.models import Max

from cohorts.actions.acts import record
from cohorts.lost_evenings import LOST, on_between
from cohorts.models import Heartbeat, Invitation, LostLink, Seat, Session, SignIn, Telling, Why
from cohorts.telling.reminding import plan_reminders


@dataclass(frozen=True, slots=True)
class Ended:
    """How many of each there were: sign-ins, invitations and personal links that opened, messages that were due.

    `last` is the last sign of life in the database; of these `evenings`, on since then, it knows too little.
    """

    sign_ins: int
    invitations: int
    links: int
    messages: int
    last: datetime | None
    evenings: tuple[Session, ...]


@transaction.atomic
def end_what_came_back(now: datetime) -> Ended:
    """End whatever opens something or goes out by itself, while nobody is in the house yet.

    A sign-in may have been ended since, and a link used up or withdrawn: staff sign in anew or are sent another one,
    young people have their words, or ask for a way back. What is due by now may have been told before the fall back,
    and is told to nobody twice: the desk shows it as what may have gone. So it is with reminders that were planned
    only since. Of an evening that was on since nobody is told that it was not held, or that they missed it.
    """
    last = Heartbeat.objects.aggregate(last=Max("beat_at"))["last"]
    evenings = _lost(last, now) if last else ()
    plan_reminders(now)
    ended = Ended(
        SignIn.objects.filter(ended_at__isnull=True, expires_at__gt=now).update(ended_at=now),
        Invitation.objects.waiting().filter(expires_at__gt=now).update(expires_at=now),
        Seat.objects.filter(link_digest__isnull=False, link_spent_at__isnull=True).update(link_spent_at=now),
        Telling.objects.waiting().filter(next_at__lte=now).update(skipped_at=now, skipped_why=Why.UNSURE),
        last,
        evenings,
    )
    Browser.objects.all().delete()
    LostLink.objects.all().delete()
    record(
        None, "backup_restored", sign_ins=ended.sign_ins, invitations=ended.invitations, links=ended.links,
        messages=ended.messages,
    )  # fmt: skip
    return ended


def _lost(since: datetime, now: datetime) -> tuple[Session, ...]:
    """Note of each what cannot be known of it any more, under its lock."""
    found = on_between(since, now)
    found.locked()
    evenings = tuple(found.select_related("cohort__course", "week"))
    for one in evenings:
        record(None, LOST, session=one)
    return evenings
