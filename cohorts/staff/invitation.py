"""An invitation is opened: a name and a password, and then nothing else before a second factor."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cohorts.actions import Closed, NameTaken, NameUnfit, begin_with, find_invitation
from cohorts.actions.room_names import suggested
from cohorts.models import Invitation, Staff
from cohorts.staff import gate, half
from cohorts.staff.forms import SetUpForm, no_such_name

GONE, UNFIT, OFFERED = 410, 422, 4


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a name and a password, then lead on to the second factor. Fetching the page spends nothing."""
    found = find_invitation(token, timezone.now())
    if found is None:
        return _gone(request)
    first, *_ = suggested(1, found, timezone.now())
    form = SetUpForm(_whom(found), request.POST or None, initial={"name": found.name or first})
    if request.method != "POST" or not form.is_valid():
        return _form(request, found, form)
    try:
        staff = begin_with(token, form.cleaned_data["name"], form.cleaned_data["password1"], timezone.now())
    except Closed:
        return _gone(request)
    except (NameTaken, NameUnfit) as refused:
        form.add_error("name", no_such_name(refused))
        return _form(request, found, form)
    _let_set_up(request, staff)
    return HttpResponseRedirect(reverse("mfa_index"), status=gate.SEE_OTHER)


def _whom(found: Invitation) -> Staff:
    return found.staff or Staff(email=found.email, role=found.role)


def _let_set_up(request: HttpRequest, staff: Staff) -> None:
    """Let this browser add a second factor, and nothing more; whoever was signed in here before is not any more."""
    logout(request)
    get_adapter().login(request, staff)
    request.session[half.SETTING_UP] = staff.pk
    reauthenticate_by_password(request)


def _form(request: HttpRequest, found: Invitation, form: SetUpForm) -> HttpResponse:
    context = {"form": form, "invitation": found, "offers": suggested(OFFERED, found, timezone.now())}
    return render(request, "cohorts/staff/invitation.html", context, status=UNFIT if form.errors else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "cohorts/staff/invitation_gone.html", status=GONE)
