"""Evenings that were on between a backup and its coming back: the house does not know if they were held, or who came.

An act says so of each, and no more: people know what the database has lost.
"""

from collections.abc import Iterable
from datetime import datetime

from cohorts.models import Act, Session
from cohorts.models.session import Kind, SessionQuerySet

LOST = "evening_lost"


def lost(sessions: Iterable[int]) -> frozenset[int]:
    """Return those of these sessions (rows) of which this is so."""
    found = Act.objects.filter(verb=LOST, session__in=list(sessions))
    return frozenset(pk for pk in found.values_list("session", flat=True) if pk)


def on_between(since: datetime, now: datetime) -> SessionQuerySet:
    """The evenings and welcomes of which something may have been lost; how those came out that are noted is known."""
    on = Session.objects.planned().filter(opens_at__lt=now, closes_at__gt=since, outcome="", cohort__demo=False)
    known = Act.objects.filter(verb=LOST, session__isnull=False).values("session")
    return on.exclude(kind=Kind.WELCOME, seat__isnull=True).exclude(pk__in=known).order_by("starts_at", "pk")
