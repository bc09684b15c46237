"""Joining a group: the place, what was agreed to, and how somebody may be reached; all of it or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from cohorts import codes
from cohorts.actions.contacts import keep_contact
from cohorts.actions.take import NameTaken, NoSeatFree, take_seat
from cohorts.actions.waiting import join_waiting
from cohorts.models import Cohort, ContactPurpose, Seat, WaitingPlace

SHOWN_AGAIN = timedelta(minutes=10)
"""So long the words are shown to whoever sends the last page once more."""


class UsedUp(Exception):
    """These words were given out before; whoever has them comes in by them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a young person decided. `contacts` are as typed, by purpose; `waits` if they would wait for a place."""

    cohort: Cohort
    agreed_version: str
    waits: bool = False
    name: str = field(default="", repr=False)
    ease: tuple[str, ...] = ()
    contacts: Mapping[ContactPurpose, str] = field(default_factory=dict, repr=False)


def join_group(wanted: Wanted, words: str, now: datetime) -> Seat | WaitingPlace:
    """Give them a seat, or a place in the line, that these four words open.

    The same words again within minutes return the same place. Raises `NoSeatFree`, `NameTaken`, `NameUnfit`,
    `ContactUnfit` or `UsedUp`, and then nothing is kept.
    """
    if known := _known(words, now):
        return known
    try:
        with transaction.atomic():
            holder = _placed(wanted, words, now)
            for purpose, text in wanted.contacts.items():
                keep_contact(holder, purpose, text, now, wanted.agreed_version)
            return holder
    except (NoSeatFree, NameTaken, IntegrityError) as refused:
        # The same press may have come twice at once: then the other one has the place, and the name.
        if known := _known(words, now):
            return known
        if isinstance(refused, IntegrityError):
            raise NoSeatFree from None
        raise


def _placed(wanted: Wanted, words: str, now: datetime) -> Seat | WaitingPlace:
    if wanted.waits:
        version, ease = wanted.agreed_version, wanted.ease
        return join_waiting(wanted.cohort, now, agreed_version=version, ease=ease, code=words).place
    return take_seat(
        wanted.cohort, wanted.name, now, agreed_version=wanted.agreed_version, ease=wanted.ease, code=words
    ).seat


def _known(words: str, now: datetime) -> Seat | WaitingPlace | None:
    digest = codes.digest(codes.normalise(words), settings.KEYS.codes)
    seat = Seat.objects.filter(code_digest=digest).select_related("cohort").first()
    place = WaitingPlace.objects.filter(code_digest=digest).select_related("cohort").first()
    if seat is None and place is None:
        return None
    if seat and seat.withdrawn_at is None and seat.taken_at > now - SHOWN_AGAIN:
        return seat
    if place and place in WaitingPlace.objects.standing() and place.joined_at > now - SHOWN_AGAIN:
        return place
    raise UsedUp
