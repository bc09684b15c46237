"""The page after an evening, and what is done on it. For whoever had no part in that evening it is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.actions.mark import NothingToMark, mark_attendance
from cohorts.actions.support import ask_support
from cohorts.addresses import address
from cohorts.models import Came, Session, Staff, WhyMarked
from cohorts.seal import Unsealable
from cohorts.staff import gate
from facilitator import access
from facilitator.actions import signing
from facilitator.actions.raising import raise_afterwards
from facilitator.actions.recording import add_to_record
from facilitator.safeguarding.forms import NOT_KEPT, RaiseForm
from facilitator.safeguarding.models import Concern, Level, Part

from . import page
from .forms import InsteadForm, MarkForm, NotesForm, SignForm
from .models import WhyInstead

SEE_OTHER, MISTAKEN = 303, 422
View = Callable[..., HttpResponse]
#: Who asks, their sign-in's id, and the evening.
Asking = tuple[Staff, str, Session]


def _of_that_evening(view: Callable[[HttpRequest, Asking], HttpResponse]) -> View:
    """Let a view be asked by whoever worked that evening, or the lead."""

    @wraps(view)
    def asked(request: HttpRequest, session: str) -> HttpResponse:
        found = access.staff_of(request)
        if found is None:
            return gate.shut(request)
        evening = access.evening_to_close(found[0], session)
        if evening is None:
            raise Http404
        return view(request, (*found, evening))

    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@_of_that_evening
def after(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What is left to do, and one's own signature with the notes beside it: all of it kept, or nothing."""
    staff, _, session = asking
    if request.method != "POST":
        return _draw(request, asking)
    form, now = SignForm(staff, request.POST), timezone.now()
    if not form.is_valid():
        return _draw(request, asking, sign_form=form)
    try:
        with transaction.atomic():
            signing.sign_off(staff, staff, session, now, attendance_seen=form.cleaned_data["attendance"])
            _keep(form, staff, session)
    except signing.NotYet as refused:
        return _draw(request, asking, sign_form=form, missing=refused.missing)
    except signing.NotTheirs:
        raise Http404 from None
    return _back(asking, "signed")


@require_POST
@_of_that_evening
def instead(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Sign for somebody else, with the reason."""
    staff, _, session = asking
    owed = [one for one in signing.owed(session) if one != staff]
    form = InsteadForm(owed, request.POST, prefix="instead")
    if not form.is_valid():
        return _draw(request, asking, instead_form=form)
    said = form.cleaned_data
    whose, why = next(one for one in owed if one.public_id == said["whose"]), said["why"]
    seen, reason = said["attendance"], WhyInstead(why) if why else None
    try:
        signing.sign_off(staff, whose, session, timezone.now(), attendance_seen=seen, why=reason)
    except signing.NotYet as refused:
        return _draw(request, asking, instead_form=form, missing=refused.missing, for_whom=whose)
    except signing.NotTheirs:
        raise Http404 from None
    return _back(asking, "instead")


@require_POST
@_of_that_evening
def notes(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Keep more notes, after the signature."""
    staff, _, session = asking
    form = NotesForm(staff, request.POST)
    if not form.is_valid():
        return _draw(request, asking, notes_form=form)
    _keep(form, staff, session)
    return _back(asking, "noted")


@require_POST
@_of_that_evening
def support(_request: HttpRequest, asking: Asking) -> HttpResponse:
    """Ask for somebody tonight; no reason is asked for."""
    staff, _, session = asking
    ask_support(staff, session, timezone.now())
    return _back(asking, "support")


@require_POST
@_of_that_evening
def attendance(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Put right how somebody was there."""
    staff, _, session = asking
    form, seats = MarkForm(request.POST), {seat.public_id: seat for seat in page.seats_of(session)}
    if not form.is_valid() or form.cleaned_data["seat"] not in seats:
        raise Http404
    said = form.cleaned_data
    try:
        mark_attendance(staff, session, seats[said["seat"]], Came(said["came"]), WhyMarked(said["why"]), timezone.now())
    except NothingToMark:
        return _back(asking, "too_early")
    return _back(asking, "marked")


@require_POST
@_of_that_evening
def concern(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Raise a concern that came up only now."""
    staff, _, session = asking
    seats = page.seats_of(session)
    form = RaiseForm(seats, request.POST)
    if not form.is_valid():
        return _draw(request, asking, raise_form=form)
    said = form.cleaned_data
    seat = next(one for one in seats if one.public_id == said["seat"])
    level, now = Level(said["level"]), timezone.now()
    raise_afterwards(staff, session, seat, level, said["seen"], now, token=said["token"])
    return _back(asking, "raised")


@require_POST
@_of_that_evening
def part(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Add to the record of a concern of that evening; whoever adds need not have read it."""
    staff, _, session = asking
    about = get_object_or_404(Concern.objects.of(session), public_id=request.POST.get("concern", ""))
    form = page.part_form(about, request.POST)
    if not form.is_valid():
        return _draw(request, asking, cards=page.cards(staff, session, unfit=(about, form)))
    said = form.cleaned_data
    try:
        add_to_record(staff, about, Part(said["part"]), said["text"], timezone.now(), token=said["token"])
    except Unsealable:
        form.add_error("text", NOT_KEPT)
        return _draw(request, asking, cards=page.cards(staff, session, unfit=(about, form)))
    return _back(asking, "added")


def _keep(form: NotesForm, staff: Staff, session: Session) -> None:
    now = timezone.now()
    for about, text in form.notes:
        signing.leave_word(staff, session, about, text, now)
    if form.for_supervisor:
        signing.say_how_i_am(staff, form.for_supervisor, now)


def _draw(request: HttpRequest, asking: Asking, **instead: Any) -> HttpResponse:
    staff, as_id, session = asking
    framed = {"staff": staff, "as_id": as_id, "here": "tonight", "done": request.GET.get("done", "")}
    context = {**framed, **page.context(staff, session, timezone.now()), **instead}
    return render(request, "facilitator/after.html", context, status=MISTAKEN if instead else 200)


def _back(asking: Asking, done: str) -> HttpResponse:
    _, as_id, session = asking
    return HttpResponseRedirect(address(as_id, "facilitator:after", session.public_id, done=done), status=SEE_OTHER)
