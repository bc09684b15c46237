"""New words for somebody who lost theirs and can be reached in no other way: given by staff who made sure who asks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cohorts.actions import Check, NotHeld, Reissued, reissue
from cohorts.desk import frame, words
from cohorts.desk.cohort import of_id
from cohorts.models import Seat, SignIn, Staff
from cohorts.roles import Right
from cohorts.staff.gate import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.PLAN)
def renew(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Choose whose, say how it was made sure, and read the new words this once."""
    found = of_id(public_id)
    seats = list(Seat.objects.held().filter(cohort=found))
    context: dict[str, Any] = {"cohort": found, "name": words.cohort(found), "seats": seats, "checks": Check.choices}
    if request.method != "POST":
        return frame.page(request, sign_in, "words", context)
    given = _given(request, frame.person(sign_in), seats)
    if given is None:
        return frame.page(request, sign_in, "words", {**context, "problem": True}, frame.MISTAKEN)
    link = settings.BASE_URL + reverse("cohorts:link", args=[given.token])
    return frame.page(request, sign_in, "words", {**context, "given": given, "link": link})


def _given(request: HttpRequest, by: Staff, seats: list[Seat]) -> Reissued | None:
    seat = next((one for one in seats if one.public_id == request.POST.get("seat")), None)
    check = request.POST.get("check", "")
    if seat is None or check not in Check.values:
        return None
    try:
        return reissue(by, seat, Check(check), timezone.now())
    except NotHeld:
        return None
