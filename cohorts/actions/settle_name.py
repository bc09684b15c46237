"""The name of somebody who was moved to a group in which theirs was taken: kept, or another one chosen."""

from datetime import datetime

from django.db import transaction

from cohorts import likeness, names
from cohorts.actions.take import NameTaken, NameUnfit, names_in_use
from cohorts.models import Cohort, MoveWish, Seat, Session


def names_to_choose(seat: Seat, now: datetime, count: int = 3) -> list[str]:
    """Return some names that somebody newly moved may have instead; none if there is nothing to choose any more."""
    if not _unsettled(seat) or _known_in_a_room(seat, now):
        return []
    return names.offer(count, names_in_use(seat.cohort, now))


@transaction.atomic
def settle_name(seat: Seat, name: str, now: datetime) -> None:
    """Give a seat newly moved one of the names we offer, or let it keep what it got, once.

    Raises `NameTaken`, or `NameUnfit` if there is nothing to choose any more.
    """
    cohort = Cohort.objects.select_for_update(no_key=True).get(pk=seat.cohort_id)
    if not _unsettled(seat) or _known_in_a_room(seat, now):
        raise NameUnfit
    if name != seat.name:
        if name not in names.every():
            raise NameUnfit
        if likeness.alike(name, names_in_use(cohort, now)):
            raise NameTaken
        Seat.objects.filter(pk=seat.pk).update(name=name)
    MoveWish.objects.filter(to_seat=seat).update(name_settled_at=now)


def _unsettled(seat: Seat) -> bool:
    return MoveWish.objects.filter(to_seat=seat, name_settled_at__isnull=True).exists()


def _known_in_a_room(seat: Seat, now: datetime) -> bool:
    """Once the others may have read a name it stays."""
    return Session.objects.for_seat(seat).filter(opens_at__lte=now, closes_at__gt=seat.taken_at).exists()
