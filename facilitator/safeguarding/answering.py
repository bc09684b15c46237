"""Who can be told of a duty at this moment: those with a post, those who hold the room, and how each can be reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from cohorts.models import Role, Shift, Staff
from cohorts.on_call import on_call

from .ladder import Reach, Rota, Standing, Way
from .models import Duty, Kind


@dataclass(frozen=True, slots=True)
class House:
    """Everybody who may be told, read once for however many duties; nobody's email is in its repr."""

    staff: Mapping[int, Staff]
    lead: int | None
    deputy: int | None
    on_call: int | None
    trustee: int | None
    shifts: Mapping[int, tuple[Shift, ...]] = field(default_factory=dict, repr=False)

    def rota(self, duty: Duty, now: datetime) -> Rota:
        """Who answers for this one."""
        session = duty.session
        on = session.opens_at <= now < session.closes_at
        here = [shift for shift in self.shifts.get(session.pk, ()) if on and shift.staff_id in self.staff]
        holding = tuple(shift.staff_id for shift in here if not shift.watching)
        return Rota(
            self.lead, self.deputy, self.on_call, self.trustee, holding,
            tuple(who for who in holding if self.staff[who].role == Role.COUNSELLOR),
            self._with(Role.LEAD), self._with(Role.COORDINATOR),
        )  # fmt: skip

    def standing(self, duty: Duty) -> Standing:
        """How a duty stands, as the ladder reads it. A worry about nobody by name is about all who held that room."""
        about = {duty.about_staff_id} - {None}
        if duty.kind == Kind.ADULT and not about:
            about = {shift.staff_id for shift in self.shifts.get(duty.session_id, ())}
        return Standing(
            duty.kind, duty.level, duty.raised_at, duty.due_at, duty.answered_at, duty.round, duty.round_at, duty.to_id,
            frozenset(who for who in about if who is not None),
        )  # fmt: skip

    def reach(self, duty: Duty) -> Reach:
        """How each can be told outside our own pages. Of an evening of the demo nobody is."""
        if duty.session.cohort.demo:
            return {}
        return {who: ways_of(one) for who, one in self.staff.items()}

    def _with(self, role: Role) -> tuple[int, ...]:
        return tuple(who for who, one in self.staff.items() if one.role == role)


def house(duties: Iterable[Duty], now: datetime) -> House:
    """Read who is there: three questions, and those of the rota."""
    sessions = {duty.session_id for duty in duties}
    staff = {one.pk: one for one in Staff.objects.here().order_by("pk")}
    shifts: dict[int, tuple[Shift, ...]] = {}
    for shift in Shift.objects.standing().filter(session__in=sessions).order_by("pk"):
        shifts[shift.session_id] = (*shifts.get(shift.session_id, ()), shift)
    trustee = next((who for who, one in staff.items() if settings.TRUSTEE_EMAIL in {one.email} - {None, ""}), None)
    posts = on_call(now)
    return House(staff, _key(posts.lead), _key(posts.deputy), _key(posts.on_call), trustee, shifts)


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
