"""What needs doing, as the desk says it: what is so and can be done something about, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts.actions import change_role, take_seat
from cohorts.actions.nights import move_session
from cohorts.actions.plan import Crew
from cohorts.actions.shifts import confirm, decline
from cohorts.actions.welcomes import offer_welcomes, pick_welcome
from cohorts.desk import todo
from cohorts.models import OnCallSpan, Role, Session, Telling, Week
from cohorts.on_call import Post
from cohorts.telling.unheld import tell_of_unheld
from tests import cast
from tests.cohorts import planned
from tests.cohorts.planned import House, Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    return planned.house()


def needs(kit: Visitor) -> dict[str, int]:
    return {group["need"]: group["count"] for group in kit.sees("/desk/").context["groups"]}


def test_what_needs_doing_is_derived_and_goes_when_it_is_done(house: House) -> None:
    cohort = planned.cohort(house, first=timezone.now().date() + timedelta(days=3), crew=Crew(house.sam))
    kit, jo = Visitor(house.kit), cast.staff("Jo", Role.LEAD)
    first, second = planned.sessions(cohort)[:2]
    assert needs(kit) == {"nobody_on_call": 1, "no_second": 2, "places": 1, "unconfirmed": 1}
    OnCallSpan.objects.create(post=Post.LEAD, staff=jo, starts_at=first.opens_at, ends_at=first.closes_at)
    assert needs(kit) == {"no_second": 2, "places": 1, "unconfirmed": 1}
    confirm(house.sam, first.shifts.get())
    decline(house.sam, second.shifts.get())
    for at in range(8):
        take_seat(cohort, f"Otter {'abcdefgh'[at]}", timezone.now())
    assert needs(kit) == {"declined": 1, "no_lead": 1, "no_second": 2}
    move_session(house.kit, first, first.starts_at + timedelta(days=30), 1)
    assert needs(kit) == {"untold": 1, "declined": 1, "no_lead": 1, "no_second": 1}
    first.refresh_from_db()
    assert kit.sends(f"/desk/evenings/{first.public_id}/told/", change=first.change).status_code == 303
    assert "untold" not in needs(kit)
    only = kit.sees("/desk/?need=declined").context["groups"]
    assert [(group["need"], group["count"]) for group in only] == [("declined", 1)]


def test_places_are_looked_for_before_a_group_meets_first_whichever_week_that_is(house: House) -> None:
    cohort, kit = planned.cohort(house, first=planned.begun(1)), Visitor(house.kit)
    assert "places" not in needs(kit), "they have met"
    cohort.sessions.filter(week__number=1).update(cancelled_at=timezone.now() - timedelta(days=9))
    assert needs(kit)["places"] == 1
    cohort.sessions.filter(week__number=2).update(week=Week.objects.get(course=house.course, number=3))
    assert "places" not in needs(kit), "nobody new may come any more"


def test_whoever_holds_no_rooms_any_more_leads_no_evening(house: House) -> None:
    planned.cohort(house, first=timezone.now().date() + timedelta(days=3))
    kit = Visitor(house.kit)
    assert "no_lead" not in needs(kit)
    change_role(house.sam, Role.LEAD, timezone.now())
    assert needs(kit)["no_lead"] == 2
    change_role(house.sam, Role.COUNSELLOR, timezone.now())
    change_role(house.ali, Role.COORDINATOR, timezone.now())
    found = needs(kit)
    assert (found["no_second"], found.get("no_lead")) == (2, None)


def test_a_welcome_that_nobody_picked_needs_nothing_and_a_picked_one_what_is_its_own(house: House) -> None:
    cohort, kit = planned.cohort(house, first=timezone.now().date() + timedelta(days=20)), Visitor(house.kit)
    at = timezone.now() + timedelta(days=2)
    (slot,) = offer_welcomes(house.kit, cohort, house.sam, [at], 20)
    assert slot.opens_at < timezone.now() + todo.SOON, "it is as near as what is asked for"
    assert needs(kit) == {}
    seat = take_seat(cohort, "Teal Otter", timezone.now()).seat
    pick_welcome(seat, slot, timezone.now())
    assert needs(kit) == {"nobody_on_call": 1, "unconfirmed": 1}
    decline(house.sam, slot.shifts.get())
    assert needs(kit) == {"nobody_on_call": 1, "declined": 1, "no_lead": 1}


@pytest.mark.parametrize(("phase", "asked"), [("open", {"untold": 1, "nobody_on_call": 1}), ("over", {"untold": 1})])
def test_of_an_evening_that_was_called_off_everybody_has_to_be_told_and_no_staff_are_looked_for(
    house: House, phase: str, asked: dict[str, int]
) -> None:
    evening = cast.evening(phase)
    Session.objects.exclude(pk=evening.session.pk).delete()
    now = timezone.now()
    evening.session.shifts.filter(staff=evening.volunteer).update(declined_at=now)
    Session.objects.filter(pk=evening.session.pk).update(outcome="not_held", changed_at=now)
    assert needs(Visitor(house.kit)) == asked


@pytest.mark.parametrize("moved", [False, True])
def test_an_evening_that_was_called_off_by_mistake_is_said_to_be_on_and_not_to_have_been_moved(
    house: House, moved: bool
) -> None:
    evening = cast.evening("lobby")
    only, now = Session.objects.filter(pk=evening.session.pk), timezone.now()
    Session.objects.exclude(pk=evening.session.pk).delete()
    only.update(outcome="not_held", was_at=now - timedelta(days=1) if moved else None)
    with transaction.atomic():
        assert tell_of_unheld(now) == 1
    otters = Telling.objects.filter(kind="cancelled", seat=evening.otter)
    otters.update(told_at=timezone.now(), way="email")
    only.update(outcome="")
    said = Visitor(house.kit).sees("/desk/?need=untold").content.decode()
    assert "Called off by mistake, and it is on. 1 was told that it is off." in said
    assert "Moved" not in said


def test_of_an_evening_that_is_back_at_its_first_time_whoever_was_told_by_hand_is_counted_too(house: House) -> None:
    cohort, kit = planned.cohort(house), Visitor(house.kit)
    for name in ("Teal Otter", "Amber Heron", "Indigo Hare"):
        take_seat(cohort, name, timezone.now())
    first = planned.sessions(cohort)[0]
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    Telling.objects.filter(seat__number=2).update(handing_at=timezone.now(), told_at=timezone.now())
    first.refresh_from_db()
    assert kit.sends(f"/desk/evenings/{first.public_id}/told/", change=first.change).status_code == 303
    assert first.was_at
    move_session(house.kit, first, first.was_at, 2)
    said = kit.sees("/desk/?need=untold").content.decode()
    assert "Moved back to its first time. Alcove has told 0 of 3." in said


def test_who_answers_is_asked_from_now_on_while_an_evening_is_on(house: House) -> None:
    evening = cast.evening("open")
    kit, now = Visitor(house.kit), timezone.now()
    Session.objects.exclude(pk=evening.session.pk).delete()
    assert needs(kit)["nobody_on_call"] == 1
    span = OnCallSpan.objects.create(
        post=Post.LEAD, staff=evening.lead, starts_at=now - timedelta(seconds=1), ends_at=evening.session.closes_at
    )
    assert evening.session.opens_at < span.starts_at
    assert "nobody_on_call" not in needs(kit), "what is past is nothing to do any more"
