"""The cast: who is in the building on a test evening, and what each of them stands for.

    otter   seat 1  speaks                       hare    seat 3  is given a breather
    heron   seat 2  listens                      wren    seat 4  is set aside or taken out
    badger  seat 5  gives the seat up            robin   seat 6  calls for help
    fox     seat 7  is worried about somebody    moth    seat 8  comes back, or comes twice

    counsellor leads the session, volunteer works it beside them; coordinator and lead work elsewhere in the house.
    stranger holds a seat of another cohort, whose own session is on, and must see nothing here.
    OUTSIDER is signed in nowhere.

Plain functions make them, each in one transaction. In an async test: `await database_sync_to_async(cast.evening)()`,
which leaves no connection open behind it.
"""

import secrets
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cohorts import access, codes
from cohorts.actions import Opened, Taken
from cohorts.actions.sign_in import LASTS
from cohorts.models import Cohort, Course, Role, Seat, Session, Shift, SignIn, Staff, Week

OUTSIDER = None
NAMES = (
    *("Teal Otter", "Amber Heron", "Indigo Hare", "Coral Wren"),
    *("Green Badger", "Silver Robin", "Violet Fox", "Golden Moth"),
)
Person = Seat | Staff

MINUTES = {
    "waiting": (60, 70, 130, 145),
    "lobby": (-5, 5, 65, 80),
    "open": (-20, -10, 50, 65),
    "closing": (-75, -65, -5, 10),
    "over": (-90, -80, -20, -5),
}
"""How far opens_at, starts_at, ends_at and closes_at lie from now, for each phase as far as the clock decides it."""


@dataclass(frozen=True)
class Evening:
    """One session and everybody around it. `cookie` and `as_id` take any of them, or OUTSIDER."""

    session: Session
    seats: tuple[Seat, ...]
    counsellor: Staff
    volunteer: Staff
    coordinator: Staff
    lead: Staff
    stranger: Seat
    elsewhere: Session
    codes: Mapping[str, str] = field(repr=False)
    opened: Mapping[str, Opened] = field(repr=False)

    @property
    def cohort(self) -> Cohort:
        return self.session.cohort

    @property
    def facilitators(self) -> tuple[Staff, Staff]:
        return self.counsellor, self.volunteer

    def seat(self, number: int) -> Seat:
        return self.seats[number - 1]

    def code(self, seat: Seat) -> str:
        """The four words of a seat, as its holder wrote them down."""
        return self.codes[seat.public_id]

    def as_id(self, who: Person) -> str:
        return self.opened[who.public_id].sign_in.public_id

    def token(self, who: Person) -> str:
        return self.opened[who.public_id].token

    def cookie(self, *who: Person | None) -> str:
        """The Cookie header of a browser that holds the identities of all these."""
        held = [self.opened[one.public_id] for one in who if one is not OUTSIDER]
        return "; ".join(f"{access.cookie_name(one.sign_in.public_id)}={one.token}" for one in held)

    @property
    def otter(self) -> Seat:
        return self.seat(1)

    @property
    def heron(self) -> Seat:
        return self.seat(2)

    @property
    def hare(self) -> Seat:
        return self.seat(3)

    @property
    def wren(self) -> Seat:
        return self.seat(4)

    @property
    def badger(self) -> Seat:
        return self.seat(5)

    @property
    def robin(self) -> Seat:
        return self.seat(6)

    @property
    def fox(self) -> Seat:
        return self.seat(7)

    @property
    def moth(self) -> Seat:
        return self.seat(8)


def evening(phase: str = "open", *, now: datetime | None = None, demo: bool = False) -> Evening:
    """Set an evening up. `phase` moves the clock only; that staff opened the room is an entry, which chat writes."""
    now = now or timezone.now()
    with transaction.atomic():
        here, there = cohort(demo=demo), cohort(demo=demo)
        *seats, strange = seated(now - timedelta(days=7), *((here, name) for name in NAMES), (there, "Copper Lynx"))
        tonight, elsewhere = session(here, phase, now), session(there, phase, now)
        counsellor, volunteer = staff("Sam", Role.COUNSELLOR, demo=demo), staff("Ali", Role.VOLUNTEER, demo=demo)
        coordinator, lead = staff("Kit", Role.COORDINATOR, demo=demo), staff("Jo", Role.LEAD, demo=demo)
        shift(tonight, counsellor, leading=True)
        shift(tonight, volunteer)
        held = tuple(one.seat for one in seats)
        everybody: tuple[Person, ...] = (*held, strange.seat, counsellor, volunteer, coordinator, lead)
        return Evening(
            session=tonight,
            seats=held,
            counsellor=counsellor,
            volunteer=volunteer,
            coordinator=coordinator,
            lead=lead,
            stranger=strange.seat,
            elsewhere=elsewhere,
            codes=_codes((*seats, strange)),
            opened={one.public_id: opened for one, opened in zip(everybody, signed_in(now, *everybody), strict=True)},
        )


def seated(now: datetime, *people: tuple[Cohort, str]) -> list[Taken]:
    """What `take_seat` gives these people one after the other, in one statement: most tests begin with nine."""
    words = [codes.new() for _ in people]
    numbers = Counter[int]()
    seats = []
    for (into, name), code in zip(people, words, strict=True):
        numbers[into.pk] += 1
        digest = codes.digest(codes.normalise(code), settings.KEYS.codes)
        seats.append(Seat(cohort=into, number=numbers[into.pk], name=name, code_digest=digest, taken_at=now))
    return [Taken(*each) for each in zip(Seat.objects.bulk_create(seats), words, strict=True)]


def signed_in(now: datetime, *everybody: Person) -> list[Opened]:
    """What `open_for` gives each of them, in one statement."""
    tokens = [secrets.token_urlsafe() for _ in everybody]
    sign_ins = [
        SignIn(
            token_digest=codes.digest(token, settings.KEYS.codes, "sign-in"),
            seat=one if isinstance(one, Seat) else None,
            staff=one if isinstance(one, Staff) else None,
            demo=one.demo if isinstance(one, Staff) else one.cohort.demo,
            created_at=now,
            expires_at=now + LASTS,
        )
        for one, token in zip(everybody, tokens, strict=True)
    ]
    return [Opened(*each) for each in zip(SignIn.objects.bulk_create(sign_ins), tokens, strict=True)]


def cohort(*, demo: bool = False, capacity: int = 8) -> Cohort:
    """A cohort nobody has joined yet."""
    course, _ = Course.objects.get_or_create(slug="steady-ground", version=1, defaults={"title": "Steady ground"})
    return Cohort.objects.create(
        course=course,
        weekday=3,
        local_time="19:00",
        first_date="2026-11-05",
        capacity=capacity,
        demo=demo,
    )


def session(of: Cohort, phase: str, now: datetime) -> Session:
    """A session of the cohort that stands in this phase by the clock; one facilitator may open it."""
    week, _ = Week.objects.get_or_create(course=of.course, number=3, defaults={"theme": "Feelings"})
    opens, starts, ends, closes = (now + timedelta(minutes=minutes) for minutes in MINUTES[phase])
    return Session.objects.create(
        cohort=of, week=week, opens_at=opens, starts_at=starts, ends_at=ends, closes_at=closes, least_staff=1
    )


def staff(name: str, role: Role, *, demo: bool = False) -> Staff:
    """A member of staff, on no shift yet."""
    return Staff.objects.create(name=name, role=role, demo=demo)


def shift(of: Session, who: Staff, *, leading: bool = False) -> Shift:
    """Who works that session."""
    return Shift.objects.create(session=of, staff=who, leading=leading)


def _codes(taken: tuple[Taken, ...]) -> dict[str, str]:
    return {one.seat.public_id: one.code for one in taken}
