"""How the people one supervises say that they are. For whoever supervises nobody the page is not there."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cohorts.addresses import address
from cohorts.models import Staff
from cohorts.staff import gate
from facilitator import access

from . import sealed
from .models import HowIAm

SEE_OTHER: Final = 303


@require_http_methods(["GET", "HEAD", "POST"])
def how(request: HttpRequest) -> HttpResponse:
    """What was said to whoever looks, the newest first; one that was answered in person is let go of."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    said = HowIAm.objects.filter(to=staff)
    if not said.exists() and not Staff.objects.here().filter(supervisor=staff).exists():
        raise Http404
    if request.method == "POST":
        said.filter(public_id=request.POST.get("which", "")).delete()
        return HttpResponseRedirect(address(as_id, "facilitator:how"), status=SEE_OTHER)
    opened = [(one, sealed.shown(one)) for one in said.select_related("staff").order_by("-at", "-pk")]
    context = {"staff": staff, "as_id": as_id, "here": "tonight", "said": opened}
    return render(request, "facilitator/how.html", context)
