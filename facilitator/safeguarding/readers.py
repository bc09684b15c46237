"""Who reads a record (care.md §7): facilitators their own, the lead all, whoever stands in for the lead all meanwhile.

A worry about an adult is read by the lead alone; about a lead by the deputy and a named trustee; never by whom it may
be about, whatever else they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from cohorts.models import Role, Shift, Staff
from cohorts.on_call import OnCall, on_call

from .models import Concern


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody of staff at one moment, read once for however many records."""

    staff: Staff
    posts: OnCall
    leads: frozenset[int]
    worked: frozenset[int] = field(default_factory=frozenset)

    @property
    def leads_now(self) -> bool:
        """Whether they are a lead, or have a post by the rota at this moment."""
        return self.staff.role == Role.LEAD or (self.staff.role in _STAND_IN and self.staff in self.posts)

    @property
    def is_trustee(self) -> bool:
        """Whether they are the named trustee."""
        return bool(settings.TRUSTEE_EMAIL) and self.staff.email == settings.TRUSTEE_EMAIL

    def may_read(self, concern: Concern) -> bool:
        """Whether they may read this record, and complete it."""
        if concern.adult:
            return self._may_read_of_an_adult(concern)
        return self.leads_now or concern.may_be_read_by(self.staff)

    def may_decide(self, concern: Concern) -> bool:
        """Whether they may have it, close it and sign it."""
        return self.may_read(concern) if concern.adult else self.leads_now

    def _may_read_of_an_adult(self, concern: Concern) -> bool:
        if concern.about_staff_id == self.staff.pk:
            return False
        if concern.about_staff_id is None and concern.session_id in self.worked:
            return False  # nobody was named, so it may be about anybody who held that evening
        if self.staff.role == Role.LEAD and concern.about_staff_id not in self.leads:
            return True
        beside = self.posts.deputy == self.staff or self.is_trustee
        if concern.about_staff_id is None or concern.about_staff_id in self.leads:
            nobody_else = self.posts.deputy is None and not settings.TRUSTEE_EMAIL
            return beside or (nobody_else and self.staff.role == Role.LEAD)
        # The lead did not answer, and it came to them.
        return beside and concern.acknowledged_by_id == self.staff.pk


def reader(staff: Staff, now: datetime) -> Reader:
    """Read who they are now: the rota, the leads, and the evenings they had a shift in."""
    leads = frozenset(Staff.objects.filter(role=Role.LEAD).values_list("pk", flat=True))
    worked = frozenset(Shift.objects.filter(staff=staff).values_list("session", flat=True))
    return Reader(staff, on_call(now), leads, worked)


_STAND_IN = frozenset({Role.COUNSELLOR})
