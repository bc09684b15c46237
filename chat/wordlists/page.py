"""What the pages of the word lists share: their frame at the desk, and why something was not done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chat.guard.phrases import BadPhrase
from chat.wordlists import refusals
from chat.wordlists.lately import LAST
from chat.wordlists.looking import MOST_SHOWN
from cohorts.desk import frame
from cohorts.models import SignIn

Problem = refusals.WordsRefused | BadPhrase

PROBLEMS: Final[Mapping[type[Exception], Promise | str]] = {
    refusals.SaidAlready: _("This is so already, or somebody has asked for it."),
    refusals.NoRoom: _("There are as many phrases of your own as anybody can look through. Take one out first."),
    refusals.NotThere: _("Somebody was quicker. Here is how it is now."),
    refusals.AnotherPerson: _("You asked for this, so somebody else decides."),
    refusals.WithoutTheLead: _("One of the two has to be the safeguarding lead, and both have to work here still."),
    refusals.ListsChanged: _("The lists changed since you looked. Here is what it would mean now."),
    refusals.NotYours: _("You may not change this any more."),
}


def why(problem: Problem) -> str:
    """Return why something was not done, to be read on the page."""
    return str(PROBLEMS.get(type(problem), problem))


def draw(
    request: HttpRequest, sign_in: SignIn, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """Draw a page of the word lists; what it tells to have been done is its own."""
    told = {
        "at_desk": "wordlists", "within": template, "done": "", "did": request.GET.get("done", ""), "last": LAST,
        "most_shown": MOST_SHOWN,
    }  # fmt: skip
    return frame.page(request, sign_in, template, {**told, **context}, status, folder="chat/wordlists")
