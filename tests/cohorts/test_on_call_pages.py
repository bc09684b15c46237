"""The rota at the desk: who answers now, what is open, and to whom which of it is shown."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.models import Away, Role, Staff, Swap
from cohorts.on_call import Post
from tests import cast
from tests.cohorts import planned
from tests.cohorts.planned import House, Visitor, utc
from tests.cohorts.rota_desk import AT_NOON, MINE, PLAN, ROTA, Colleague, has, text

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]


@pytest.fixture
def house() -> House:
    return planned.house()


@pytest.fixture
def jo() -> Staff:
    return cast.staff("Jo", Role.LEAD)


@pytest.fixture
def lee() -> Staff:
    return cast.staff("Lee", Role.COUNSELLOR)


@AT_NOON
def test_it_says_who_answers_now_what_is_open_and_which_evenings_nobody_answers_for(house: House, jo: Staff) -> None:
    planned.cohort(house, first=date(2037, 11, 5), at=time(19))
    has(jo, utc(2037, 11, 3, 9), utc(2037, 11, 5, 9), Post.LEAD)
    has(house.sam, utc(2037, 11, 3, 9), utc(2037, 11, 4, 9))
    answer = Visitor(house.kit).sees(ROTA)
    said = text(answer)
    assert "Lead now Jo Deputy now nobody On call now Sam" in said
    assert "Nobody answers for these evenings Thursday 5 November, 19:00 , Steady ground" in said
    assert answer.context["gaps"] == [
        "Deputy: nobody, all of this time.",
        "On call: nobody, Wed 4 Nov, 09:00 – Tue 17 Nov, 00:00.",
        "Lead: nobody, Thu 5 Nov, 09:00 – Tue 17 Nov, 00:00. Jo is told then.",
    ]
    assert "Wed 4 Nov Jo nobody until 09:00 Sam from 09:00 nobody" in said
    assert "Who has which post from 3 November to 9 November. The table below says the same." in answer.content.decode()


@AT_NOON
def test_an_evening_that_anybody_with_a_post_covers_is_answered_for(house: House, lee: Staff) -> None:
    planned.cohort(house, first=date(2037, 11, 5), at=time(19))
    has(lee, utc(2037, 11, 5, 18), utc(2037, 11, 5, 21), Post.DEPUTY)
    later = [(datetime(2037, 11, 12, 19), "Steady ground")]  # noqa: DTZ001  (as a clock on the wall there shows it)
    assert Visitor(house.kit).sees(ROTA).context["unanswered"] == later
    Away.objects.create(staff=lee, starts_at=utc(2037, 11, 5, 19, 30), ends_at=utc(2037, 11, 6))
    assert len(Visitor(house.kit).sees(ROTA).context["unanswered"]) == 2


def test_a_day_is_as_long_as_it_is_when_the_clocks_change(house: House) -> None:
    with time_machine.travel("2037-10-24 12:00 +0000", tick=False):
        has(house.sam, utc(2037, 10, 24, 8), utc(2037, 10, 25, 9))
        answer = Visitor(house.kit).sees(ROTA)
    boxes = dict(answer.context["weeks"][0].lanes)[Post.ON_CALL]
    assert [(box.who, box.x) for box in boxes] == [("", 0), ("Sam", 36), ("", 135)]
    assert "until 09:00 Sam from 09:00 nobody" in text(answer)


@AT_NOON
@pytest.mark.parametrize("page", [ROTA, MINE, PLAN])
def test_a_page_asks_as_many_questions_however_much_is_planned(page: str, house: House, jo: Staff) -> None:
    kit = Colleague(jo)

    def asks() -> int:
        with CaptureQueriesContext(
            connection,
        ) as questions:
            assert kit.sees(page).status_code == 200
        return len(questions)

    planned.cohort(house, first=date(2037, 11, 5))
    has(jo, utc(2037, 11, 3), utc(2037, 11, 4), Post.LEAD)
    before = asks()
    planned.cohort(house, first=date(2037, 11, 6))
    for day in range(4, 24):
        has(jo, utc(2037, 11, day), utc(2037, 11, day + 1), Post.LEAD)
        has(house.sam, utc(2037, 11, day), utc(2037, 11, day + 1))
        Away.objects.create(staff=house.sam, starts_at=utc(2037, 11, day), ends_at=utc(2037, 11, day, 3))
        Swap.objects.create(
            asker=house.sam, asked=jo, post=Post.ON_CALL, starts_at=utc(2037, 11, day), ends_at=utc(2037, 11, day + 1),
            asked_at=timezone.now(),
        )  # fmt: skip
    assert asks() == before


@AT_NOON
def test_a_counsellor_sees_posts_and_gaps_but_no_evenings_and_nobodys_holidays(house: House, lee: Staff) -> None:
    planned.cohort(house, first=date(2037, 11, 5))
    has(lee, utc(2037, 11, 3), utc(2037, 11, 9))
    Away.objects.create(staff=lee, starts_at=utc(2037, 11, 5), ends_at=utc(2037, 11, 9))
    assert "Steady ground" in text(Visitor(house.kit).sees(ROTA))
    said = text(Colleague(house.sam).sees(ROTA))
    assert "On call: nobody, Thu 5 Nov, 00:00" in said
    assert "Steady ground" not in said
    assert "away" not in said.lower()
    assert "Plan weeks" not in said


def test_a_volunteer_finds_nothing_there(house: House) -> None:
    ali = Visitor(house.ali)
    for page in (ROTA, MINE, PLAN):
        assert ali.sees(page).status_code == 404


@AT_NOON
@pytest.mark.parametrize("when", ["2037-10-01", "2037-10-01&page=9"])
def test_what_has_passed_is_shown_as_it_was_and_not_called_covered(when: str, house: House) -> None:
    has(house.sam, utc(2037, 10, 1), utc(2037, 10, 2))
    said = text(Visitor(house.kit).sees(f"{ROTA}?from={when}"))
    assert "This time has passed." in said
    assert "Every post is somebody’s" not in said


@AT_NOON
@pytest.mark.parametrize("when", ["", "x", "0001-01-01", "9999-12-31", "2037-13-40", "%00"])
def test_a_day_that_is_none_or_out_of_reach_is_today(when: str, house: House) -> None:
    answer = Visitor(house.kit).sees(f"{ROTA}?from={when}")
    assert answer.context["first"] == answer.context["today"] == date(2037, 11, 3)
