"""The pages of a facilitator: the list of sessions and the room they hold."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from chat.words import HEADS_UP
from cohorts import absences, quick_replies, schedule, signposts
from cohorts.access import signed_in
from cohorts.actions import outlast
from cohorts.models import Session, Staff
from cohorts.roles import Right, longest_breather, may
from cohorts.staff import gate
from facilitator import access, tonight
from facilitator.actions import signing
from facilitator.evening import script_of
from facilitator.history import before
from facilitator.safeguarding import trial

#: Of other days; tonight's are all there.
MOST_LISTED = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Tonight and what comes: their own sessions, or for a coordinator or lead that they exist."""
    found = access.staff_of(request)
    if found is None:
        return gate.shut(request)
    staff, as_id = found
    now = timezone.now()
    sessions = access.sessions_for(staff, now)
    tonights = tonight.read(sessions.filter(tonight.is_tonight(now)), staff, now)
    context = {
        "staff": staff,
        "as_id": as_id,
        "here": "tonight",
        "tonights": tonights,
        "sessions": [(one, _phase(one)) for one in sessions.exclude(tonight.is_tonight(now))[:MOST_LISTED]],
        "letter": tonight.test_letter(staff),
        "trial": trial.last(staff),
        "done": request.GET.get("done", ""),
        "may_open": staff.role not in access.SEES_ALL,
        "may_see_rules": may(staff.role, Right.SEE_RULES),
        "may_try": may(staff.role, Right.WELCOME),
        "absences": absences.of_staff(staff, now),
        "steps": absences.Step.choices,
        "unsigned": signing.unsigned(staff, now),
        "supervises": Staff.objects.here().filter(supervisor=staff).exists(),
        "groups": access.groups_of(staff, now),
        "looking": access.to_look_into(staff, now),
    }
    return render(request, "facilitator/home.html", context)


@require_safe
@gzip_page
def console(request: HttpRequest, session: str) -> HttpResponse:
    """The room as its facilitators hold it; for anybody else it is not there."""
    sign_in = signed_in(request)
    if sign_in is None or sign_in.staff is None:
        return gate.shut(request)
    staff = sign_in.staff
    meeting = access.session_on_shift(staff, session)
    if meeting is None:
        raise Http404
    outlast(sign_in, meeting, timezone.now())
    context = {
        "session": meeting,
        "staff": staff,
        "as_id": sign_in.public_id,
        "role": "watcher" if access.looks_in(staff, meeting) else staff.role,
        "longest_breather": int(longest_breather(staff.role).total_seconds()),
        "name": staff.name,
        "socket_path": f"/ws/sessions/{meeting.public_id}/",
        "help": signposts.pack(),
        "heads_up": HEADS_UP,
        "script": script_of(meeting),
        "moods": json.dumps(dict(before.moods(meeting, staff))),
        "replies": quick_replies.standing(),
    }
    return render(request, "facilitator/console.html", context)


def _phase(session: Session) -> str:
    return schedule.phase(session.times, None, timezone.now()).value
