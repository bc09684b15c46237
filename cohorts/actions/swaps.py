"""One asks another to take a time on call, perhaps for another in return; the other says yes or no. Each is an act."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cohorts import rota
from cohorts.actions.acts import lock_house, record
from cohorts.actions.on_call import MayNotHold, NotTheirs, Over, RotaRefused, spans, write
from cohorts.clock import database_now
from cohorts.models import Away, Staff, Swap, SwapEnd
from cohorts.roles import Post, may_hold
from cohorts.rota import Stretch


class Settled(RotaRefused):
    """It was answered or taken back already."""


class AskedAlready(RotaRefused):
    """The same person was asked for this time and has not answered yet."""


class AwayThen(RotaRefused):
    """Whoever would take a time is away for some of it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A post from one moment to another."""

    post: Post
    starts_at: datetime
    ends_at: datetime


@transaction.atomic
def ask_swap(asker: Staff, asked: Staff, turn: Turn, in_return: Turn | None = None) -> Swap:
    """Ask somebody; nothing changes before they say yes. Raises `Over`, `NotTheirs`, `MayNotHold`, `AskedAlready`."""
    lock_house()
    now = database_now()
    if asker == asked:
        raise NotTheirs
    _fits(asker, asked, turn, now)
    if in_return:
        _fits(asked, asker, in_return, now)
    theirs = {"asker": asker, "asked": asked, "post": turn.post, "starts_at": turn.starts_at, "ends_at": turn.ends_at}
    if Swap.objects.waiting(now).filter(**theirs).exists():
        raise AskedAlready
    swap = Swap.objects.create(
        **theirs, asked_at=now, return_post=in_return.post if in_return else "",
        return_starts_at=in_return.starts_at if in_return else None,
        return_ends_at=in_return.ends_at if in_return else None,
    )  # fmt: skip
    _record(asker, "on_call_swap_asked", swap)
    return swap


@transaction.atomic
def take_swap(by: Staff, swap: Swap) -> None:
    """Say yes: from now on the time is theirs, and what was offered in return the asker's, both or neither.

    Raises `NotTheirs`, also when the time is no longer whose it was; `Settled`, `Over`, `MayNotHold`, `AwayThen`.
    """
    lock_house()
    now = database_now()
    fresh = _waiting(swap, now)
    if by != fresh.asked:
        raise NotTheirs
    given = [(fresh.asker, fresh.asked, turn_of(fresh))]
    if (back := return_of(fresh)) is not None:
        given.append((fresh.asked, fresh.asker, back))
    for giver, taker, turn in given:
        _fits(giver, taker, turn, now)
        if Away.objects.filter(staff=taker, starts_at__lt=turn.ends_at, ends_at__gt=max(turn.starts_at, now)).exists():
            raise AwayThen
    for _, taker, turn in given:
        write(turn.post, [Stretch(turn.starts_at, turn.ends_at, taker.pk)], now)
    _end(by, fresh, SwapEnd.TAKEN, "on_call_swapped", now)


@transaction.atomic
def decline_swap(by: Staff, swap: Swap) -> None:
    """Say no. Raises `NotTheirs`, `Settled`."""
    lock_house()
    now = database_now()
    fresh = _waiting(swap, now)
    if by != fresh.asked:
        raise NotTheirs
    _end(by, fresh, SwapEnd.DECLINED, "on_call_swap_declined", now)


@transaction.atomic
def take_swap_back(by: Staff, swap: Swap) -> None:
    """Ask no longer. Raises `NotTheirs`, `Settled`."""
    lock_house()
    now = database_now()
    fresh = _waiting(swap, now)
    if by != fresh.asker:
        raise NotTheirs
    _end(by, fresh, SwapEnd.TAKEN_BACK, "on_call_swap_taken_back", now)


def turn_of(swap: Swap) -> Turn:
    """Return what the asker would give."""
    return Turn(Post(swap.post), swap.starts_at, swap.ends_at)


def return_of(swap: Swap) -> Turn | None:
    """Return what they would take in return."""
    if swap.return_starts_at is None or swap.return_ends_at is None:
        return None
    return Turn(Post(swap.return_post), swap.return_starts_at, swap.return_ends_at)


def _waiting(swap: Swap, now: datetime) -> Swap:
    found = Swap.objects.waiting(now).select_related("asker", "asked").filter(pk=swap.pk).first()
    if found is None:
        raise Settled
    return found


def _fits(giver: Staff, taker: Staff, turn: Turn, now: datetime) -> None:
    """The time is still the giver's from now on, and the taker may have it."""
    if turn.ends_at <= now:
        raise Over
    left = rota.between([Stretch(turn.starts_at, turn.ends_at, giver.pk)], now, turn.ends_at)
    if not rota.covers(spans(turn.post, left), giver.pk, left[0].time):
        raise NotTheirs
    if taker.left_at is not None or not may_hold(taker.role, turn.post):
        raise MayNotHold


def _end(by: Staff, swap: Swap, end: SwapEnd, verb: str, now: datetime) -> None:
    Swap.objects.filter(pk=swap.pk).update(answered_at=now, end=end)
    _record(by, verb, swap)


def _record(by: Staff, verb: str, swap: Swap) -> None:
    back = return_of(swap)
    record(
        by, verb, swap=swap.public_id, asker=swap.asker.public_id, asked=swap.asked.public_id, post=str(swap.post),
        start=swap.starts_at.isoformat(), end=swap.ends_at.isoformat(),
        return_post=back.post.value if back else None, return_start=back.starts_at.isoformat() if back else None,
        return_end=back.ends_at.isoformat() if back else None,
    )  # fmt: skip
