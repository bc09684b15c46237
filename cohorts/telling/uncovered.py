"""An evening comes and nobody answers outside its room: coordinators and leads hear of it while there is time.

Once a day before, once three hours before, each by a letter of its own; at once if it becomes so later (care.md §7).
One that could not leave yet is taken back as soon as somebody has a post then.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from cohorts import on_call
from cohorts.models import Kind, Role, Session, Staff, Telling
from cohorts.telling.outbox import planned, untell, write

A_DAY_BEFORE, HOURS_BEFORE = timedelta(hours=24), timedelta(hours=3)


def tell_of_uncovered(now: datetime) -> int:
    """Write down what is to be told of the evenings of the next day; return how many letters are new."""
    near = on_call.evenings(now - A_DAY_BEFORE, now + A_DAY_BEFORE).filter(closes_at__gt=now, cohort__demo=False)
    last = near.aggregate(last=Max("closes_at"))["last"]
    if last is None:
        return 0
    found = on_call.read(now, last)
    covered: list[Session] = []
    uncovered: list[Session] = []
    for one in near.order_by("starts_at", "pk"):
        (covered if found.answers_for(one, now) else uncovered).append(one)
    _take_back(covered)
    told = list(_told()) if uncovered else []
    rows = [_row(one, session, now) for session in uncovered if session.starts_at >= now for one in told]
    there = set(Telling.objects.filter(ref__in=[row.ref for row in rows]).values_list("ref", flat=True))
    fresh = [row for row in rows if row.ref not in there]
    write(fresh)
    return len(fresh)


def _take_back(covered: Collection[Session]) -> None:
    """After an outage of the post nobody reads what is no longer so; if it becomes so again they are told anew."""
    waiting = set(Telling.objects.waiting().filter(kind=Kind.UNCOVERED).values_list("session", flat=True))
    for session in covered:
        if session.pk in waiting:
            untell(Kind.UNCOVERED, session=session)


def _told() -> QuerySet[Staff]:
    """Whoever can plan somebody for it, and whoever would be called without being asked."""
    return Staff.objects.ready().filter(role__in=[Role.COORDINATOR, Role.LEAD], demo=False).order_by("pk")


def _row(staff: Staff, session: Session, now: datetime) -> Telling:
    left = HOURS_BEFORE if session.starts_at - now <= HOURS_BEFORE else A_DAY_BEFORE
    # What makes each of the two another letter, and those of an evening that was moved others again.
    occasion = f"{int(session.starts_at.timestamp())} {left // timedelta(hours=1)}"
    until = session.ends_at if left == HOURS_BEFORE else session.starts_at - HOURS_BEFORE
    return planned(Kind.UNCOVERED, staff, session=session, due_at=now, not_after=until, occasion=occasion)
