"""The cast is what it says, since every other test leans on it."""

import pytest
from django.utils import timezone

from cohorts import access, schedule
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("phase", cast.MINUTES)
def test_the_clock_stands_where_the_phase_says(phase: str) -> None:
    evening = cast.evening(phase)
    mark = "open" if phase == "open" else None
    assert schedule.phase(evening.session.times, mark, timezone.now()) == phase


def test_everybody_is_signed_in_as_themselves() -> None:
    evening = cast.evening()
    staff = (*evening.facilitators, evening.coordinator, evening.lead)
    everybody: tuple[cast.Person, ...] = (*evening.seats, evening.stranger, *staff)
    for who in everybody:
        name, token = evening.cookie(who).split("=", 1)
        found = access.find(access.badges({name: token}), None, timezone.now())
        assert found is not None
        assert who in {found.seat, found.staff}
        assert found.public_id == evening.as_id(who)


def test_the_stranger_belongs_elsewhere_and_the_outsider_nowhere() -> None:
    evening = cast.evening()
    assert evening.otter.belongs_to(evening.session)
    assert evening.stranger.belongs_to(evening.elsewhere)
    assert not evening.stranger.belongs_to(evening.session)
    assert evening.cookie(cast.OUTSIDER) == ""
