"""My account: how I sign in, and where I am signed in."""

from allauth.mfa.models import Authenticator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cohorts.actions import end_sign_ins, sign_out
from cohorts.addresses import address
from cohorts.models import SignIn
from cohorts.staff.gate import SEE_OTHER, staff_only, wholly


@require_safe
@staff_only()
def mine(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Show where this person is signed in, and lead to their password and second factors."""
    standing = SignIn.objects.standing(timezone.now()).filter(staff=sign_in.staff).order_by("-created_at")
    factors = Authenticator.objects.filter(user=sign_in.staff).order_by("-type", "pk")
    context = {
        "staff": sign_in.staff,
        "as_id": sign_in.public_id,
        "here": "account",
        "sign_ins": standing,
        "factors": factors,
        "has_password": wholly(request),
    }
    return render(request, "cohorts/staff/mine.html", context)


@require_POST
@staff_only()
def end_one(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """End one of one's own sign-ins."""
    meant = SignIn.objects.filter(public_id=public_id, staff=sign_in.staff).select_related("staff", "seat").first()
    if meant is None:
        raise Http404
    sign_out(meant, timezone.now())
    return _back(sign_in)


@require_POST
@staff_only()
def end_others(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """End all of one's own sign-ins but this."""
    if sign_in.staff:
        end_sign_ins(sign_in.staff, timezone.now(), by=sign_in.staff, but=sign_in.public_id)
    return _back(sign_in)


def _back(sign_in: SignIn) -> HttpResponse:
    return HttpResponseRedirect(address(sign_in.public_id, "account:mine"), status=SEE_OTHER)
