"""What a plan would come to: its dated evenings, the weeks left out, and what a coordinator should know before."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from cohorts import cautions, days_off, planning, wording
from cohorts.actions.plan import Crew, Planned
from cohorts.cautions import Booked, Caution
from cohorts.desk import words
from cohorts.models import Cohort, Session, Shift, Staff
from cohorts.planning import Night, Odd, Rhythm, Skipped
from cohorts.schedule import Times
from cohorts.script import checker

NEAR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Line:
    """One evening of a preview: its week, the local and the UTC time, or why there is none that week."""

    day: date
    number: int | None = None
    theme: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    utc: datetime | None = None
    odd: Odd | None = None
    holiday: str = ""
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """A plan, the lines to show, and the cautions. `seen` changes with anything of it."""

    planned: Planned
    lines: list[Line]
    cautions: list[Caution]

    @property
    def clocks_change(self) -> bool:
        """Whether not all evenings are equally far from UTC."""
        return len({line.starts - line.utc.replace(tzinfo=None) for line in self.lines if line.starts and line.utc}) > 1

    @property
    def seen(self) -> str:
        """A short digest, so that what is saved is what was looked at."""
        return hashlib.sha256(repr((self.planned, self.lines, self.cautions)).encode()).hexdigest()[:24]


def rest() -> timedelta:
    """Return how long somebody should rest between two evenings."""
    return timedelta(hours=settings.REST_HOURS)


def rhythm_of(cohort: Cohort) -> Rhythm:
    """Return the rhythm a cohort was planned with."""
    years = range(cohort.first_date.year, cohort.first_date.year + 3)
    return Rhythm(
        cohort.first_date, cohort.local_time, ZoneInfo(cohort.zone), frozenset(map(date.fromisoformat, cohort.breaks)),
        days_off.on(cohort.holidays, years), cohort.skips_holidays,
    )  # fmt: skip


def look(found: dict[str, Any], breaks: Iterable[date]) -> Preview:
    """Return the preview of what a `PlanForm` found; `planning.NeverEnds` if too many weeks are skipped."""
    first: date = found["first_date"]
    holidays = days_off.on(found["holidays"], range(first.year, first.year + 3))
    rhythm = Rhythm(first, found["local_time"], found["zone"], frozenset(breaks), holidays, found["skips_holidays"])
    weeks = list(found["course"].weeks.order_by("number"))
    nights, skipped = planning.plan(rhythm, len(weeks))
    planned = _planned(found, nights, [one.day for one in skipped if not one.holiday])
    themes = [week.theme for week in weeks]
    lines = [
        *(_night(night, at, theme, rhythm.zone, found["course"].minutes)
          for at, (night, theme) in enumerate(zip(nights, themes, strict=True), start=1)),
        *(_skipped(one) for one in skipped),
    ]  # fmt: skip
    return Preview(planned, sorted(lines, key=lambda line: line.day), _cautions(planned, rhythm))


def clashes(crew: Iterable[Staff], nights: Sequence[tuple[date, Times]], but: Session | None = None) -> list[Caution]:
    """Return when these people would be double-booked or rest too little, by one query for all of them."""
    people = list(crew)
    booked = _booked(people, nights, but)
    return [caution for one in people for caution in cautions.clashes(one.name, nights, booked.get(one.pk, []), rest())]


def _booked(
    people: Sequence[Staff], nights: Sequence[tuple[date, Times]], but: Session | None
) -> dict[int, list[Booked]]:
    shifts = Shift.objects.standing().filter(
        staff__in=people, session__cancelled_at__isnull=True, declined_at__isnull=True,
        session__closes_at__gt=min(times.opens_at for _, times in nights) - NEAR,
        session__opens_at__lt=max(times.closes_at for _, times in nights) + NEAR,
    )  # fmt: skip
    if but is not None:
        shifts = shifts.exclude(session=but)
    found: dict[int, list[Booked]] = {}
    for shift in shifts.select_related("session__cohort__course").order_by("session__starts_at"):
        booked = Booked(shift.session.times, words.cohort(shift.session.cohort))
        found.setdefault(shift.staff_id, []).append(booked)
    return found


def _planned(found: dict[str, Any], nights: list[Night], breaks: list[date]) -> Planned:
    return Planned(
        course=found["course"],
        name=found["name"],
        weekday=found["weekday"],
        local_time=found["local_time"],
        zone=found["zone"].key,
        ages=(found["age_from"], found["age_to"]),
        capacity=found["capacity"],
        contact_policy=found["contact_policy"],
        holidays=found["holidays"],
        skips_holidays=found["skips_holidays"],
        nights=nights,
        breaks=breaks,
        crew=Crew(found["lead"], found["second"], list(found["watchers"])),
    )


def _cautions(planned: Planned, rhythm: Rhythm) -> list[Caution]:
    crew, minutes = planned.crew, planned.course.minutes
    times = [(night.day, planning.times(night.starts_at, minutes)) for night in planned.nights]
    starts = {night.day: f"{night.starts_at.astimezone(rhythm.zone):%H:%M}" for night in planned.nights}
    return [
        *cautions.staffing(crew.lead.name if crew.lead else None, crew.second.name if crew.second else None),
        *(clashes(crew.everybody(), times) if crew.everybody() else []),
        *cautions.holidays(planned.nights, rhythm.holidays),
        *cautions.clocks(planned.nights, f"{rhythm.at:%H:%M}", starts),
        *([] if planned.course.checked else [cautions.unchecked()]),
        *cautions.remarks(len(checker.check(wording.course_text(planned.course)))),
    ]


def _night(night: Night, number: int, theme: str, zone: ZoneInfo, minutes: int) -> Line:
    starts = planning.there(night.starts_at, zone)
    ends = planning.there(night.starts_at + timedelta(minutes=minutes), zone)
    return Line(night.day, number, theme, starts, ends, night.starts_at, night.odd)


def _skipped(one: Skipped) -> Line:
    return Line(one.day, holiday=one.holiday, is_break=not one.holiday)
