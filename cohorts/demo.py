"""The demo: evenings that are on now, kept between runs, whose links and codes can be printed again.

A link is the holder's public id, signed, so it says who may come in without being written down anywhere. It counts
only while `DEMO=1`; so does every sign-in that came of it.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet

from cohorts import codes, demo_rota, names, planning
from cohorts.actions import free_numbers, take_seat
from cohorts.actions.courses import load_course
from cohorts.actions.plan import Planned, plan_cohort
from cohorts.actions.take import names_in_use
from cohorts.models import Cohort, ContactPolicy, Course, Role, Seat, Session, Shift, Staff, Week
from cohorts.roles import Post
from cohorts.script import folder, reading

FACILITATORS = (("Sam", "Noor"), ("Alex", "Mina"), ("Jude", "Priya"), ("Kerry", "Tomasz"))
_TO_JOIN = timedelta(days=9)
SOON_OVER = timedelta(minutes=30)
_OPENED, _STARTED = timedelta(minutes=20), timedelta(minutes=10)
_LASTS, _STAYS = timedelta(hours=12), timedelta(minutes=15)
_AFTERWARDS = timedelta(minutes=30)
_SIGNER = signing.Signer(salt="cohorts.demo", sep=".")


@dataclass(frozen=True, slots=True)
class Evenings:
    """What the demo offers: its sessions, and the two who work elsewhere in the house."""

    sessions: list[Session]
    coordinator: Staff
    lead: Staff


@transaction.atomic
def ensure(count: int, now: datetime) -> Evenings:
    """Return `count` demo evenings that are on, making only what is missing."""
    course = _course()
    on = Cohort.objects.filter(demo=True).exclude(sessions__opens_at__gt=now).order_by("pk")
    kept = (cohort for cohort in on if _filled(cohort, now))
    cohorts = list(islice(kept, count))
    cohorts += [_new_cohort(course, now) for _ in range(count - len(cohorts))]
    evenings = Evenings(
        [_session(cohort, place, now) for place, cohort in enumerate(cohorts)],
        coordinator=_staff("Hana", Role.COORDINATOR),
        lead=_staff("Maya", Role.LEAD),
    )
    _have_one_to_join(course, evenings, now)
    stand_in, on_call = _colleague("Ines"), _colleague("Theo")
    demo_rota.keep(evenings.coordinator, {Post.LEAD: evenings.lead, Post.DEPUTY: stand_in, Post.ON_CALL: on_call}, now)
    return evenings


def go_on(holder: Seat | Staff, now: datetime) -> None:
    """Open the next evening of a group whose last one has been over for a while, or a link of yesterday leads nowhere.

    For a while it leads to what comes after an evening, as in a real house.
    """
    on = Session.objects.evenings().filter(closes_at__gt=now - _AFTERWARDS)
    shifts = Shift.objects.standing().filter(watching=False)
    theirs = Q(seats=holder) if isinstance(holder, Seat) else Q(sessions__shifts__in=shifts.filter(staff=holder))
    over = Cohort.objects.filter(theirs, demo=True).exclude(pk__in=on.values("cohort")).distinct().order_by("pk")
    if not over.exists():
        return
    with transaction.atomic():
        _course()  # whoever opens another link at the same moment finds it made
        for cohort in over.all():
            _session(cohort, 0, now)


def has_real_staff() -> bool:
    """Return whether somebody works, or worked, here who is none of the demo's: then no printed link should open it."""
    return Staff.objects.filter(demo=False).exists()


def token(holder: Seat | Staff) -> str:
    """Return what a demo link of this holder ends in; always the same."""
    kind = "seat" if isinstance(holder, Seat) else "staff"
    return _SIGNER.sign(f"{kind}.{holder.public_id}")


def code(seat: Seat) -> str:
    """Return the four words of a demo seat, always the same."""
    return codes.repeatable(seat.public_id, settings.KEYS.codes)


def holder(signed: str) -> Seat | Staff | None:
    """Return whom a demo link belongs to, or None if it was not ours or they have gone."""
    try:
        kind, _, public_id = _SIGNER.unsign(signed).partition(".")
    except signing.BadSignature:
        return None
    if kind == "seat":
        seats = Seat.objects.held().select_related("cohort")
        return seats.filter(public_id=public_id, cohort__demo=True).first()
    return Staff.objects.filter(public_id=public_id, demo=True, left_at__isnull=True).first()


def _course() -> Course:
    course = load_course(reading.read(folder.gather(folder.BUNDLED)), None).course
    # Two commands at once would each find something missing and make it twice.
    return Course.objects.select_for_update(no_key=True, of=("self",)).get(pk=course.pk)


def _new_cohort(course: Course, now: datetime) -> Cohort:
    cohort = Cohort.objects.create(
        course=course, weekday=now.weekday(), local_time=now.time(), first_date=now.date(), demo=True
    )
    _filled(cohort, now - _OPENED)  # they are expected tonight
    return cohort


def _have_one_to_join(course: Course, evenings: Evenings, now: datetime) -> None:
    """Plan a group that begins in a week or two, so that the way in leads somewhere; it becomes an evening later."""
    if Cohort.objects.filter(demo=True, sessions__opens_at__gt=now, sessions__week__number=1).exists():
        return
    first = planning.nearest(now.date() + _TO_JOIN, now.weekday())
    nights, _ = planning.plan(planning.Rhythm(first, time(19), ZoneInfo("Europe/London")), course.weeks.count())
    planned = Planned(
        course=course, name="", weekday=first.weekday(), local_time=time(19), zone="Europe/London", ages=(14, 18),
        capacity=3, contact_policy=ContactPolicy.OPTIONAL, holidays="", skips_holidays=False, nights=nights,
    )  # fmt: skip
    cohort = plan_cohort(evenings.coordinator, planned)
    Cohort.objects.filter(pk=cohort.pk).update(demo=True)
    # Whoever tries it out alone may open a room alone.
    cohort.sessions.update(least_staff=1)


def _filled(cohort: Cohort, now: datetime) -> bool:
    """Fill what seats may be taken and return whether all are held; one with a resting number is left for later."""
    for _ in free_numbers(cohort, now):
        take_seat(cohort, names.generate(names_in_use(cohort, now)), now)
    seats = list(cohort.seats.held())
    for seat in seats:
        digest = codes.digest(codes.normalise(code(seat)), settings.KEYS.codes)
        if seat.code_digest != digest:
            Seat.objects.filter(pk=seat.pk).update(code_digest=digest)
    return len(seats) == cohort.capacity


def _session(cohort: Cohort, place: int, now: datetime) -> Session:
    last = Session.objects.evenings().filter(cohort=cohort).select_related("week").order_by("closes_at", "pk").last()
    session = last if last and last.ends_at > now + SOON_OVER else _next_session(cohort, last, now)
    for role, name in zip((Role.COUNSELLOR, Role.VOLUNTEER), FACILITATORS[place % len(FACILITATORS)], strict=True):
        if not session.shifts.standing().filter(staff__role=role, staff__left_at__isnull=True).exists():
            staff = _facilitator(cohort, role) or Staff.objects.create(name=name, role=role, demo=True)
            Shift.objects.create(session=session, staff=staff, leading=role == Role.COUNSELLOR)
    return session


def _next_session(cohort: Cohort, last: Session | None, now: datetime) -> Session:
    number = last.week.number % cohort.course.weeks.count() + 1 if last else 1
    return Session.objects.create(
        cohort=cohort,
        week=Week.objects.get(course=cohort.course_id, number=number),
        opens_at=now - _OPENED,
        starts_at=now - _STARTED,
        ends_at=now + _LASTS,
        closes_at=now + _LASTS + _STAYS,
        least_staff=1,
    )


def _facilitator(cohort: Cohort, role: Role) -> Staff | None:
    return _here(role).filter(shifts__session__cohort=cohort).order_by("-shifts__pk").first()


def _staff(name: str, role: Role) -> Staff:
    return _here(role).order_by("pk").first() or Staff.objects.create(name=name, role=role, demo=True)


def _colleague(name: str) -> Staff:
    """A counsellor who holds no room, and so can answer for all of them."""
    return _here(Role.COUNSELLOR).filter(name=name).first() or Staff.objects.create(
        name=name, role=Role.COUNSELLOR, demo=True
    )


def _here(role: Role) -> QuerySet[Staff]:
    return Staff.objects.filter(demo=True, role=role, left_at__isnull=True)
