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
"""So long the words are shown to whoever sends the last page once more, whatever came of them since."""


class UsedUp(Exception):
    """These words were given out before; whoever has them comes in by them.

    `unread` is the place they open where it may be that nobody ever read them.
    """

    def __init__(self, unread: Seat | WaitingPlace | None) -> None:
        super().__init__("a place was taken by these words before")
        self.unread = unread


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
    if before := taken_by(words, now):
        return before
    try:
        with transaction.atomic():
            holder = _placed(wanted, words, now)
            for purpose, text in wanted.contacts.items():
                keep_contact(holder, purpose, text, now, wanted.agreed_version)
            return holder
    except (NoSeatFree, NameTaken, IntegrityError) as refused:
        # The same press may have come twice at once: then the other one has the place, and the name.
        if before := taken_by(words, now):
            return before
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


def is_spent(words: str) -> bool:
    """Return whether a place was ever taken by these words that they open still."""
    digest = _digest(words)
    return any(one.objects.filter(code_digest=digest).exists() for one in (Seat, WaitingPlace))


def taken_by(words: str, now: datetime) -> Seat | WaitingPlace | None:
    """Return what these words took within minutes, None if nothing; `UsedUp` if it is longer ago, or given up."""
    digest = _digest(words)
    seat = Seat.objects.filter(code_digest=digest).select_related("cohort").first()
    place = WaitingPlace.objects.filter(code_digest=digest).select_related("cohort").first()
    if seat is None and place is None:
        return None
    if seat and seat.withdrawn_at is None and seat.taken_at > now - SHOWN_AGAIN:
        return seat
    if place and place in WaitingPlace.objects.standing() and place.joined_at > now - SHOWN_AGAIN:
        return place
    waited = seat is not None and place is not None  # whoever took it out of the line came in by their words
    raise UsedUp(None if waited else _unread(seat or place, now))


def _digest(words: str) -> str:
    return codes.digest(codes.normalise(words), settings.KEYS.codes)


def _unread(holder: Seat | WaitingPlace | None, now: datetime) -> Seat | WaitingPlace | None:
    """The place, if the answer that showed its words may have come to nobody: nobody ever left by what it opened.

    One that ended as the next began was replaced by it, in the browser that asked again.
    """
    if holder is None or not holder.sign_ins.standing(now).exists():
        return None
    opened = list(holder.sign_ins.values_list("created_at", "ended_at"))
    begun = {began for began, _ in opened}
    return holder if all(ended is None or ended in begun for _, ended in opened) else None
