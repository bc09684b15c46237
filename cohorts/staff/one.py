"""One member of staff, or one invitation, and what can be decided about them."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from cohorts.actions import (
    Closed,
    LastAdministrator,
    NotYours,
    change_role,
    end_sign_ins,
    forget_second_factor,
    invite_again,
    invite_anew,
    leave_staff,
    withdraw_invitation,
)
from cohorts.actions.supervision import NoSupervisor, name_supervisor
from cohorts.addresses import address
from cohorts.models import Invitation, Role, SignIn, Staff
from cohorts.roles import Right, may_look_after
from cohorts.staff import roll
from cohorts.staff.forms import RoleForm, SupervisorForm
from cohorts.staff.gate import SEE_OTHER, staff_only
from cohorts.staff.people import sent, show

CONFLICT = 409


@require_safe
@staff_only(Right.INVITE_STAFF)
def one(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Who somebody is here, and what may be changed."""
    return _page(request, sign_in, _whom(public_id))


@require_POST
@staff_only(Right.INVITE_STAFF)
def role(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Give somebody another role."""
    asked = request.POST.get("role", "")
    if asked not in Role.values:
        raise Http404
    return _decide(
        request, sign_in, public_id, lambda whom: change_role(whom, Role(asked), timezone.now(), by=sign_in.staff)
    )


@require_POST
@staff_only(Right.INVITE_STAFF)
def supervisor(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Name who reads how somebody says that they are, or nobody."""
    by, chosen = sign_in.staff, request.POST.get("supervisor", "")
    assert by is not None  # noqa: S101  (the gate has looked)
    other = get_object_or_404(Staff.objects.here(), public_id=chosen) if chosen else None
    try:
        return _decide(request, sign_in, public_id, lambda whom: name_supervisor(whom, other, by=by))
    except NoSupervisor:
        raise Http404 from None


@require_POST
@staff_only(Right.INVITE_STAFF)
def end(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Sign somebody out everywhere."""
    return _decide(request, sign_in, public_id, lambda whom: end_sign_ins(whom, timezone.now(), by=sign_in.staff))


@require_POST
@staff_only(Right.INVITE_STAFF)
def leave(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """End everything somebody may do here."""
    return _decide(request, sign_in, public_id, lambda whom: leave_staff(whom, timezone.now(), by=sign_in.staff))


@require_POST
@staff_only(Right.INVITE_STAFF)
def anew(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """For somebody who lost their second factor: forget it, and send a link to set up another."""
    whom, now = _whom(public_id), timezone.now()
    if whom.email is None or whom.left_at:
        raise Http404
    try:
        forget_second_factor(whom, now, by=sign_in.staff)
        invited = invite_anew(whom, now, by=sign_in.staff)
    except NotYours:
        raise Http404 from None
    return sent(request, sign_in, invited)


@require_POST
@staff_only(Right.INVITE_STAFF)
def again(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Send an invitation again, with a fresh link."""
    try:
        invited = invite_again(_invitation(public_id), timezone.now(), by=sign_in.staff)
    except (Closed, NotYours):
        raise Http404 from None
    return sent(request, sign_in, invited)


@require_POST
@staff_only(Right.INVITE_STAFF)
def withdraw(request: HttpRequest, sign_in: SignIn, public_id: str) -> HttpResponse:
    """Make the link of an invitation worthless."""
    try:
        withdraw_invitation(_invitation(public_id), timezone.now(), by=sign_in.staff)
    except (Closed, NotYours):
        raise Http404 from None
    return _back(sign_in)


def _decide(request: HttpRequest, sign_in: SignIn, public_id: str, decide: Callable[[Staff], object]) -> HttpResponse:
    whom = _whom(public_id)
    try:
        decide(whom)
    except NotYours:
        raise Http404 from None
    except LastAdministrator:
        problem = gettext("This is the only administrator who can come in. Make somebody else one first.")
        return _page(request, sign_in, whom, problem, CONFLICT)
    return HttpResponseRedirect(address(sign_in.public_id, "staff:one", public_id), status=SEE_OTHER)


def _page(request: HttpRequest, sign_in: SignIn, whom: Staff, problem: str = "", status: int = 200) -> HttpResponse:
    by = sign_in.staff
    assert by is not None  # noqa: S101  (the gate has looked)
    context = {
        "whom": whom,
        "problem": problem,
        "may_decide": whom != by and whom.left_at is None and may_look_after(by.role, whom.role),
        "form": RoleForm(by, whom),
        "supervisor": SupervisorForm(whom),
        "sign_ins": SignIn.objects.standing(timezone.now()).filter(staff=whom).count(),
    }
    return show(request, sign_in, "one.html", context, status)


def _whom(public_id: str) -> Staff:
    return get_object_or_404(roll.everybody(), public_id=public_id)


def _invitation(public_id: str) -> Invitation:
    return get_object_or_404(Invitation.objects.waiting(), public_id=public_id)


def _back(sign_in: SignIn) -> HttpResponse:
    return HttpResponseRedirect(address(sign_in.public_id, "staff:list"), status=SEE_OTHER)
