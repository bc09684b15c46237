"""Evenings as the desk sees them: who works, who has confirmed, how many places are held. A fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, QuerySet

from cohorts import planning, turnout
from cohorts.desk import words
from cohorts.desk.messages import Reached, reached
from cohorts.models import Seat, Session, Shift
from cohorts.turnout import Tally


@dataclass(frozen=True, slots=True)
class Evening:
    """One session with everything that is shown beside it."""

    session: Session
    shifts: list[Shift]
    held: int
    came: Tally | None = None
    reached: Reached | None = None

    @property
    def starts(self) -> datetime:
        """When it starts where the cohort lives."""
        return self._there(self.session.starts_at)

    @property
    def ends(self) -> datetime:
        """When it ends where the cohort lives."""
        return self._there(self.session.ends_at)

    @property
    def was(self) -> datetime | None:
        """When it would have started first, if it was moved."""
        return self._there(self.session.was_at) if self.session.was_at else None

    def _there(self, at: datetime) -> datetime:
        return planning.there(at, ZoneInfo(self.session.cohort.zone))

    @property
    def day(self) -> date:
        """The day it is on, where the cohort lives."""
        return self.starts.date()

    @property
    def cohort(self) -> str:
        """What its cohort is called."""
        return words.cohort(self.session.cohort)

    @property
    def short(self) -> str:
        """What its cohort is called where day and time are beside it."""
        return self.session.cohort.name or self.session.cohort.course.title

    @property
    def title(self) -> str:
        """What it is called itself."""
        return words.evening(self.session)

    @property
    def free(self) -> int:
        """How many places nobody has."""
        return max(0, self.session.cohort.capacity - self.held)

    @property
    def lead(self) -> Shift | None:
        """Whoever leads it and has not said no."""
        return next((one for one in self.coming if one.leading), None)

    @property
    def second(self) -> Shift | None:
        """The facilitator beside the lead, if one has not said no."""
        return next((one for one in self.coming if not one.leading and not one.watching), None)

    @property
    def lacks_second(self) -> bool:
        """Whether nobody is there beside the lead; a welcome is one to one."""
        return self.second is None and not self.session.is_welcome

    def lacks_staff(self, now: datetime) -> bool:
        """Whether it is still to be held, and nobody leads or nobody is there beside the lead."""
        over = self.session.cancelled_at is not None or self.session.closes_at <= now
        return not over and (self.lead is None or self.lacks_second)

    def was_none(self, now: datetime) -> bool:
        """Whether it is over and was no evening of a group: not held, or nobody came, or one of several.

        Ask only where it was read who came and that is still known.
        """
        over = self.session.cancelled_at is None and self.session.closes_at <= now
        return over and turnout.was_none(self.came)

    @property
    def coming(self) -> list[Shift]:
        """Whoever is on and has not said no."""
        return [one for one in self.shifts if not one.declined_at]

    @property
    def declined(self) -> list[Shift]:
        """Whoever is on and cannot come."""
        return [one for one in self.shifts if one.declined_at]

    @property
    def unconfirmed(self) -> list[Shift]:
        """Whoever is on and has said neither yes nor no."""
        return [one for one in self.shifts if not one.declined_at and not one.confirmed_at]


def read(sessions: QuerySet[Session], *, with_came: bool = False) -> list[Evening]:
    """Return these sessions as evenings: three queries, one more if any was changed, six to learn who came."""
    able = Shift.objects.able().select_related("staff")
    shifts = Prefetch("shifts", able.order_by("-leading", "watching", "pk"), to_attr="on_shift")
    found = list(sessions.select_related("cohort__course", "week").prefetch_related(shifts))
    held = held_places({one.cohort_id for one in found})
    heard = reached(one.pk for one in found if one.changed_at)
    came = _came(found) if with_came else {}
    return [
        Evening(
            one, list(one.on_shift), held.get(one.cohort_id, 0), came.get(one.pk), heard.get(one.pk),
        )
        for one in found
    ]  # fmt: skip


def _came(sessions: Sequence[Session]) -> dict[int, Tally | None]:
    """How many came of those who were expected, whoever has the seats by now."""
    seen = turnout.read(sessions)
    theirs: dict[int, list[Seat]] = {}
    for seat in Seat.objects.filter(cohort__in={one.cohort_id for one in sessions}):
        theirs.setdefault(seat.cohort_id, []).append(seat)
    return {one.pk: seen.tally(one, theirs.get(one.cohort_id, [])) for one in sessions}


def held_places(cohorts: Iterable[int]) -> dict[int, int]:
    """Return how many places are held in each of these cohorts (rows)."""
    seats = Seat.objects.filter(cohort__in=list(cohorts), withdrawn_at__isnull=True)
    return dict(seats.order_by().values_list("cohort").annotate(Count("pk")))
