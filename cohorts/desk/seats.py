"""The seats of one cohort: who comes, who came, what makes it easier, who was missed, who waits for a place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts import absences, eases, fullness, planning, turnout
from cohorts.absences import Absence, Step
from cohorts.actions.absences import review_absence
from cohorts.desk import frame, theirs, words
from cohorts.desk.came import forgotten
from cohorts.models import Cohort, Reply, Seat, Session, SignIn, Stop, WaitingPlace
from cohorts.roles import Right, may
from cohorts.staff.gate import staff_only
from cohorts.turnout import Judged


@dataclass(frozen=True, slots=True)
class Row:
    """One seat: `coming` is their word on the next evening, `evenings` each that was held with how they were there."""

    seat: Seat
    coming: bool | None
    evenings: list[tuple[Session, Judged | None]]
    eases: list[str]
    stops: list[Stop]
    absence: Absence | None


@require_safe
@staff_only()
def seats(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Everything about the seats of one cohort; what makes it easier is for its facilitators alone."""
    found, now, staff = theirs.cohort_of(sign_in, public_id), timezone.now(), frame.person(sign_in)
    mine = theirs.works_with(staff, found)
    absent = absences.read(Cohort.objects.filter(pk=found.pk), now)
    following = Session.objects.evenings().filter(cohort=found).to_come(now).select_related("week").first()
    context: dict[str, Any] = {
        "cohort": found,
        "name": words.cohort(found),
        "places": fullness.read([found], now)[found.pk],
        "rows": _rows(found, following, absent, now, mine=mine),
        "following": following,
        "waiting": waiting_list(found, now),
        "absences": absent,
        "steps": Step.choices,
        "mine": mine,
        "may_review": theirs.may_put_right(staff, found) or may(staff.role, Right.LIFT_STOPS),
    }
    return frame.page(request, sign_in, "seats", context)


@require_POST
@staff_only()
def review(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Say what comes next for a seat that was not there two evenings running, as an act."""
    seat = Seat.objects.select_related("cohort").filter(public_id=public_id).first()
    if seat is None:
        raise Http404
    found, staff = theirs.cohort_of(sign_in, seat.cohort.public_id), frame.person(sign_in)
    if not (theirs.may_put_right(staff, found) or may(staff.role, Right.LIFT_STOPS)):
        raise Http404
    absent = absences.read(Cohort.objects.filter(pk=found.pk), timezone.now())
    one = next((each for each in absent if each.seat.pk == seat.pk), None)
    step = request.POST.get("step", "")
    if one is None or step not in Step.values:
        return frame.go(sign_in, "desk:seats", found.public_id, done="nothing_chosen" if one else "late")
    review_absence(staff, one, Step(step))
    return frame.go(sign_in, "desk:seats", found.public_id, done="reviewed")


def waiting_list(cohort: Cohort, now: datetime) -> list[dict[str, Any]]:
    """Who waits, in the order in which they are asked; whoever let too many offers pass stands at the end, unasked."""
    zone = ZoneInfo(cohort.zone)
    standing = WaitingPlace.objects.standing().filter(cohort=cohort).order_by("lapsed", "joined_at", "pk")
    return [
        {
            "place": one,
            "since": planning.there(one.joined_at, zone),
            "until": planning.there(one.offer_ends_at, zone) if one.offer_ends_at and one.is_offered(now) else None,
        }
        for one in standing
    ]


def _rows(found: Cohort, following: Session | None, absent: list[Absence], now: datetime, *, mine: bool) -> list[Row]:
    held = list(Seat.objects.held().filter(cohort=found))
    over = Session.objects.evenings().planned().filter(cohort=found, closes_at__lte=now)
    all_over = list(over.select_related("week").order_by("starts_at", "pk"))
    seen = turnout.read(all_over)
    sessions = [] if forgotten(found, now) else [one for one in all_over if seen.held(one)]
    said = dict(Reply.objects.standing().filter(session=following).values_list("seat", "coming")) if following else {}
    stops: dict[int, list[Stop]] = {}
    for stop in Stop.objects.standing().filter(seat__in=held).order_by("since"):
        stops.setdefault(stop.seat_id, []).append(stop)
    missed = {one.seat.pk: one for one in absent}
    return [
        Row(
            seat, said.get(seat.pk), [(one, seen.of(one, seat)) for one in sessions],
            eases.in_ours(seat.ease) if mine else [], stops.get(seat.pk, []), missed.get(seat.pk),
        )
        for seat in held
    ]  # fmt: skip
