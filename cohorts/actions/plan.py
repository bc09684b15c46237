"""Planning a cohort, and changing what was planned of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from cohorts import ids, planning
from cohorts.actions.acts import record
from cohorts.clock import database_now
from cohorts.models import Cohort, Course, Session, Shift, Staff, WaitingPlace, Week
from cohorts.planning import Night


class ChangedMeanwhile(Exception):
    """Somebody else changed the cohort since the page was opened; nothing was done."""


class TooManyHeld(Exception):
    """More seats are held, or kept for somebody who waits, than the cohort would have."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works the evenings: one leads, one is the second, others stand by."""

    lead: Staff | None = None
    second: Staff | None = None
    watchers: Sequence[Staff] = ()

    def everybody(self) -> list[Staff]:
        """Return all of them, the lead first."""
        return [one for one in (self.lead, self.second, *self.watchers) if one is not None]


@dataclass(frozen=True, slots=True)
class Planned:
    """What a coordinator decided about a new cohort, looked at and found right."""

    course: Course
    name: str
    weekday: int
    local_time: time
    zone: str
    ages: tuple[int, int]
    capacity: int
    contact_policy: str
    holidays: str
    skips_holidays: bool
    nights: Sequence[Night]
    breaks: Sequence[date] = ()
    crew: Crew = field(default_factory=Crew)


@transaction.atomic
def plan_cohort(by: Staff, planned: Planned, ticket: str | None = None) -> Cohort:
    """Make the cohort with one session for each week of its course, staffed, and its act: all of it or nothing.

    `ticket` is the public id it will have; a second try with the same one is refused with `IntegrityError`.
    """
    weeks = list(Week.objects.filter(course=planned.course).order_by("number"))
    if not weeks or len(weeks) != len(planned.nights):
        raise ValueError("a cohort has one evening for each week of its course")
    cohort = _cohort(planned, ticket or ids.new())
    sessions = [_session(cohort, week, night) for week, night in zip(weeks, planned.nights, strict=True)]
    Session.objects.bulk_create(sessions)
    Shift.objects.bulk_create(_shifts(sessions, planned.crew))
    record(
        by, "cohort_planned", cohort=cohort, course=str(planned.course), sessions=len(sessions),
        first=planned.nights[0].day.isoformat(), lead=_id(planned.crew.lead), second=_id(planned.crew.second),
    )  # fmt: skip
    return cohort


def is_as_planned(cohort: Cohort, planned: Planned) -> bool:
    """Whether a cohort is what was decided here, with the same people on all its evenings."""
    if any(getattr(cohort, name) != value for name, value in _fields(planned).items()):
        return False
    evenings = list(Session.objects.evenings().filter(cohort=cohort))
    working = Shift.objects.standing().filter(session__in=evenings)
    wanted = {(one.session_id, one.staff_id, one.leading, one.watching) for one in _shifts(evenings, planned.crew)}
    return set(working.values_list("session", "staff", "leading", "watching")) == wanted


@transaction.atomic
def change_cohort(by: Staff, cohort: Cohort, version: int, changes: dict[str, str | int]) -> None:
    """Change plain fields of a cohort; raise `ChangedMeanwhile` or `TooManyHeld`, and then nothing happened."""
    next_version(cohort, version)
    now = database_now()
    promised = WaitingPlace.objects.offered(now).filter(cohort=cohort).count()
    if int(changes.get("capacity", cohort.capacity)) < cohort.seats.known(now).count() + promised:
        raise TooManyHeld
    Cohort.objects.filter(pk=cohort.pk).update(**changes)
    for name, value in changes.items():
        # A name is what somebody wrote, so the act says only that there is another.
        record(by, "cohort_changed", cohort=cohort, what=name, to=None if name == "name" else value)


def next_version(cohort: Cohort, version: int) -> None:
    """Take the cohort's lock and its next version, or raise `ChangedMeanwhile`; after the locks of sessions."""
    if not Cohort.objects.filter(pk=cohort.pk, version=version).update(version=F("version") + 1):
        raise ChangedMeanwhile


def _cohort(planned: Planned, public_id: str) -> Cohort:
    return Cohort.objects.create(public_id=public_id, **_fields(planned))


def _fields(planned: Planned) -> dict[str, Any]:
    ages_from, ages_to = planned.ages
    return {
        "course": planned.course,
        "name": planned.name,
        "weekday": planned.weekday,
        "local_time": planned.local_time,
        "zone": planned.zone,
        "first_date": planned.nights[0].day,
        "age_from": ages_from,
        "age_to": ages_to,
        "capacity": planned.capacity,
        "contact_policy": planned.contact_policy,
        "holidays": planned.holidays,
        "skips_holidays": planned.skips_holidays,
        "breaks": [day.isoformat() for day in planned.breaks],
    }


def _session(cohort: Cohort, week: Week, night: Night) -> Session:
    times = planning.times(night.starts_at, cohort.course.minutes)
    return Session(
        cohort=cohort, week=week, opens_at=times.opens_at, starts_at=times.starts_at, ends_at=times.ends_at,
        closes_at=times.closes_at, least_staff=settings.LEAST_STAFF,
    )  # fmt: skip


def _shifts(sessions: Iterable[Session], crew: Crew) -> list[Shift]:
    return [
        Shift(session=session, staff=one, leading=one == crew.lead, watching=one in crew.watchers)
        for session in sessions
        for one in crew.everybody()
    ]


def _id(staff: Staff | None) -> str | None:
    return staff.public_id if staff else None
