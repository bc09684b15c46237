"""Asking somebody to take a time, and answering; both find it among their own times, and are written to."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cohorts.actions.on_call import RotaRefused
from cohorts.actions.swaps import AwayThen, Turn, ask_swap, decline_swap, take_swap, take_swap_back
from cohorts.desk import asks, frame
from cohorts.desk.asks import Ask
from cohorts.desk.on_call import letters, mine
from cohorts.desk.on_call.asking import SwapForm
from cohorts.models import SignIn, Staff, Swap
from cohorts.roles import Right
from cohorts.staff.gate import staff_only


@require_POST
@staff_only(Right.SEE_ON_CALL)
def ask(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Ask somebody to take the times that are ticked; what is theirs no longer is left out."""
    by, now = frame.person(sign_in), timezone.now()
    form = SwapForm(request.POST, asker=by, own=mine.coming(by, now), now=now)
    if not form.is_valid():
        return mine.draw(request, sign_in, swap_form=form)
    found = form.cleaned_data
    if not [turn for turn in found["turns"] if _asked(by, found["asked"], turn, found["back"])]:
        return frame.go(sign_in, "desk:my_on_call", done="on_call_changed")
    letters.ask(by, found["asked"])
    return frame.go(sign_in, "desk:my_on_call", done="swap_asked")


@require_POST
@staff_only(Right.SEE_ON_CALL)
def answer(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Take it, say no, or ask no longer; for the two it is between."""
    by = frame.person(sign_in)
    swap = Swap.objects.select_related("asker", "asked").filter(public_id=public_id).first()
    if swap is None or by not in (swap.asker, swap.asked):
        raise Http404
    do = {"take": take_swap, "no": decline_swap, "back": take_swap_back}.get(request.POST.get("answer", ""))
    if do is None:
        return frame.go(sign_in, "desk:my_on_call")
    try:
        do(by, swap)
    except AwayThen:
        return frame.go(sign_in, "desk:my_on_call", done="swap_away")
    except RotaRefused:
        return frame.go(sign_in, "desk:my_on_call", done="on_call_changed")
    if do is not take_swap_back:
        letters.answer(swap.asker, swap.asked)
    return frame.go(sign_in, "desk:my_on_call", done="swap_answered")


def _asked(by: Staff, asked: Staff, turn: Turn, back: Turn | None) -> bool:
    try:
        ask_swap(by, asked, turn, back)
    except RotaRefused:
        return False
    return True


def _waiting(staff: Staff) -> Iterator[Ask]:
    """What the desk says of it to whoever needs to answer."""
    if count := Swap.objects.waiting(timezone.now()).filter(asked=staff).count():
        says = ngettext("%(count)d time waits for your yes or no.", "%(count)d times wait for your yes or no.", count)
        yield Ask(_("You are asked to take a time on call"), says % {"count": count}, _("Answer"), "desk:my_on_call")


asks.register(_waiting)
