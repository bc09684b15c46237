"""One cohort: its evenings, who works, who came, what was done; and changing what may be changed."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cohorts import days_off, deeds, fullness
from cohorts.actions.nights import made_up
from cohorts.actions.plan import ChangedMeanwhile, TooManyHeld, change_cohort
from cohorts.desk import came, evaluated, evenings, frame, words
from cohorts.desk.forms import AboutForm
from cohorts.lost_evenings import lost
from cohorts.models import Act, Cohort, Session, SignIn
from cohorts.roles import Right
from cohorts.staff.gate import staff_only

LAST_ACTS = 8
FIELDS = ("name", "age_from", "age_to", "capacity", "contact_policy")


@require_safe
@staff_only(Right.SEE_SESSIONS)
def cohort(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Everything about one cohort on one page."""
    found = of_id(public_id)
    now = timezone.now()
    them = evenings.read(Session.objects.evenings().filter(cohort=found).order_by("starts_at", "pk"), with_came=True)
    forgotten = came.forgotten(found, now)
    none = [] if forgotten else [one.session for one in them if one.was_none(now)]
    context: dict[str, Any] = {
        "cohort": found,
        "name": words.cohort(found),
        "evenings": them,
        "none": none,
        "made_up": made_up(none),
        "lost": lost(one.session.pk for one in them),
        "forgotten": forgotten,
        "over": [one for one in them if one.session.closes_at <= now and not one.session.cancelled_at],
        "evaluated": evaluated.read(found, _last(them), now),
        "places": fullness.read([found], now)[found.pk],
        "holidays": days_off.name(found.holidays) if found.holidays else "",
        "acts": [(act, words.verb(act.verb)) for act in _acts(found, sign_in)],
        "now": now,
    }
    return frame.page(request, sign_in, "cohort", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.PLAN)
def change(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Change a cohort's name, ages, places or contact policy; whoever comes second sees what the first one did."""
    found = of_id(public_id)
    form = AboutForm(request.POST if request.method == "POST" else None, initial=_now_is(found))
    context = {"cohort": found, "name": words.cohort(found), "form": form}
    if request.method != "POST":
        return frame.page(request, sign_in, "change", context)
    if form.is_valid():
        try:
            _change(sign_in, found, frame.version_of(request), form.cleaned_data)
        except ChangedMeanwhile:
            fresh = of_id(public_id)
            told = {**context, "cohort": fresh, "meanwhile": _meanwhile(fresh, sign_in)}
            return frame.page(request, sign_in, "change", told, frame.CONFLICT)
        except TooManyHeld:
            form.add_error("capacity", _("More places than that are taken already."))
        else:
            return frame.go(sign_in, "desk:cohort", public_id, done="changed")
    return frame.page(request, sign_in, "change", context, frame.MISTAKEN)


def of_id(public_id: str) -> Cohort:
    """Return the cohort, or say that there is none."""
    found = Cohort.objects.select_related("course").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _last(them: Sequence[evenings.Evening]) -> Session | None:
    """The last evening that is planned, of all there are in their order."""
    return next((one.session for one in reversed(them) if not one.session.cancelled_at), None)


def _change(sign_in: SignIn, found: Cohort, version: int, wanted: dict[str, Any]) -> None:
    changes = {name: wanted[name] for name in FIELDS if wanted[name] != getattr(found, name)}
    change_cohort(frame.person(sign_in), found, version, changes)


def _now_is(found: Cohort) -> dict[str, Any]:
    return {name: getattr(found, name) for name in FIELDS}


def _meanwhile(found: Cohort, sign_in: SignIn) -> dict[str, Any]:
    """Who changed it last, and what it says now, beside what was written here."""
    now_is = [(field.label, _shown(found, field.name)) for field in AboutForm()]
    return {"act": next(iter(_acts(found, sign_in)), None), "now_is": now_is}


def _shown(found: Cohort, name: str) -> str:
    shown = found.get_contact_policy_display() if name == "contact_policy" else getattr(found, name)
    return str(shown)


def _acts(found: Cohort, sign_in: SignIn) -> Any:
    """The last of them, without those that the ledger hides from whoever looks."""
    acts = Act.objects.filter(cohort=found).select_related("by", "session__week").order_by("-number")
    return deeds.seen(acts, deeds.hidden_from(frame.person(sign_in)))[:LAST_ACTS]
