"""A worry about an adult that somebody answered while its record did not open: once it does, it says who has it.

No act says so of such a worry, as whoever is named might read acts. Until then the row of its duty is all there is, and
whoever the ladder came to last could not read what they have.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cohorts.duties import Chore, register

from . import record
from .acknowledging import FOLLOW, REVIEW, have
from .models import Concern, Duty, Kind

EVERY_SECONDS: Final = 30
MOST: Final = 50


def write_down(now: datetime) -> int:
    """Write into records that open again who has them; how many."""
    return sum(record.opens(one) and _had(one, now) for one in _unsaid().select_related("session__cohort")[:MOST])


def _unsaid() -> QuerySet[Concern]:
    """Those somebody answered and nobody has, the newest first; an answer to what was closed since is none."""
    stood = Concern.every.open().filter(adult=True, acknowledged_at__isnull=True)
    stood = stood.alias(since_at=Coalesce("changed_at", "raised_at"))
    answers = _answers().filter(concern=OuterRef("pk"), answered_at__gte=OuterRef("since_at"))
    return stood.filter(Exists(answers)).order_by("-pk")


def _answers() -> QuerySet[Duty]:
    """Answers to what tells of a worry itself, and not of what its record asks for later."""
    later = Q(ref__startswith=REVIEW) | Q(ref__startswith=FOLLOW)
    return Duty.objects.filter(~later, kind=Kind.ADULT, answered_by__isnull=False)


def _had(concern: Concern, now: datetime) -> bool:
    answers = _answers().filter(concern=concern, answered_at__gte=concern.since).order_by("answered_at", "pk")
    first = answers.select_related("answered_by").first()
    if first is None or first.answered_by is None or first.answered_at is None:
        return False
    at = timezone.localtime(first.answered_at, ZoneInfo(concern.session.cohort.zone))
    said = _("Said on %(at)s, while a key of this house was missing and this record could not be opened.")
    return have(concern, first.answered_by, now, said=said % {"at": date_format(at, "j F Y, H:i")})


register(Chore("write down late answers", EVERY_SECONDS, write_down))
