"""One evening is moved, cancelled or staffed anew: first it is shown who has to know, then it is done, whole or not."""

from __future__ import annotations

import threading
from datetime import time, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from cohorts import access, planning
from cohorts.actions import open_for, take_seat
from cohorts.actions.nights import Overlaps, TooLate, cancel_session, move_session
from cohorts.actions.plan import ChangedMeanwhile, Crew
from cohorts.actions.shifts import confirm, decline
from cohorts.models import Act, Cohort, Session, Shift
from tests.cohorts import planned
from tests.cohorts.planned import House, Visitor


@pytest.fixture
def house(db: None) -> House:
    return planned.house()


@pytest.fixture
def cohort(house: House) -> Cohort:
    return planned.cohort(house)


def session(of: Cohort, week: int) -> Session:
    return of.sessions.planned().get(week__number=week)


def verbs(of: Cohort) -> list[str]:
    return list(Act.objects.filter(cohort=of).order_by("number").values_list("verb", flat=True))


def on(of: Session) -> set[str]:
    return set(Shift.objects.standing().filter(session=of).values_list("staff__name", flat=True))


def test_a_move_shows_who_will_know_then_asks_staff_anew(house: House, cohort: Cohort) -> None:
    now, third = timezone.now(), session(cohort, 3)
    take_seat(cohort, "Teal Otter", now)
    for shift in third.shifts.all():
        confirm(shift.staff, shift)
    kit, address = Visitor(house.kit), f"/desk/evenings/{third.public_id}/move/"
    day = third.starts_at.date() + timedelta(days=1)
    shown = kit.sends(address, look=1, day=day, at="19:00", version=1).content.decode()
    for words in ("Sam", "Ali", "1 young person", "instead of", "Move it"):
        assert words in shown
    assert session(cohort, 3).starts_at == third.starts_at
    assert kit.looks_then(address, "do", day=day, at="19:00", version=1).status_code == 303
    moved = session(cohort, 3)
    starts, _ = planning.moment(day, time(19), planned.LONDON)
    assert (moved.starts_at, moved.was_at, moved.untold, moved.revision) == (starts, third.starts_at, True, 1)
    assert (moved.opens_at, moved.ends_at, moved.closes_at) == (
        starts - timedelta(minutes=10), starts + timedelta(minutes=60), starts + timedelta(minutes=75),
    )  # fmt: skip
    assert set(moved.shifts.values_list("confirmed_at", flat=True)) == {None}
    assert verbs(cohort) == ["cohort_planned", "shift_confirmed", "shift_confirmed", "session_moved"]
    assert kit.sends(f"/desk/evenings/{third.public_id}/told/", change=moved.change).status_code == 303
    assert not session(cohort, 3).untold


def test_an_evening_that_was_moved_back_is_shown_as_one_that_is_at_its_first_time(house: House) -> None:
    cohort = planned.cohort(house, first=timezone.now().date() + timedelta(days=3))
    first = session(cohort, 1)
    page = f"/desk/cohorts/{cohort.public_id}/"
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    assert "moved from" in Visitor(house.kit).sees(page).content.decode()
    move_session(house.kit, first, first.starts_at, 2)
    kit = Visitor(house.kit)
    assert "moved from" not in kit.sees(page).content.decode()
    assert "Moved back to its first time." in kit.sees("/desk/?need=untold").content.decode()


def test_whoever_told_everybody_of_one_change_has_told_nobody_of_the_next(house: House, cohort: Cohort) -> None:
    third = session(cohort, 3)
    move_session(house.kit, third, third.starts_at + timedelta(days=1), 1)
    first = session(cohort, 3).change
    kit, address = Visitor(house.kit), f"/desk/evenings/{third.public_id}/told/"
    shown = kit.sees(f"/desk/cohorts/{cohort.public_id}/").content.decode()
    assert f'name="change" value="{first}"' in shown
    move_session(house.kit, third, third.starts_at + timedelta(days=2), 2)
    assert "done=late" in kit.sends(address, change=first).headers["Location"]
    assert session(cohort, 3).untold
    for _ in range(2):
        assert "done=told" in kit.sends(address, change=session(cohort, 3).change).headers["Location"]
    assert verbs(cohort).count("change_told") == 1


def test_what_is_against_a_move_is_said(house: House, cohort: Cohort) -> None:
    fifth, third = session(cohort, 5), session(cohort, 3)
    planned.cohort(house, first=planned.coming(), at=time(20, 0), crew=Crew(house.noor, house.sam))
    kit, address = Visitor(house.kit), f"/desk/evenings/{third.public_id}/move/"
    after = fifth.starts_at.astimezone(planned.LONDON).date()
    cautions = kit.sends(address, look=1, day=after, at="20:30", version=1).context["cautions"]
    assert [one.kind.value for one in cautions] == ["rest", "clash", "rest", "order"]
    assert cautions[0].words.startswith(
        "Sam would have only 35 minutes of rest beside Steady ground, Thursday at 18:30"
    )
    assert cautions[1].words.startswith("Sam already works then: Steady ground, Thursday at 20:00, on")
    assert cautions[3].words == "Week 3 would then be out of order with weeks 4, 5."
    for wrong in ("2020-01-01", "0001-01-01", "9999-12-31", timezone.now().date(), "soon"):
        refused = kit.sends(address, look=1, day=wrong, at="00:00", version=1)
        assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["day"])


def test_whoever_comes_second_is_told_and_undoes_nothing(house: House, cohort: Cohort) -> None:
    third, kit, other = session(cohort, 3), Visitor(house.kit), Visitor(house.kit)
    address, day = f"/desk/evenings/{third.public_id}/move/", third.starts_at.date() + timedelta(days=1)
    seen = kit.sends(address, look=1, day=day, at="19:00", version=1).context["seen"]
    cancel = f"/desk/evenings/{third.public_id}/cancel/"
    assert other.sends(cancel, extra="no", version=1).status_code == 303
    late = kit.sends(address, do=1, seen=seen, day=day, at="19:00", version=1)
    assert (late.status_code, "This evening is cancelled." in late.content.decode()) == (200, True)
    fourth = session(cohort, 4)
    elsewhere = kit.sends(f"/desk/evenings/{fourth.public_id}/cancel/", extra="no", version=1)
    assert elsewhere.status_code == 409
    assert "Somebody else changed this cohort meanwhile" in elsewhere.content.decode()
    assert session(cohort, 4).cancelled_at is None


def test_cancelling_without_an_extra_evening_leaves_the_others_as_they_are(house: House, cohort: Cohort) -> None:
    third = session(cohort, 3)
    Visitor(house.kit).sends(f"/desk/evenings/{third.public_id}/cancel/", extra="no", version=1)
    assert [one.week.number for one in cohort.sessions.planned().order_by("starts_at")] == [1, 2, 4, 5, 6, 7]
    third.refresh_from_db()
    assert (third.cancelled_at is not None, third.untold) == (True, True)


def test_staff_are_replaced_for_one_evening_only(house: House, cohort: Cohort) -> None:
    third, kit = session(cohort, 3), Visitor(house.kit)
    shift = third.shifts.get(staff=house.sam)
    decline(house.sam, shift)
    address = f"/desk/evenings/{third.public_id}/staff/"
    page = kit.sees(address)
    assert (page.context["form"].initial["off"], page.context["form"].initial["part"]) == (house.sam.public_id, "lead")
    fields = {"off": house.sam.public_id, "on": house.noor.public_id, "part": "lead", "version": 1}
    assert kit.looks_then(address, "do", **fields).status_code == 303
    assert on(session(cohort, 3)) == {"Noor", "Ali"}
    assert on(session(cohort, 4)) == {"Sam", "Ali"}
    lead = Shift.objects.standing().get(session=third, leading=True)
    shift.refresh_from_db()
    assert (lead.staff, lead.confirmed_at, shift.ended_at is not None) == (house.noor, None, True)
    again = kit.sends(address, look=1, **{**fields, "off": "", "version": 2})
    assert list(again.context["form"].errors) == ["on"]
    nobody = kit.sends(address, look=1, off="", on="", part="second", version=2)
    assert nobody.context["form"].errors == {"on": ["Choose who goes off, who comes on, or both."]}


def test_an_evening_whose_lobby_is_open_is_changed_from_its_room(house: House, cohort: Cohort) -> None:
    first, now, kit = session(cohort, 1), timezone.now(), Visitor(house.kit)
    begun = planning.times(now + timedelta(minutes=9), 60)
    Session.objects.filter(pk=first.pk).update(
        opens_at=begun.opens_at, starts_at=begun.starts_at, ends_at=begun.ends_at, closes_at=begun.closes_at
    )
    for what in ("move", "cancel"):
        assert (
            "The lobby of this evening is open"
            in kit.sees(f"/desk/evenings/{first.public_id}/{what}/").content.decode()
        )
    with pytest.raises(TooLate):
        cancel_session(house.kit, first, 1)
    fields = {"off": house.ali.public_id, "on": house.noor.public_id, "part": "second", "version": 1}
    assert kit.looks_then(f"/desk/evenings/{first.public_id}/staff/", "do", **fields).status_code == 303


def test_changing_a_cohort_keeps_what_the_first_one_saved(house: House, cohort: Cohort) -> None:
    kit, other = Visitor(house.kit), Visitor(house.kit)
    address = f"/desk/cohorts/{cohort.public_id}/change/"
    fields = {"name": "", "age_from": 14, "age_to": 16, "capacity": 8, "contact_policy": "optional", "version": 1}
    assert other.sends(address, **{**fields, "capacity": 6}).status_code == 303
    late = kit.sends(address, **{**fields, "name": "Autumn"})
    assert late.status_code == 409
    assert "Somebody else changed this cohort meanwhile" in late.content.decode()
    assert 'value="Autumn"' in late.content.decode()
    cohort.refresh_from_db()
    assert (cohort.capacity, cohort.name, cohort.version) == (6, "", 2)
    assert [(act.about.get("what"), act.about.get("to")) for act in cohort.acts.order_by("number")][1:] == [
        ("capacity", 6)
    ]
    take_seat(cohort, "Teal Otter", timezone.now())
    take_seat(cohort, "Amber Heron", timezone.now())
    few = kit.sends(address, **{**fields, "capacity": 1, "version": 2})
    assert few.context["form"].errors == {"capacity": ["More places than that are taken already."]}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_one_wins_and_nothing_is_lost() -> None:
    house = planned.house()
    cohort = planned.cohort(house)
    third, start = session(cohort, 3), threading.Barrier(3)
    results: list[str] = []

    def move() -> None:
        start.wait()
        try:
            move_session(house.kit, third, third.starts_at + timedelta(days=1), 1)
            results.append("moved")
        except ChangedMeanwhile:
            results.append("told")
        connection.close()

    threads = [threading.Thread(target=move) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert sorted(results) == ["moved", "told", "told"]
    assert verbs(cohort) == ["cohort_planned", "session_moved"]


@pytest.mark.django_db(transaction=True)
def test_a_move_waits_for_whatever_the_session_is_deciding() -> None:
    house = planned.house()
    cohort = planned.cohort(house)
    first, done = session(cohort, 1), threading.Event()

    def move() -> None:
        move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
        done.set()
        connection.close()

    with transaction.atomic():
        Session.objects.filter(pk=first.pk).locked()
        moving = threading.Thread(target=move)
        moving.start()
        assert not done.wait(0.3)
    moving.join(10)
    assert done.is_set()


def test_a_young_person_sees_what_was_moved_and_what_is_not_on(house: House, cohort: Cohort) -> None:
    now = timezone.now()
    seat = take_seat(cohort, "Teal Otter", now).seat
    opened = open_for(seat, now)
    page = Client()
    page.cookies.load({access.cookie_name(opened.sign_in.public_id): opened.token})
    first, second = planned.sessions(cohort)[:2]
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    moved = f"{(first.starts_at + timedelta(days=1)).astimezone(planned.LONDON):%A %-d %B}"
    assert f"<strong>{moved}</strong>" in page.get("/mine/").content.decode()
    cancel_session(house.kit, first, 2)
    said = page.get("/mine/").content.decode()
    assert f"<strong>{moved}</strong>: We do not meet on this evening." in said
    assert f"<strong>{second.starts_at.astimezone(planned.LONDON):%A %-d %B}</strong>, " in said


@pytest.mark.parametrize(("at", "refused"), [("17:20", True), ("18:30", True), ("19:50", True), ("20:00", False)])
def test_a_group_never_has_two_evenings_open_at_one_moment(
    house: House, cohort: Cohort, at: str, refused: bool
) -> None:
    third, fifth = session(cohort, 3), session(cohort, 5)
    kit, address = Visitor(house.kit), f"/desk/evenings/{third.public_id}/move/"
    day = fifth.starts_at.astimezone(planned.LONDON).date()
    shown = kit.sends(address, look=1, day=day, at=at, version=1)
    said = "Week 5 of this group is open then" in shown.content.decode()
    assert (shown.status_code, said) == ((422, True) if refused else (200, False))
    starts, _ = planning.moment(day, time.fromisoformat(at), planned.LONDON)
    if refused:
        with pytest.raises(Overlaps):
            move_session(house.kit, third, starts, 1)
        assert verbs(cohort) == ["cohort_planned"]
        cancel_session(house.kit, fifth, 1)
    move_session(house.kit, third, starts, Cohort.objects.get(pk=cohort.pk).version)
    assert session(cohort, 3).starts_at == starts
