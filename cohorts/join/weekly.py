"""The evening of the week that a group keeps to, whatever single evenings were moved to."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cohorts import planning
from cohorts.models import Cohort, Session


@dataclass(frozen=True, slots=True)
class Weekly:
    """A group's weekday and hours, as clocks show them where it lives; of the date of these two the weekday counts.

    `at` is when the evening that comes next starts, if that is at another hour than all others.
    """

    starts: datetime
    ends: datetime
    at: datetime | None


def weekly(cohort: Cohort, following: Session) -> Weekly:
    """Return what a group keeps to, beside the evening that comes next."""
    next_at = planning.there(following.starts_at, ZoneInfo(cohort.zone))
    starts = datetime.combine(planning.nearest(next_at.date(), cohort.weekday), cohort.local_time)
    length = following.ends_at - following.starts_at
    return Weekly(starts, starts + length, None if next_at.time() == cohort.local_time else next_at)
