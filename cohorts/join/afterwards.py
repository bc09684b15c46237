"""How was it? A few questions once the course is over, each to be skipped, and counted without a name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cohorts import evaluation
from cohorts.actions.evaluate import evaluate, is_open, shut_at
from cohorts.join import course, places
from cohorts.join.gate import seat_only, to_mine
from cohorts.models import Seat, Session, SignIn


@require_http_methods(["GET", "HEAD", "POST"])
@seat_only
def afterwards(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Ask, or count what was chosen; whoever cannot answer, or has, is led back to their own page."""
    now = timezone.now()
    if request.method == "POST":
        evaluate(seat, request.POST.dict(), now)
    last = Session.objects.last_of(seat.cohort_id)
    if request.method == "POST" or last is None or seat.evaluated or not is_open(seat, now):
        return to_mine(sign_in, "afterwards")
    context = {
        "as_id": sign_in.public_id,
        "sign_out_url": places.leaving(sign_in),
        "zone": seat.cohort.zone,
        "questions": evaluation.QUESTIONS,
        "until": None if course.may_go_on(last, now) else shut_at(last),
    }
    return render(request, "cohorts/afterwards.html", context)
