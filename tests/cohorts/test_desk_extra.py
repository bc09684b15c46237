"""One evening more at the end of a course: in place of one that is cancelled, or for one that was none, once."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from cohorts import attendance, planning
from cohorts.actions import take_seat
from cohorts.actions.nights import TooLate, cancel_session, make_up, move_session
from cohorts.models import Cohort, Kind, Session, Telling
from tests.cohorts import planned
from tests.cohorts.attended import held, there
from tests.cohorts.planned import House, Visitor
from tests.cohorts.test_desk_nights import cohort, house, on, session, verbs

__all__ = ["cohort", "house"]


def test_cancelling_with_an_extra_evening_leaves_nothing_of_the_course_out(house: House, cohort: Cohort) -> None:
    before = planned.sessions(cohort)
    kit, third = Visitor(house.kit), session(cohort, 3)
    page = kit.sees(f"/desk/evenings/{third.public_id}/cancel/")
    extra = page.context["extra"]
    assert extra.day > before[-1].starts_at.date()
    assert kit.sends(f"/desk/evenings/{third.public_id}/cancel/", extra="yes", version=1).status_code == 303
    after = planned.sessions(cohort)
    assert [(one.week.number, one.cancelled_at is not None) for one in after] == [
        (1, False), (2, False), (3, True), (3, False), (4, False), (5, False), (6, False), (7, False),
    ]  # fmt: skip
    assert after[-1].starts_at == extra.starts_at
    assert [one.starts_at for one in after[:7]] == [one.starts_at for one in before]
    assert on(after[-1]) == {"Sam", "Ali"}
    assert cohort.sessions.planned().count() == 7
    assert verbs(cohort)[-1] == "session_cancelled"


def test_an_extra_evening_comes_a_week_after_the_last_also_if_that_was_moved_to_the_day_before(
    house: House, cohort: Cohort
) -> None:
    third, last = session(cohort, 3), session(cohort, 7)
    move_session(house.kit, last, last.starts_at - timedelta(days=1), 1)
    page = Visitor(house.kit).sees(f"/desk/evenings/{third.public_id}/cancel/")
    free = last.starts_at.astimezone(planned.LONDON).date()
    assert page.context["extra"].day >= free + timedelta(days=7)


def test_an_extra_evening_across_the_clock_change_keeps_the_local_time(house: House) -> None:
    first = planning.nearest(date(timezone.now().year + 1, 2, 11), 3)
    cohort = planned.cohort(house, first=first)
    last = planned.sessions(cohort)[-1]
    page = Visitor(house.kit).sees(f"/desk/evenings/{last.public_id}/cancel/")
    assert page.context["extra"].starts_at.astimezone(planned.LONDON).time() == time(18, 30)
    new = cancel_session(house.kit, last, 1, page.context["extra"])
    assert new is not None
    assert new.week.number == 7


@pytest.fixture
def begun(house: House) -> Cohort:
    """Three evenings are over. Two came to the first and the second."""
    found = planned.cohort(house, first=planned.begun(3))
    first, second, _ = planned.sessions(found)[:3]
    for name in ("Teal Otter", "Amber Heron"):
        take_seat(found, name, first.opens_at - timedelta(days=1))
    for one in (first, second):
        held(one)
        there(one, 1)
        there(one, 2)
    return found


def weeks(of: Cohort) -> list[int]:
    return [one.week.number for one in planned.sessions(of)]


def made_up(kit: Visitor, address: str, version: int) -> int:
    """Look at the day on which an evening is added, then add it; how that is answered."""
    seen = kit.sees(address).context["extra"].starts_at.isoformat()
    return kit.sends(address, version=version, seen=seen).status_code


def test_an_evening_that_nobody_could_hold_is_made_up_for_once_at_the_end(house: House, begun: Cohort) -> None:
    kit, third, before = Visitor(house.kit), session(begun, 3), planned.sessions(begun)
    Session.objects.filter(pk=third.pk).update(outcome="not_held")
    cohort_page, address = f"/desk/cohorts/{begun.public_id}/", f"/desk/evenings/{third.public_id}/make-up/"
    shown = kit.sees(cohort_page).content.decode()
    assert shown.count("Make up for it") == shown.count(f'href="{address}') == 1
    page = kit.sees(address)
    assert page.context["extra"].day > before[-1].starts_at.date()
    assert made_up(kit, address, version=1) == 303
    assert weeks(begun) == [1, 2, 3, 3, 4, 5, 6, 7]
    after = planned.sessions(begun)
    third.refresh_from_db()
    assert (third.cancelled_at, third.outcome) == (None, "not_held")
    assert [one.starts_at for one in after[:7]] == [one.starts_at for one in before]
    assert (after[-1].starts_at, after[-1].was_at) == (page.context["extra"].starts_at, third.starts_at)
    assert on(after[-1]) == {"Sam", "Ali"}
    assert verbs(begun)[-1] == "session_made_up"
    told = Telling.objects.filter(kind=Kind.MOVED, session=after[-1])
    assert sorted(told.values_list("seat__number", flat=True)) == [1, 2]
    assert after[-1].untold
    shown = kit.sees(cohort_page).content.decode()
    assert "Make up for it" not in shown
    assert "an evening was added for it" in shown
    assert "There is nothing to make up for" in kit.sends(address, version=2).content.decode()
    with pytest.raises(TooLate):
        make_up(house.kit, third, 2, page.context["extra"])
    assert len(weeks(begun)) == 8


def test_an_evening_put_off_for_the_one_who_came_is_made_up_for_and_one_that_two_came_to_is_not(
    house: House, begun: Cohort
) -> None:
    kit, third = Visitor(house.kit), session(begun, 3)
    held(third)
    there(third, 1)
    address = f"/desk/evenings/{third.public_id}/make-up/"
    assert "One young person came." in kit.sees(address).content.decode()
    there(third, 2)
    assert "There is nothing to make up for" in kit.sees(address).content.decode()
    assert "There is nothing to make up for" in kit.sends(address, version=1).content.decode()
    coming = f"/desk/evenings/{session(begun, 4).public_id}/make-up/"
    assert "There is nothing to make up for" in kit.sends(coming, version=1).content.decode()
    assert weeks(begun) == [1, 2, 3, 4, 5, 6, 7]


def test_what_is_made_up_for_late_says_which_weeks_come_out_of_order(house: House) -> None:
    begun = planned.cohort(house, first=planned.begun(3))
    page = Visitor(house.kit).sees(f"/desk/evenings/{session(begun, 2).public_id}/make-up/")
    assert "Week 2 would then be out of order with week 3." in [one.words for one in page.context["cautions"]]


def test_two_evenings_that_were_lost_are_made_up_for_in_the_order_of_the_course(house: House) -> None:
    begun = planned.cohort(house, first=planned.begun(4))
    Session.objects.filter(cohort=begun, week__number__in=(3, 4)).update(outcome="not_held")
    kit, before = Visitor(house.kit), planned.sessions(begun)
    for version, (number, comes) in enumerate({3: 4, 4: 5}.items(), 1):
        address = f"/desk/evenings/{before[number - 1].public_id}/make-up/"
        page = kit.sees(address)
        assert page.context["comes_at"] == before[comes].starts_at, "the evening that will have this week"
        assert "This week comes on " in page.content.decode()
        assert not [one for one in page.context["cautions"] if one.kind == "order"], "neither of the two was held"
        assert made_up(kit, address, version=version) == 303
    assert weeks(begun) == [1, 2, 3, 4, 3, 4, 5, 6, 7]


def test_the_last_evening_of_a_course_is_made_up_for_on_a_day_to_come(house: House) -> None:
    over = planned.cohort(house, first=planned.begun(9))
    address = f"/desk/evenings/{session(over, 7).public_id}/make-up/"
    assert made_up(Visitor(house.kit), address, version=1) == 303
    assert weeks(over) == [1, 2, 3, 4, 5, 6, 7, 7]
    assert planned.sessions(over)[-1].opens_at > timezone.now()


def test_what_is_no_longer_known_is_not_made_up_for_though_the_last_evening_was_to_be_later(house: House) -> None:
    over, kit = planned.cohort(house, first=planned.begun(10)), Visitor(house.kit)
    sixth, last = session(over, 6), session(over, 7)
    assert last.closes_at > timezone.now() - attendance.KEPT > sixth.closes_at
    Session.objects.filter(pk=last.pk).update(cancelled_at=sixth.closes_at)
    shown = kit.sees(f"/desk/cohorts/{over.public_id}/").content.decode()
    assert ("no longer kept" in shown, "not held" in shown, "Make up for it" in shown) == (True, False, False)
    address = f"/desk/evenings/{sixth.public_id}/make-up/"
    assert "There is nothing to make up for" in kit.sees(address).content.decode()


def test_no_evening_is_added_on_another_day_than_was_looked_at(house: House) -> None:
    over, kit = planned.cohort(house, first=planned.begun(9)), Visitor(house.kit)
    address = f"/desk/evenings/{session(over, 7).public_id}/make-up/"
    shown = kit.sees(address).context["extra"]
    before_midnight = (shown.starts_at - timedelta(weeks=1)).isoformat()
    again = kit.sends(address, version=1, seen=before_midnight)
    assert weeks(over) == [1, 2, 3, 4, 5, 6, 7]
    assert "It is another day than the one you saw. Please look again." in again.content.decode()
    assert f'name="seen" value="{shown.starts_at.isoformat()}"' in again.content.decode()
    assert made_up(kit, address, version=1) == 303
    assert planned.sessions(over)[-1].starts_at == shown.starts_at
