"""One-to-one welcomes: offered by staff, picked by one young person, looked into by a partner or the lead."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions
from cohorts.actions.nights import TooLate
from cohorts.actions.shifts import confirm, decline
from cohorts.actions.welcomes import (
    ComesTooLate,
    NotForThem,
    SlotGone,
    WorksThen,
    give_back_welcome,
    look_in,
    may_look_in,
    offer_welcomes,
    open_slots,
    pick_welcome,
    take_back_offer,
)
from cohorts.join import places
from cohorts.models import Act, Role, Session, Shift
from cohorts.models.session import Kind
from tests import cast
from tests.cast import Evening

SOON = timedelta(hours=3)


def offered(evening: Evening, *at: timedelta) -> list[Session]:
    """Times at which the counsellor would welcome one of the cohort, each so far from now."""
    now = timezone.now()
    return offer_welcomes(evening.coordinator, evening.cohort, evening.counsellor, [now + each for each in at], 20)


def begun(slot: Session) -> Session:
    """The same welcome, on now."""
    now = timezone.now()
    minutes = (timedelta(minutes=each) for each in (-10, -5, 15, 20))
    times = dict(zip(("opens_at", "starts_at", "ends_at", "closes_at"), (now + each for each in minutes), strict=True))
    Session.objects.filter(pk=slot.pk).update(**times)
    slot.refresh_from_db()
    return slot


@pytest.mark.django_db
def test_a_time_is_offered_once_and_led_by_whoever_offers_it() -> None:
    evening = cast.evening("waiting")
    slot, later = offered(evening, SOON, 2 * SOON)
    starts = [slot.starts_at, later.starts_at]
    assert offer_welcomes(evening.coordinator, evening.cohort, evening.counsellor, starts, 20) == []
    shift = Shift.objects.get(session=slot)
    assert (shift.staff, shift.leading, shift.confirmed_at) == (evening.counsellor, True, None)
    assert slot.closes_at - slot.opens_at == timedelta(minutes=30)
    act = Act.objects.get(verb="welcomes_offered")
    assert (act.by, act.about["count"]) == (evening.coordinator, 2)


@pytest.mark.django_db
def test_nobody_offers_a_time_at_which_they_are_somewhere_else() -> None:
    evening = cast.evening("waiting")
    there = cast.session(cast.cohort(), "waiting", timezone.now() + timedelta(days=1))
    shift = cast.shift(there, evening.counsellor)
    during, after = there.starts_at - timezone.now(), there.closes_at - timezone.now() + timedelta(minutes=6)
    with pytest.raises(WorksThen) as busy:
        offered(evening, SOON, during)
    assert (busy.value.other, busy.value.starts_at.minute) == (there, there.starts_at.minute)
    assert not Session.objects.welcomes().exists(), "none of them is offered"
    (slot,) = offered(evening, after)
    with pytest.raises(WorksThen):
        offered(evening, after + timedelta(minutes=10))
    take_back_offer(evening.coordinator, slot)
    Shift.objects.filter(pk=shift.pk).update(ended_at=timezone.now())
    assert len(offered(evening, during, after + timedelta(minutes=10))) == 2


@pytest.mark.django_db
def test_a_welcome_is_over_before_the_last_evening_on_which_somebody_may_be_new(settings: Settings) -> None:
    evening = cast.evening("waiting")
    settings.JOIN_UNTIL_WEEK = 3
    before = evening.session.opens_at - timezone.now() - timedelta(minutes=26)
    with pytest.raises(ComesTooLate) as late:
        offered(evening, before, before + timedelta(minutes=5))
    assert late.value.opens_at == evening.session.opens_at
    assert len(offered(evening, before)) == 1
    settings.JOIN_UNTIL_WEEK = 2
    assert len(offered(evening, 24 * SOON)) == 1, "no evening of this cohort is one to be new on"


@pytest.mark.django_db
def test_a_facilitator_who_offers_their_own_time_has_said_yes_to_it() -> None:
    evening = cast.evening("waiting")
    (slot,) = offer_welcomes(
        evening.volunteer, evening.cohort, evening.volunteer, [timezone.now() + SOON], 15
    )  # fmt: skip
    assert Shift.objects.get(session=slot).confirmed_at is not None


@pytest.mark.django_db
def test_a_welcome_is_for_whoever_picked_it_and_for_nobody_else_of_the_cohort() -> None:
    evening = cast.evening("waiting")
    (slot,) = offered(evening, SOON)
    assert not evening.otter.belongs_to(slot)
    mine = pick_welcome(evening.otter, slot, timezone.now())
    assert evening.otter.belongs_to(mine)
    assert not any(seat.belongs_to(mine) for seat in (*evening.seats[1:], evening.stranger))
    assert list(open_slots(evening.cohort, timezone.now())) == []
    assert slot in Session.objects.for_seat(evening.otter)
    assert slot not in Session.objects.for_seat(evening.heron)
    begun(slot)
    assert places.next_session(evening.otter, timezone.now()) == slot
    assert places.next_session(evening.heron, timezone.now()) == evening.session


@pytest.mark.django_db
def test_picking_another_time_gives_the_first_one_back() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    first, second = offered(evening, SOON, 2 * SOON)
    pick_welcome(evening.otter, first, now)
    pick_welcome(evening.otter, second, now)
    assert list(open_slots(evening.cohort, now)) == [first]
    assert pick_welcome(evening.heron, first, now).seat == evening.heron
    with pytest.raises(SlotGone):
        pick_welcome(evening.otter, first, now)
    second.refresh_from_db()
    assert second.seat == evening.otter, "what was picked before stays"


@pytest.mark.django_db
def test_what_is_given_back_is_open_again_until_its_door_opens() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offered(evening, SOON)
    pick_welcome(evening.otter, slot, now)
    assert give_back_welcome(evening.otter, now)
    assert not give_back_welcome(evening.otter, now)
    assert list(open_slots(evening.cohort, now)) == [slot]
    pick_welcome(evening.otter, slot, now)
    begun(slot)
    assert not give_back_welcome(evening.otter, timezone.now())
    slot.refresh_from_db()
    assert slot.seat == evening.otter


@pytest.mark.django_db
def test_a_time_that_is_over_withdrawn_or_of_another_cohort_cannot_be_picked() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    slot, taken_back = offered(evening, SOON, 2 * SOON)
    take_back_offer(evening.coordinator, taken_back)
    assert Act.objects.filter(verb="welcome_taken_back", session=taken_back, by=evening.coordinator).exists()
    for who, when in ((evening.otter, taken_back), (evening.stranger, slot), (evening.otter, begun(slot))):
        with pytest.raises(SlotGone):
            pick_welcome(who, when, now)
    with pytest.raises(TooLate):
        take_back_offer(evening.coordinator, slot)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["said no", "left", "another role", "off", "only watches"])
def test_a_time_is_not_on_offer_while_nobody_would_be_there(how: str) -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offered(evening, SOON)
    assert list(open_slots(evening.cohort, now)) == [slot]
    shift = Shift.objects.get(session=slot)
    if how == "said no":
        decline(evening.counsellor, shift)
    elif how == "left":
        actions.leave_staff(evening.counsellor, now)
    elif how == "another role":
        actions.change_role(evening.counsellor, Role.COORDINATOR, now)
    elif how == "off":
        actions.remove_from_shift(slot, evening.counsellor)
    else:
        Shift.objects.filter(pk=shift.pk).update(leading=False, watching=True)
    assert list(open_slots(evening.cohort, now)) == []
    with pytest.raises(SlotGone):
        pick_welcome(evening.otter, slot, now)
    cast.shift(slot, evening.volunteer)
    assert pick_welcome(evening.otter, slot, now).seat == evening.otter, "somebody else would be there by now"


@pytest.mark.django_db
def test_whoever_said_no_and_comes_after_all_offers_their_time_again() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offered(evening, SOON)
    shift = Shift.objects.get(session=slot)
    decline(evening.counsellor, shift)
    confirm(evening.counsellor, shift)
    assert list(open_slots(evening.cohort, now)) == [slot]


@pytest.mark.django_db
def test_a_seat_given_up_gives_its_welcome_back() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offered(evening, SOON)
    pick_welcome(evening.badger, slot, now)
    actions.withdraw(evening.badger, now)
    assert list(open_slots(evening.cohort, now)) == [slot]
    with pytest.raises(SlotGone):
        pick_welcome(evening.badger, slot, now)


@pytest.mark.django_db(transaction=True)
def test_eight_who_reach_for_one_time_leave_it_with_one_of_them() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offered(evening, SOON)
    got = race(evening, slot, now)
    assert sorted(got) == [False] * 7 + [True]
    slot.refresh_from_db()
    assert slot.seat == evening.seat(got.index(True) + 1)


@pytest.mark.django_db
def test_a_partner_and_the_lead_look_in_where_everybody_sees_them() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offered(evening, SOON)
    pick_welcome(evening.otter, slot, now)
    with pytest.raises(TooLate):
        look_in(evening.lead, slot)
    begun(slot)
    for who in (evening.volunteer, evening.lead):
        shift = look_in(who, slot)
        assert (shift.watching, shift.leading) == (True, False)
        assert look_in(who, slot) == shift
    looked = Act.objects.filter(verb="welcome_looked_into", session=slot)
    assert [act.by for act in looked] == [evening.volunteer, evening.lead]


@pytest.mark.django_db
def test_nobody_else_looks_into_a_welcome_and_nobody_into_an_evening_this_way() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    (slot,) = offered(evening, SOON)
    pick_welcome(evening.otter, slot, now)
    begun(slot)
    elsewhere = cast.staff("Noor", Role.VOLUNTEER)
    cast.shift(evening.elsewhere, elsewhere)
    assert may_look_in(evening.volunteer, slot)
    for who in (evening.coordinator, elsewhere):
        with pytest.raises(NotForThem):
            look_in(who, slot)
    assert not may_look_in(evening.lead, evening.session)


@pytest.mark.django_db
def test_an_evening_has_no_seat_of_its_own() -> None:
    evening = cast.evening()
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=evening.session.pk).update(seat=evening.otter)
    Session.objects.filter(pk=evening.session.pk).update(kind=Kind.WELCOME, seat=evening.otter)


def race(evening: Evening, slot: Session, now: datetime) -> list[bool]:
    """Let all eight pick at the same moment; return who got it."""
    gate = threading.Barrier(len(evening.seats))

    def reach(number: int) -> bool:
        gate.wait()
        try:
            return pick_welcome(evening.seat(number), slot, now).seat_id is not None
        except SlotGone:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(len(evening.seats)) as pool:
        return list(pool.map(reach, range(1, 9)))
