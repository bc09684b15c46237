"""Taking a seat: at most eight are ever held in a cohort, however many reach for them at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from cohorts import codes, eases, likeness, names, naming
from cohorts.models import Cohort, Seat, Session, Shift, WaitingPlace

_TRIES = 3


class NoSeatFree(Exception):
    """Every number of the cohort is held, or rests until a session is over."""


class NameTaken(Exception):
    """Somebody in the cohort, young or staff, has this name or one that looks like it."""


class NameUnfit(Exception):
    """The name cannot be shown, or tells too much: `why` is one of `naming.Why`. Never quotes the name."""

    def __init__(self, why: naming.Why = naming.Why.LONG) -> None:
        super().__init__(f"the name is unfit: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Taken:
    """A seat just taken, and its code: the only moment at which anybody can read it."""

    seat: Seat
    code: str = field(repr=False)


def take_seat(
    cohort: Cohort,
    name: str,
    now: datetime,
    *,
    agreed_version: str = "",
    ease: Iterable[str] = (),
    code: str | None = None,
) -> Taken:
    """Give the lowest free number to somebody new, in a row of its own.

    The cohort's row is locked while the numbers are read; the constraints would refuse a ninth even without it.
    Raises `NoSeatFree`, `NameTaken` or `NameUnfit`.
    """
    shown = fit(name)
    for _ in range(_TRIES):
        words = code or codes.new()
        try:
            with transaction.atomic():
                return Taken(_take(cohort, shown, now, words, agreed_version, eases.known(ease)), words)
        except IntegrityError:
            continue  # somebody who did not take the lock was quicker, or the code is in use: look again
    raise NoSeatFree


def fit(name: str) -> str:
    """Return a name as it will be shown, or raise `NameUnfit`."""
    if why := naming.why_not(name):
        raise NameUnfit(why)
    return names.tidy(name)


def free_numbers(cohort: Cohort, now: datetime) -> list[int]:
    """Return the numbers that somebody new may have now, lowest first.

    Whoever waits comes before somebody new, so as many are kept back as stand in line, offered a place or not.
    """
    free = open_numbers(cohort, now)
    return free[: max(0, len(free) - WaitingPlace.objects.in_line().filter(cohort=cohort).count())]


def open_numbers(cohort: Cohort, now: datetime) -> list[int]:
    """Return the numbers that nobody holds and that do not rest, lowest first, whoever they are kept for.

    There may be fewer places than there were, so that higher numbers than the cohort has places count as well.
    """
    in_use = set(cohort.seats.filter(Q(withdrawn_at__isnull=True) | rests(now)).values_list("number", flat=True))
    open_now = sorted(set(range(1, cohort.capacity + 1)) - in_use)
    return open_now[: max(0, cohort.capacity - len(in_use))]


def rests(now: datetime) -> Q:
    """Which seats were given up whose number nobody new may have yet."""
    return Q(_given_up_in_a_session_not_over(now)) | Q(returns_until__gt=now)


def names_in_use(cohort: Cohort, now: datetime) -> list[str]:
    """Return the names nobody new may have: of seats held or that may still be taken back, and of staff on shifts."""
    shifts = Shift.objects.here().filter(session__cohort=cohort)
    staff = shifts.order_by().values_list("staff__name", flat=True).distinct()
    return [*cohort.seats.known(now).values_list("name", flat=True), *staff]


def sit(locked: Cohort, numbers: list[int], name: str, now: datetime, **about: Any) -> Seat:
    """Give the first of these numbers to somebody new, under the cohort's lock; `NoSeatFree` or `NameTaken`."""
    if not numbers:
        raise NoSeatFree
    if likeness.alike(name, names_in_use(locked, now)):
        raise NameTaken
    return Seat.objects.create(cohort=locked, number=numbers[0], name=name, taken_at=now, **about)


def _take(cohort: Cohort, name: str, now: datetime, code: str, agreed_version: str, ease: list[str]) -> Seat:
    locked = Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)
    return sit(
        locked,
        free_numbers(locked, now),
        name,
        now,
        code_digest=codes.digest(codes.normalise(code), settings.KEYS.codes),
        agreed_version=agreed_version,
        agreed_at=now if agreed_version else None,
        ease=ease,
    )


def _given_up_in_a_session_not_over(now: datetime) -> Exists:
    # Streams and frames of a session name seats by number, so a number stands for one person until it is over.
    return Exists(
        Session.objects.evenings()
        .filter(
            cohort=OuterRef("cohort"),
            opens_at__lte=OuterRef("withdrawn_at"),
            closes_at__gt=OuterRef("withdrawn_at"),
        )
        .filter(closes_at__gt=now)
    )
