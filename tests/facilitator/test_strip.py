"""The strip of duties: on every page of staff, for whoever must hear of them, until somebody answers; never words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.models import Staff
from facilitator.onscreen.lines import MOST
from facilitator.safeguarding.duties import answer
from facilitator.safeguarding.models import Kind, Level
from tests import cast
from tests.cast import Evening
from tests.cohorts.doors import browser
from tests.facilitator.calling import STRIP, page_of, raised, seen, stands

# Other tests ask of both stores what these pages are drawn from, and tests/cohorts/test_every_address.py opens each.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]


@pytest.fixture
def evening() -> Evening:
    return cast.evening()


def test_it_stands_on_every_page_of_staff_until_somebody_answers(evening: Evening) -> None:
    duty = raised(evening)
    jo = browser(evening, evening.lead)
    for page in ("/staff/", "/desk/", "/staff/concerns/", "/staff/account/", page_of(duty), STRIP):
        assert stands(jo, page) == [duty.public_id], page
    answer(duty, evening.lead, timezone.now())
    assert stands(jo, "/desk/") == stands(jo) == []


def test_it_stands_in_the_console_of_whoever_holds_the_room(evening: Evening) -> None:
    duty = raised(evening, Kind.LEFT, Level.URGENT)
    console = f"/console/{evening.session.public_id}/"
    for who in (evening.counsellor, evening.volunteer):
        assert stands(browser(evening, who), console) == [duty.public_id]
    assert stands(browser(evening, evening.coordinator), "/desk/") == [], "their turn has not come"


def test_it_says_what_how_soon_which_evening_and_since_when_and_no_name_of_a_young_person(evening: Evening) -> None:
    at = timezone.now() - timedelta(minutes=1)
    raised(evening, Kind.LEFT, Level.URGENT, now=at)
    now = raised(evening, Kind.CONCERN, Level.NOW)
    jo = browser(evening, evening.lead)
    said = seen(jo, STRIP)
    for known in ("A concern needs you", "Somebody left suddenly", "within half an hour", "Feelings", now.public_id):
        assert known in said
    assert evening.otter.name not in said
    assert stands(jo)[0] == now.public_id, "the most pressing first"
    assert jo.get(STRIP).headers["Cache-Control"] == "no-store"


@pytest.mark.both
def test_one_at_level_now_stands_first_however_many_older_ones_stand(evening: Evening) -> None:
    at = timezone.now() - timedelta(days=1)
    for minute in range(MOST):
        raised(evening, Kind.LEFT, Level.URGENT, now=at + timedelta(minutes=minute))
    now = raised(evening, Kind.CONCERN, Level.NOW)
    jo = browser(evening, evening.lead)
    assert (stands(jo)[0], len(stands(jo))) == (now.public_id, MOST)


def test_the_first_stand_open_and_the_rest_behind_a_press_that_says_how_many_are_pressing(evening: Evening) -> None:
    jo = browser(evening, evening.lead)
    for number, folded in enumerate((0, 0, 0, 2, 3), 1):
        raised(evening, Kind.LEFT, Level.NOW if number == 5 else Level.URGENT)
        page = jo.get(STRIP).content.decode()
        first, rest = page.split("<details")
        assert first.count("data-duty") == number - folded
        assert rest.count("data-duty") == folded
        assert (" hidden" in rest.split(">")[0]) is (folded == 0)
    assert "3 more wait" in seen(jo, STRIP)
    assert "of them now" not in seen(jo, STRIP), "the one at level now stands first"
    for _ in range(3):
        raised(evening, Kind.LEFT, Level.NOW)
    assert "2 of them now" in seen(jo, STRIP)


def test_whoever_a_duty_is_about_sees_nothing_of_it(evening: Evening) -> None:
    other = Staff.objects.create(name="Uma", role="lead")
    duty = raised(evening, Kind.ADULT, Level.URGENT, seat=None, about_staff=evening.lead)
    assert stands(browser(evening, evening.lead)) == []
    assert browser(evening, evening.lead).get(page_of(duty)).status_code == 404
    for facilitator in evening.facilitators:
        assert stands(browser(evening, facilitator)) == []
    assert duty.about_staff == evening.lead
    assert other.pk


def test_a_young_person_and_a_stranger_are_led_to_the_door(evening: Evening) -> None:
    duty = raised(evening)
    for client in (browser(evening, evening.otter), browser()):
        for page in (STRIP, page_of(duty)):
            answered = client.get(page)
            assert answered.status_code == 302
            assert "sign-in" in answered["Location"]


def test_many_cost_as_many_questions_as_one(evening: Evening) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser(evening, evening.lead).get(STRIP)
        return len(queries)

    raised(evening)
    one = asked()
    for level in Level:
        raised(evening, level=level)
    assert asked() == one
