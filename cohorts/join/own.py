"""What a young person does about their own place, each in one press: calendar, name, and what is held about them."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cohorts.actions import NameTaken, NameUnfit, take_wish_back, wish_to_move
from cohorts.actions.drop_contact import drop_contact
from cohorts.actions.feeds import end_feed, make_feed
from cohorts.actions.settle_name import settle_name
from cohorts.join.gate import seat_only, to_mine
from cohorts.join.mine import page
from cohorts.models import ContactPurpose, Seat, SignIn

TAKEN = 409


@require_POST
@seat_only
def calendar(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Make a calendar link, shown this once, or shut the one there is."""
    if request.POST.get("do") == "end":
        end_feed(seat)
        return to_mine(sign_in, "calendar")
    link = settings.BASE_URL + reverse("desk:feed", args=[make_feed(seat)])
    return page(request, sign_in, seat, {"calendar_link": link})


@require_POST
@seat_only
def name(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Keep the name that came with another group, or choose one of those offered."""
    try:
        settle_name(seat, request.POST.get("name", ""), timezone.now())
    except (NameTaken, NameUnfit):
        return page(request, sign_in, seat, {"name_gone": True}, TAKEN)
    return to_mine(sign_in, "name")


@require_POST
@seat_only
def forget(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Delete what they gave for one purpose."""
    purpose = request.POST.get("purpose", "")
    if purpose in ContactPurpose.values:
        drop_contact(seat, ContactPurpose(purpose))
    return to_mine(sign_in, "held")


@require_POST
@seat_only
def wish(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Wish for another group, or take that back."""
    if request.POST.get("do") == "stay":
        take_wish_back(seat, timezone.now())
    else:
        wish_to_move(seat, timezone.now())
    return to_mine(sign_in, "known")
