"""Wishes to be in another group: who has one, where there is a place, and what staff do about it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts import fullness
from cohorts.actions import EveningIsOn, NoSeatFree, NotHeld, SameCohort, move_seat, stay_put
from cohorts.desk import frame, words
from cohorts.models import Cohort, MoveWish, Session, SignIn
from cohorts.roles import Right
from cohorts.staff.gate import staff_only


@dataclass(frozen=True, slots=True)
class Place:
    """A group in which a place is free now."""

    cohort: Cohort
    name: str
    free: int


@require_safe
@staff_only(Right.PLAN)
def wishes(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Those nobody has answered, the oldest first."""
    return _draw(request, sign_in)


@require_POST
@staff_only(Right.PLAN)
def wish(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Move this seat to the group chosen, or settle that it stays, as an act; say so if neither can be done."""
    found = MoveWish.objects.open().select_related("seat__cohort").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    by, now = frame.person(sign_in), timezone.now()
    try:
        if request.POST.get("do") == "stay":
            stay_put(by, found, now)
        else:
            move_seat(by, found.seat, _chosen(request.POST.get("to", ""), found, now), now)
    except NoSeatFree:
        return _draw(request, sign_in, "full", frame.CONFLICT)
    except EveningIsOn:
        return _draw(request, sign_in, "on", frame.CONFLICT)
    except (NotHeld, SameCohort):
        return _draw(request, sign_in, "late", frame.CONFLICT)
    return frame.go(sign_in, "desk:wishes", done="wish")


def open_wishes() -> int:
    """Return how many wishes wait for an answer."""
    return MoveWish.objects.open().count()


def _draw(request: HttpRequest, sign_in: SignIn, problem: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    page = frame.paged(request, MoveWish.objects.open().select_related("seat__cohort__course"))
    groups = _places(now)
    rows = [(one, words.cohort(one.seat.cohort), [to for to in groups if _fits(to.cohort, one)]) for one in page]
    return frame.page(request, sign_in, "wishes", {"rows": rows, "page": page, "problem": problem}, status)


def _places(now: datetime) -> list[Place]:
    """The groups that still meet and have a place, in three questions however many there are."""
    meeting = Session.objects.evenings().to_come(now).order_by().values("cohort")
    cohorts = list(Cohort.objects.filter(pk__in=meeting).select_related("course").order_by("first_date", "pk"))
    full = fullness.read(cohorts, now)
    return [Place(one, words.cohort(one), left) for one in cohorts if (left := full[one.pk].for_anybody)]


def _fits(cohort: Cohort, found: MoveWish) -> bool:
    return cohort.pk != found.seat.cohort_id and cohort.demo == found.seat.cohort.demo


def _chosen(public_id: str, found: MoveWish, now: datetime) -> Cohort:
    for place in _places(now):
        if place.cohort.public_id == public_id and _fits(place.cohort, found):
            return place.cohort
    raise NoSeatFree
