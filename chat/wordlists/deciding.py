"""Changes: what waits for a second person, what stands and what is over; and deciding on one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chat.guard.lexicon import Change, shipped
from chat.guard.verdict import Kind
from chat.models import State, What, WordChange
from chat.wordlists import actions, changes, looking, reasons, two, words
from chat.wordlists.forms import AnswerForm
from chat.wordlists.looking import Look
from chat.wordlists.page import draw, why
from chat.wordlists.refusals import WordsRefused
from cohorts.desk import frame
from cohorts.models import SignIn, Staff
from cohorts.roles import Right
from cohorts.staff.gate import staff_only


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words."""

    change: WordChange
    class_name: str
    about: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_WORDS)
def history(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Every change, those that wait first; bringing all rules of the release back."""
    if request.method == "POST":
        count = actions.restore_all(frame.person(sign_in), timezone.now())
        return frame.go(sign_in, "wordlists:changes", done="all_restored" if count else "")
    rows = WordChange.objects.select_related("asked_by", "second", "ended_by").order_by("-asked_at", "-pk")
    page = frame.paged(request, rows.exclude(state=State.WAITS))
    context = {
        "waiting": [_told(row) for row in rows.waiting()],
        "page": page,
        "rows": [_told(row) for row in page],
        "weakened": WordChange.objects.weakening().standing().count(),
    }
    return draw(request, sign_in, "changes", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_WORDS)
def change(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """One change: who asked and why, what would be missed, and what may be done about it."""
    found = WordChange.objects.select_related("asked_by", "second", "ended_by").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in _DECIDE:
        return _decided(request, sign_in, found, do)
    if do == "restore":
        return _restored(request, sign_in, found)
    return _draw(request, sign_in, found, {"form": AnswerForm(), **_shown(sign_in, found, counting=do == "look")})


def _decided(request: HttpRequest, sign_in: SignIn, found: WordChange, do: str) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _draw(request, sign_in, found, {"form": form, **_shown(sign_in, found)}, frame.MISTAKEN)
    try:
        _DECIDE[do](request, sign_in, found, form.cleaned_data["reason"])
    except WordsRefused as refused:
        return _late(request, sign_in, found, refused, form)
    return frame.go(sign_in, "wordlists:change", found.public_id, done=_DONE[do])


def _restored(request: HttpRequest, sign_in: SignIn, found: WordChange) -> HttpResponse:
    try:
        actions.restore(frame.person(sign_in), found.public_id, timezone.now())
    except WordsRefused as refused:
        return _late(request, sign_in, found, refused, AnswerForm())
    return frame.go(sign_in, "wordlists:change", found.public_id, done="restored")


def _confirm(request: HttpRequest, sign_in: SignIn, found: WordChange, reason: str) -> None:
    """Nothing is confirmed that was not shown: the form says of which edition they have read what would be missed."""
    shown = _shown(sign_in, found)
    seen = shown["seen"] if request.POST.get("seen") == str(shown["seen"]) else None
    missed = len(shown["look"].tried.missed) if shown["look"] else 0
    actions.confirm(frame.person(sign_in), found.public_id, reason, seen, missed, timezone.now())


def _decline(request: HttpRequest, sign_in: SignIn, found: WordChange, reason: str) -> None:
    actions.decline(frame.person(sign_in), found.public_id, reason, timezone.now())


_DECIDE: Mapping[str, Callable[[HttpRequest, SignIn, WordChange, str], None]] = {
    "confirm": _confirm,
    "decline": _decline,
}


_DONE: Mapping[str, str] = {"confirm": "confirmed", "decline": "declined"}


def _late(
    request: HttpRequest, sign_in: SignIn, found: WordChange, refused: WordsRefused, form: AnswerForm
) -> HttpResponse:
    """Show it as it is now; what they wrote is still there if it is still to be decided."""
    found.refresh_from_db()
    context = {"form": form, "trouble": why(refused), **_shown(sign_in, found)}
    return _draw(request, sign_in, found, context, frame.CONFLICT)


def _shown(sign_in: SignIn, found: WordChange, *, counting: bool = False) -> dict[str, Any]:
    """What would be missed, as the lists are today, only while it waits; and `seen`, their edition."""
    if found.state != State.WAITS:
        return {"look": None, "seen": None}
    # The edition first: lists that change in between are then looked at again, and not taken for these.
    seen, now = changes.edition(), changes.in_force()
    return {"look": _look(sign_in, found, now, counting=counting), "seen": seen}


def _look(sign_in: SignIn, found: WordChange, now: Sequence[Change], *, counting: bool) -> Look:
    kind = cast("Kind", found.kind)
    after = looking.then(now, What(found.what), kind, rule=found.rule)
    if counting:
        return looking.count(frame.person(sign_in), kind, now, after, found.rule)
    return looking.look(now, after)


def _draw(
    request: HttpRequest, sign_in: SignIn, found: WordChange, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    me = frame.person(sign_in)
    told = {
        "told": _told(found),
        "reason": reasons.read(found, "reason"),
        "answer": reasons.read(found, "answer"),
        "phrases": _phrases(found),
        **_may(me, found),
    }
    return draw(request, sign_in, "change", {**told, **context}, status)


def _may(me: Staff, found: WordChange) -> dict[str, bool]:
    waits, mine = found.state == State.WAITS, found.asked_by_id == me.pk
    return {
        "waits": waits,
        "mine": mine,
        "may_confirm": waits and two.may_be_second(me, found),
        "may_restore": found.state == State.STANDS and found.what in {What.OFF, What.LOWER},
        "may_take_out": found.state == State.STANDS and found.what == What.ADD,
    }


def _told(found: WordChange) -> Told:
    return Told(found, str(words.CLASSES[cast("Kind", found.kind)]), found.phrase or _reason_of(found.rule))


def _reason_of(rule: str) -> str:
    """What a rule of the release is for; an addition is named by its number."""
    return shipped().rules[rule].reason if rule in shipped().rules else rule


def _phrases(found: WordChange) -> tuple[str, ...]:
    """What is about to be missed: the phrases of the rule."""
    if found.phrase:
        return (found.phrase,)
    return shipped().rules[found.rule].phrases if found.rule in shipped().rules else ()
