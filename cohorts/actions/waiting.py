"""Waiting for a seat: standing in line, being offered a place, taking it, leaving the line.

Each holds the cohort's lock, so that what is kept for one is not given to another.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cohorts import codes, eases, quiet
from cohorts.actions import take
from cohorts.actions.contacts import forget_contacts, hand_over_contacts
from cohorts.models import Cohort, Kind, Seat, Session, SignIn, WaitingPlace
from cohorts.telling.outbox import tell_all

BEFORE_THE_LOBBY = timedelta(hours=1)
"""An offer ends so long before the lobby of the next evening opens, at the latest."""
SHORTEST = timedelta(hours=2)
"""With less time left to answer, nobody is asked until that evening is over."""
MOST = 100
"""Cohorts looked at in one go; the rest follows in the next round."""


class OfferOver(Exception):
    """No place is kept for them any more, or none was; they stand where they stood."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A waiting place just taken, and its code: the only moment at which anybody can read it."""

    place: WaitingPlace
    code: str = field(repr=False)


def join_waiting(
    cohort: Cohort, now: datetime, *, agreed_version: str, ease: Iterable[str] = (), code: str | None = None
) -> Queued:
    """Stand in line for a seat of a full cohort; should one be free by now, it is offered within the minute."""
    code = code or codes.new()
    place = WaitingPlace.objects.create(
        cohort=cohort,
        code_digest=codes.digest(codes.normalise(code), settings.KEYS.codes),
        agreed_version=agreed_version,
        agreed_at=now,
        ease=eases.known(ease),
        joined_at=now,
    )
    return Queued(place, code)


def take_offer(place: WaitingPlace, name: str, now: datetime) -> Seat:
    """Take the place that is kept for somebody; their code goes on working, for the seat.

    Raises `OfferOver`, `NameTaken` or `NameUnfit`, and then the place is kept as before.
    """
    shown = take.fit(name)
    with transaction.atomic():
        cohort = _locked(place.cohort_id)
        fresh = WaitingPlace.objects.get(pk=place.pk)
        numbers = take.open_numbers(cohort, now)
        if not fresh.is_offered(now) or not numbers:
            raise OfferOver
        seat = take.sit(
            cohort, numbers, shown, now, code_digest=fresh.code_digest, agreed_version=fresh.agreed_version,
            agreed_at=fresh.agreed_at, ease=fresh.ease,
        )  # fmt: skip
        WaitingPlace.objects.filter(pk=fresh.pk).update(taken=seat)
        hand_over_contacts(fresh, seat)
        _end_sign_ins(fresh, now)
    return seat


def leave_waiting(place: WaitingPlace, now: datetime) -> bool:
    """Leave the line; what was kept for them is offered to the next at once. Return False if they had left.

    Their contacts are deleted unless a legal hold keeps them.
    """
    with transaction.atomic():
        cohort = _locked(place.cohort_id)
        left = WaitingPlace.objects.standing().filter(pk=place.pk)
        if not left.update(left_at=now, offered_at=None, offer_ends_at=None):
            return False
        _end_sign_ins(place, now)
        forget_contacts(place, now)
        _offer_in(cohort, now)
    return True


def wait_again(place: WaitingPlace, now: datetime) -> bool:
    """Stand in line again as somebody new would, for whoever let too many offers pass; False for anybody else."""
    with transaction.atomic():
        _locked(place.cohort_id)
        fresh = WaitingPlace.objects.standing().filter(pk=place.pk).first()
        if fresh is None or fresh.in_line:
            return False
        WaitingPlace.objects.filter(pk=fresh.pk).update(lapsed=0, joined_at=now)
    return True


@transaction.atomic
def offer_places(now: datetime) -> int:
    """End the offers that have run out, and offer every open place to the next in line; return how many were offered.

    An offer lasts `OFFER_HOURS`, and until somebody had two hours of the day to answer; but it ends an hour before the
    next lobby opens. Whoever let it pass comes after all who did not, and after two is not asked any more until they
    say that they still want a place. Each is told in the same transaction.
    """
    return sum(_offer_in(_locked(pk), now) for pk in _to_look_at(now))


def next_to_join(cohort: Cohort, now: datetime) -> Session | None:
    """Return the evening that somebody who took a place now would come to first, or None if it is too late for any."""
    following = Session.objects.evenings().planned().filter(cohort=cohort, opens_at__gt=now).order_by("opens_at", "pk")
    session = following.select_related("week").first()
    return session if session and session.week.number <= settings.JOIN_UNTIL_WEEK else None


def offer_ends(cohort: Cohort, now: datetime) -> datetime | None:
    """Return until when a place offered now would be kept, or None if nobody is to be asked now.

    Nobody is written to in the quiet hours, so time to answer counts from their end.
    """
    if (session := next_to_join(cohort, now)) is None:
        return None
    answered_by = quiet.over(now, settings.QUIET_HOURS, ZoneInfo(cohort.zone)) + SHORTEST
    ends = min(max(now + timedelta(hours=settings.OFFER_HOURS), answered_by), session.opens_at - BEFORE_THE_LOBBY)
    return ends if ends >= answered_by else None


def _offer_in(cohort: Cohort, now: datetime) -> int:
    """Under the cohort's lock."""
    _let_lapse(cohort, now)
    line = list(WaitingPlace.objects.in_line().filter(cohort=cohort))
    waiting = [one for one in line if not one.is_offered(now)]
    to_give = len(take.open_numbers(cohort, now)) - (len(line) - len(waiting))
    if to_give <= 0 or not waiting or (ends := offer_ends(cohort, now)) is None:
        return 0
    chosen = waiting[:to_give]
    _rows(chosen).update(offered_at=now, offer_ends_at=ends)
    tell_all(Kind.OFFER, chosen, due_at=now, not_after=ends, occasion=str(int(ends.timestamp())))
    return len(chosen)


def _let_lapse(cohort: Cohort, now: datetime) -> None:
    over = WaitingPlace.objects.standing().filter(cohort=cohort, offer_ends_at__lte=now)
    over.update(lapsed=F("lapsed") + 1, offered_at=None, offer_ends_at=None)


def _to_look_at(now: datetime) -> Collection[int]:
    """The cohorts in which an offer has run out, or somebody waits while there is room; in order of their locks."""
    # An evening that somebody new may still come to: else those whom it is too late for would take all the turns.
    coming = (
        Session.objects.evenings()
        .planned()
        .filter(cohort=OuterRef("pk"), opens_at__gt=now, week__number__lte=settings.JOIN_UNTIL_WEEK)
    )
    over = WaitingPlace.objects.standing().filter(cohort=OuterRef("pk"), offer_ends_at__lte=now)
    waiting = WaitingPlace.objects.in_line().filter(cohort=OuterRef("pk"), offer_ends_at__isnull=True)
    room = Cohort.objects.annotate(
        held=_count(Seat.objects.filter(withdrawn_at__isnull=True)), kept=_count(WaitingPlace.objects.offered(now))
    ).filter(Exists(waiting), Exists(coming), capacity__gt=F("held") + F("kept"))
    lapsing = Cohort.objects.filter(Exists(over))
    found = [*room.order_by("pk")[:MOST], *lapsing.order_by("pk")[:MOST]]
    return sorted({one.pk for one in found})


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of these rows each cohort has."""
    counted = rows.filter(cohort=OuterRef("pk")).order_by().values("cohort").annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


def _locked(pk: int) -> Cohort:
    return Cohort.objects.select_for_update(no_key=True).get(pk=pk)


def _rows(places: Collection[WaitingPlace]) -> QuerySet[WaitingPlace]:
    return WaitingPlace.objects.filter(pk__in=[one.pk for one in places])


def _end_sign_ins(place: WaitingPlace, now: datetime) -> None:
    SignIn.objects.filter(waiting=place, ended_at__isnull=True).update(ended_at=now)
