"""Who can be told of a duty at this moment: those with a post, those who hold the room, and how each can be reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from cohorts.models import Role, Session, Shift, Staff
from cohorts.on_call import on_call

from .ladder import Reach, Rota, Standing, Way
from .models import Concern, Duty, Kind


@dataclass(frozen=True, slots=True)
class House:
    """Everybody who may be told, read once for however many duties; nobody's email is in its repr.

    `shifts` has those too who were taken off, as a worry may be about them.
    """

    staff: Mapping[int, Staff]
    lead: int | None
    deputy: int | None
    on_call: int | None
    trustee: int | None
    shifts: Mapping[int, tuple[Shift, ...]] = field(default_factory=dict, repr=False)

    def rota(self, session: Session, now: datetime) -> Rota:
        """Who answers for what is of this evening."""
        on = session.opens_at <= now < session.closes_at
        here = [shift for shift in self.shifts.get(session.pk, ()) if on and shift.staff_id in self.staff]
        holding = tuple(shift.staff_id for shift in here if shift.ended_at is None and not shift.watching)
        return Rota(
            self.lead, self.deputy, self.on_call, self.trustee, holding,
            tuple(who for who in holding if self.staff[who].role == Role.COUNSELLOR),
            self._with(Role.LEAD), self._with(Role.COORDINATOR), self._with(Role.ADMINISTRATOR),
        )  # fmt: skip

    def standing(self, duty: Duty) -> Standing:
        """How a duty stands, as the ladder reads it."""
        perhaps = self._perhaps(duty) if duty.kind == Kind.ADULT else ()
        return Standing(
            duty.kind, duty.level, duty.raised_at, duty.due_at, duty.answered_at, duty.round, duty.round_at, duty.to_id,
            _about(duty), perhaps,
        )  # fmt: skip

    def worry(self, concern: Concern) -> Standing:
        """How a worry about an adult stands before anybody is told of it."""
        about, perhaps, raised = _about(concern), self._perhaps(concern), concern.raised_at
        return Standing(Kind.ADULT, concern.level, raised, raised, about=about, perhaps=perhaps)

    def _perhaps(self, worry: Duty | Concern) -> frozenset[int]:
        """Whom a worry may be about that names nobody: all who held that evening, and not who only looked in."""
        if worry.about_staff_id is not None:
            return frozenset()
        return frozenset(shift.staff_id for shift in self.shifts.get(worry.session_id, ()) if not shift.watching)

    def reach(self, duty: Duty) -> Reach:
        """How each can be told outside our own pages. Of an evening of the demo nobody is."""
        if duty.session.cohort.demo:
            return {}
        return {who: ways_of(one) for who, one in self.staff.items()}

    def _with(self, role: Role) -> tuple[int, ...]:
        return tuple(who for who, one in self.staff.items() if one.role == role)


def house(sessions: Collection[int] | QuerySet[Any, Any], now: datetime) -> House:
    """Read who is there and can come in, and who worked these sessions: two questions, and those of the rota."""
    staff = {one.pk: one for one in Staff.objects.ready().order_by("pk")}
    shifts: dict[int, tuple[Shift, ...]] = {}
    for shift in Shift.objects.filter(session__in=sessions).order_by("pk"):
        shifts[shift.session_id] = (*shifts.get(shift.session_id, ()), shift)
    trustee = next((who for who, one in staff.items() if settings.TRUSTEE_EMAIL in {one.email} - {None, ""}), None)
    posts = on_call(now)
    return House(staff, _key(posts.lead), _key(posts.deputy), _key(posts.on_call), trustee, shifts)


def _about(worry: Duty | Concern) -> frozenset[int]:
    return frozenset() if worry.about_staff_id is None else frozenset({worry.about_staff_id})


def _key(staff: Staff | None) -> int | None:
    return None if staff is None else staff.pk


def ways_of(staff: Staff) -> tuple[Way, ...]:
    """Return by which ways they can be told outside our own pages, as this house is set up."""
    ways: list[Way] = []
    if settings.POST_IS_SET_UP and staff.email and not staff.demo:
        ways.append("email")
    if settings.DUTY_WEBHOOK is not None and not staff.demo:
        ways.append("webhook")
    return tuple(ways)
