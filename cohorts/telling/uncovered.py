"""An evening comes and nobody answers outside its room: coordinators and leads hear of it while there is time.

Once a day before, once three hours before, each by a letter of its own; at once if it becomes so later (care.md §7).
"""

from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from cohorts import on_call
from cohorts.models import Kind, Role, Session, Staff, Telling
from cohorts.telling.outbox import planned, write

A_DAY_BEFORE, HOURS_BEFORE = timedelta(hours=24), timedelta(hours=3)


def tell_of_uncovered(now: datetime) -> int:
    """Write down what is to be told of the evenings of the next day; return how many letters are new."""
    coming = on_call.evenings(now, now + A_DAY_BEFORE).filter(cohort__demo=False)
    last = coming.aggregate(last=Max("closes_at"))["last"]
    if last is None:
        return 0
    found = on_call.read(now, last)
    uncovered = [one for one in coming.order_by("starts_at", "pk") if not found.answers_for(one, now)]
    told = list(_told()) if uncovered else []
    rows = [_row(one, session, now) for session in uncovered for one in told]
    there = set(Telling.objects.filter(ref__in=[row.ref for row in rows]).values_list("ref", flat=True))
    fresh = [row for row in rows if row.ref not in there]
    write(fresh)
    return len(fresh)


def _told() -> QuerySet[Staff]:
    """Whoever can plan somebody for it, and whoever would be called without being asked."""
    return Staff.objects.here().filter(role__in=[Role.COORDINATOR, Role.LEAD], demo=False).order_by("pk")


def _row(staff: Staff, session: Session, now: datetime) -> Telling:
    when = _when(session, now)
    return planned(Kind.UNCOVERED, staff, session=session, due_at=now, not_after=session.ends_at, occasion=when)


def _when(session: Session, now: datetime) -> str:
    """What makes each of the two another letter, and those of an evening that was moved others again."""
    left = HOURS_BEFORE if session.starts_at - now <= HOURS_BEFORE else A_DAY_BEFORE
    return f"{int(session.starts_at.timestamp())} {left // timedelta(hours=1)}"
