"""A telling put into a letter and a text message when it is sent: in the course's language and the cohort's time.

Subject and sender are the same for all, and the first line, which telephones show on a locked screen, says nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from cohorts.actions.link import issue_link
from cohorts.models import Contact, Kind, Telling
from cohorts.models.telling import OF_STAFF
from cohorts.telling import unsubscribing, words

FOLDER = "cohorts/letters/"
_OF_STAFF_TO = dict.fromkeys(OF_STAFF, "facilitator:home") | {
    Kind.UNCOVERED: "desk:on_call",
    Kind.UNTRIED: "cohorts:help",
}
_LEADS_TO = {Kind.FOLLOWUP: "cohorts:help", **_OF_STAFF_TO}


@dataclass(frozen=True, slots=True)
class Letter:
    """One telling in words. `unsubscribe` is empty where somebody asked for it a moment ago."""

    public_id: str
    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    short: str = field(repr=False)
    unsubscribe: str = field(repr=False)


def write(telling: Telling, contact: Contact | None, now: datetime) -> Letter:
    """Return what is sent to whoever gave this contact, or to staff by their own.

    A way back makes a fresh link for it, and ends the last one.
    """
    with translation.override(telling.cohort.course.language):
        stop = unsubscribing.address(contact) if contact and telling.kind != Kind.WAY_BACK else ""
        context = {
            "said": words.said(telling, now, ZoneInfo(telling.cohort.zone)),
            "link": _link(telling), "stop": stop, "name": settings.LETTER_NAME, "help": _at("cohorts:help"),
            "of_staff": telling.kind in OF_STAFF,
        }  # fmt: skip
        return Letter(
            public_id=telling.public_id,
            subject=_("A note from %(name)s") % {"name": settings.LETTER_NAME},
            text=render_to_string(FOLDER + "letter.txt", context),
            html=render_to_string(FOLDER + "letter.html", context),
            short=render_to_string(FOLDER + "text.txt", context).strip(),
            unsubscribe=stop,
        )


def _link(telling: Telling) -> str:
    """Where the one thing to press leads. Only who asked for a way back is sent one that opens something by itself."""
    if telling.kind == Kind.WAY_BACK and telling.seat is not None:
        return str(settings.BASE_URL) + reverse("cohorts:link", args=[issue_link(telling.seat)])
    return _at(_LEADS_TO.get(Kind(telling.kind), "cohorts:mine"))


def _at(name: str) -> str:
    return str(settings.BASE_URL) + reverse(name)
