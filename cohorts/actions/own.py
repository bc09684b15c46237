"""What is held of a young person, at their own wish: deleted, or given to them. Staff begin it, as an act.

Deleting has three steps, each whole or not at all, and each harmless when it is done again: every right ends and the
contacts go at once; then other rooms erase what was said, evening by evening, once nobody is in them any more; then the
name goes with all that is left. Whatever stops it, the hourly round goes on from there (`finish`).
"""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cohorts.actions.acts import record
from cohorts.actions.withdraw import give_up
from cohorts.keeping import person
from cohorts.keeping.holds import behind_locks
from cohorts.keeping.leavings import forget_names, forget_ways_in
from cohorts.keeping.person import Section
from cohorts.keeping.registry import spared
from cohorts.models import (
    AttendanceMark,
    Contact,
    Feed,
    Heard,
    MoveWish,
    OwnWish,
    Reply,
    Seat,
    SignIn,
    Staff,
    Stop,
    Telling,
    WaitingPlace,
    Wanted,
)

log = logging.getLogger(__name__)

#: Wishes done in one round; the rest follows an hour later. Those that something keeps take nobody's turn.
MOST = 50


class NotHere(Exception):
    """A copy is read on one's own page alone, and whoever gave up the seat has none any more."""


def ask(seat: Seat, what: Wanted, now: datetime, heard: Heard = Heard.PAGE) -> OwnWish:
    """Write down what somebody wants; who asks twice has asked once, but for a copy that waited too long to be read."""
    OwnWish.objects.lapsed(now).filter(seat=seat, what=what).update(taken_back_at=now)
    wish, _ = OwnWish.objects.get_or_create(
        seat=seat, what=what, done_at=None, taken_back_at=None, defaults={"asked_at": now, "heard": heard}
    )
    return wish


def take_back(seat: Seat, what: Wanted, now: datetime) -> bool:
    """Forget a wish that nobody has begun yet; False if there is none."""
    return bool(OwnWish.objects.unanswered().order_by().filter(seat=seat, what=what).update(taken_back_at=now))


def begin(by: Staff, seat: Seat, what: Wanted, now: datetime, heard: Heard = Heard.PAGE) -> OwnWish:
    """See to it, as an act: a deletion goes as far as it can at once, a copy waits on its owner's page.

    Somebody who began it before has begun it; what its owner took back at the same moment is not begun, and nothing
    goes. Raises `NotHere` for a copy of somebody who has no page any more.
    """
    with transaction.atomic():
        locked = Seat.objects.select_related("cohort").get(pk=seat.pk)
        if what == Wanted.COPY and locked.withdrawn_at is not None:
            raise NotHere
        wish = ask(locked, what, now, heard)
        mine = OwnWish.objects.open().filter(pk=wish.pk, begun_at__isnull=True)
        if mine.update(begun_at=now, begun_by=by):
            if what == Wanted.DELETE:
                _end_rights(person.seats_of(locked), now)
            record(by, f"{what}_begun", cohort=locked.cohort, seat=locked.public_id, heard=wish.heard)
        wish.refresh_from_db()
    if what == Wanted.DELETE and wish.begun_at is not None:
        go_on(wish, now)
    return wish


def go_on(wish: OwnWish, now: datetime) -> bool:
    """Take a deletion as far as it goes now; return whether it is done."""
    seats = person.seats_of(wish.seat)
    return _contacts_go(seats) and person.erase(seats, now) and _finish(wish, seats, now)


def finish(now: datetime) -> int:
    """Go on with every deletion that waits; return how many are done now. What one of them meets stops no other."""
    done = 0
    for wish in OwnWish.objects.unfinished().select_related("seat__cohort"):
        done += _goes_on(wish, now)
        if done == MOST:
            break
    return done


@transaction.atomic
def show(seat: Seat, now: datetime) -> list[Section] | None:
    """Return the copy that is ready, this once, as an act; None if none is. It is kept and sent nowhere."""
    if not OwnWish.objects.ready(now).filter(seat=seat).update(done_at=now):
        return None
    sections = person.told(person.seats_of(seat))
    record(None, "copy_shown", cohort=seat.cohort, seat=seat.public_id)
    return sections


def _goes_on(wish: OwnWish, now: datetime) -> bool:
    try:
        return go_on(wish, now)
    except Exception as problem:  # noqa: BLE001  (what it says may quote a name)
        log.error("a deletion that somebody asked for failed: %s", type(problem).__name__)
        return False


def _end_rights(seats: list[Seat], now: datetime) -> None:
    """Whoever has a seat loses it; a way back that was still open shuts."""
    for seat in seats:
        give_up(seat, now, withdrawn_at=now, link_digest=None)
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(returns_until=None)
    SignIn.objects.filter(seat__in=seats, ended_at__isnull=True).update(ended_at=now)


@transaction.atomic
def _contacts_go(seats: list[Seat]) -> bool:
    """Nobody is reached any more; False, and nothing goes, while a hold keeps it."""
    if _held(seats):
        return False
    Contact.objects.filter(Q(seat__in=seats) | Q(waiting__taken__in=seats)).delete()
    Telling.objects.filter(seat__in=seats).delete()
    Feed.objects.filter(seat__in=seats).delete()
    return True


def _held(seats: list[Seat]) -> bool:
    """Whether a hold keeps it, read behind the lock that whoever places one takes."""
    behind_locks(seat.pk for seat in seats)
    return person.on_hold(seats)


@transaction.atomic
def _finish(wish: OwnWish, seats: list[Seat], now: datetime) -> bool:
    """Nothing is left to be erased elsewhere: let go of the rest, and say that it is done."""
    if _held(seats) or not OwnWish.objects.unfinished().order_by().filter(pk=wish.pk).update(done_at=now):
        return False
    for table in (Reply, AttendanceMark, Stop, SignIn):
        table._default_manager.filter(seat__in=seats).delete()  # noqa: SLF001  (Django's own way to a table)
    WaitingPlace.objects.filter(taken__in=seats).delete()
    forget_ways_in(seats, now)
    needed = spared("names")
    named = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).exclude(name="")
    forget_names(list(named if needed is None else named.exclude(needed)), now)
    _say_of_each(wish, seats, now)
    MoveWish.objects.filter(Q(seat__in=seats) | Q(to_seat__in=seats)).delete()
    record(None, "delete_done", cohort=wish.seat.cohort, seat=wish.seat.public_id)
    return True


def _say_of_each(wish: OwnWish, seats: list[Seat], now: datetime) -> None:
    """What led from one seat to the other goes; that nothing is known any more is so in every group they were in."""
    others = [seat for seat in seats if seat.pk != wish.seat_id]
    OwnWish.objects.open().filter(seat__in=others, what=Wanted.DELETE).update(done_at=now)
    done = {"asked_at": wish.asked_at, "heard": wish.heard, "begun_at": wish.begun_at, "begun_by": wish.begun_by}
    of = set(OwnWish.objects.deleted().filter(seat__in=others).values_list("seat", flat=True))
    OwnWish.objects.bulk_create(
        [OwnWish(seat=seat, what=Wanted.DELETE, done_at=now, **done) for seat in others if seat.pk not in of]
    )
