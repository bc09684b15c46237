"""The young person's page of a room. It carries; what happens there happens over the socket."""

from __future__ import annotations

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from chat.words import HEADS_UP
from cohorts import signposts
from cohorts.access import signed_in
from cohorts.actions import outlast
from cohorts.join import places
from cohorts.join.gate import to_mine
from cohorts.models import Session, SignIn

#: From far away to there, where the week asks how near somebody is.
GOALS: Final = range(11)


@require_safe
@gzip_page
def room(request: HttpRequest, session: str) -> HttpResponse:
    """The room of a session, for a seat that belongs to it; for anybody else it is not there.

    Also past its end, for a private word that is still open: the socket says whether one is.
    Who comes to one that was called off, by a button that was there before, is led to their own page, which says so.
    """
    sign_in = signed_in(request)
    if sign_in is None:
        return redirect("cohorts:sign_in")
    seat = sign_in.seat
    meeting = Session.objects.select_related("week").filter(public_id=session).first()
    if seat is None or meeting is None or not seat.belongs_to(meeting):
        raise Http404
    if meeting.cancelled_at is not None:
        return to_mine(sign_in)
    outlast(sign_in, meeting, timezone.now())
    return render(request, "chat/room.html", _context(sign_in, meeting, seat.name))


def _context(sign_in: SignIn, meeting: Session, name: str) -> dict[str, object]:
    return {
        "session": meeting,
        "as_id": sign_in.public_id,
        "role": "seat",
        "goals": GOALS if meeting.week.goal and not meeting.is_welcome else (),
        "name": name,
        "sign_out_url": places.leaving(sign_in),
        "socket_path": f"/ws/sessions/{meeting.public_id}/",
        "help": signposts.pack(),
        "heads_up": HEADS_UP,
    }
