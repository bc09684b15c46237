"""Planning who has which post, and noting who is away: under the lock of the house, from now on, each as an act.

What has passed stays as it was, so that it can be told afterwards who was to answer on a night.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction

from cohorts import rota
from cohorts.actions.acts import lock_house, record
from cohorts.clock import database_now
from cohorts.models import Away, OnCallSpan, Staff
from cohorts.roles import Post, Right, may, may_hold
from cohorts.rota import Change, Stretch

LATEST = datetime.max.replace(tzinfo=UTC)


class RotaRefused(Exception):
    """The rota stays as it is."""


class RotaChanged(RotaRefused):
    """It would change something else than what was looked at."""


class MayNotHold(RotaRefused):
    """Somebody of that role, or who has left, may not have the post."""


class Over(RotaRefused):
    """That time has passed."""


class NotTheirs(RotaRefused):
    """It is somebody else's to decide on."""


def would_change(post: Post, new: Sequence[Stretch], now: datetime) -> list[Change]:
    """Return what planning these changes from now on; one question to the database."""
    coming = rota.between(new, now, LATEST)
    return rota.changes(spans(post, coming), coming)


@transaction.atomic
def plan_on_call(by: Staff, post: Post, new: Sequence[Stretch], looked: Sequence[Change], at: datetime) -> None:
    """Write what was looked at, at that moment, or raise `RotaChanged`, `MayNotHold`, and then nothing happened."""
    lock_house()
    now = database_now()
    found = would_change(post, new, now)
    if _shown(found, now) != _shown(looked, at):
        raise RotaChanged
    _may_all_hold(post, new)
    write(post, new, now)
    if found:
        people = dict(Staff.objects.filter(pk__in={one.to for one in found}).values_list("pk", "public_id"))
        for one in found:
            record(
                by, "on_call_planned", post=post.value, start=one.starts_at.isoformat(), end=one.ends_at.isoformat(),
                staff=people.get(one.to or 0),
            )  # fmt: skip


@transaction.atomic
def note_away(by: Staff, staff: Staff, starts_at: datetime, ends_at: datetime) -> Away:
    """Note that somebody is away: oneself, or another if one plans. Raises `NotTheirs`, `Over`.

    Their spans stay; while they are away these are gaps.
    """
    _may_say(by, staff)
    lock_house()
    if ends_at <= database_now():
        raise Over
    away = Away.objects.create(staff=staff, starts_at=starts_at, ends_at=ends_at)
    record(
        by, "away_noted", away=away.public_id, staff=staff.public_id, start=starts_at.isoformat(),
        end=ends_at.isoformat(),
    )  # fmt: skip
    return away


@transaction.atomic
def come_back(by: Staff, away: Away) -> None:
    """Take a time away back; one that has begun ends now. Raises `NotTheirs`, `Over`."""
    _may_say(by, away.staff)
    lock_house()
    now = database_now()
    still = Away.objects.filter(pk=away.pk, ends_at__gt=now)
    begun = still.filter(starts_at__lt=now).update(ends_at=now)
    if not begun and not still.delete()[0]:
        raise Over
    record(by, "away_taken_back", away=away.public_id, staff=away.staff.public_id)


def spans(post: Post, during: Sequence[Stretch]) -> list[Stretch]:
    """Return whose the post is by what is written, around these stretches; under the lock, to write by it."""
    if not during:
        return []
    first, last = min(one.starts_at for one in during), max(one.ends_at for one in during)
    rows = OnCallSpan.objects.between(first, last).filter(post=post).order_by("starts_at")
    return [Stretch(one.starts_at, one.ends_at, one.staff_id) for one in rows]


def write(post: Post, new: Sequence[Stretch], now: datetime) -> None:
    """Have these take the place of what was there from now on; under the lock of the house."""
    coming = rota.between(new, now, LATEST)
    old = spans(post, coming)
    result = rota.laid_over(old, rota.different(old, coming))
    gone = [one.starts_at for one in old if one not in result]
    OnCallSpan.objects.filter(post=post, starts_at__in=gone).delete()
    OnCallSpan.objects.bulk_create(
        OnCallSpan(post=post, staff_id=one.who, starts_at=one.starts_at, ends_at=one.ends_at)
        for one in result
        if one not in old and one.who is not None
    )


def _shown(found: Sequence[Change], now: datetime) -> list[tuple[datetime | None, datetime, int | None, int | None]]:
    """What begins now begins a moment later when it is saved, and is still what was shown."""
    return [(one.starts_at if one.starts_at > now else None, one.ends_at, one.was, one.to) for one in found]


def _may_all_hold(post: Post, new: Sequence[Stretch]) -> None:
    named = {one.who for one in new if one.who is not None}
    # Not `here`: `manage.py demo` plans its own also while the demo is off.
    fit = {one.pk for one in Staff.objects.filter(pk__in=named) if one.is_active and may_hold(one.role, post)}
    if named != fit:
        raise MayNotHold


def _may_say(by: Staff, staff: Staff) -> None:
    if by != staff and not may(by.role, Right.PLAN_ON_CALL):
        raise NotTheirs
