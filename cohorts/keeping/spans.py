"""How long the classes of data are kept: what the house is set to, and what young people are promised in words."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from cohorts.keeping.ending import ended_before
from cohorts.models import Cohort, Session

CONTACTS_KEPT: Final = timedelta(days=30)
"""After the last evening of the course, as young people are promised in words; not a setting."""
TO_HEAR: Final = timedelta(days=7)
"""After an evening was cancelled nobody is out of reach for so long: they have still to hear of it, and of the rest."""
A_YEAR: Final = timedelta(days=365)


def a_month() -> timedelta:
    """Keep it as long as somebody may ask who came."""
    return timedelta(days=settings.KEPT_DAYS)


def as_chat() -> timedelta:
    """Keep it as long as what was said."""
    return timedelta(days=settings.KEEP_CHAT_DAYS)


def as_records() -> timedelta:
    """Keep it as long as the record of a concern."""
    return settings.KEEP_RECORDS_YEARS * A_YEAR


def over(moment: datetime) -> QuerySet[Cohort, Any]:
    """The cohorts whose course was over then, for `…__in`."""
    return ended_before(moment).values("pk")


def over_and_heard(span: Callable[[], timedelta]) -> Callable[[datetime], QuerySet[Cohort, Any]]:
    """The cohorts whose course was over a `span` ago, once a week has passed since an evening of theirs was cancelled.

    One that was to come long after the others, and is cancelled, has no part in when the course was over. By the others
    a contact may have been due to go for weeks: before the letter that the evening is off went, and overnight for
    whoever read on their page that it is kept for months.
    """

    def over_by(moment: datetime) -> QuerySet[Cohort, Any]:
        lately = Session.objects.evenings().filter(cancelled_at__gt=moment + span() - TO_HEAR)
        return ended_before(moment).exclude(pk__in=lately.values("cohort")).values("pk")

    return over_by


def contacts_until(cohort: int) -> datetime | None:
    """Return when the contacts of this cohort (row) go, as far as its evenings are planned; None if none is."""
    theirs = Session.objects.evenings().filter(cohort=cohort)
    last = theirs.planned().order_by("closes_at").last()
    if last is None:
        return None
    off = theirs.exclude(cancelled_at=None).order_by("cancelled_at").last()
    kept = last.closes_at + CONTACTS_KEPT
    return kept if off is None or off.cancelled_at is None else max(kept, off.cancelled_at + TO_HEAR)
