"""The strip as a fragment, the page of a duty, saying “I have it”, and how a sudden leaving is followed up."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts.addresses import address
from cohorts.models import Staff
from cohorts.staff import gate
from facilitator import access
from facilitator.actions.following import How, SaidMeanwhile, follow_up
from facilitator.safeguarding import duties as ladder
from facilitator.safeguarding.models import Duty, Kind

from . import page
from .lines import strip

SEE_OTHER, MISTAKEN = 303, 422
#: Who asks, their sign-in's id, and the duty.
Asking = tuple[Staff, str, Duty]
View = Callable[..., HttpResponse]


def _of_a_duty(view: Callable[[HttpRequest, Asking], HttpResponse]) -> View:
    """Let a view be asked by whoever may know of the duty."""

    @wraps(view)
    def asked(request: HttpRequest, ref: str) -> HttpResponse:
        found = access.staff_of(request)
        if found is None:
            return gate.shut(request)
        about = page.known_to(found[0], ref, timezone.now())
        if about is None:
            raise Http404
        return view(request, (*found, about))

    return asked


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What stands for whoever asks, as the strip of their page takes it over."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    return render(request, "facilitator/duties/_list.html", {"duties": strip(staff, timezone.now()), "as_id": as_id})


@require_safe
@_of_a_duty
def duty(request: HttpRequest, asking: Asking) -> HttpResponse:
    """What it is, what to do, and a button to say that one has it."""
    return _draw(request, asking)


@require_POST
@_of_a_duty
def answer(_request: HttpRequest, asking: Asking) -> HttpResponse:
    """Have it, if nobody has; whoever comes second reads who does."""
    staff, as_id, about = asking
    first = ladder.answer(about, staff, timezone.now())
    done = "yours" if first or about.answered_by_id == staff.pk else "theirs"
    return HttpResponseRedirect(address(as_id, "facilitator:duty", about.public_id, done=done), status=SEE_OTHER)


@require_POST
@_of_a_duty
def follow(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Say how a sudden leaving is followed up."""
    staff, as_id, about = asking
    now = timezone.now()
    if about.kind != Kind.LEFT or not page.may_read_words(staff, about):
        raise Http404
    concern = page.kept_in(about, request.POST.get("text", ""))
    form = page.follow_form(concern, 0, request.POST)
    if not form.is_valid():
        return _draw(request, asking, form=form)
    said, done = form.cleaned_data, "followed"
    how, text = How(said["how"]), said.get("text", "")
    try:
        is_kept = follow_up(staff, about, how, text, now, seen=said["seen"], concern=concern)
    except SaidMeanwhile:
        is_kept, done = True, "meanwhile"
    if text and not is_kept:
        about.refresh_from_db(fields=["answered_at", "answered_by"])
        return _draw(request, asking, done="unwritten", written=[(form["text"].label, text)])
    return HttpResponseRedirect(address(as_id, "facilitator:duty", about.public_id, done=done), status=SEE_OTHER)


def _draw(request: HttpRequest, asking: Asking, **instead: Any) -> HttpResponse:
    staff, as_id, about = asking
    framed = {"staff": staff, "as_id": as_id, "here": "duties", "done": request.GET.get("done", "")}
    context = {**framed, **page.context(staff, about, timezone.now()), **instead}
    return render(request, "facilitator/duties/duty.html", context, status=MISTAKEN if instead else 200)
