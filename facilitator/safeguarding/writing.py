"""What is done on the page of a record: writing a part, having the concern, closing, opening again, signing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.addresses import address
from cohorts.seal import Unsealable
from facilitator.actions import recording
from facilitator.actions.recording import Follow

from . import record
from .acknowledging import acknowledge
from .forms import CloseForm, PartOfRecord, ReopenForm
from .models import Part
from .parts import ASKED
from .readers import reader
from .views import Asking, asking, part_form, refused, show, shut, still_to_write

SEE_OTHER: Final = 303
#: Said by a form that came second, and is sent once more to stand beside what the first had written.
BESIDE: Final = "beside"
View = Callable[..., HttpResponse]


def _of_a_record(view: Callable[[HttpRequest, Asking], HttpResponse]) -> View:
    """Let a view be asked by whoever may read the record, at the clock of its evening. They hear where it is shut."""

    @wraps(view)
    def asked(request: HttpRequest, public_id: str) -> HttpResponse:
        found = asking(request, public_id)
        if isinstance(found, HttpResponse):
            return found
        with timezone.override(ZoneInfo(found.concern.session.cohort.zone)):
            try:
                return view(request, found)
            except Unsealable:
                return shut(request, found)

    return asked


def _decided(view: Callable[[HttpRequest, Asking], HttpResponse]) -> View:
    """Let it be asked by whoever decides of the concern: the lead, or who stands in."""

    def asked(request: HttpRequest, found: Asking) -> HttpResponse:
        if not found.reader.may_decide(found.concern):
            raise Http404
        return view(request, found)

    return require_POST(_of_a_record(wraps(view)(asked)))


@require_http_methods(["GET", "HEAD", "POST"])
@_of_a_record
def concern(request: HttpRequest, asked: Asking) -> HttpResponse:
    """The record of one, to whoever may read it. What is sent is added at its end."""
    if request.method != "POST":
        return show(request, asked)
    part, corrects = request.POST.get("part", ""), request.POST.get("corrects", "")
    if part not in ASKED or not (corrects == "" or corrects.isdecimal()):
        raise Http404
    form = part_form(asked, Part(part), request.POST, int(corrects) if corrects else None)
    if not form.is_valid():
        return show(request, asked, **refused(asked, form, request.POST.get("of", "")))
    try:
        done = _write(request, asked, form)
    except recording.NothingToCorrect:
        raise Http404 from None
    return _back(asked, done)


@_decided
def have(request: HttpRequest, asked: Asking) -> HttpResponse:
    """I have it."""
    first = acknowledge(asked.concern, asked.staff, timezone.now())
    return _back(asked, "have" if first else "had", request)


@_decided
def close(request: HttpRequest, asked: Asking) -> HttpResponse:
    """Close it with what came of it, and why nobody outside was told, if nobody was.

    Whoever comes second reads who was first and how, and writes theirs beside it, by the same form.
    """
    form = CloseForm(request.POST, says_why=recording.says_why(asked.concern))
    if not form.is_valid():
        return show(request, asked, close_form=form)
    now, token = timezone.now(), form.cleaned_data["token"]
    if BESIDE in request.POST:
        recording.write_beside(
            asked.staff, asked.concern, Part.FOLLOWED, form.text, now, why_not=form.why_not, token=token
        )
        return _back(asked, BESIDE, request)
    try:
        recording.close(asked.staff, asked.concern, form.text, now, why_not=form.why_not, token=token)
    except recording.Meanwhile:
        asked.concern.refresh_from_db()
        return show(request, asked, close_form=form)
    return _back(asked, _stands(asked), request)


@require_POST
@_of_a_record
def reopen(request: HttpRequest, asked: Asking) -> HttpResponse:
    """Open it again; where a facilitator does, the lead is told, and a lead who does has it.

    Whoever comes second reads who was first, as with closing.
    """
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return show(request, asked, reopen_form=form)
    now, token = timezone.now(), form.cleaned_data["token"]
    if BESIDE in request.POST:
        recording.write_beside(asked.staff, asked.concern, Part.SEEN, form.text, now, token=token)
        return _back(asked, BESIDE, request)
    leads = asked.reader.may_decide(asked.concern)
    try:
        recording.reopen(asked.staff, asked.concern, form.text, now, leads=leads, token=token)
    except recording.Meanwhile:
        asked.concern.refresh_from_db()
        return show(request, asked, reopen_form=form)
    return _back(asked, _stands(asked), request)


@_decided
def sign(request: HttpRequest, asked: Asking) -> HttpResponse:
    """Sign: looked at as a whole. A page that signed before it was opened again says that it was opened again."""
    now, token = timezone.now(), request.POST.get("token", "")[:40]
    signed = recording.sign(asked.staff, asked.concern, now, token=token) or record.is_signed(asked.concern)
    return _back(asked, "signed" if signed else "reopened", request)


def _write(request: HttpRequest, asked: Asking, form: PartOfRecord) -> str:
    staff, about, now = asked.staff, asked.concern, timezone.now()
    said, token, corrects = form.cleaned_data, form.cleaned_data["token"], form.corrects
    if form.part == Part.FOLLOW:
        owner = form.owner
        recording.ask_to_follow(
            staff, about, form.text, Follow(owner, said["due"]), now, token=token, corrects=corrects
        )  # fmt: skip
        return "added"
    if form.part == Part.FOLLOWED and corrects is None:
        number = request.POST.get("of", "")
        if not number.isdecimal():
            raise Http404
        return "added" if recording.followed(staff, about, int(number), form.text, now, token=token) else "followed"
    text = form.text
    if form.part == Part.THINK:
        text = f"{text}\n({staff.get_role_display()})"
    recording.add_to_record(staff, about, form.part, text, now, token=token, corrects=corrects)
    return "added"


def _stands(asked: Asking) -> str:
    """How it stands by now: a form that comes once more may come after somebody decided otherwise."""
    asked.concern.refresh_from_db(fields=["state"])
    return "reopened" if asked.concern.is_open else "closed"


def _back(asked: Asking, done: str, request: HttpRequest | None = None) -> HttpResponse:
    """The record again; home for whoever read it for what is done now. What `request` has open stays open."""
    about = asked.concern
    if about.pk in asked.reader.in_hand and not reader(asked.staff, timezone.now()).may_read(about):
        return HttpResponseRedirect(address(asked.as_id, "facilitator:home", done="seen_to"), status=SEE_OTHER)
    still = still_to_write(request) if request else {}
    found = address(asked.as_id, "facilitator:record", about.public_id, done=done, **still)
    return HttpResponseRedirect(found, status=SEE_OTHER)
