"""What young people ask about what is held of them, and seeing to it: delete it, or let them read it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts.actions import own
from cohorts.desk import frame, words
from cohorts.keeping import person
from cohorts.models import Heard, LegalHold, OwnWish, Seat, SignIn, Wanted, WhyHeld
from cohorts.roles import Right, may
from cohorts.staff.gate import staff_only


@require_safe
@staff_only(Right.SEE_TO_WISHES)
def asked(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Those nobody has begun, the oldest first; then deletions that wait for an evening's end, or a hold's."""
    found = OwnWish.objects.select_related("seat__cohort__course", "begun_by")
    page = frame.paged(request, found.filter(pk__in=OwnWish.objects.unanswered().values("pk")).order_by("asked_at"))
    unfinished = found.filter(pk__in=OwnWish.objects.unfinished().values("pk")).order_by("begun_at")
    context = {
        "rows": [(wish, words.cohort(wish.seat.cohort)) for wish in page],
        "page": page,
        "unfinished": [(wish, words.cohort(wish.seat.cohort)) for wish in unfinished[: frame.ON_A_PAGE]],
    }
    return frame.page(request, sign_in, "asked", context)


@require_safe
@staff_only(Right.SEE_TO_WISHES)
def seat(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """One seat: what was asked, what would stay and why, and the two buttons."""
    return _draw(request, sign_in, _seat(public_id))


@require_POST
@staff_only(Right.SEE_TO_WISHES)
def begin(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """See to it, as an act. Deleting needs the seat's number once more, as nothing brings it back."""
    found, what = _seat(public_id), request.POST.get("what", "")
    heard = request.POST.get("heard", "")
    now = timezone.now()
    wish = OwnWish.objects.standing(now).filter(seat=found, what=what).first()
    if what not in Wanted.values or not (wish or heard in Heard.values):
        return _draw(request, sign_in, found, "heard", frame.MISTAKEN)
    if what == Wanted.DELETE and request.POST.get("number", "").strip() != str(found.number):
        return _draw(request, sign_in, found, "number", frame.MISTAKEN)
    try:
        begun = own.begin(frame.person(sign_in), found, Wanted(what), now, Heard(wish.heard if wish else heard))
    except own.NotHere:
        return _draw(request, sign_in, found, "gone", frame.CONFLICT)
    if begun.begun_at is None:
        return _draw(request, sign_in, found, "back", frame.CONFLICT)
    return frame.go(sign_in, "desk:own", found.public_id, done=f"own_{what}")


def _seat(public_id: str) -> Seat:
    found = Seat.objects.select_related("cohort__course").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _draw(request: HttpRequest, sign_in: SignIn, found: Seat, problem: str = "", status: int = 200) -> HttpResponse:
    now, seats = timezone.now(), person.seats_of(found)
    wishes = {wish.what: wish for wish in OwnWish.objects.standing(now).filter(seat=found)}
    context = {
        "seat": found,
        "cohort": words.cohort(found.cohort),
        "delete": wishes.get(Wanted.DELETE),
        "copy": wishes.get(Wanted.COPY),
        "ready": OwnWish.objects.ready(now).filter(seat=found).exists(),
        "stays": person.stays(seats),
        "heard": [choice for choice in Heard.choices if choice[0] != Heard.PAGE],
        "problem": problem,
        "may_hold": may(frame.person(sign_in).role, Right.HOLD_DATA),
        "holds": LegalHold.objects.standing().filter(seat__in=seats),
        "whys": WhyHeld.choices,
    }
    return frame.page(request, sign_in, "own", context, status)
