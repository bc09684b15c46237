"""Four weeks after: a young person says whether they want to be written to once more."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cohorts.actions.follow_up import want_follow_up, want_no_follow_up
from cohorts.join.gate import seat_only, to_mine
from cohorts.models import Seat, SignIn


@require_POST
@seat_only
def later(request: HttpRequest, sign_in: SignIn, seat: Seat) -> HttpResponse:
    """Keep what they say."""
    if "yes" in request.POST:
        want_follow_up(seat, timezone.now())
    else:
        want_no_follow_up(seat)
    return to_mine(sign_in, "later")
