"""Reading what the rule of opening a contact is asked with: who somebody is now, and how a concern stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cohorts.models import Role, Session, Shift, Staff
from cohorts.models.session import STAYS_BEHIND
from cohorts.on_call import OnCall, on_call
from facilitator.closing.models import SignOff

from .models import Concern, Duty, Kind, Level, Part
from .who_opens import STANDS_IN, Asker, Stand, WhyNot, why_not


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule is asked with, about one person and one concern at one moment."""

    asker: Asker
    stand: Stand
    on_call: OnCall

    def why_not(self, now: datetime) -> WhyNot | None:
        """Return what the rule says."""
        return why_not(self.asker, self.stand, now)


def facts(concern: Concern, by: Staff, now: datetime) -> Facts:
    """Read them."""
    posts = on_call(now)
    asker = Asker(Role(by.role), by in (posts.lead, posts.deputy), _on_duty(concern.session, by, now))
    began = _began(concern)
    stand = Stand(Level(concern.level), concern.is_open, began, _answered(concern, posts, began))
    return Facts(asker, stand, posts)


def leads(staff: Staff, posts: OnCall) -> bool:
    """Whether they are a lead, or stand in for one as lead or deputy by the rota."""
    return staff.role == Role.LEAD or (staff.role in STANDS_IN and staff in (posts.lead, posts.deputy))


def signs(staff: Staff, posts: OnCall) -> bool:
    """Whether they sign a record that is not about an adult: a lead, or whoever has a post, the third too."""
    return staff.role == Role.LEAD or (staff.role in STANDS_IN and staff in posts)


def second_person(posts: OnCall, by: Staff) -> Staff | None:
    """Return who is told at once beside whoever opens: of those on call the first, else another lead."""
    for one in (posts.lead, posts.deputy, posts.on_call):
        if one is not None and one != by:
            return one
    return Staff.objects.ready().filter(role=Role.LEAD).exclude(pk=by.pk).order_by("demo", "pk").first()


def _on_duty(session: Session, by: Staff, now: datetime) -> bool:
    """Whether they hold that evening and have not signed it off; a private word may be kept open after its end."""
    if not session.opens_at <= now < session.closes_at + STAYS_BEHIND:
        return False
    holds = Shift.objects.standing().filter(session=session, staff=by, watching=False).exists()
    return holds and not SignOff.objects.filter(session=session, staff=by).exists()


def _began(concern: Concern) -> datetime:
    """When it was raised, or opened again: from then on a lead is called."""
    last = concern.record.filter(part=Part.REOPENED).order_by("number").last()
    return last.at if last is not None else concern.raised_at


def _answered(concern: Concern, posts: OnCall, began: datetime) -> bool:
    """Whether since it began a lead has said "I have it", or who stands in for one; no other word is a lead's."""
    stand_ins = {one.pk for one in (posts.lead, posts.deputy) if one is not None}
    duties = Duty.objects.filter(concern=concern, kind=Kind.CONCERN, answered_at__gte=began)
    answered = [duty.answered_by for duty in duties.select_related("answered_by")] + [concern.acknowledged_by]
    return any(one is not None and (one.role == Role.LEAD or one.pk in stand_ins) for one in answered)
