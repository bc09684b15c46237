"""The page of one duty: who may see it, what of it they may read, and what is known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cohorts import signposts
from cohorts.actions import record as act
from cohorts.models import ContactPurpose, Role, Shift, Staff
from cohorts.roles import Right, may
from facilitator.actions import following
from facilitator.safeguarding import ladder
from facilitator.safeguarding.answering import house
from facilitator.safeguarding.models import Concern, Duty, DutyCall, Kind, Level
from facilitator.safeguarding.readers import reader

from . import card, lastly, wording
from .card import Known
from .forms import FollowForm
from .lines import line

_ALSO: Final = ("session__week", "session__cohort", "seat", "concern", "answered_by")


def known_to(staff: Staff, ref: str, now: datetime) -> Duty | None:
    """Return the duty if they were told of it, are to be, have it, or lead; else None, as if it did not exist.

    Whoever it is about learns nothing of it, whatever their role is.
    """
    duty = Duty.objects.select_related(*_ALSO).apart_from(staff).filter(public_id=ref).first()
    if duty is None or _is_theirs(staff, duty, now):
        return duty
    return None


def _is_theirs(staff: Staff, duty: Duty, now: datetime) -> bool:
    """Whoever pressed second, before a loop had told them, still reads who has it: the ladder of that moment counts."""
    if duty.answered_by_id == staff.pk or (staff.role == Role.LEAD and duty.kind != Kind.ADULT):
        return True
    then = duty.answered_at or now
    there = house({duty.session_id}, then)
    called = ladder.called(there.standing(duty), there.rota(duty.session, then), then, settings.LADDER)
    return staff.pk in called or DutyCall.objects.filter(duty=duty, staff=staff).exists()


def works_there(staff: Staff, duty: Duty) -> bool:
    """Whether they hold that evening's room."""
    holds = Shift.objects.standing().filter(session=duty.session_id, staff=staff)
    return may(staff.role, Right.HOLD_ROOMS) and holds.exists()


def may_read_words(staff: Staff, duty: Duty) -> bool:
    """Whether a young person's words are for them, of those who know of the duty.

    The lead, whoever holds the room, and a counsellor who was called because they have a post (care.md §7).
    """
    if duty.kind == Kind.ADULT or duty.seat_id is None:
        return False
    return staff.role in {Role.LEAD, Role.COUNSELLOR} or works_there(staff, duty)


def open_concern(duty: Duty) -> Concern | None:
    """Return the concern it is about, else the last open one about the same young person."""
    if duty.concern is not None or duty.seat_id is None:
        return duty.concern
    return Concern.objects.open().filter(seat=duty.seat_id).order_by("-raised_at", "-pk").first()


def kept_in(duty: Duty, text: str) -> Concern | None:
    """Return the concern in whose record it stands how a sudden leaving is followed up.

    `text` was asked for as one was open. Where it was closed before the words came, it is the one closed last: what
    somebody did for a young person is not dropped because a colleague was quicker.
    """
    concern = open_concern(duty)
    if concern is None and text.strip():
        about_them = Concern.objects.filter(seat=duty.seat_id)
        return about_them.order_by(F("changed_at").desc(nulls_last=True), "-pk").first()
    return concern


def context(staff: Staff, duty: Duty, now: datetime) -> dict[str, Any]:
    """Return what the page shows to this member of staff; that somebody reads a young person's words is an act."""
    reads, kind = may_read_words(staff, duty), Kind(duty.kind)
    known = _known(staff, duty, now, reads=reads) if duty.seat and kind != Kind.ADULT else None
    concern = open_concern(duty)
    followed = list(following.said(duty)) if kind == Kind.LEFT else []
    has = (following.called_since(duty) if kind == Kind.LEFT else None) or duty
    return {
        "duty": duty,
        "line": line(duty),
        "has": has,
        "may_have": has == duty or _is_theirs(staff, has, now),
        "mine": has.answered_by_id == staff.pk,
        "what": wording.WHAT[kind],
        "to_do": wording.TO_DO[kind],
        "works_there": works_there(staff, duty),
        "concern": concern,
        "record": concern if concern and reader(staff, now).may_read(concern) else None,
        "known": known,
        "life": known is not None and ContactPurpose.LIFE in known.held,
        "card": duty.level == Level.NOW and kind != Kind.TRIAL,
        "to_ask": card.TO_ASK,
        "to_read_out": card.to_read_out(known, now, _clock(duty)) if known else [],
        "pack": signposts.pack(),
        "followed": [(one, following.How(one.about["how"]).label) for one in followed],
        "form": follow_form(concern, len(followed)) if kind == Kind.LEFT and reads else None,
    }


def follow_form(concern: Concern | None, seen: int, sent: Any = None) -> FollowForm:
    """Return the form that asks how a sudden leaving is followed up; words are kept in the record of `concern`."""
    return FollowForm(sent, initial={"seen": seen}, has_record=concern is not None)


@transaction.atomic
def _known(staff: Staff, duty: Duty, now: datetime, *, reads: bool) -> Known | None:
    seat, session = duty.seat, duty.session
    if seat is None:
        return None
    if reads:
        act(staff, "last_words_read", session=session, duty=duty.public_id)
    return Known(
        seat.name, (session.cohort.age_from, session.cohort.age_to), session.title, session.starts_at,
        lastly.last_words(session, seat) if reads else None, lastly.last_seen(session, seat, now), lastly.held(seat),
    )  # fmt: skip


def _clock(duty: Duty) -> Callable[[datetime], str]:
    zone = ZoneInfo(duty.session.cohort.zone)
    return lambda at: timezone.localtime(at, zone).strftime("%H:%M")
