"""Leaving the course by choice: everything ends at once, and can be taken back for a while."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from cohorts import ids
from cohorts.actions.withdraw import give_up
from cohorts.keeping.holds import behind_locks, standing
from cohorts.keeping.leavings import SHUT
from cohorts.models import Cohort, Contact, Feed, MoveWish, Seat, SignIn

#: Seats let go at a time, so that nobody waits long for a lock; what is left is taken at the next round.
MOST = 200


def leave_course(seat: Seat, now: datetime) -> datetime | None:
    """Give the seat up by its holder's own choice; return until when they may come back, or None if it was given up.

    Number, name and contacts rest until then, and sign-ins open nothing but the way back. After that `let_go` forgets
    the rest. A welcome that was picked is free for somebody else at once.
    """
    until = now + timedelta(hours=settings.LEAVE_UNDO_HOURS)
    with transaction.atomic():
        return until if give_up(seat, now, withdrawn_at=now, returns_until=until) else None


def come_back(seat: Seat, now: datetime) -> bool:
    """Take leaving back, as if nothing had been; False if the time has passed, or nobody had left."""
    try:
        with transaction.atomic():
            # Whoever takes a seat reads the numbers that rest under the same lock.
            Cohort.objects.select_for_update(no_key=True).get(pk=seat.cohort_id)
            back = Seat.objects.returnable(now).filter(pk=seat.pk)
            return bool(back.update(withdrawn_at=None, returns_until=None))
    except IntegrityError:
        return False  # by another machine's clock the time had passed, and somebody new has the number


def let_go(now: datetime) -> int:
    """Forget what seats still hold whose holders did not come back in time; on a legal hold all of it rests."""
    some = list(_past(now).values_list("pk", flat=True)[:MOST])
    behind_locks(some)
    gone = list(_past(now).filter(pk__in=some).select_for_update(no_key=True))
    for seat in gone:
        seat.returns_until = seat.link_digest = None
        seat.code_digest, seat.ease, seat.evaluated = f"{SHUT}{ids.new()}", [], False
    Seat.objects.bulk_update(gone, ["returns_until", "link_digest", "code_digest", "ease", "evaluated"])
    Contact.objects.filter(seat__in=gone).delete()
    Feed.objects.filter(seat__in=gone).delete()
    SignIn.objects.filter(seat__in=gone, ended_at__isnull=True).update(ended_at=now)
    MoveWish.objects.filter(seat__in=gone).delete()
    return len(gone)


def _past(now: datetime) -> QuerySet[Seat]:
    """Seats whose holders did not come back in time, and that no hold keeps."""
    on_hold = standing()
    past = Seat.objects.filter(withdrawn_at__isnull=False, returns_until__lte=now).order_by("pk")
    return past.exclude(Q(pk__in=on_hold.seats) | Q(cohort__in=on_hold.cohorts))
