"""What young people were told by itself, and what is held back: whom, when and why not; never contents or contacts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cohorts import planning
from cohorts.actions.stops import lift_stop
from cohorts.clock import database_now
from cohorts.desk import frame, words
from cohorts.models import Kind, SignIn, Stop, Telling, Why
from cohorts.roles import Right
from cohorts.staff.gate import staff_only

ON_A_PAGE = 50
STATES: dict[str, Q] = {
    "told": Q(told_at__isnull=False),
    "skipped": Q(skipped_at__isnull=False),
    "waits": Q(told_at__isnull=True, skipped_at__isnull=True),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One telling as the log shows it, in the time of its cohort."""

    telling: Telling
    whom: str
    cohort: str
    due: datetime
    ended: datetime | None

    @property
    def state(self) -> str:
        """Its place among `STATES`."""
        return "told" if self.telling.told_at else "skipped" if self.telling.skipped_at else "waits"


@dataclass(frozen=True, slots=True)
class Reached:
    """How many were to be told of a change, and how many of them have been."""

    told: int
    of: int


@require_safe
@staff_only(Right.SEE_SESSIONS)
def messages(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """The log, the last due first; searched by seat, cut down to a cohort, a kind or a state."""
    asked = {name: frame.searched(request, name) for name in ("q", "cohort", "kind", "state")}
    found = Telling.objects.select_related("cohort__course", "session__week", "seat", "staff").order_by(
        "-due_at", "-pk"
    )
    page = frame.paged(request, _cut_down(found, asked), ON_A_PAGE)
    context = {
        "lines": [_line(one) for one in page],
        "page": page,
        "kinds": Kind.choices,
        "states": (("told", _("told")), ("skipped", _("not told")), ("waits", _("still to come"))),
        **asked,
    }
    return frame.page(request, sign_in, "messages", context)


@require_safe
@staff_only(Right.LIFT_STOPS)
def stops(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """The lead's task: to whom nothing goes by itself, why, since when, what was not sent, and what may reach them."""
    standing = Stop.objects.standing().select_related("seat__cohort__course", "by").order_by("since", "pk")
    page = frame.paged(request, standing.prefetch_related("seat__contacts"))
    kept = _kept_back(page)
    rows = [(stop, words.cohort(stop.seat.cohort), kept.get(stop.seat_id, [])) for stop in page]
    return frame.page(request, sign_in, "stops", {"rows": rows, "page": page})


@require_POST
@staff_only(Right.LIFT_STOPS)
def lift(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Let messages go on, as an act; what was held back is not sent later."""
    stop = Stop.objects.select_related("seat__cohort").filter(public_id=public_id).first()
    if stop is None:
        raise Http404
    lift_stop(stop, frame.person(sign_in), database_now())
    return frame.go(sign_in, "desk:stops", done="lifted")


def standing_stops() -> int:
    """Return how many seats nothing goes to by itself."""
    return Stop.objects.standing().order_by().values("seat").distinct().count()


def reached(sessions: Iterable[int]) -> Mapping[int, Reached]:
    """Return for each of these sessions (rows) that was changed how many have heard of its last change."""
    changes = Telling.objects.filter(
        session__in=list(sessions), kind__in=(Kind.MOVED, Kind.CANCELLED), due_at__gte=F("session__changed_at")
    )
    counted = changes.order_by().values("session").annotate(of=Count("pk"), told=Count("told_at"))
    return {one["session"]: Reached(one["told"], one["of"]) for one in counted}


def _cut_down(found: QuerySet[Telling], asked: Mapping[str, str]) -> QuerySet[Telling]:
    if asked["cohort"]:
        found = found.filter(cohort__public_id=asked["cohort"])
    if asked["kind"]:
        found = found.filter(kind=asked["kind"])
    if asked["state"] in STATES:
        found = found.filter(STATES[asked["state"]])
    if seat := asked["q"]:
        one_digit = seat.isascii() and seat.isdecimal() and len(seat) == 1
        found = found.filter(Q(seat__number=int(seat)) if one_digit else Q(seat__name__icontains=seat))
    return found


def _line(telling: Telling) -> Line:
    where = ZoneInfo(telling.cohort.zone)
    ended = telling.told_at or telling.skipped_at
    return Line(
        telling, _whom(telling), words.cohort(telling.cohort), planning.there(telling.due_at, where),
        planning.there(ended, where) if ended else None,
    )  # fmt: skip


def _whom(telling: Telling) -> str:
    if telling.seat:
        return _("seat %(number)d, %(name)s") % {"number": telling.seat.number, "name": telling.seat.name}
    return telling.staff.name if telling.staff else _("somebody who waits for a place")


def _kept_back(stops: Iterable[Stop]) -> dict[int, list[dict[str, Any]]]:
    """What was not sent to these seats because of a stop, by seat (rows); one question for all of them."""
    since = {stop.seat_id: stop.since for stop in stops}
    skipped = Telling.objects.filter(seat__in=list(since), skipped_why=Why.STOPPED, skipped_at__isnull=False)
    found: dict[int, list[dict[str, Any]]] = {}
    for one in skipped.select_related("cohort").order_by("skipped_at"):
        if one.seat_id is not None and one.skipped_at is not None and one.skipped_at >= since[one.seat_id]:
            at = planning.there(one.skipped_at, ZoneInfo(one.cohort.zone))
            found.setdefault(one.seat_id, []).append({"kind": one.get_kind_display(), "at": at})
    return found
