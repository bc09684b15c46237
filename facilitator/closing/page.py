"""The page of one evening that is over, put together from what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from cohorts import turnout
from cohorts.desk import theirs
from cohorts.lost_evenings import lost
from cohorts.models import Seat, Session, Staff, SupportCall
from cohorts.turnout import Judged
from facilitator.actions import signing
from facilitator.safeguarding import record
from facilitator.safeguarding.forms import PartForm, RaiseForm
from facilitator.safeguarding.models import Concern, Part

from . import notes
from .forms import InsteadForm, MarkForm, NotesForm, SignForm
from .models import SignOff


@dataclass(frozen=True, slots=True)
class Line:
    """One young person and how they were there; None if nothing was held."""

    seat: Seat
    judged: Judged | None
    form: MarkForm


@dataclass(frozen=True, slots=True)
class Card:
    """One concern of the evening, without any of its words."""

    concern: Concern
    missing: list[Part]
    may_read: bool
    form: PartForm


def context(staff: Staff, session: Session, now: datetime) -> dict[str, Any]:
    """Return everything the page shows to this member of staff."""
    signed = {one.staff_id: one for one in SignOff.objects.filter(session=session).select_related("by", "staff")}
    owed = signing.owed(session)
    mine = staff if staff in owed else None
    seats = seats_of(session)
    return {
        "session": session,
        "over": signing.is_over(session, now),
        "signatures": [(one, signed.get(one.pk)) for one in owed],
        "owes": mine is not None and staff.pk not in signed,
        "lines": lines(session, seats),
        "lost": bool(lost([session.pk])),
        "may_look_back": theirs.works_with(staff, session.cohort),
        "cards": cards(staff, session),
        "notes": notes.of(session),
        "support": SupportCall.objects.filter(session=session, staff=staff).select_related("answered_by").first(),
        "sign_form": SignForm(staff),
        "notes_form": NotesForm(staff),
        "raise_form": RaiseForm(seats),
        "instead_form": InsteadForm([one for one in owed if one.pk not in signed and one != staff], prefix="instead"),
        "missing": (),
    }


def seats_of(session: Session) -> list[Seat]:
    """The young people who had a place that evening, also those who took it late or gave it up while it was on."""
    gone = Q(withdrawn_at__lte=session.opens_at)
    everybody = Seat.objects.filter(cohort=session.cohort_id).exclude(gone).order_by("number", "taken_at")
    return [seat for seat in everybody if seat.belongs_to(session)]


def lines(session: Session, seats: list[Seat]) -> list[Line]:
    """Return how each was there, by their number."""
    found = turnout.read([session])
    judged = [(seat, found.of(session, seat)) for seat in seats]
    return [Line(seat, one, MarkForm(initial=_now(seat, one), auto_id=f"id_{seat.number}_%s")) for seat, one in judged]


def cards(staff: Staff, session: Session, unfit: tuple[Concern, PartForm] | None = None) -> list[Card]:
    """Return the concerns raised about that evening, in the order they were raised; `unfit`: a form as it was sent."""
    found = Concern.objects.of(session).select_related("seat", "raised_by").prefetch_related("record")
    return [_card(concern, staff, unfit[1] if unfit and unfit[0] == concern else None) for concern in found]


def part_form(concern: Concern, sent: Any = None, first: Part = Part.SEEN) -> PartForm:
    """Return the form of one card; each has its own on the page."""
    return PartForm(sent, initial={"part": first}, auto_id=f"id_{concern.public_id}_%s")


def _card(concern: Concern, staff: Staff, unfit: PartForm | None) -> Card:
    missing = record.missing(concern)
    form = unfit or part_form(concern, first=missing[0] if missing else Part.SEEN)
    return Card(concern, missing, concern.may_be_read_by(staff), form)


def _now(seat: Seat, judged: Judged | None) -> dict[str, str]:
    return {"seat": seat.public_id, **({"came": str(judged.came)} if judged else {})}
