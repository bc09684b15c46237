"""Moving to another group: a wish, told to staff alone, and what staff do about it."""

from datetime import datetime

from django.db import transaction

from cohorts import ids, likeness, names
from cohorts.actions.acts import record
from cohorts.actions.contacts import hand_over_contacts
from cohorts.actions.feeds import feed_of
from cohorts.actions.take import free_numbers, names_in_use, sit
from cohorts.actions.welcomes import give_back_under_locks
from cohorts.actions.withdraw import locked_around
from cohorts.doorbell import ring_from_thread
from cohorts.models import Cohort, MoveWish, OwnWish, Seat, Session, SignIn, Staff, Stop

STAYS = "seat_stays"


class NotHeld(Exception):
    """The seat was given up, or the wish answered, in the meantime."""


class EveningIsOn(Exception):
    """Their evening is on: whoever may be in the room is not taken out of it from afar."""


class SameCohort(Exception):
    """They are in that cohort already."""


def wish_to_move(seat: Seat, now: datetime) -> MoveWish:
    """Write down that somebody would rather be in another group; who wishes twice has one wish."""
    wish, _ = MoveWish.objects.get_or_create(
        seat=seat, done_at=None, cancelled_at=None, defaults={"wished_at": now}
    )  # fmt: skip
    return wish


def take_wish_back(seat: Seat, now: datetime) -> bool:
    """Forget the wish that is open, as its owner asks; False if there is none."""
    return bool(MoveWish.objects.open().filter(seat=seat).order_by().update(cancelled_at=now))


@transaction.atomic
def stay_put(by: Staff, wish: MoveWish, now: datetime) -> None:
    """Close a wish that staff have settled in another way; raises `NotHeld` if somebody was quicker."""
    if not MoveWish.objects.open().filter(pk=wish.pk).order_by().update(cancelled_at=now):
        raise NotHeld
    record(by, STAYS, cohort=wish.seat.cohort, seat=wish.seat.public_id)


@transaction.atomic
def move_seat(by: Staff, seat: Seat, cohort: Cohort, now: datetime) -> Seat:
    """Give somebody a place in another cohort and end the old one, both or neither; return the new seat.

    Words, link, contacts, calendar, what they agreed to and what they asked of us go along, and so does a stop of what
    is sent by itself; the name as well, unless somebody there has it. Sign-ins end, and a welcome that was picked is
    given back.

    Raises `SameCohort`, `EveningIsOn`, `NotHeld` or `NoSeatFree`.
    """
    if seat.cohort_id == cohort.pk:
        raise SameCohort
    rung = locked_around(seat, now)
    old, new = _both(seat.cohort_id, cohort.pk)
    fresh = Seat.objects.held().order_by().select_for_update(no_key=True).filter(pk=seat.pk).first()
    if fresh is None:
        raise NotHeld
    if Session.objects.for_seat(fresh).on_now(now).exists():
        raise EveningIsOn
    Seat.objects.filter(pk=fresh.pk).update(withdrawn_at=now, code_digest=f"moved {ids.new()}", link_digest=None)
    moved = _placed(fresh, new, now)
    hand_over_contacts(fresh, moved)
    feed_of(fresh).update(seat=moved)
    Stop.objects.standing().filter(seat=fresh).update(seat=moved)
    OwnWish.objects.open().filter(seat=fresh).update(seat=moved)
    give_back_under_locks(fresh, now)
    SignIn.objects.filter(seat=fresh, ended_at__isnull=True).update(ended_at=now)
    _answered(fresh, moved, now)
    record(by, "seat_moved", cohort=old, seat=fresh.public_id, to=moved.public_id)
    record(by, "seat_came", cohort=new, seat=moved.public_id)
    ring_from_thread(rung)
    return moved


def _both(old: int, new: int) -> tuple[Cohort, Cohort]:
    """Lock two cohorts in one order for everybody, so that two who move between the same two never wait in a ring."""
    pair = Cohort.objects.filter(pk__in=(old, new)).order_by("pk").select_for_update(no_key=True)
    found = {one.pk: one for one in pair}
    return found[old], found[new]


def _placed(seat: Seat, cohort: Cohort, now: datetime) -> Seat:
    """Make the new seat of what the old one was before it was given up."""
    free = free_numbers(cohort, now)
    taken = names_in_use(cohort, now)
    same = not likeness.alike(seat.name, taken)
    return sit(
        cohort,
        free,
        seat.name if same else names.generate(taken),
        now,
        code_digest=seat.code_digest,
        link_digest=seat.link_digest,
        link_spent_at=seat.link_spent_at,
        agreed_version=seat.agreed_version,
        agreed_at=seat.agreed_at,
        ease=seat.ease,
    )


def _answered(seat: Seat, moved: Seat, now: datetime) -> None:
    """A move nobody wished for is kept as one as well, as it leads from the old seat to the new."""
    wish = MoveWish.objects.filter(seat=seat, done_at__isnull=True, cancelled_at__isnull=True)
    settled = now if moved.name == seat.name else None
    if not wish.update(done_at=now, to_seat=moved, name_settled_at=settled):
        MoveWish.objects.create(seat=seat, wished_at=now, done_at=now, to_seat=moved, name_settled_at=settled)
