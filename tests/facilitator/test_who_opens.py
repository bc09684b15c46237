"""Who may open a seal: every role, on call or not, on duty or not, at every level and moment (care.md §7)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from cohorts.models import Role
from facilitator.safeguarding.models import Level
from facilitator.safeguarding.who_opens import Asker, Stand, WhyNot, free_at, why_not

pytestmark = pytest.mark.embedded

RAISED = datetime(2026, 11, 26, 19, 30, tzinfo=UTC)
BOUNDARY = RAISED + timedelta(minutes=2)
JUST_BEFORE = BOUNDARY - timedelta(microseconds=1)
MOMENTS = (RAISED - timedelta(hours=1), RAISED, JUST_BEFORE, BOUNDARY, RAISED + timedelta(days=3))
MAY = None


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_a_volunteer_a_coordinator_and_an_administrator_never_may_whatever_a_rota_says(role: Role) -> None:
    for stands_in, on_duty, level, open_, answered, now in product(
        (False, True), (False, True), Level, (False, True), (False, True), MOMENTS
    ):
        asker, stand = Asker(role, stands_in, on_duty), Stand(level, open_, RAISED, answered)
        assert why_not(asker, stand, now) == WhyNot.NEVER, (asker, stand, now)


@pytest.mark.parametrize(
    "asker",
    [
        *(Asker(Role.LEAD), Asker(Role.LEAD, stands_in=True), Asker(Role.LEAD, on_duty=True)),
        *(Asker(Role.COUNSELLOR, stands_in=True), Asker(Role.COUNSELLOR, stands_in=True, on_duty=True)),
    ],
)
def test_a_lead_and_whoever_stands_in_for_one_may_at_once_while_the_concern_is_open(asker: Asker) -> None:
    for level, answered, now in product(Level, (False, True), MOMENTS):
        assert why_not(asker, Stand(level, True, RAISED, answered), now) is MAY
        assert why_not(asker, Stand(level, False, RAISED, answered), now) == WhyNot.CLOSED


def test_a_counsellor_who_neither_holds_the_evening_nor_stands_in_never_may() -> None:
    for level, open_, answered, now in product(Level, (False, True), (False, True), MOMENTS):
        assert why_not(Asker(Role.COUNSELLOR), Stand(level, open_, RAISED, answered), now) == WhyNot.NEVER


@pytest.mark.parametrize(
    ("level", "answered", "now", "verdict"),
    [
        (Level.NOW, False, RAISED - timedelta(hours=1), WhyNot.WAIT),
        (Level.NOW, False, RAISED, WhyNot.WAIT),
        (Level.NOW, False, JUST_BEFORE, WhyNot.WAIT),
        (Level.NOW, False, BOUNDARY, MAY),
        (Level.NOW, False, RAISED + timedelta(days=3), MAY),
        (Level.NOW, True, RAISED, WhyNot.ANSWERED),
        (Level.NOW, True, BOUNDARY, WhyNot.ANSWERED),
        (Level.NOW, True, RAISED + timedelta(days=3), WhyNot.ANSWERED),
        *((level, answered, now, WhyNot.NOT_NOW) for level in (Level.URGENT, Level.CONCERN)
          for answered in (False, True) for now in MOMENTS),
    ],
)  # fmt: skip
def test_the_counsellor_on_duty_may_for_level_now_once_no_lead_has_answered_for_two_minutes(
    level: Level, answered: bool, now: datetime, verdict: WhyNot | None
) -> None:
    asker = Asker(Role.COUNSELLOR, on_duty=True)
    assert why_not(asker, Stand(level, True, RAISED, answered), now) == verdict
    assert why_not(asker, Stand(level, False, RAISED, answered), now) == WhyNot.CLOSED


def test_when_the_two_minutes_are_over_is_said_by_the_concern_alone() -> None:
    assert free_at(Stand(Level.NOW, True, RAISED)) == BOUNDARY
