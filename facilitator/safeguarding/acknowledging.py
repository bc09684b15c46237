"""Saying "I have it" of a concern: it stands in its record, answers its duty, and asks for a review within a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cohorts.actions import record as act
from cohorts.models import Staff
from cohorts.on_call import on_call
from cohorts.seal import Unsealable

from . import record
from .duties import answer, raise_duty, register
from .models import Concern, Duty, Kind, Level, Part
from .who_asks import second_person, signs

#: Within a day the lead has looked at all of it and signed (care.md §7).
REVIEWED_WITHIN: Final = timedelta(hours=24)
#: How duties begin that a record asks for; about an adult they are of that kind too, so that only the lead is told.
REVIEW, FOLLOW = "review:", "follow:"
LATER: Final = (REVIEW, FOLLOW)
_THEIRS: Final = (Kind.CONCERN, Kind.ADULT)


@transaction.atomic
def acknowledge(concern: Concern, by: Staff, now: datetime) -> bool:
    """Have it, and with it the duties that tell of it; False if somebody had it before.

    An act, save of a worry about an adult: there the record says so, which the person named never reads.
    """
    # Duties before the concern, in the order in which answering one takes them.
    waiting = Duty.objects.waiting().filter(concern=concern, kind__in=_THEIRS).order_by("pk")
    answered = [answer(duty, by, now) for duty in waiting if _announces(duty)]
    first = _have_if_it_opens(concern, by, now)
    if first and not concern.adult:
        act(by, "concern_acknowledged", session=concern.session, concern=concern.public_id)
    return first or any(answered)


def have(concern: Concern, by: Staff, now: datetime, *, said: str = "") -> bool:
    """Have it, with a review to come. The first counts, as with duties; what is closed needs nobody any more.

    The review is told by day, while there is time for it: most evenings end at night, and so would a day after them.
    `said` is what there is to say of it besides.
    """
    head = record.locked(concern)
    if head.acknowledged_at is not None or not head.is_open:
        return False
    record.add(head, Part.HAVE, said, by, now)
    Concern.every.filter(pk=head.pk).update(acknowledged_at=now, acknowledged_by=by, changed_at=now)
    if not reviews(head).exists():
        kind = Kind.ADULT if head.adult else Kind.FOLLOW_UP
        raise_duty(
            kind, Level.CONCERN, head.session, ref=review_ref(head), now=now, seat=head.seat, concern=head,
            about_staff=head.about_staff,
            due_at=max(now, settings.LADDER.by_day_before(head.since + REVIEWED_WITHIN)),
        )  # fmt: skip
    return True


def reviews(concern: Concern) -> QuerySet[Duty]:
    """Return what asks for a review of it and waits still."""
    return Duty.objects.waiting().filter(concern=concern, ref__startswith=REVIEW)


def review_ref(concern: Concern) -> str:
    """What the duty to review it is known by; each time it is opened again it is another."""
    times = concern.record.filter(part=Part.REOPENED).count()
    return f"{REVIEW}{concern.public_id}" + (f":{times}" if times else "")


def _announces(duty: Duty) -> bool:
    """Whether it tells of the concern itself, and not of what its record asks for later."""
    return duty.kind in _THEIRS and not duty.ref.startswith(LATER)


def _have_if_it_opens(concern: Concern, by: Staff, now: datetime) -> bool:
    """Have it; where its record does not open, as a key of the house is missing, the answer stands by itself.

    An alarm that nobody can end calls everybody all night, and one who has answered it looks after somebody. Of a worry
    about an adult `late_answers` writes it once the record opens.
    """
    try:
        with transaction.atomic():
            return have(concern, by, now)
    except Unsealable:
        return False


def _answered(duty: Duty, by: Staff, now: datetime) -> None:
    if duty.concern is not None and _announces(duty):
        _have_if_it_opens(duty.concern, by, now)
    elif duty.concern is not None and duty.ref.startswith(REVIEW) and not duty.concern.adult:
        _call_who_signs(duty, duty.concern, by, now)


def _call_who_signs(duty: Duty, concern: Concern, by: Staff, now: datetime) -> None:
    """A review ends with a signature: whoever answers it and may not give one has a lead called anew."""
    posts = on_call(now)
    if signs(by, posts):
        return
    times = Duty.objects.filter(concern=concern, ref__startswith=REVIEW).count()
    raise_duty(
        Kind.FOLLOW_UP, Level.CONCERN, duty.session, ref=f"{REVIEW}{concern.public_id}:unsigned {times}", now=now,
        seat=duty.seat, concern=concern, to=second_person(posts, by),
    )  # fmt: skip


register(_answered)
