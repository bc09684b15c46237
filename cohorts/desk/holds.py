"""Legal holds: what must not be deleted, placed and lifted by the safeguarding lead."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cohorts.actions.holds import lift_hold, place_hold
from cohorts.desk import frame, words
from cohorts.models import Cohort, LegalHold, Seat, SignIn, WhyHeld
from cohorts.roles import Right
from cohorts.staff.gate import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.HOLD_DATA)
def holds(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Those that stand, and a form to keep everything of a cohort."""
    if request.method != "POST":
        return _draw(request, sign_in)
    cohort = Cohort.objects.filter(public_id=request.POST.get("cohort", "")).first()
    why = request.POST.get("why", "")
    if cohort is None or why not in WhyHeld.values:
        return _draw(request, sign_in, frame.MISTAKEN)
    place_hold(frame.person(sign_in), cohort, WhyHeld(why), timezone.now())
    return frame.go(sign_in, "desk:holds", done="held")


@require_POST
@staff_only(Right.HOLD_DATA)
def hold_seat(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Keep everything of whoever has this seat."""
    seat = Seat.objects.select_related("cohort").filter(public_id=public_id).first()
    why = request.POST.get("why", "")
    if seat is None:
        raise Http404
    if why not in WhyHeld.values:
        return frame.go(sign_in, "desk:own", seat.public_id, done="nothing_chosen")
    place_hold(frame.person(sign_in), seat, WhyHeld(why), timezone.now())
    return frame.go(sign_in, "desk:holds", done="held")


@require_POST
@staff_only(Right.HOLD_DATA)
def lift(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Let what is due be deleted again."""
    hold = LegalHold.objects.select_related("cohort", "seat__cohort").filter(public_id=public_id).first()
    if hold is None:
        raise Http404
    lift_hold(frame.person(sign_in), hold, timezone.now())
    return frame.go(sign_in, "desk:holds", done="unheld")


def _draw(request: HttpRequest, sign_in: SignIn, status: int = 200) -> HttpResponse:
    standing = LegalHold.objects.standing().select_related("cohort__course", "seat__cohort__course", "by")
    page = frame.paged(request, standing.order_by("since", "pk"))
    cohorts = Cohort.objects.select_related("course").order_by("-first_date", "pk")
    context = {
        "rows": [(hold, words.cohort(hold.seat.cohort if hold.seat else hold.cohort)) for hold in page],
        "page": page,
        "cohorts": [(one, words.cohort(one)) for one in cohorts],
        "whys": WhyHeld.choices,
        "problem": status != 200,  # noqa: PLR2004  (all is well)
    }
    return frame.page(request, sign_in, "holds", context, status)
