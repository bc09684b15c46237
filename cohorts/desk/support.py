"""Staff who asked for support tonight, and saying that one is with them."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cohorts.actions.support import answer_support
from cohorts.desk import frame
from cohorts.models import SignIn, SupportCall
from cohorts.roles import Right
from cohorts.staff.gate import staff_only


def asked(now: datetime) -> list[SupportCall]:
    """Return who asked and was not answered, the first first."""
    return list(SupportCall.objects.waiting(now).select_related("staff").order_by("asked_at", "pk"))


@require_POST
@staff_only(Right.SEE_SESSIONS)
def answer(_request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Say that one is with them; if somebody else was quicker, the page shows that nobody waits any more."""
    call = SupportCall.objects.select_related("session__cohort", "staff").filter(public_id=public_id).first()
    if call is None:
        raise Http404
    answer_support(call, frame.person(sign_in), timezone.now())
    return frame.go(sign_in, "desk:today", done="support")
