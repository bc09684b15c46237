"""The evening a group keeps to, as whoever joins or waits reads it beside one that was moved or left out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from cohorts import actions, planning
from cohorts.actions.nights import move_session
from cohorts.models import Session
from tests.cohorts import planned
from tests.cohorts.doors import browser, submit
from tests.cohorts.planned import House
from tests.cohorts.seen import text
from tests.cohorts.stranger import Stranger
from tests.cohorts.test_waiting import full

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    cache.clear()  # what was counted of others
    return planned.house()


def day(of: Session) -> str:
    """The day of an evening, as pages say it."""
    there = planning.there(of.starts_at, planned.LONDON)
    return f"{there:%A} {there.day} {there:%B}"


def test_a_first_evening_that_was_moved_is_told_beside_the_one_that_the_group_keeps_to(house: House) -> None:
    cohort = planned.cohort(house)
    first = planned.sessions(cohort)[0]
    move_session(house.kit, first, first.starts_at + timedelta(days=1, hours=-1), cohort.version)
    first.refresh_from_db()
    assert day(first).startswith("Friday")
    stranger = Stranger().comes_to("group", cohort)
    said = text(stranger.page.encode())
    assert f"Thursdays, 18:30 to 19:30 Begins {day(first)}, that day at 17:30 · ages 14 to 16" in said
    stranger.comes_to("look", cohort)
    said = text(stranger.page.encode())
    assert f"Thursdays, 18:30 to 19:30. First time: {day(first)}, that day at 17:30 Change" in said


def test_whoever_waits_reads_the_evening_of_the_group_though_the_next_one_was_moved() -> None:
    cohort = full()
    client = browser()
    queued = actions.join_waiting(cohort, timezone.now(), agreed_version="2")
    submit(client, "/in/", {"code": queued.code})
    coming = cohort.sessions.get()
    hour = f"{planning.there(coming.starts_at, planned.LONDON):%H:%M}"
    said = f"Thursdays, 19:00 to 20:00. The next time is {day(coming)}. That day it is at {hour}."
    assert said in text(client.get("/waiting/").content)


def test_of_an_evening_at_its_own_hour_no_other_is_told(house: House) -> None:
    cohort = planned.cohort(house)
    stranger = Stranger().comes_to("group", cohort)
    assert f"Begins {day(planned.sessions(cohort)[0])} · ages 14 to 16" in text(stranger.page.encode())
    assert "that day at" not in stranger.comes_to("look", cohort).page


def test_a_group_has_begun_once_it_has_met_and_not_because_a_week_is_left_out(house: House) -> None:
    cohort = planned.cohort(house, first=planned.begun(1))
    assert "Has begun. Your first time would be" in Stranger().comes_to("group", cohort).page
    gone = cohort.sessions.filter(week__number=1)
    for cancelled, outcome in ((timezone.now() - timedelta(days=9), ""), (None, "not_held")):
        gone.update(cancelled_at=cancelled, outcome=outcome)
        page = Stranger().comes_to("group", cohort).page
        assert ("Begins " in page, "Has begun" in page) == (True, False)
