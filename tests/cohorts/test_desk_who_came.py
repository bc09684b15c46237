"""Who came, as the desk shows it: a number and a picture, and that it is no longer kept once it is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cohorts.actions.holds import place_hold
from cohorts.models import WhyHeld
from tests import cast
from tests.cohorts import attended, planned
from tests.cohorts.planned import House, Visitor
from tests.retention import let_go

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return planned.house()


def test_who_came_is_shown_as_a_number_and_a_picture(house: House) -> None:
    evening = cast.evening("over")
    attended.held(evening.session)
    for number in range(1, 7):
        attended.there(evening.session, number)
    cast.session(evening.cohort, "over", timezone.now() - timedelta(days=7))
    page = Visitor(house.kit).sees(f"/desk/cohorts/{evening.cohort.public_id}/")
    assert "not held" in page.content.decode(), "nobody opened the other one"
    assert "6 of 8" in page.content.decode()
    assert '<svg class="came"' in page.content.decode()
    with time_machine.travel(evening.session.closes_at + timedelta(days=31), tick=True):
        later = Visitor(house.kit).sees(f"/desk/cohorts/{evening.cohort.public_id}/").content.decode()
    assert ("no longer kept" in later, "6 of 8" in later, "<svg class" in later) == (True, False, True)
    assert '<svg class="came"' not in later


def test_once_it_is_no_longer_kept_who_came_no_page_says_that_nobody_did_nor_names_the_one_on_hold(
    house: House,
) -> None:
    evening = cast.evening("over")
    attended.held(evening.session)
    attended.there(evening.session, 1)
    place_hold(evening.lead, evening.otter, WhyHeld.POLICE, timezone.now())
    came = f"/desk/evenings/{evening.session.public_id}/came/"
    seats = f"/desk/cohorts/{evening.cohort.public_id}/seats/"
    looked_back = f"/staff/seats/{evening.heron.public_id}/"
    assert "did not come" in Visitor(evening.counsellor).sees(looked_back).content.decode()
    assert "Teal Otter" in Visitor(house.kit).sees(came).content.decode()
    assert "did not come" in Visitor(house.kit).sees(seats).content.decode().lower()
    for days, named in ((31, True), (91, False)):
        late = evening.session.closes_at + timedelta(days=days)
        for name in ("presence", "places", "names"):
            let_go(name, late)
        with time_machine.travel(late, tick=True):
            pages = [Visitor(house.kit).sees(page).content.decode() for page in (came, seats)]
            assert "did not come" not in Visitor(evening.counsellor).sees(looked_back).content.decode()
        assert "it is no longer kept who came" in pages[0]
        assert not any("did not come" in page.lower() or "Not seen" in page for page in pages)
        assert ["Teal Otter" in page for page in pages] == [False, named]
