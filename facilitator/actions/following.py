"""Following up a sudden leaving: a person says how, as an act; with an open concern it stands in its record too.

What only a lead can do is not done by saying so: it calls one, as a duty of its own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from cohorts.actions import record as act
from cohorts.models import Act, Session, Staff
from cohorts.on_call import OnCall, on_call
from cohorts.seal import Unsealable
from facilitator.actions.recording import add_to_record
from facilitator.safeguarding.duties import answer, raise_duty
from facilitator.safeguarding.left import FOR_A_LEAD
from facilitator.safeguarding.models import Concern, Duty, Kind, Level, Part
from facilitator.safeguarding.who_asks import leads, second_person

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


#: What a lead has to do, or whoever stands in for one.
FOR_THE_LEAD: Final = frozenset({How.CONTACT, How.LEAD})


class SaidMeanwhile(Exception):
    """Somebody else has said how since the page was drawn; nothing was kept."""


def said(duty: Duty) -> QuerySet[Act]:
    """Return how this leaving was followed up, the first first."""
    told_of = [one.public_id for one in _of_one_leaving(duty)]
    acts = Act.objects.filter(session=duty.session_id, verb=VERB, about__duty__in=told_of)
    return acts.select_related("by").order_by("number")


def called_since(duty: Duty) -> Duty | None:
    """Return the duty by which a lead was called last because of what was said of this one, if one was."""
    return _of_one_leaving(duty).filter(ref__contains=FOR_A_LEAD, pk__gt=duty.pk).last()


@transaction.atomic
def follow_up(  # noqa: PLR0913  (each is a part of what was said)
    by: Staff, duty: Duty, how: How, text: str, now: datetime, *, seen: int, concern: Concern | None
) -> bool:
    """Say how, once: `seen` is how often the page said it had been before, so that a second press changes nothing.

    Whoever says it has the duty, if nobody had. What a lead has to do calls one, unless a lead says it, has it, or is
    called already. `text` goes into the record of `concern`, open or not, and is not kept without one. False if it is
    not kept, as that record does not open without a key of the house that is missing: how it goes on is said all the
    same, since no lead must stay uncalled for a key.
    """
    Session.objects.filter(pk=duty.session_id).locked()
    if said(duty).count() != seen:
        raise SaidMeanwhile
    posts = on_call(now)
    for one in _of_one_leaving(duty) if leads(by, posts) else (duty,):
        answer(one, by, now)
    if how in FOR_THE_LEAD and not leads(by, posts):
        _call_a_lead(by, duty, posts, now)
    about = concern.public_id if concern else None
    act(by, VERB, session=duty.session, duty=duty.public_id, how=str(how), concern=about)
    return concern is None or _in_its_record(by, concern, "\n".join(filter(None, (str(how.label), text))), now)


def _in_its_record(by: Staff, concern: Concern, text: str, now: datetime) -> bool:
    """Write it there; False if the record does not open."""
    try:
        with transaction.atomic():
            add_to_record(by, concern, Part.DONE, text, now)
    except Unsealable:
        return False
    return True


def _of_one_leaving(duty: Duty) -> QuerySet[Duty]:
    """The duty that the room raised and those that called a lead since, in that order."""
    first, _, _ = duty.ref.partition(FOR_A_LEAD)
    same = Q(ref=first) | Q(ref__startswith=first + FOR_A_LEAD)
    found = Duty.objects.filter(same, kind=Kind.LEFT, session=duty.session_id)
    return found.select_related("answered_by").order_by("pk")


def _call_a_lead(by: Staff, duty: Duty, posts: OnCall, now: datetime) -> None:
    leaving = list(_of_one_leaving(duty))
    if not any(_with_a_lead(one, posts) for one in leaving):
        raise_duty(
            Kind.LEFT, Level.URGENT, duty.session, ref=f"{leaving[0].ref}{FOR_A_LEAD}{len(leaving)}", now=now,
            seat=duty.seat, concern=duty.concern, to=second_person(posts, by),
        )  # fmt: skip


def _with_a_lead(duty: Duty, posts: OnCall) -> bool:
    """Whether a lead has it, or is called by it and nobody has it yet."""
    return FOR_A_LEAD in duty.ref if duty.answered_by is None else leads(duty.answered_by, posts)
