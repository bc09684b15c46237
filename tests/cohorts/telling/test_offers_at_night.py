"""A place that frees in the night: whoever is asked hears of it in the morning, and has time left to answer then."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions, planning
from cohorts.models import Cohort, Session, WaitingPlace, Week
from tests import cast

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


def at(days: int, hour: int) -> datetime:
    """So many days from now, at this hour where the group lives."""
    return planning.moment(timezone.now().astimezone(LONDON).date() + timedelta(days=days), time(hour), LONDON)[0]


def waits(lobby: datetime) -> WaitingPlace:
    """The first in line of a group with a place that is free, and whose next lobby opens then."""
    cohort: Cohort = cast.cohort(capacity=1)
    week, _ = Week.objects.get_or_create(course=cohort.course, number=1, defaults={"theme": "Welcome"})
    Session.objects.create(
        cohort=cohort, week=week, opens_at=lobby, starts_at=lobby, ends_at=lobby + HOUR, closes_at=lobby + HOUR
    )
    return actions.join_waiting(cohort, at(0, 0), agreed_version="2").place


@pytest.fixture(autouse=True)
def house(settings: Settings) -> None:
    settings.QUIET_HOURS, settings.OFFER_HOURS = (time(21), time(8)), 3


def test_an_offer_does_not_run_out_before_anybody_may_be_written_to() -> None:
    place, night, morning = waits(at(7, 18)), at(1, 22), at(2, 8)
    assert actions.offer_places(night) == 1
    place.refresh_from_db()
    assert place.offer_ends_at == morning + 2 * HOUR
    assert actions.offer_places(morning + HOUR) == 0
    assert actions.offer_places(morning + 2 * HOUR) == 1, "then it has lapsed, once"


def test_by_day_it_lasts_as_long_as_the_house_says() -> None:
    place, noon = waits(at(7, 18)), at(1, 12)
    assert actions.offer_places(noon) == 1
    place.refresh_from_db()
    assert place.offer_ends_at == noon + 3 * HOUR


def test_nobody_is_asked_in_the_night_who_could_not_answer_before_the_lobby_of_the_morning() -> None:
    waits(at(2, 10))
    assert actions.offer_places(at(1, 22)) == 0
