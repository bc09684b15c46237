"""Ways to get help that nobody tried for 90 days: leads hear of it before an evening, once in 30 days (care.md §8)."""

from datetime import datetime, timedelta

from cohorts import signposts
from cohorts.models import Kind, Role, Session, Staff, Telling
from cohorts.telling.outbox import planned, write

A_WEEK_BEFORE, AGAIN_AFTER = timedelta(days=7), timedelta(days=30)


def tell_of_untried(now: datetime) -> int:
    """Write down a letter for each lead if an evening comes within a week; return how many are new.

    A house in which nobody will read the help page needs no letter.
    """
    coming = Session.objects.evenings().planned().filter(starts_at__range=(now, now + A_WEEK_BEFORE))
    session = coming.filter(cohort__demo=False).order_by("starts_at", "pk").first()
    if session is None or not signposts.pack().untried(now.date()):
        return 0
    told = Telling.objects.filter(kind=Kind.UNTRIED, due_at__gt=now - AGAIN_AFTER).values("staff")
    leads = Staff.objects.ready().filter(role=Role.LEAD, demo=False).exclude(pk__in=told).order_by("pk")
    rows = [
        planned(Kind.UNTRIED, lead, session=session, due_at=now, not_after=session.ends_at) for lead in leads
    ]  # fmt: skip
    write(rows)
    return len(rows)
