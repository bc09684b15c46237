"""Planning weeks of the rota: everything that changes is shown before it is saved, and saved as it was shown."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cohorts.models import Act, Away, OnCallSpan, Role, Shift, Staff
from cohorts.on_call import Post, gaps, on_call
from tests import cast
from tests.cohorts import planned
from tests.cohorts.planned import House, Visitor, utc
from tests.cohorts.rota_desk import AT_NOON, AWAY, PLAN, Colleague, has, text, weeks

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


@pytest.mark.both
@AT_NOON
def test_weeks_are_shown_before_they_are_saved_and_saved_as_shown(house: House, lee: Staff) -> None:
    kit = Visitor(house.kit)
    has(house.sam, utc(2037, 11, 9, 9), utc(2037, 11, 11, 9))
    fields = weeks(weeks=2, daily=lee.public_id, on_6="nobody", on_0=house.sam.public_id)
    looked = kit.sends(PLAN, look=1, **fields)
    assert [(line.when, line.was, line.to) for line in looked.context["looked"].lines] == [
        ("Tue 10 Nov, 09:00 – Wed 11 Nov, 09:00", "Sam", "Lee"),
        ("Wed 11 Nov, 09:00 – Sun 15 Nov, 09:00", "", "Lee"),
        ("Mon 16 Nov, 09:00 – Tue 17 Nov, 09:00", "", "Sam"),
        ("Tue 17 Nov, 09:00 – Sun 22 Nov, 09:00", "", "Lee"),
    ]
    assert OnCallSpan.objects.count() == 1
    answer = kit.sends(PLAN, save=1, seen=looked.context["looked"].seen, **fields)
    assert answer.headers["Location"] == "/desk/on-call/?done=on_call_planned&from=2037-11-09"
    names = [on_call(utc(2037, 11, day, 12)).on_call for day in range(9, 24)]
    one, two, nobody = house.sam, lee, None
    assert names == [one, *[two] * 5, nobody, one, *[two] * 5, nobody, nobody]
    assert "This changes nothing" in text(kit.sends(PLAN, look=1, **fields))


@AT_NOON
def test_what_changed_meanwhile_is_shown_again_and_not_saved(house: House, lee: Staff) -> None:
    kit, fields = Visitor(house.kit), weeks(daily=lee.public_id)
    seen = kit.sends(PLAN, look=1, **fields).context["looked"].seen
    has(house.sam, utc(2037, 11, 12, 9), utc(2037, 11, 13, 9))
    answer = kit.sends(PLAN, save=1, seen=seen, **fields)
    assert "Something is different from what you looked at." in text(answer)
    assert OnCallSpan.objects.get().staff == house.sam
    assert kit.sends(PLAN, save=1, seen=answer.context["looked"].seen, **fields).status_code == 303


@AT_NOON
def test_taking_turns_by_the_week_across_the_end_of_summer_time(house: House, lee: Staff) -> None:
    kit = Visitor(house.kit)
    with time_machine.travel("2037-10-13 12:00 +0000", tick=False):
        kit.looks_then(PLAN, "save", **weeks(first="2037-10-19", every=2, daily=lee.public_id))
        kit.looks_then(PLAN, "save", **weeks(first="2037-10-26", every=2, daily=house.sam.public_id, weeks=3))
    assert not [gap for gap in gaps(utc(2037, 10, 19, 8), utc(2037, 11, 16, 9)) if gap[2] == Post.ON_CALL]
    assert on_call(utc(2037, 10, 26, 8, 59)).on_call == lee
    assert on_call(utc(2037, 10, 26, 9)).on_call == house.sam


MISTAKES = [
    ({"daily": ""}, "daily", "Choose who it is"),
    ({"post": "lead"}, "daily", "Lee is a counsellor and cannot have this post: lead."),
    ({"first": "2037-11-01"}, "first", "This has passed already."),
    ({"first": "2047-11-01"}, "first", "more than two years away"),
    ({"first": "9999-12-31"}, "first", "more than two years away"),
    ({"first": "0001-01-01"}, "first", "This has passed already."),
    ({"weeks": 27}, "weeks", "less than or equal to 26"),
    ({"weeks": 0}, "weeks", "greater than or equal to 1"),
    ({"every": 9}, "every", "Select a valid choice"),
    ({"post": "king"}, "post", "Select a valid choice"),
    ({"daily": "x" * 12}, "daily", "Select a valid choice"),
    ({"begins": "25:00"}, "begins", "Enter a valid time"),
]


@AT_NOON
@pytest.mark.parametrize(("wrong", "field", "said"), MISTAKES)
def test_a_mistake_is_said_beside_its_field(
    wrong: dict[str, Any], field: str, said: str, house: House, lee: Staff
) -> None:
    answer = Visitor(house.kit).sends(PLAN, look=1, **weeks(daily=lee.public_id) | wrong)
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])


@AT_NOON
def test_no_volunteer_coordinator_or_colleague_who_left_is_offered(house: House, lee: Staff) -> None:
    Staff.objects.filter(pk=lee.pk).update(left_at=timezone.now())
    form = Visitor(house.kit).sees(PLAN).context["form"]
    assert [one.name for one in form.people.values()] == ["Sam"]


@AT_NOON
def test_what_is_good_to_know_is_said_before_it_is_saved(house: House, lee: Staff) -> None:
    Away.objects.create(staff=lee, starts_at=utc(2037, 11, 10), ends_at=utc(2037, 11, 12))
    has(lee, utc(2037, 11, 13, 9), utc(2037, 11, 14, 9), Post.DEPUTY)
    session = planned.sessions(planned.cohort(house, first=date(2037, 11, 12), at=time(19)))[0]
    Shift.objects.create(session=session, staff=lee)
    looked = Visitor(house.kit).sends(PLAN, look=1, **weeks(weeks=1, daily=lee.public_id)).context["looked"]
    assert list(looked.cautions) == [
        "Lee is away then, so these times stay open: Tue 10 Nov, 00:00 – Thu 12 Nov, 00:00.",
        "Lee has another post at the same time and counts once: Fri 13 Nov, 09:00 – Sat 14 Nov, 09:00.",
        "Lee holds a room then, and cannot well do both: Thu 12 Nov, 18:50–20:15.",
    ]


@AT_NOON
def test_acts_name_people_by_their_ids_and_read_as_sentences(house: House, lee: Staff) -> None:
    kit = Visitor(house.kit)
    kit.looks_then(PLAN, "save", **weeks(weeks=1, daily=lee.public_id))
    Colleague(lee).sends(AWAY, first="2037-11-10", last="2037-11-10")
    assert not [act for act in Act.objects.all() if "Lee" in str(act.about)]
    said = text(kit.sees("/desk/acts/"))
    assert "planned who is on call" in said
    assert "noted that somebody is away" in said
