"""Who reads a record (care.md §7): facilitators their own, the lead all, whoever stands in for the lead all meanwhile.

Whoever said “I have it” of a review or a follow-up, or has one to see to, reads that record until it is done: the
ladder may have come to them as others did not answer, or their post may be over by then.

A worry about an adult is read by the leads alone; about a lead by the deputy and a named trustee; by whomever it was
told first where there is none of these; and never by whom it is about, whatever else they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cohorts.models import Role, Staff

from . import following
from .answering import House, house
from .ladder import told_first
from .models import Concern


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of staff at one moment, read once for however many records; `in_hand` are those they see to."""

    staff: Staff
    house: House
    now: datetime
    in_hand: frozenset[int] = frozenset()

    @property
    def leads_now(self) -> bool:
        """Whether they are a lead, or have a post by the rota at this moment."""
        posts = (self.house.lead, self.house.deputy, self.house.on_call)
        return self.staff.role == Role.LEAD or (self.staff.role in _STAND_IN and self.staff.pk in posts)

    def may_read(self, concern: Concern) -> bool:
        """Whether they may read this record, and complete it."""
        if concern.adult:
            return self._may_read_of_an_adult(concern)
        return self.leads_now or concern.may_be_read_by(self.staff) or concern.pk in self.in_hand

    def may_decide(self, concern: Concern) -> bool:
        """Whether they may have it, close it and sign it."""
        return self.may_read(concern) if concern.adult else self.leads_now

    def _may_read_of_an_adult(self, concern: Concern) -> bool:
        me, stands = self.staff.pk, self.house.worry(concern)
        if me in stands.about:
            return False
        # The ladder came to them: as the first, or as far as those it came to before did not answer.
        if concern.acknowledged_by_id == me or me in told_first(stands, self.house.rota(concern.session, self.now)):
            return True
        if me in stands.perhaps:
            return False
        if concern.pk in self.in_hand:
            return True
        beside = me in (self.house.deputy, self.house.trustee)
        if concern.about_staff is None:
            return beside or self.staff.role == Role.LEAD
        return beside if concern.about_staff.role == Role.LEAD else self.staff.role == Role.LEAD


def reader(staff: Staff, now: datetime) -> Reader:
    """Read who they are now: the rota, the leads, who held the evenings of worries that name nobody, what they have."""
    unnamed = Concern.every.filter(adult=True, about_staff=None)
    return Reader(staff, house(unnamed.values("session"), now), now, following.in_hand(staff))


_STAND_IN = frozenset({Role.COUNSELLOR})
