"""A seat between sessions: when it goes on, and the way out."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cohorts import access, schedule
from cohorts.join import places


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the next session, and the way back to a private word kept open.

    Whoever is signed in as staff is led to their own place, and nobody to the words.
    """
    now, sign_in = timezone.now(), access.signed_in(request)
    if sign_in is None or sign_in.seat is None:
        return HttpResponseRedirect(places.place(sign_in, now) if sign_in else reverse("cohorts:sign_in"), status=303)
    seat = sign_in.seat
    session = places.next_session(seat, now)
    context = {
        "name": seat.name,
        "zone": seat.cohort.zone,
        "session": session,
        "not_on": places.not_on(seat, session, now),
        "phase": schedule.phase(session.times, None, now).value if session else "",
        "room_url": places.room(sign_in, now),
        "room_before_url": places.room_before(sign_in, now),
        "as_id": sign_in.public_id,
        "sign_out_url": places.leaving(sign_in),
    }
    return render(request, "cohorts/mine.html", context)
