"""Staff who asked for support tonight, and saying that one is with them."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cohorts.actions.support import answer_support, was_called
from cohorts.desk import frame
from cohorts.models import SignIn, SupportCall
from cohorts.roles import Right, may
from cohorts.staff.gate import staff_only


def asked(now: datetime) -> list[SupportCall]:
    """Return who asked and was not answered, the first first."""
    return list(SupportCall.objects.waiting(now).select_related("staff").order_by("asked_at", "pk"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only()
def answer(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Show one who asked, and say that one is with them; if somebody else was quicker, the page says who.

    For the desk, and for whoever was called, as a post on call opens no desk. For others it is not there.
    """
    now, staff = timezone.now(), frame.person(sign_in)
    waiting = SupportCall.objects.select_related("session__cohort", "staff", "answered_by")
    call = waiting.filter(public_id=public_id).first()
    at_desk = may(staff.role, Right.SEE_SESSIONS)
    if call is None or not (at_desk or was_called(staff, call, now)):
        raise Http404
    if request.method != "POST":
        return frame.page(request, sign_in, "support", {"call": call})
    answer_support(call, staff, now)
    if at_desk:
        return frame.go(sign_in, "desk:today", done="support")
    return frame.go(sign_in, "desk:support", call.public_id, done="support")
