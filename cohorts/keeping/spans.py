"""How long the classes of data are kept: what the house is set to, and what young people are promised in words."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from cohorts.keeping.ending import ended_before
from cohorts.models import Cohort

CONTACTS_KEPT: Final = timedelta(days=30)
"""After the last evening of the course, as young people are promised in words; not a setting."""
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
