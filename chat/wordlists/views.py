"""The lists themselves, by class or by what somebody looks for, and adding a phrase."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from chat.guard.lexicon import shipped
from chat.guard.phrases import BadPhrase
from chat.guard.verdict import KINDS, TABLE, Kind
from chat.models import What, WordChange
from chat.models.word_change import LONGEST_PHRASE
from chat.wordlists import actions, changes, lines, looking, words
from chat.wordlists.forms import PhraseForm
from chat.wordlists.page import draw, why
from chat.wordlists.refusals import WordsRefused
from cohorts.desk import frame
from cohorts.models import SignIn
from cohorts.roles import Right
from cohorts.staff.gate import staff_only


@require_safe
@staff_only(Right.WRITE_WORDS)
def lists(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """The rules of one class, or of all classes those that hold what somebody looks for."""
    asked, kind = frame.searched(request, "q"), _kind(request.GET.get("kind", ""))
    found = lines.read()
    shown = [line for line in found if (line.holds(asked) if asked else line.rule.kind == kind)]
    context = {
        "lines": shown,
        "classes": lines.classes(found),
        "kind": "" if asked else kind,
        "name": words.CLASSES[kind],
        "says": words.said(TABLE[kind]),
        "is_danger": kind in changes.DANGER,
        "q": asked,
        "waiting": sum(len(line.waits) for line in found),
        "edition": shipped().version,
    }
    return draw(request, sign_in, "lists", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_WORDS)
def add(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Add a phrase, with a look before it for whoever wants one."""
    start = {"kind": _kind(request.GET.get("kind", ""))}
    form = PhraseForm(request.POST if request.method == "POST" else None, initial=start)
    context: dict[str, Any] = {"form": form, "longest": LONGEST_PHRASE}
    if not form.is_bound:
        return draw(request, sign_in, "add", context)
    if not form.is_valid():
        return draw(request, sign_in, "add", context, frame.MISTAKEN)
    if "look" in request.POST:
        return draw(request, sign_in, "add", {**context, "look": _look(sign_in, form)})
    try:
        added = _added(sign_in, form)
    except (WordsRefused, BadPhrase) as refused:
        form.add_error("phrase", why(refused))
        return draw(request, sign_in, "add", context, frame.CONFLICT)
    return frame.go(sign_in, "wordlists:change", added.public_id, done="added")


def _added(sign_in: SignIn, form: PhraseForm) -> WordChange:
    said = form.cleaned_data
    by, kind = frame.person(sign_in), cast("Kind", said["kind"])
    return actions.add_phrase(by, kind, said["phrase"], said["reason"], timezone.now())


def _look(sign_in: SignIn, form: PhraseForm) -> looking.Look:
    kind, now = cast("Kind", form.cleaned_data["kind"]), changes.in_force()
    after = looking.then(now, What.ADD, kind, phrase=form.cleaned_data["phrase"])
    return looking.count(frame.person(sign_in), kind, now, after)


def _kind(text: str) -> Kind:
    return next((kind for kind in KINDS if kind == text), KINDS[0])
