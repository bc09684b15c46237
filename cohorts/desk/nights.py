"""Changing one evening. Each page first shows who will have to know, and what is against it; then it is done."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from cohorts import cautions, days_off, planning
from cohorts.actions import nights
from cohorts.actions.nights import Overlaps, TooLate, cancel_session, mark_told, move_session, overlapping
from cohorts.actions.plan import ChangedMeanwhile
from cohorts.actions.shifts import NotOnShift, WorksAlready, replace_staff
from cohorts.cautions import Caution
from cohorts.desk import came, evenings, frame, preview
from cohorts.desk.evenings import Evening
from cohorts.desk.forms import CoverForm, MoveForm
from cohorts.lost_evenings import lost
from cohorts.models import Session, SignIn
from cohorts.models.session import Outcome
from cohorts.planning import Night
from cohorts.roles import Right
from cohorts.schedule import Times
from cohorts.staff.gate import staff_only


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.PLAN)
def move(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Move one evening to another day or time."""
    now, evening = timezone.now(), _evening(public_id)
    given = request.POST if request.method == "POST" else None
    first = {"day": evening.day, "at": evening.starts.time()}
    form = MoveForm(given, initial=first, cohort=evening.session.cohort, now=now)
    context: dict[str, Any] = {"evening": evening, "form": form, "too_late": _too_late(evening, now)}
    if given is None or context["too_late"]:
        return frame.page(request, sign_in, "move", context)
    if not form.is_valid() or _meets_another(evening, form):
        return frame.page(request, sign_in, "move", context, frame.MISTAKEN)
    night: Night = form.cleaned_data["night"]
    if "do" in given and given.get("seen") == night.starts_at.isoformat():
        by, version = frame.person(sign_in), frame.version_of(request)
        return _done(request, sign_in, evening, lambda: move_session(by, evening.session, night.starts_at, version))
    context["to"] = planning.there(night.starts_at, ZoneInfo(evening.session.cohort.zone))
    context["seen"] = night.starts_at.isoformat()
    context["cautions"] = _against_moving(evening, night)
    return frame.page(request, sign_in, "move", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.PLAN)
def cancel(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Cancel one evening; with another at the end of the course, or without."""
    now, evening = timezone.now(), _evening(public_id)
    late = _too_late(evening, now)
    extra = None if late else _after_the_last(evening)
    if request.method == "POST" and not late and request.POST.get("extra") in {"yes", "no"}:
        by, version = frame.person(sign_in), frame.version_of(request)
        night = extra if request.POST["extra"] == "yes" else None
        return _done(request, sign_in, evening, lambda: cancel_session(by, evening.session, version, night))
    context = {"evening": evening, "too_late": late, "extra": extra, "cautions": _against_adding(evening, extra)}
    return frame.page(request, sign_in, "cancel", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.PLAN)
def make_up(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Add an evening at the end for one that is over and was none, as nobody could hold it or one came alone.

    On the day that was looked at and no other: after a last evening it is counted from today, which ends at midnight.
    """
    now, evening = timezone.now(), _evening(public_id, with_came=True)
    known = not came.forgotten(evening.session.cohort, now)
    late = not known or not evening.was_none(now) or bool(nights.made_up([evening.session]))
    extra = None if late else _after_the_last(evening)
    seen = extra.starts_at.isoformat() if extra is not None else ""
    if request.method == "POST" and extra is not None and request.POST.get("seen") == seen:
        by, version = frame.person(sign_in), frame.version_of(request)
        return _done(request, sign_in, evening, lambda: nights.make_up(by, evening.session, version, extra))
    against = [] if extra is None else [*_against_adding(evening, extra), *_out_of_order(evening, now)]
    context = {"evening": evening, "too_late": late, "extra": extra, "seen": seen, "cautions": against}
    context["again"], context["lost"] = request.method == "POST", bool(lost([evening.session.pk]))
    if extra is not None:
        context["comes_at"] = _comes_at(evening.session, extra, now)
    return frame.page(request, sign_in, "make_up", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.PLAN)
def cover(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Change who works one evening."""
    now, evening = timezone.now(), _evening(public_id)
    given = request.POST if request.method == "POST" else None
    form = CoverForm(given, initial=_who_goes(evening), working=[one.staff for one in evening.shifts])
    too_late = evening.session.cancelled_at is not None or evening.session.closes_at <= now
    context: dict[str, Any] = {"evening": evening, "form": form, "too_late": too_late}
    if given is None or too_late:
        return frame.page(request, sign_in, "cover", context)
    if not form.is_valid():
        return frame.page(request, sign_in, "cover", context, frame.MISTAKEN)
    found = form.cleaned_data
    seen = " ".join(str(one.public_id) if one else "-" for one in (found["off"], found["on"])) + " " + found["part"]
    if "do" in given and given.get("seen") == seen:
        return _done(request, sign_in, evening, lambda: _replace(request, sign_in, evening, found), "staff")
    on = [found["on"]] if found["on"] else []
    nights = [(evening.day, evening.session.times)]
    context |= {"found": found, "seen": seen, "cautions": preview.clashes(on, nights) if on else []}
    context["part"] = dict(CoverForm.PARTS)[found["part"]]
    return frame.page(request, sign_in, "cover", context)


@require_POST
@staff_only(Right.PLAN)
def told(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Note that everybody knows of the change that the page spoke of, and of no later one.

    Whoever works down the list of what needs doing stays there.
    """
    evening = _evening(public_id)
    done = "told" if mark_told(frame.person(sign_in), evening.session, request.POST.get("change", "")) else "late"
    if "listed" in request.POST:
        return frame.go(sign_in, "desk:today", done=done)
    return frame.go(sign_in, "desk:cohort", evening.session.cohort.public_id, done=done)


def _evening(public_id: str, *, with_came: bool = False) -> Evening:
    found = evenings.read(Session.objects.filter(public_id=public_id), with_came=with_came)
    if not found:
        raise Http404
    return found[0]


def _too_late(evening: Evening, now: datetime) -> bool:
    return evening.session.cancelled_at is not None or evening.session.opens_at <= now


def _done(
    request: HttpRequest, sign_in: SignIn, evening: Evening, do: Callable[[], object], said: str = "night"
) -> HttpResponse:
    """Do it, or say kindly why not; either way nothing is half done."""
    cohort = evening.session.cohort.public_id
    try:
        do()
    except (ChangedMeanwhile, Overlaps):
        return frame.page(request, sign_in, "meanwhile", {"evening": evening, "why": "changed"}, frame.CONFLICT)
    except TooLate:
        return frame.page(request, sign_in, "meanwhile", {"evening": evening, "why": "late"}, frame.CONFLICT)
    except (NotOnShift, WorksAlready):
        return frame.page(request, sign_in, "meanwhile", {"evening": evening, "why": "shift"}, frame.CONFLICT)
    return frame.go(sign_in, "desk:cohort", cohort, done=said)


def _replace(request: HttpRequest, sign_in: SignIn, evening: Evening, found: dict[str, Any]) -> None:
    replace_staff(
        frame.person(sign_in), evening.session, off=found["off"], on=found["on"], part=found["part"],
        version=frame.version_of(request),
    )  # fmt: skip


def _who_goes(evening: Evening) -> dict[str, Any]:
    """Whoever said no is the one to replace."""
    shift = next(iter(evening.declined), None)
    part = "second" if shift is None else "lead" if shift.leading else "watcher" if shift.watching else "second"
    return {"off": shift.staff.public_id if shift else None, "part": part}


def _meets_another(evening: Evening, form: MoveForm) -> bool:
    """Say so beside the day if the group would have two evenings at one moment."""
    other = overlapping(evening.session, _times(evening, form.cleaned_data["night"]))
    if other:
        words = gettext("Week %(number)s of this group is open then. Choose another day or time.")
        form.add_error("day", words % {"number": other.week.number})
    return other is not None


def _times(evening: Evening, night: Night) -> Times:
    """As long as it is now."""
    minutes = int((evening.session.ends_at - evening.session.starts_at).total_seconds()) // 60
    return planning.times(night.starts_at, minutes)


def _against_moving(evening: Evening, night: Night) -> list[Caution]:
    session, cohort = evening.session, evening.session.cohort
    nights = [(night.day, _times(evening, night))]
    others = Session.objects.evenings().planned().filter(cohort=cohort).exclude(pk=session.pk)
    local = f"{night.starts_at.astimezone(ZoneInfo(cohort.zone)):%H:%M}"
    crew = [one.staff for one in evening.coming]
    return [
        *(preview.clashes(crew, nights, session) if crew else []),
        *cautions.holidays([night], days_off.on(cohort.holidays, [night.day.year])),
        *cautions.clocks([night], local, {night.day: local}),
        *cautions.order(session.week.number, night.starts_at, others.values_list("week__number", "starts_at")),
    ]


def _after_the_last(evening: Evening) -> Night:
    """Return the next evening of the cohort's rhythm after today, all that are planned, and where moved ones were.

    The last one moved to the day before leaves its own day free in the rhythm, and the group would meet twice running.
    """
    cohort = evening.session.cohort
    zone = ZoneInfo(cohort.zone)
    planned = Session.objects.evenings().filter(cohort=cohort).values_list("starts_at", "was_at")
    days = [at.astimezone(zone).date() for both in planned for at in both if at]
    return planning.next_night(preview.rhythm_of(cohort), max([timezone.now().astimezone(zone).date(), *days]))


def _against_adding(evening: Evening, extra: Night | None) -> list[Caution]:
    if extra is None:
        return []
    crew, cohort = [one.staff for one in evening.coming], evening.session.cohort
    return [
        *(preview.clashes(crew, [(extra.day, _times(evening, extra))]) if crew else []),
        *cautions.holidays([extra], days_off.on(cohort.holidays, [extra.day.year])),
    ]


def _comes_at(lost: Session, extra: Night, now: datetime) -> datetime:
    """When the week that was lost comes again: not next where one before it was lost as well."""
    later = nights.coming(lost, now)
    starts = [*(one.starts_at for one in later), extra.starts_at]
    return starts[nights.handed_on(lost, later).index(lost.week)]


def _out_of_order(evening: Evening, now: datetime) -> list[Caution]:
    """Where the evening after it was held meanwhile, the week that was lost comes after that one's."""
    session = evening.session
    begun = Session.objects.evenings().planned().filter(cohort=session.cohort, opens_at__lte=now)
    held = begun.exclude(pk=session.pk).exclude(outcome=Outcome.NOT_HELD)
    return cautions.order(session.week.number, now, held.values_list("week__number", "starts_at"))
