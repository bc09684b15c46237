"""Planning a cohort: one form, a look at the dated evenings, and then all of it or nothing."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cohorts import actions
from cohorts.actions.plan import Crew, Planned, plan_cohort
from cohorts.desk import plan as page
from cohorts.models import Act, Cohort, Course, Role, Session, Shift, Staff
from tests.cohorts import planned
from tests.cohorts.planned import House, Visitor, utc

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]

PLAN = "/desk/cohorts/plan/"


@pytest.fixture
def house() -> House:
    return planned.house()


@pytest.fixture
def kit(house: House) -> Visitor:
    return Visitor(house.kit)


def autumn(house: House, **other: object) -> dict[str, Any]:
    """Thursdays at half past six from 8 October 2026: across the end of summer time."""
    fields: dict[str, Any] = {
        "course": house.course.pk, "name": "", "weekday": 3, "local_time": "18:30", "zone": "Europe/London",
        "first_date": "2026-10-08", "age_from": 14, "age_to": 16, "capacity": 8, "contact_policy": "optional",
        "holidays": "GB-ENG", "skips_holidays": "on", "lead": house.sam.public_id, "second": house.ali.public_id,
    }  # fmt: skip
    return {name: value for name, value in (fields | other).items() if value is not None}


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
def test_seven_evenings_at_the_same_local_time_across_the_clock_change(house: House, kit: Visitor) -> None:
    house_kit = Visitor(house.kit)
    answer = house_kit.looks_then(PLAN, "save", **autumn(house))
    assert answer.status_code == 303
    cohort = Cohort.objects.get()
    assert answer.headers["Location"] == f"/desk/cohorts/{cohort.public_id}/?done=planned"
    starts = [one.starts_at for one in planned.sessions(cohort)]
    assert starts[:3] == [utc(2026, 10, 8, 17, 30), utc(2026, 10, 15, 17, 30), utc(2026, 10, 22, 17, 30)]
    assert starts[3:] == [utc(2026, 10, 29 + 0, 18, 30), *(utc(2026, 11, day, 18, 30) for day in (5, 12, 19))]
    assert [one.week.number for one in planned.sessions(cohort)] == [1, 2, 3, 4, 5, 6, 7]
    assert Shift.objects.filter(leading=True, staff=house.sam).count() == 7
    assert Shift.objects.filter(leading=False, watching=False, staff=house.ali).count() == 7
    act = Act.objects.get()
    assert (act.verb, act.by, act.cohort) == ("cohort_planned", house.kit, cohort)


@time_machine.travel("2026-11-01 12:00 +0000", tick=True)
def test_holidays_and_breaks_are_skipped_across_the_end_of_the_year(house: House) -> None:
    kit = Visitor(house.kit)
    fields = autumn(house, weekday=4, first_date="2026-12-11", breaks=["2027-01-08"])
    looked = kit.sends(PLAN, look=1, **fields).context["looked"]
    assert [(line.day.isoformat(), line.number, line.holiday, line.is_break) for line in looked.lines[:6]] == [
        ("2026-12-11", 1, "", False),
        ("2026-12-18", 2, "", False),
        ("2026-12-25", None, "Christmas Day", False),
        ("2027-01-01", None, "New Year's Day", False),
        ("2027-01-08", None, "", True),
        ("2027-01-15", 3, "", False),
    ]
    assert kit.looks_then(PLAN, "save", **fields).status_code == 303
    cohort = Cohort.objects.get()
    assert (cohort.sessions.count(), cohort.breaks) == (7, ["2027-01-08"])


@time_machine.travel("2026-11-01 12:00 +0000", tick=True)
def test_a_holiday_that_is_not_skipped_is_said_with_its_name(house: House) -> None:
    kit = Visitor(house.kit)
    looked = kit.sends(PLAN, look=1, **autumn(house, weekday=4, first_date="2026-12-11", skips_holidays=None))
    words = [one.words for one in looked.context["looked"].cautions]
    assert "Friday 25 December 2026 is a public holiday: Christmas Day." in words
    assert "Friday 1 January 2027 is a public holiday: New Year's Day." in words


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
def test_who_is_booked_twice_or_rests_too_little_is_said_before_anything_is_saved(house: House) -> None:
    kit = Visitor(house.kit)
    planned.cohort(house, first=date(2026, 10, 8), at=time(18, 0))
    planned.cohort(house, first=date(2026, 10, 9), at=time(5, 0), crew=Crew(house.ali, house.noor))
    looked = kit.sends(PLAN, look=1, **autumn(house, lead=house.sam.public_id, second=house.ali.public_id))
    words = [one.words for one in looked.context["looked"].cautions]
    days = "8 October, 15 October, 22 October, 29 October, 5 November, 12 November and Thursday 19 November 2026."
    assert f"Sam already works then: Steady ground, Thursday at 18:00, on {days}" in words
    assert f"Ali already works then: Steady ground, Thursday at 18:00, on {days}" in words
    assert f"Ali would have only 9 hours 5 min of rest beside Steady ground, Friday at 05:00, on {days}" in words
    assert Cohort.objects.count() == 2


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
def test_an_evening_without_a_second_facilitator_is_said_and_may_still_be_saved(house: House) -> None:
    kit = Visitor(house.kit)
    fields = autumn(house, second=None)
    looked = kit.sends(PLAN, look=1, **fields)
    assert [one.kind.value for one in looked.context["looked"].cautions] == ["no_second", "remarks"]
    assert "There is no second facilitator." in looked.content.decode()
    assert kit.looks_then(PLAN, "save", **fields).status_code == 303


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
def test_what_is_saved_is_what_was_looked_at(house: House) -> None:
    kit = Visitor(house.kit)
    seen = kit.sends(PLAN, look=1, **autumn(house)).context["looked"].seen
    planned.cohort(house, first=date(2026, 10, 8))
    answer = kit.sends(PLAN, save=1, seen=seen, **autumn(house))
    assert answer.status_code == 200
    assert "Something is different from what you looked at." in answer.content.decode()
    assert Cohort.objects.count() == 1
    again = kit.sends(PLAN, save=1, seen=answer.context["looked"].seen, **autumn(house))
    assert again.status_code == 303


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
@pytest.mark.parametrize("crew", [{}, {"lead": None, "second": None}])
def test_pressing_save_twice_plans_one_cohort(house: House, crew: dict[str, None]) -> None:
    kit = Visitor(house.kit)
    looked = kit.sends(PLAN, look=1, **autumn(house, **crew))
    fields = autumn(house, **crew, ticket=looked.context["ticket"], seen=looked.context["looked"].seen)
    answers = [kit.sends(PLAN, save=1, **fields) for _ in range(2)]
    assert [(one.status_code, one.headers.get("Location")) for one in answers] == [
        (303, f"/desk/cohorts/{looked.context['ticket']}/?done=planned")
    ] * 2
    assert (Cohort.objects.count(), Session.objects.count(), Act.objects.count()) == (1, 7, 1)


@pytest.mark.both
@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
def test_of_two_presses_at_the_same_moment_both_lead_to_the_cohort(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def after_the_other_press(by: Staff, wanted: Planned, ticket: str) -> Cohort:
        plan_cohort(by, wanted, ticket)
        return plan_cohort(by, wanted, ticket)

    monkeypatch.setattr(page, "plan_cohort", after_the_other_press)
    assert Visitor(house.kit).looks_then(PLAN, "save", **autumn(house)).status_code == 303
    assert (Cohort.objects.count(), Session.objects.count(), Act.objects.count()) == (1, 7, 1)


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
@pytest.mark.parametrize(
    "other",
    [
        {"name": "After school"},
        {"first_date": "2026-10-15"},
        {"capacity": 6},
        {"second": None},
        {"breaks": "2026-10-15"},
    ],
)
def test_a_form_that_is_used_again_for_another_plan_plans_that_too(house: House, other: dict[str, str | int]) -> None:
    kit = Visitor(house.kit)
    first = kit.sends(PLAN, look=1, **autumn(house))
    ticket = first.context["ticket"]
    kit.sends(PLAN, save=1, seen=first.context["looked"].seen, **autumn(house, ticket=ticket))
    looked = kit.sends(PLAN, look=1, **autumn(house, ticket=ticket, **other))
    again = kit.sends(PLAN, save=1, seen=looked.context["looked"].seen, **autumn(house, ticket=ticket, **other))
    assert (again.status_code, Cohort.objects.count()) == (200, 1)
    told = again.content.decode()
    assert "This form has planned a cohort already:" in told
    assert f'href="/desk/cohorts/{ticket}/"' in told
    fresh = again.context["ticket"]
    seen = again.context["looked"].seen
    saved = kit.sends(PLAN, save=1, seen=seen, **autumn(house, ticket=fresh, **other))
    assert (saved.status_code, saved.headers["Location"]) == (303, f"/desk/cohorts/{fresh}/?done=planned")
    assert set(Cohort.objects.values_list("public_id", flat=True)) == {ticket, fresh}


MISTAKES = [
    ({"first_date": "2026-08-27"}, "first_date", "This evening has passed already."),
    ({"first_date": "2030-10-10"}, "first_date", "This is more than two years away."),
    ({"first_date": "2026-10-09"}, "first_date", "The nearest one is Thursday 8 October 2026."),
    ({"first_date": "0001-01-01"}, "first_date", "This evening has passed already."),
    ({"first_date": "9999-12-31"}, "first_date", "This is more than two years away."),
    ({"first_date": "31.31."}, "first_date", "Enter a valid date."),
    ({"capacity": 9}, "capacity", "A cohort has at most eight places."),
    ({"capacity": 0}, "capacity", "greater than or equal to 1"),
    ({"zone": "Europe/Atlantis"}, "zone", "There is no such time zone."),
    ({"zone": "../etc/passwd"}, "zone", "There is no such time zone."),
    ({"age_from": 17, "age_to": 14}, "age_to", "The oldest cannot be younger"),
    ({"local_time": "25:00"}, "local_time", "Enter a valid time."),
    ({"holidays": "XX"}, "holidays", "Select a valid choice."),
    ({"contact_policy": "always"}, "contact_policy", "Select a valid choice."),
    ({"course": "999999"}, "course", "Select a valid choice."),
]


@pytest.mark.parametrize(("wrong", "field", "said"), MISTAKES)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_saved(wrong: dict[str, Any], field: str, said: str) -> None:
    with time_machine.travel("2026-09-01 12:00 +0000", tick=True):
        house = planned.house()
        answer = Visitor(house.kit).sends(PLAN, save=1, **autumn(house, **wrong))
    assert answer.status_code == 422
    assert said in " ".join(answer.context["form"].errors[field])
    assert not Cohort.objects.exists()


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
def test_the_nearest_day_is_one_press_away(house: House) -> None:
    kit = Visitor(house.kit)
    answer = kit.sends(PLAN, look=1, **autumn(house, first_date="2026-10-09"))
    assert b'name="nearest" value="2026-10-08"' in answer.content
    taken = kit.sends(PLAN, nearest="2026-10-08", **autumn(house, first_date="2026-10-09"))
    assert taken.context["looked"].planned.nights[0].day == date(2026, 10, 8)


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
def test_one_person_has_one_part_and_only_facilitators_hold_rooms(house: House) -> None:
    kit = Visitor(house.kit)
    sam = house.sam.public_id
    twice = kit.sends(PLAN, look=1, **autumn(house, second=sam)).context["form"].errors
    assert twice == {"second": ["Sam leads already."]}
    both = kit.sends(PLAN, look=1, **autumn(house, watchers=[sam])).context["form"].errors
    assert both == {"watchers": ["Sam works already."]}
    desk = kit.sends(PLAN, look=1, **autumn(house, lead=house.kit.public_id)).context["form"].errors
    assert list(desk) == ["lead"]


def test_the_form_says_that_evenings_are_skipped_and_not_their_weeks(kit: Visitor) -> None:
    page = kit.client.get(PLAN).content.decode()
    assert "Skip evenings that fall on a public holiday" in page
    assert "Skip weeks" not in page


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
def test_a_course_without_weeks_and_a_draft_cannot_be_planned_and_an_unchecked_one_is_said(house: House) -> None:
    kit = Visitor(house.kit)
    empty = Course.objects.create(slug="empty", title="Empty")
    errors = kit.sends(PLAN, look=1, **autumn(house, course=empty.pk)).context["form"].errors
    assert errors == {"course": ["This course has no weeks yet, so there would be no evenings."]}
    Course.objects.filter(pk=house.course.pk).update(checked=None)
    looked = kit.sends(PLAN, look=1, **autumn(house)).context["looked"]
    assert [one.kind.value for one in looked.cautions] == ["unchecked", "remarks"]
    assert re.match(r"The script checker has \d+ remarks on this course", looked.cautions[1].words)
    Course.objects.filter(pk=house.course.pk).update(draft=True)
    assert list(kit.sends(PLAN, look=1, **autumn(house)).context["form"].errors) == ["course"]


@time_machine.travel("2026-09-01 12:00 +0000", tick=True)
def test_sixty_weeks_may_be_skipped_and_nonsense_is_no_week(house: House) -> None:
    breaks = [(date(2026, 10, 8) + timedelta(weeks=week)).isoformat() for week in range(70)]
    looked = Visitor(house.kit).sends(PLAN, look=1, **autumn(house, breaks=[*breaks, "nonsense"])).context["looked"]
    assert (len(looked.planned.breaks), looked.planned.nights[0].day) == (60, date(2027, 12, 2))


@pytest.mark.parametrize("who", ["sam", "ali"])
def test_the_desk_is_not_there_for_those_who_do_not_plan(house: House, who: str) -> None:
    visitor = Visitor(getattr(house, who))
    assert visitor.sees("/shifts/").status_code == 200
    for address in ("/desk/", "/desk/month/", "/desk/cohorts/", PLAN, "/desk/acts/"):
        assert visitor.sees(address).status_code == 404, address


def test_whoever_has_not_finished_setting_up_is_given_no_evening(house: House, kit: Visitor) -> None:
    now = timezone.now()
    invited = actions.invite("jo@charity.example", Role.COUNSELLOR, now, by=None, name="Jo")
    jo = actions.begin_with(invited.token, "Jo", "a lamp in the window", now)
    with_jo = autumn(house, lead=jo.public_id, second=None, watchers=[jo.public_id])
    assert {"lead", "watchers"} <= set(kit.sends(PLAN, look=1, **with_jo).context["form"].errors)
    evening = planned.sessions(planned.cohort(house))[0]
    cover = f"/desk/evenings/{evening.public_id}/staff/"
    assert "Jo (" not in kit.client.get(cover).content.decode()
    actions.finish(jo, now)
    assert "Jo (" in kit.client.get(cover).content.decode()
    assert "Jo (" in kit.client.get(PLAN).content.decode()
