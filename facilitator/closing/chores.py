"""What is let go of by itself: how staff said they are, after a month; words of evenings, a month after the course."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max, Q

from cohorts.attendance import KEPT
from cohorts.duties import Chore, register
from cohorts.models import Cohort

from .models import Afterword, HowIAm

HOUR: Final = 60 * 60
HOW_I_AM_KEPT: Final = timedelta(days=30)
MOST: Final = 1000


def forget_how_i_am(now: datetime) -> int:
    """Delete what was said to supervisors a month ago."""
    return HowIAm.objects.filter(at__lt=now - HOW_I_AM_KEPT).delete()[0]


def forget_afterwords(now: datetime) -> int:
    """Delete what was written of evenings, once the course has been over for as long as it is known who came."""
    last = Max("sessions__closes_at", filter=Q(sessions__cancelled_at__isnull=True))
    ended = Cohort.objects.alias(last=last).filter(last__lt=now - KEPT)
    old = Afterword.objects.filter(session__cohort__in=ended.values("pk")).order_by("pk")
    return Afterword.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:MOST])).delete()[0]


register(Chore("forget how staff are", HOUR, forget_how_i_am))
register(Chore("forget words of evenings", HOUR, forget_afterwords))
