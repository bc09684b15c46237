"""What became of a wish to be in another group, as whoever wished reads it on their own page."""

from datetime import datetime

from cohorts.actions.move_seat import STAYS
from cohorts.models import Act, MoveWish, Seat, Session


def answered(seat: Seat, now: datetime) -> str:
    """Return `moved` or `stays`, until an evening of the group they are in has opened since; else nothing.

    Whoever took a wish back knows; while one waits, the page says that.
    """
    last = MoveWish.objects.filter(seat=seat).order_by("wished_at", "pk").last()
    if last and last.cancelled_at is None:
        return ""
    if last and last.cancelled_at and _by_staff(seat, last) and not _has_met(seat, last.cancelled_at, now):
        return "stays"
    moved = MoveWish.objects.filter(to_seat=seat, done_at__isnull=False).first()
    return "moved" if moved and moved.done_at and not _has_met(seat, moved.done_at, now) else ""


def _by_staff(seat: Seat, wish: MoveWish) -> bool:
    """The act alone tells who ended it: one that was settled after somebody wished was about that wish."""
    acts = Act.objects.filter(verb=STAYS, cohort=seat.cohort_id, at__gte=wish.wished_at)
    return any(one.about.get("seat") == seat.public_id for one in acts)


def _has_met(seat: Seat, since: datetime, now: datetime) -> bool:
    evenings = Session.objects.evenings().planned().filter(cohort=seat.cohort_id)
    return evenings.filter(opens_at__gt=since, opens_at__lte=now).exists()
