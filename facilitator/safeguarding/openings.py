"""The openings of seals as leads review them: what came of each, and what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cohorts import planning
from cohorts.models import Role, Staff

from .breakglass import duty_ref
from .models import Duty, Opening, OpeningStep, Step


@dataclass(frozen=True, slots=True)
class Opened:
    """One opening with what came of it, and the alarm that told a second person."""

    opening: Opening
    closed: OpeningStep | None
    told: OpeningStep | None
    spared: OpeningStep | None
    reviewed: OpeningStep | None
    alarm: Duty | None

    @property
    def untold(self) -> bool:
        """Whether nobody has said yet that the young person was told, or why they are not."""
        return self.told is None and self.spared is None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many young people are still to be told, and how many openings of earlier months to be reviewed."""

    untold: int
    overdue: int


def known_to(staff: Staff) -> QuerySet[Opening]:
    """Return the openings that somebody may review, the newest first: a lead, but not what is about that lead."""
    rows = Opening.objects.select_related(
        "by", "second", "concern__seat", "concern__session__week", "concern__session__cohort"
    )
    if staff.role != Role.LEAD:
        return rows.none()
    return rows.order_by("-opened_at", "-pk")


def read(openings: Sequence[Opening]) -> list[Opened]:
    """Read what came of them, by two questions however many they are."""
    found = OpeningStep.objects.filter(opening__in=openings).select_related("by")
    steps = {(one.opening_id, one.step): one for one in found}
    refs = Duty.objects.filter(ref__in=[duty_ref(one) for one in openings]).select_related("answered_by")
    alarms = {duty.ref: duty for duty in refs}

    def opened(one: Opening) -> Opened:
        closed, told, spared, reviewed = (
            steps.get((one.pk, step)) for step in (Step.CLOSED, Step.TOLD, Step.NOT_TOLD, Step.REVIEWED)
        )
        return Opened(one, closed, told, spared, reviewed, alarms.get(duty_ref(one)))

    return [opened(one) for one in openings]


def waiting(openings: QuerySet[Opening], now: datetime) -> Waiting:
    """Count what waits, by one question: who was not told, and what of the months before this one was not reviewed."""
    month = there(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    told, reviewed = _took(Step.TOLD, Step.NOT_TOLD), _took(Step.REVIEWED)
    return Waiting(
        **openings.order_by().aggregate(
            untold=Count("pk", filter=~Q(told)), overdue=Count("pk", filter=Q(opened_at__lt=month) & ~Q(reviewed))
        )
    )


def there(at: datetime) -> datetime:
    """Return the moment as the clock of the house has it, by which months begin."""
    return at.astimezone(settings.LADDER.zone)


def suggestion(opening: Opening) -> str:
    """Return words to tell a young person with; whoever sends them may change them."""
    zone = ZoneInfo(opening.concern.session.cohort.zone)
    return _(
        "On %(day)s we were afraid for your life. You had given us a way to reach you, for that and nothing else. "
        "We looked at it. Only the people who look after safety here know, and whoever they called to help you. "
        "You have done nothing wrong. "
        "If you want to know more, or to talk about it, please write to us."
    ) % {"day": date_format(planning.there(opening.opened_at, zone), "j F")}


def _took(*steps: Step) -> Exists:
    return Exists(OpeningStep.objects.filter(opening=OuterRef("pk"), step__in=steps))
