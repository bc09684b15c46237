"""One rule: what it looks for and is tried on, and weakening it, after a look at what would be missed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from chat.models import What
from chat.wordlists import actions, changes, lines, looking, words
from chat.wordlists.forms import WeakenForm
from chat.wordlists.lines import Line
from chat.wordlists.page import draw, why
from chat.wordlists.refusals import WordsRefused
from cohorts.desk import frame
from cohorts.models import SignIn
from cohorts.roles import Right
from cohorts.staff.gate import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_WORDS)
def rule(request: HttpRequest, sign_in: SignIn, name: str) -> HttpResponse:
    """Show it; first a look at what would be missed, then asking for just that."""
    line = lines.one(name)
    if line is None:
        raise Http404
    form = WeakenForm(request.POST if request.method == "POST" else None, ways=line.ways)
    if not form.is_bound:
        return _draw(request, sign_in, line, {"form": form})
    if not form.is_valid():
        return _draw(request, sign_in, line, {"form": form}, frame.MISTAKEN)
    return _looked_at(request, sign_in, line, form)


def _looked_at(request: HttpRequest, sign_in: SignIn, line: Line, form: WeakenForm) -> HttpResponse:
    """Nothing is asked for that was not shown: lists that changed meanwhile are looked at again."""
    what = What(form.cleaned_data["what"])
    seen = f"{changes.edition()}.{what}"
    now = changes.in_force()
    after = looking.then(now, what, line.rule.kind, rule=line.name)
    if "ask" not in request.POST or request.POST.get("seen") != seen:
        look = looking.count(frame.person(sign_in), line.rule.kind, now, after, line.name)
        late = "ask" in request.POST
        context = {"form": form, "look": look, "seen": seen, "late": late}
        return _draw(request, sign_in, line, context, frame.CONFLICT if late else 200)
    try:
        missed = len(looking.look(now, after).tried.missed)
        by, reason = frame.person(sign_in), form.cleaned_data["reason"]
        asked = actions.weaken(by, what, line.name, reason, missed, timezone.now())
    except WordsRefused as refused:
        return _draw(request, sign_in, line, {"form": form, "trouble": why(refused)}, frame.CONFLICT)
    return frame.go(sign_in, "wordlists:change", asked.public_id, done="asked" if line.is_danger else "weakened")


def _draw(
    request: HttpRequest, sign_in: SignIn, line: Line, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    told = {
        "line": line,
        "class_name": words.CLASSES[line.rule.kind],
        "lower": words.said(words.fate(line.rule, lowered=True)),
    }
    return draw(request, sign_in, "rule", {**told, **context}, status)
