"""Concerns: the list of those one may know of, and the record of one, to read and to print."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cohorts import signposts
from cohorts.desk.frame import ON_A_PAGE, paged, pages
from cohorts.models import Role, Staff
from cohorts.roles import Right, may
from cohorts.seal import Unsealable
from cohorts.staff import gate, written
from facilitator import access
from facilitator.actions.recording import note, says_why

from . import following, parts, record, timeline
from .forms import CloseForm, PartOfRecord, ReopenForm
from .models import BY_ITSELF, Concern, Part, State
from .readers import Reader, reader

MISTAKEN, NOT_DONE = 422, 503
#: So many of those that are closed; every one that is open is shown.
A_PAGE: Final = ON_A_PAGE
#: The lead reads all of it; a coordinator knows that there are concerns and how they stand (care.md §7).
SEES_ALL: Final = frozenset({Role.LEAD, Role.COORDINATOR})
#: No number of an entry has so many digits.
_LONG: Final = 6


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a record that they may read."""

    staff: Staff
    as_id: str
    concern: Concern
    reader: Reader


def known_to(staff: Staff, *, stands_in: bool = False, in_hand: Collection[int] = ()) -> QuerySet[Concern]:
    """Return the concerns somebody may know of: facilitators their own and what they see to; none is about an adult."""
    concerns = Concern.objects.select_related("seat", "session__week", "session__cohort", "raised_by")
    if staff.role not in SEES_ALL and not stands_in:
        concerns = concerns.filter(Q(raised_by=staff) | Q(pk__in=in_hand))
    return concerns.prefetch_related("record").order_by("-raised_at", "-pk")


@require_safe
def concerns(request: HttpRequest) -> HttpResponse:
    """Which there are, open ones first, how they stand, and what of the least each still lacks; none of their words."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    if not may(staff.role, Right.SEE_CONCERNS):
        raise Http404
    asker = reader(staff, timezone.now())
    known = known_to(staff, stands_in=asker.leads_now, in_hand=asker.in_hand)
    page = paged(request, known.exclude(state=State.OPEN), A_PAGE)
    rows = [
        [(one, record.missing(one), asker.may_read(one), record.is_signed(one)) for one in shown]
        for shown in (known.filter(state=State.OPEN), page)
    ]
    mine = [one for one in following.of(staff) if one.concern and asker.may_read(one.concern)]
    context = {"open": rows[0], "closed": rows[1], "page": page, "here_address": pages(request), "mine": mine}
    return _draw(request, staff, as_id, "concerns", {**context, "now": timezone.now()})


def asking(request: HttpRequest, public_id: str) -> Asking | HttpResponse:
    """Return who asks, if they may read this record; it is not there for anybody else."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    related = ("seat", "session__week", "session__cohort", "raised_by", "about_staff", "acknowledged_by")
    about = Concern.every.select_related(*related).filter(public_id=public_id).first()
    if about is None:
        raise Http404
    asker = reader(staff, timezone.now())
    if not asker.may_read(about) or not (about.adult or may(staff.role, Right.SEE_CONCERNS)):
        raise Http404
    return Asking(staff, as_id, about, asker)


def show(request: HttpRequest, asked: Asking, **instead: Any) -> HttpResponse:
    """Draw the record; each reading is an act. `instead`: forms as they were sent."""
    about = asked.concern
    with timezone.override(ZoneInfo(about.session.cohort.zone)):
        known = {"done": request.GET.get("done", ""), "pack": signposts.pack()}
        context = {**_read(asked), **_forms(request, asked), **known, **instead}
        context["open"] = _address_of(context["form"], context["of"])
        status = MISTAKEN if instead else 200
        return _draw(request, asked.staff, asked.as_id, "record", context, status)


@require_safe
def printed(request: HttpRequest, public_id: str) -> HttpResponse:
    """The whole record as a report for paper; that somebody made one is an act of its own."""
    asked = asking(request, public_id)
    if isinstance(asked, HttpResponse):
        return asked
    with timezone.override(ZoneInfo(asked.concern.session.cohort.zone)):
        try:
            context = {**_read(asked, "record_printed"), "printed_at": timezone.now()}
        except Unsealable:
            return shut(request, asked)
        return _draw(request, asked.staff, asked.as_id, "record_print", context)


def shut(request: HttpRequest, asked: Asking) -> HttpResponse:
    """Say in place of a record that it does not open, as a key of the house is missing, and give back what was sent.

    Nothing was done then. Whoever came because of an alarm needs to know what to do more than that something failed.
    """
    context = {
        "concern": asked.concern, "sent": request.method == "POST",
        "written": [(_("What you wrote"), text) for text in written.typed(request.POST)],
    }  # fmt: skip
    return _draw(request, asked.staff, asked.as_id, "record_shut", context, NOT_DONE if context["sent"] else 200)


def part_form(asked: Asking, part: Part, data: Any = None, corrects: int | None = None) -> PartOfRecord:
    """Return the form of one part; whoever follows something up must be able to read what it is."""
    owners = owners_of(asked) if part == Part.FOLLOW else ()
    initial = {"when": timezone.now()}
    return PartOfRecord(part, data, corrects=corrects, owners=owners, initial=initial)


def owners_of(asked: Asking) -> list[Staff]:
    """Return who may see to something of this record: whoever asks first, then those who may read it anyway.

    Nobody who has still to set up how they come in: they could not read it.
    """
    here = Staff.objects.ready().filter(demo=asked.staff.demo).order_by("name", "pk")
    others = replace(asked.reader, in_hand=frozenset())
    able = [one for one in here if one == asked.staff or replace(others, staff=one).may_read(asked.concern)]
    return sorted(able, key=lambda one: one != asked.staff)


def still_to_write(request: HttpRequest) -> dict[str, Any]:
    """What the address says that is open to be written: it stays so while something else is done on the page."""
    wanted, corrects, of = (request.GET.get(key, "") for key in ("write", "correct", "of"))
    if wanted not in parts.ASKED or wanted in BY_ITSELF:
        return {}
    number = int(corrects) if corrects.isdecimal() and len(corrects) < _LONG else None
    return {"write": Part(wanted), "correct": number, "of": of if of.isdecimal() and len(of) < _LONG else ""}


def refused(asked: Asking, form: PartOfRecord, of: str) -> dict[str, Any]:
    """The forms of the page where one comes back: in its place among the first ones, as another may hold words."""
    first = [form if one.part == form.part else one for one in _first(asked)]
    if form in first and form.corrects is None:
        return {"form": None, "first": first}
    return {"form": form, "of": of, "first": []}


@transaction.atomic
def _read(asked: Asking, verb: str = "record_read") -> dict[str, Any]:
    about = asked.concern
    if about.adult:
        record.add(about, Part.READ, "", asked.staff, timezone.now(), about={"printed": int(verb != "record_read")})
    note(asked.staff, verb, about)
    opened = record.read(about)
    said = timeline.lines(opened)
    short = timeline.in_short(about, said, opened)
    return {
        "concern": about, "lines": said, "short": short, "late": timeline.is_late(short, timezone.now()),
        "missing": record.missing(about), "decides": asked.reader.may_decide(about),
        "readings": [one for one in opened if one.part == Part.READ],
    }  # fmt: skip


def _forms(request: HttpRequest, asked: Asking) -> dict[str, Any]:
    about, wanted = asked.concern, still_to_write(request)
    part, of = wanted.get("write"), wanted.get("of", "")
    return {
        "form": part_form(asked, part, corrects=wanted["correct"]) if part else None,
        "of": of if part == Part.FOLLOWED else "",
        "first": _first(asked) if part is None else [],
        "others": [*parts.FIRST, *parts.THEN],
        "close_form": CloseForm(says_why=says_why(about)),
        "reopen_form": ReopenForm(),
    }


def _first(asked: Asking) -> list[PartOfRecord]:
    lacks = record.missing(asked.concern)
    return [part_form(asked, one) for one in parts.FIRST if one in lacks]


def _address_of(form: PartOfRecord | None, of: str) -> dict[str, Any]:
    """What an address has to say so that this form stands open there."""
    return {"write": form.part, "correct": form.corrects, "of": of} if form else {}


def _draw(
    request: HttpRequest, staff: Staff, as_id: str, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    framed = {"staff": staff, "as_id": as_id, "here": "concerns"}
    return render(request, f"facilitator/{template}.html", {**framed, **context}, status=status)
