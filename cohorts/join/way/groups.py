"""The groups a stranger may join now, with the places they have. A fixed number of questions, however many groups."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch, Q

from cohorts import fullness, planning
from cohorts.join.weekly import Weekly, weekly
from cohorts.models import Cohort, ContactPolicy, Session


@dataclass(frozen=True, slots=True)
class Group:
    """One cohort as a stranger sees it: when it meets, how old the others are, whether there is a place.

    `first` is the evening they would come to first, `begun` whether the others have met before it.
    """

    cohort: Cohort
    first: Session
    left: int
    begun: bool

    @property
    def starts(self) -> datetime:
        """Their first evening, on the clock of the place where the group lives."""
        return planning.there(self.first.starts_at, ZoneInfo(self.cohort.zone))

    @property
    def weekly(self) -> Weekly:
        """The day of the week and the hours that it keeps to."""
        return weekly(self.cohort, self.first)

    @property
    def is_full(self) -> bool:
        """Whether they would have to wait for a place."""
        return self.left < 1

    @property
    def asks(self) -> bool:
        """Whether it asks how they can be reached."""
        return self.cohort.contact_policy != ContactPolicy.NONE

    @property
    def insists(self) -> bool:
        """Whether nobody may join who gives no way to reach them."""
        return self.cohort.contact_policy == ContactPolicy.REQUIRED


def open_groups(now: datetime) -> list[Group]:
    """Return every group that somebody new may still join or wait for, by its first evening."""
    planned = Session.objects.evenings().planned().select_related("week").order_by("opens_at", "pk")
    coming = Prefetch("sessions", planned.filter(opens_at__gt=now), to_attr="coming")
    ours = Q(demo=False) | Q(demo=settings.DEMO)
    cohorts = Cohort.objects.filter(ours, sessions__opens_at__gt=now).distinct()
    met = Session.objects.meetings().filter(cohort=OuterRef("pk"), opens_at__lte=now)
    read = cohorts.annotate(begun=Exists(met)).prefetch_related(coming)
    found = [one for one in read if one.coming and _begins(one.coming[0])]
    full = fullness.read(found, now)
    groups = (Group(one, one.coming[0], full[one.pk].for_anybody, one.begun) for one in found)
    return sorted(groups, key=lambda group: (group.first.starts_at, group.cohort.pk))


def fitting(groups: Iterable[Group], years: int | None) -> list[Group]:
    """Return the groups for people of this age."""
    return [one for one in groups if years is not None and one.cohort.age_from <= years <= one.cohort.age_to]


def ages(groups: Iterable[Group]) -> tuple[int, int] | None:
    """Return the youngest and the oldest that any group is for, or None if there is no group."""
    both = [(one.cohort.age_from, one.cohort.age_to) for one in groups]
    return (min(low for low, _ in both), max(high for _, high in both)) if both else None


def _begins(session: Session) -> bool:
    return session.week.number <= settings.JOIN_UNTIL_WEEK
