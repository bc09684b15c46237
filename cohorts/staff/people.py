"""The staff list, for those who look after staff: invite, give another role, sign out, let go."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from cohorts import post
from cohorts.actions import EmailTaken, EmailUnfit, Invited, NameTaken, NameUnfit, NotYours, invite
from cohorts.models import Role, SignIn
from cohorts.roles import Right, looks_after
from cohorts.staff import letters, roll
from cohorts.staff.forms import InviteForm, no_such_name
from cohorts.staff.gate import staff_only

UNFIT = 422
LONGEST_SEARCH = 100


@require_safe
@staff_only(Right.INVITE_STAFF)
def people(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Everybody who works here, and the invitations on their way."""
    search, left = _searched(request), "left" in request.GET
    page = Paginator(roll.listed(search, left=left), roll.PAGE).get_page(request.GET.get("page"))
    mine = looks_after(sign_in.staff.role) if sign_in.staff else frozenset()
    context = {
        "page": page,
        "search": search,
        "left": left,
        "invitations": roll.invitations(),
        "mine": {str(role) for role in mine},
        "now": timezone.now(),
    }
    return show(request, sign_in, "people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Right.INVITE_STAFF)
def invite_somebody(request: HttpRequest, sign_in: SignIn) -> HttpResponse:
    """Ask whom to invite as what, and send the letter."""
    by = sign_in.staff
    assert by is not None  # noqa: S101  (the gate has looked)
    form = InviteForm(by, request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            invited = invite(asked["email"], Role(asked["role"]), timezone.now(), by=by, name=asked["name"])
        except (EmailTaken, EmailUnfit):
            form.add_error("email", gettext("Somebody with this email works here, or is invited already."))
        except (NameTaken, NameUnfit) as refused:
            form.add_error("name", no_such_name(refused))
        except NotYours:
            form.add_error("role", gettext("Only an administrator can give this role."))
        else:
            return sent(request, sign_in, invited)
    return show(request, sign_in, "invite.html", {"form": form}, UNFIT if form.errors else 200)


def sent(request: HttpRequest, sign_in: SignIn, invited: Invited) -> HttpResponse:
    """Send the letter and say how that went; where no letters leave the house, show the link this once."""
    try:
        went, failed = letters.send(invited), False
    except post.Unsent:
        went, failed = False, True
    context = {"invitation": invited.invitation, "went": went, "failed": failed}
    if not went and not failed:
        context["link"] = letters.link(invited)
    return show(request, sign_in, "invited.html", context)


def _searched(request: HttpRequest) -> str:
    """What the list is searched for, without what a database cannot hold."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]


def show(
    request: HttpRequest, sign_in: SignIn, template: str, context: dict[str, object], status: int = 200
) -> HttpResponse:
    """Render a page of the staff list in the frame of staff pages."""
    frame = {"staff": sign_in.staff, "as_id": sign_in.public_id, "here": "staff"}
    return render(request, f"cohorts/staff/{template}", {**frame, **context}, status=status)
