"""An evening that nobody could hold: whoever was to come is told that it is us, and staff that it was (care.md §6)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet

from cohorts.actions.acts import record
from cohorts.models import Act, Kind, Role, Seat, Session, Shift, Staff
from cohorts.models.session import Outcome
from cohorts.telling.outbox import tell_all

WITHIN = timedelta(hours=12)
"""So long after its end it is still noted, by a loop that was away; a group is written to only until it ends."""
NEXT_MORNING = timedelta(hours=18)
"""So long after its end whoever came to a welcome alone may still read that it was us; letters do not go at night."""
_VERB = "session_not_held"


def tell_of_unheld(now: datetime) -> int:
    """Tell everybody of the evenings that were called off since this was last done; return how many there were."""
    seen = list(_called_off(now).values_list("pk", flat=True))
    Session.objects.filter(pk__in=seen).locked()
    # A facilitator who opened one after all held its lock until now.
    fresh = list(_called_off(now).filter(pk__in=seen))
    for session in fresh:
        _tell(session, now)
    return len(fresh)


def on_again(sessions: Iterable[Session]) -> frozenset[int]:
    """Return those (rows) of which people were told that they are off, and which a facilitator opened after all.

    No evening is moved once its lobby was open, so that nothing came after it. Asks nothing where none can be one.
    """
    changed = [one.pk for one in sessions if one.untold and not one.cancelled_at and one.outcome != Outcome.NOT_HELD]
    if not changed:
        return frozenset()
    told = Act.objects.filter(verb=_VERB, session__in=changed)
    return frozenset(pk for pk in told.values_list("session", flat=True) if pk)


def whom(session: Session, *, but: Iterable[str] = ()) -> QuerySet[Staff]:
    """Return who is told when an evening lacks staff: all who work it, and the coordinators; `but` by public id."""
    on_shift = Shift.objects.standing().filter(session=session).values("staff")
    staff = Staff.objects.here().filter(pk__in=on_shift)
    coordinators = Staff.objects.ready().filter(role=Role.COORDINATOR, demo=False)
    return (staff | coordinators).exclude(public_id__in=list(but)).order_by("pk")


def _called_off(now: datetime) -> QuerySet[Session]:
    """Those that were called off and that nobody was told of yet."""
    noted = Act.objects.filter(verb=_VERB, session__isnull=False).values("session")
    called_off = Session.objects.planned().filter(
        outcome=Outcome.NOT_HELD, closes_at__gt=now - WITHIN, cohort__demo=False
    )
    return called_off.exclude(pk__in=noted).order_by("pk")


def _tell(session: Session, now: datetime) -> None:
    until = session.ends_at + NEXT_MORNING if session.is_welcome else session.ends_at
    if now < until:
        seats = Seat.objects.held().filter(cohort=session.cohort_id)
        expected = [seat for seat in seats if session.seat_id in (None, seat.pk)]
        tell_all(Kind.CANCELLED, expected, session=session, due_at=now, not_after=until)
    tell_all(Kind.UNHELD, whom(session), session=session, due_at=now, not_after=now + WITHIN)
    Session.objects.filter(pk=session.pk).update(changed_at=now)
    record(None, _VERB, session=session)
