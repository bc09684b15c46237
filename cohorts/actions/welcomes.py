"""One-to-one welcomes: staff offer times, a young person picks one or gives it back, a partner or the lead looks in."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef

from cohorts import planning
from cohorts.actions.acts import record
from cohorts.actions.nights import TooLate
from cohorts.clock import database_now
from cohorts.doorbell import ring_from_thread
from cohorts.models import Cohort, Role, Seat, Session, Shift, Staff, Week
from cohorts.models import Kind as What
from cohorts.models.session import Kind, SessionQuerySet
from cohorts.roles import Right, may
from cohorts.telling.outbox import tell, untell


class SlotGone(Exception):
    """Somebody else has this time by now, it is not offered any more, or nobody would be there; nothing was done."""


class NothingToWelcomeTo(Exception):
    """The course has no weeks, so there is no evening that a welcome could come before."""


class ComesTooLate(Exception):
    """A welcome would not be over when the last evening opens on which somebody may still come for the first time."""

    def __init__(self, opens_at: datetime) -> None:
        """Say when (UTC) that evening's lobby opens."""
        super().__init__()
        self.opens_at = opens_at


class WorksThen(Exception):
    """Whoever would welcome is somewhere else at that time."""

    def __init__(self, starts_at: datetime, other: Session) -> None:
        """Say which of the times (UTC) it is, and where they are."""
        super().__init__()
        self.starts_at, self.other = starts_at, other


class NotForThem(Exception):
    """Only those who work the cohort's evenings, and the safeguarding lead, may look into its welcomes."""


@transaction.atomic
def offer_welcomes(by: Staff, cohort: Cohort, staff: Staff, starts: Iterable[datetime], minutes: int) -> list[Session]:
    """Offer a cohort times (UTC) at which this facilitator welcomes one young person each; return those that are new.

    A time this facilitator offers already is left as it is, so that a form sent twice does nothing twice. Raises
    `NothingToWelcomeTo`, `ComesTooLate` or `WorksThen`, and then none is offered.
    """
    Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    week = Week.objects.filter(course=cohort.course_id).order_by("number").first()
    if week is None:
        raise NothingToWelcomeTo
    theirs = Shift.objects.standing().filter(staff=staff, session__in=Session.objects.welcomes().planned())
    already = set(theirs.filter(session__cohort=cohort).values_list("session__starts_at", flat=True))
    made = [_slot(cohort, week, at, minutes) for at in sorted(set(starts) - already)]
    _before_anybody_is_new(cohort, made)
    _nowhere_else(staff, made)
    Session.objects.bulk_create(made)
    now = database_now()
    Shift.objects.bulk_create(
        [Shift(session=one, staff=staff, leading=True, confirmed_at=now if by == staff else None) for one in made]
    )
    if made:
        record(
            by, "welcomes_offered", cohort=cohort, staff=staff.public_id, count=len(made),
            first=made[0].starts_at.isoformat(),
        )  # fmt: skip
    return made


@transaction.atomic
def take_back_offer(by: Staff, session: Session) -> None:
    """Offer a time no longer, picked or not, until its lobby opens; `TooLate` afterwards.

    Whoever had picked it is told, and shown on their page that it is not on, as with an evening that is cancelled.
    """
    rung = Session.objects.filter(pk=session.pk).locked()
    now = database_now()
    coming = Session.objects.welcomes().planned().filter(pk=session.pk, opens_at__gt=now)
    if not coming.update(cancelled_at=now, revision=F("revision") + 1):
        raise TooLate
    fresh = Session.objects.select_related("seat").get(pk=session.pk)
    if fresh.seat is not None:
        untell(What.WELCOME, What.START, session=fresh)
        tell(What.CANCELLED, fresh.seat, session=fresh, due_at=now, not_after=fresh.starts_at)
    record(by, "welcome_taken_back", session=session)
    ring_from_thread(rung)


@transaction.atomic
def pick_welcome(seat: Seat, session: Session, now: datetime) -> Session:
    """Give this time to this seat and return it; one that was picked before is given back in the same breath.

    Raises `SlotGone`, and then what was picked before stays.
    """
    rung = Session.objects.welcomes().filter(cohort=seat.cohort_id).to_come(now).locked()
    if not Seat.objects.held().order_by().select_for_update(no_key=True).filter(pk=seat.pk).exists():
        raise SlotGone
    if session.public_id in {one.public_id for one in _picked(seat, now)}:
        return session
    give_back_under_locks(seat, now)
    free = open_slots(seat.cohort, now).order_by().filter(pk=session.pk)
    if _picked(seat, now) or not free.update(seat=seat, revision=F("revision") + 1):
        raise SlotGone
    ring_from_thread(rung)
    session.refresh_from_db()
    return session


@transaction.atomic
def give_back_welcome(seat: Seat, now: datetime) -> bool:
    """Give back the time this seat has picked, so that another may have it; False if there is none to give back.

    Once its lobby is open it stays theirs: somebody is there.
    """
    rung = Session.objects.welcomes().filter(cohort=seat.cohort_id).to_come(now).locked()
    given = give_back_under_locks(seat, now)
    if given:
        ring_from_thread(rung)
    return given


@transaction.atomic
def look_in(by: Staff, session: Session) -> Shift:
    """Let a partner or the safeguarding lead into a welcome, seen by everybody in it; an act says that they went.

    They stand by from then on. Raises `NotForThem`, or `TooLate` once it is over or before it is picked.
    """
    rung = Session.objects.filter(pk=session.pk).locked()
    now = database_now()
    if not may_look_in(by, session):
        raise NotForThem
    if not Session.objects.welcomes().on_now(now).filter(pk=session.pk, seat__isnull=False).exists():
        raise TooLate
    standing = Shift.objects.standing().filter(session=session, staff=by).first()
    if standing:
        return standing
    shift = Shift.objects.create(session=session, staff=by, watching=True, confirmed_at=now)
    record(by, "welcome_looked_into", session=session)
    ring_from_thread(rung)
    return shift


def may_look_in(staff: Staff, session: Session) -> bool:
    """Whether somebody may open this welcome live: the lead, and who works any of its cohort's evenings."""
    if not session.is_welcome or staff.left_at is not None:
        return False
    if staff.role == Role.LEAD:
        return True
    evenings = Session.objects.evenings().planned().filter(cohort=session.cohort_id)
    partners = Shift.objects.standing().filter(staff=staff, session__in=evenings)
    return may(staff.role, Right.HOLD_ROOMS) and partners.exists()


def open_slots(cohort: Cohort, now: datetime) -> SessionQuerySet:
    """The welcomes of a cohort that can still be picked, the earliest first; none at which nobody would be there."""
    offered = Session.objects.welcomes().planned().filter(cohort=cohort, seat__isnull=True, opens_at__gt=now)
    somebody = Exists(Shift.objects.coming().filter(session=OuterRef("pk")))
    return offered.filter(somebody).order_by("starts_at", "pk")


def are_to_come(cohort: Cohort, now: datetime) -> bool:
    """Whether any of a cohort's welcomes has still to begin, picked or not."""
    return Session.objects.welcomes().planned().filter(cohort=cohort, opens_at__gt=now).exists()


def own_welcome(seat: Seat, now: datetime) -> Session | None:
    """Return the welcome this seat has picked and that is not over, or None."""
    return Session.objects.welcomes().to_come(now).filter(seat=seat).first()


def give_back_under_locks(seat: Seat, now: datetime) -> bool:
    """Give back what is picked, for a caller that holds the locks of the cohort's welcomes to come."""
    coming = Session.objects.welcomes().planned().filter(seat=seat, opens_at__gt=now)
    return bool(coming.update(seat=None, revision=F("revision") + 1))


def _before_anybody_is_new(cohort: Cohort, slots: Iterable[Session]) -> None:
    evenings = Session.objects.evenings().planned().filter(cohort=cohort, week__number__lte=settings.JOIN_UNTIL_WEEK)
    last = evenings.order_by("opens_at", "pk").last()
    if last is not None and any(slot.closes_at > last.opens_at for slot in slots):
        raise ComesTooLate(last.opens_at)


def _nowhere_else(staff: Staff, slots: list[Session]) -> None:
    if not slots:
        return
    theirs = Session.objects.planned().filter(pk__in=Shift.objects.sessions_of(staff))
    near = theirs.filter(closes_at__gt=slots[0].opens_at, opens_at__lt=slots[-1].closes_at)
    others = list(near.select_related("cohort__course", "week").order_by("opens_at", "pk"))
    for slot in slots:
        for other in others:
            if slot.opens_at < other.closes_at and other.opens_at < slot.closes_at:
                raise WorksThen(slot.starts_at, other)


def _picked(seat: Seat, now: datetime) -> list[Session]:
    return list(Session.objects.welcomes().to_come(now).filter(seat=seat))


def _slot(cohort: Cohort, week: Week, starts_at: datetime, minutes: int) -> Session:
    times = planning.welcome_times(starts_at, minutes)
    return Session(
        cohort=cohort, week=week, kind=Kind.WELCOME, opens_at=times.opens_at, starts_at=times.starts_at,
        ends_at=times.ends_at, closes_at=times.closes_at, least_staff=1,
    )  # fmt: skip
