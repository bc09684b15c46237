"""What staff did: the acts of the house and of every cohort, the last first."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cohorts.desk import frame, words
from cohorts.models import Act, SignIn, Staff
from cohorts.roles import Right
from cohorts.staff.gate import staff_only

ON_A_PAGE = 50


@require_safe
@staff_only(Right.READ_ACTS)
def acts(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """All acts, or those of one cohort or one person; what was done in a room is in that session's own record."""
    found = Act.objects.select_related("by", "cohort__course", "session__week").order_by("-at", "-pk")
    if of := frame.searched(request, "cohort"):
        found = found.filter(cohort__public_id=of)
    if by := frame.searched(request, "by"):
        found = found.filter(by__name__iexact=by)
    page = frame.paged(request, found, ON_A_PAGE)
    names = _names(page)
    rows = [
        (act, words.verb(act.verb), words.cohort(act.cohort) if act.cohort else "", _about(act.about, names))
        for act in page
    ]
    return frame.page(request, sign_in, "acts", {"rows": rows, "page": page, "of": of, "by": by})


def _names(page: Iterable[Act]) -> dict[str, str]:
    """An act holds ids alone; whoever reads it wants names, as they are today."""
    ids = {value for act in page for value in act.about.values() if isinstance(value, str)}
    return dict(Staff.objects.filter(public_id__in=ids).values_list("public_id", "name"))


def _about(about: dict[str, object], names: dict[str, str]) -> str:
    said = {key: names.get(str(value), value) for key, value in about.items() if value is not None}
    return ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in sorted(said.items()))
