"""Breaking the seal of a contact that was given only for fear of somebody's life (care.md §7).

Everything is written and committed before anything is shown: an act, an entry of the record, a duty for a second
person. Nobody is asked for leave; whoever may and fears for a life opens, and is answerable for it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cohorts.actions import record as act
from cohorts.actions.contacts import read_contact
from cohorts.models import ContactKind, Session, Staff
from cohorts.seal import Unsealable

from . import record
from .duties import raise_duty
from .held import held
from .models import SHOWN, Concern, Kind, Level, Opening, OpeningStep, Part, Reason, Step
from .who_asks import facts, second_person
from .who_opens import STANDS_IN, WhyNot


class MayNot(Exception):
    """Not this person, not this concern, or not yet."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why)
        self.why = why


class NothingHeld(Exception):
    """They gave no contact for this, or took it back."""


class KeyMissing(Exception):
    """A key of the house is missing, so that the contact, or the record, cannot be opened. Nothing was shown."""


def sees(concern: Concern, by: Staff, now: datetime) -> bool:
    """Whether the page of this contact is there for somebody, whatever it says to them."""
    if concern.adult or facts(concern, by, now).why_not(now) != WhyNot.NEVER:
        return not concern.adult
    # A rota that hands over at midnight takes nothing out of the hands of whoever is on the phone with the police.
    return by.role in STANDS_IN and open_for(concern, by, now) is not None


def open_contact(concern: Concern, by: Staff, reason: Reason, words: str, now: datetime) -> Opening:
    """Open it for ten minutes and write down that it was: all of it, or nothing. One that is open for them stays one.

    Raises `MayNot`, `NothingHeld`, or `KeyMissing`, of which an act is written.
    """
    try:
        return _open(concern, by, reason, words, now)
    except Unsealable:
        with transaction.atomic():
            act(by, "contact_unreadable", session=concern.session, concern=concern.public_id)
        raise KeyMissing from None


@transaction.atomic
def close(opening: Opening, by: Staff, now: datetime) -> bool:
    """Hide it before its time, as an act and in the record; once it is hidden there is nothing to close.

    False if the record does not say so, as a key of the house went missing: a contact is never shown on for that.
    """
    concern = _locked(opening.concern)
    if by != opening.by or (standing := open_for(concern, by, now)) is None or standing.pk != opening.pk:
        return True
    entry = _hidden_in_its_record(concern, by, now)
    OpeningStep(opening=opening, step=Step.CLOSED, by=by, at=now).save()
    act(
        by, "contact_closed", session=concern.session, opening=opening.public_id, entry=entry, at=now.isoformat()
    )  # fmt: skip
    return entry is not None


def open_for(concern: Concern, by: Staff, now: datetime) -> Opening | None:
    """Return the opening that still shows this person the contact, if there is one."""
    lately = Opening.objects.filter(concern=concern, by=by, opened_at__gt=now - SHOWN).exclude(steps__step=Step.CLOSED)
    return next((one for one in lately.order_by("-opened_at") if one.shows(now)), None)


@transaction.atomic
def _open(concern: Concern, by: Staff, reason: Reason, words: str, now: datetime) -> Opening:
    fresh = _locked(concern)
    asked = facts(fresh, by, now)
    if (no := asked.why_not(now)) is not None:
        raise MayNot(no)
    if (standing := open_for(fresh, by, now)) is not None:
        return standing
    if (contact := held(fresh.seat)) is None:
        raise NothingHeld
    read_contact(contact)  # One that cannot be read is not opened.
    opening = Opening(
        concern=fresh, by=by, reason=reason, kind=contact.kind, second=second_person(asked.on_call, by),
        opened_at=now, closes_at=now + SHOWN,
    )  # fmt: skip
    opening.entry = record.add(fresh, Part.OPENED, _said(opening, words), by, now).number
    opening.save()
    raise_duty(
        Kind.OPENED, Level.NOW, fresh.session, ref=duty_ref(opening), now=now, seat=fresh.seat, concern=fresh,
        about_staff=by,
    )  # fmt: skip
    act(by, "contact_opened", session=fresh.session, **about(opening))
    return opening


def _hidden_in_its_record(concern: Concern, by: Staff, now: datetime) -> int | None:
    """Write it there and return where; None if the record does not open."""
    try:
        with transaction.atomic():
            return record.add(concern, Part.OPENED, _("Hidden again before its time."), by, now).number
    except Unsealable:
        return None


def about(opening: Opening) -> dict[str, Any]:
    """Return what its act says of an opening: every column of it, so that a change of any shows."""
    return {
        "opening": opening.public_id, "concern": opening.concern.public_id, "reason": opening.reason,
        "kind": opening.kind, "second": opening.second.public_id if opening.second else "", "entry": opening.entry,
        "opened": opening.opened_at.isoformat(), "closes": opening.closes_at.isoformat(),
    }  # fmt: skip


def duty_ref(opening: Opening) -> str:
    """Return the reference of the duty that announces it; each opening has one of its own."""
    return f"opened/{opening.public_id}"


def _locked(concern: Concern) -> Concern:
    """Take the locks of the evening and the concern, so that of two who open, or close, at once one comes second."""
    Session.objects.filter(pk=concern.session_id).locked()
    return record.locked(concern)


def _said(opening: Opening, words: str) -> str:
    """What the record says of it, whole in itself."""
    kind, second = ContactKind(opening.kind).label, opening.second.name if opening.second else _("nobody else on call")
    lines = (
        _("Reason: %(reason)s.") % {"reason": Reason(opening.reason).label},
        words,
        _("Shown for ten minutes: %(kind)s. Told at once: %(second)s.") % {"kind": kind, "second": second},
    )
    return "\n".join(lines)
