"""The list of quick replies: adding, changing, moving and taking away, on one page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cohorts import quick_replies
from cohorts.actions import quick_replies as acts
from cohorts.desk import frame
from cohorts.models import QuickReply, SignIn, Staff
from cohorts.models.quick_reply import LONGEST
from cohorts.quick_replies import MOST
from cohorts.roles import Right
from cohorts.staff.gate import staff_only

PROBLEMS: Mapping[type[Exception], Promise | str] = {
    acts.NoRoom: _("There is room for 20. Please take one away first."),
    acts.SaidAlready: _("This is in the list already."),
    acts.NotThere: _("Somebody was quicker. Here is how it is now."),
    acts.OtherWords: _(
        "Somebody changed it meanwhile. What it says now stands above; save once more to put yours there."
    ),
}


class WordsForm(forms.Form):
    """The words of one reply, on one line."""

    text = forms.CharField(
        max_length=LONGEST,
        error_messages={
            "required": _("Please write some words."),
            "max_length": _("At most 300 characters, please. This has %(show_value)d."),
        },
    )

    def clean_text(self) -> str:
        """Return the words with single spaces."""
        return " ".join(str(self.cleaned_data["text"]).split())


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something was not done, to be said beside the field of `reply`, or of the new one."""

    reply: str
    says: str
    text: str = ""
    status: int = frame.CONFLICT


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.WRITE_REPLIES)
def replies(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """The list with what can be done to each; `change` in the address opens one, `out` offers one back."""
    if request.method != "POST":
        return _draw(request, sign_in, request.GET.get("change", ""))
    do, name = request.POST.get("do", ""), request.POST.get("reply", "")
    trouble = _done(request, do, name, frame.person(sign_in))
    if trouble:
        return _draw(request, sign_in, name if do == "change" else "", trouble)
    return frame.go(sign_in, "desk:replies", done=DONE.get(do, ""), out=name if do == "away" else "")


def _done(request: HttpRequest, do: str, name: str, by: Staff) -> Trouble | None:
    """Do it, or return why not."""
    text = ""
    if do in {"add", "change"}:
        form = WordsForm(request.POST)
        if not form.is_valid():
            says = " ".join(str(one) for one in form.errors["text"])
            return Trouble(name, says, request.POST.get("text", ""), frame.MISTAKEN)
        text = form.cleaned_data["text"]
    try:
        if do in DO:
            DO[do](name, text, request.POST.get("was", ""), by)
    except acts.ReplyRefused as refused:
        return Trouble(name, str(PROBLEMS[type(refused)]), text)
    return None


DO: Mapping[str, Callable[[str, str, str, Staff], object]] = {
    "add": lambda _name, text, _was, by: acts.add_reply(text, by),
    "change": acts.change_reply,
    "up": lambda name, _text, _was, by: acts.move_reply(name, -1, by),
    "down": lambda name, _text, _was, by: acts.move_reply(name, 1, by),
    "away": lambda name, _text, _was, by: acts.take_reply_away(name, by),
    "back": lambda name, _text, _was, by: acts.put_reply_back(name, by),
    "ours": lambda _name, _text, _was, by: acts.bring_ours_back(by),
}
DONE: Mapping[str, str] = {
    "add": "reply_added",
    "change": "changed",
    "up": "reply_moved",
    "down": "reply_moved",
    "back": "reply_back",
    "ours": "replies_back",
}


def _draw(request: HttpRequest, sign_in: SignIn, changing: str, trouble: Trouble | None = None) -> HttpResponse:
    rows = quick_replies.standing()
    context = {
        "rows": rows,
        "changing": changing,
        "trouble": trouble,
        "new": trouble if trouble and not trouble.reply else None,
        "elsewhere": trouble if trouble and trouble.reply and not _shown(rows, changing) else None,
        "out": _taken_away(request.GET.get("out", "")),
        "full": len(rows) >= MOST,
        "most": MOST,
        "longest": LONGEST,
        "missing": len(quick_replies.missing(rows)),
    }
    return frame.page(request, sign_in, "replies", context, trouble.status if trouble else 200)


def _shown(rows: list[QuickReply], name: str) -> bool:
    return any(one.name == name for one in rows)


def _taken_away(name: str) -> QuickReply | None:
    """Return the one that was just taken away, to be offered back."""
    gone = list(QuickReply.objects.filter(removed_at__isnull=False)) if name else []
    return next((one for one in gone if one.name == name), None)
