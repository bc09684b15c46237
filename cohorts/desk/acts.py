"""What staff did: the acts of the house and of every cohort, and what was done in sessions, the last first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cohorts.desk import frame, ledger, words
from cohorts.desk.did import DID
from cohorts.models import SignIn
from cohorts.roles import Right
from cohorts.staff.gate import staff_only

FILTERS = ("by", "kind", "day", "cohort", "evening")


@require_safe
@staff_only(Right.READ_ACTS)
def acts(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """One ledger over all three kinds of chains, by person, kind, day, cohort and evening; never a word of anybody."""
    lines, older = ledger.lines(ledger.sought(request), frame.person(sign_in))
    asked = {name: frame.searched(request, name) for name in FILTERS}
    kept = request.GET.copy()
    kept["before"] = older
    context = {
        "lines": [(line, words.cohort(line.session.cohort) if line.session else _cohort(line)) for line in lines],
        "older": f"?{kept.urlencode()}" if older else "",
        "asked": asked,
        "narrowed": any(asked.values()) or "before" in request.GET,
        "kinds": sorted([*words.VERBS.items(), *DID.items()], key=lambda one: str(one[1])),
    }
    return frame.page(request, sign_in, "acts", context)


def _cohort(line: ledger.Line) -> str:
    return words.cohort(line.act.cohort) if line.act and line.act.cohort else ""
