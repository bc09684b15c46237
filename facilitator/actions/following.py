"""Following up a sudden leaving: a person says how, as an act; with an open concern it stands in its record too."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from cohorts.actions import record as act
from cohorts.models import Act, Session, Staff
from facilitator.actions.recording import add_to_record
from facilitator.safeguarding.duties import answer
from facilitator.safeguarding.models import Concern, Duty, Part

VERB = "leaving_followed_up"


class How(TextChoices):
    """What becomes of it."""

    BACK = "back", _("They came back, and somebody is with them")
    TALKED = "talked", _("Somebody had talked with them, and it came to a good end")
    CALLED = "called", _("999 was called")
    CONTACT = "contact", _("The lead opens the contact they gave for this")
    NEXT_TIME = "next_time", _("Somebody talks with them when they come the next time")
    LEAD = "lead", _("The safeguarding lead decides")
    NOTHING = "nothing", _("Nothing more is needed")


class SaidMeanwhile(Exception):
    """Somebody else has said how since the page was drawn; nothing was kept."""


def said(duty: Duty) -> QuerySet[Act]:
    """Return how it was followed up, the first first."""
    acts = Act.objects.filter(session=duty.session_id, verb=VERB, about__duty=duty.public_id)
    return acts.select_related("by").order_by("number")


@transaction.atomic
def follow_up(  # noqa: PLR0913  (each is a part of what was said)
    by: Staff, duty: Duty, how: How, text: str, now: datetime, *, seen: int, concern: Concern | None
) -> None:
    """Say how, once: `seen` is how often the page said it had been before, so that a second press changes nothing.

    Whoever says it has the duty, if nobody had. `text` goes into the record of `concern`, and is not kept without one.
    """
    Session.objects.filter(pk=duty.session_id).locked()
    if said(duty).count() != seen:
        raise SaidMeanwhile
    answer(duty, by, now)
    about = concern.public_id if concern else None
    act(by, VERB, session=duty.session, duty=duty.public_id, how=str(how), concern=about)
    if concern is not None:
        add_to_record(by, concern, Part.DONE, "\n".join(filter(None, (str(how.label), text))), now)
