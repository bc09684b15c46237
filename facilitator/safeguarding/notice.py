"""What whoever is called reads: that something needs them, how soon, which evening, and the reference. Nothing else.

No young person's name, no word of theirs, and no kind: of a worry about an adult not even that it is one.
"""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from cohorts import signposts
from cohorts.models import Session
from cohorts.telling.letter import FOLDER, Letter
from cohorts.telling.told import Said

from .models import Duty, DutyCall, Kind, Level


def name_of(call: DutyCall) -> str:
    """What this call is known by outside: the same when it is told again, another in each round."""
    return f"{call.duty.public_id}.{call.staff.public_id}.{call.round}"


def letter(call: DutyCall, now: datetime) -> Letter:
    """Return the letter; its subject says no more than a locked screen may show."""
    duty = call.duty
    context = {
        "said": _said(duty, now), "link": link(duty), "stop": "", "name": settings.LETTER_NAME,
        "help": str(settings.BASE_URL) + reverse("cohorts:help"), "of_staff": True,
    }  # fmt: skip
    return Letter(
        public_id=name_of(call),
        subject=_subject(duty),
        text=render_to_string(FOLDER + "letter.txt", context),
        html=render_to_string(FOLDER + "letter.html", context),
        short=_said(duty, now).short,
        unsubscribe="",
    )


def posted(call: DutyCall, now: datetime) -> bytes:
    """Return what is posted for whoever texts or pages us; `text` may go to a phone as it is."""
    duty = call.duty
    told = {
        "type": "duty.call",
        "timestamp": now.isoformat(),
        "data": {
            "reference": duty.public_id, "level": duty.level, "round": call.round,
            "to": call.staff.public_id, "evening": duty.session.title, "starts_at": duty.session.starts_at.isoformat(),
            "text": f"{_said(duty, now).short} {link(duty)}", "link": link(duty),
        },
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def link(duty: Duty) -> str:
    """Where somebody says that they have it, once they are signed in."""
    return str(settings.BASE_URL) + reverse("facilitator:duty", args=[duty.public_id])


def _said(duty: Duty, now: datetime) -> Said:
    about = {"room": _room(duty.session, now), "level": duty.level, "reference": duty.public_id}
    if duty.kind == Kind.TRIAL:
        return _trial(about)
    danger = _("If somebody is in danger, call %(number)s at once, and do not wait for this.")
    lines = (
        _("Something at level “%(level)s” in %(room)s needs you.") % about,
        danger % {"number": signposts.pack().emergency[0].number} if duty.level == Level.NOW else "",
        _("Reference: %(reference)s") % about,
        _("This comes again, and to more people, until somebody says that they have it."),
    )
    short = _("Something at level “%(level)s” in %(room)s needs you. Reference %(reference)s.") % about
    return Said(lines, _("Sign in and say that you have it"), short)


def _trial(about: dict[str, str]) -> Said:
    lines = (
        _("This is the test alarm that you asked for. Nobody is waiting."),
        _("Reference: %(reference)s") % about,
        _("It stands on your pages as well, until you say that you have it."),
    )
    return Said(lines, _("Say that it came"), _("Test alarm: nobody is waiting. Reference %(reference)s.") % about)


def _subject(duty: Duty) -> str:
    about = {"name": settings.LETTER_NAME, "reference": duty.public_id}
    if duty.kind == Kind.TRIAL:
        return _("%(name)s: a test alarm (%(reference)s)") % about
    if duty.level == Level.NOW:
        return _("%(name)s: please look now (%(reference)s)") % about
    return _("%(name)s: please look (%(reference)s)") % about


def _room(session: Session, now: datetime) -> str:
    """The evening, by the clock where its cohort lives."""
    where = ZoneInfo(session.cohort.zone)
    starts = session.starts_at.astimezone(where)
    at = {"time": time_format(starts, "H:i"), "day": date_format(starts, "l j F")}
    if starts.date() == now.astimezone(where).date():
        return _("today’s %(time)s room") % at
    return _("the %(time)s room of %(day)s") % at
