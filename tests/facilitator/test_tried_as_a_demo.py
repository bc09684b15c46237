"""Whoever is of a demo that is off counts on no evening of the house, though they were planned for it before."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import Settings

from chat.store import Store
from cohorts import actions
from cohorts.actions.shifts import decline
from cohorts.models import Kind, Session, Staff, Telling
from facilitator.actions import signing
from tests import cast
from tests.cohorts.doors import browser
from tests.facilitator.calling import seen

pytestmark = pytest.mark.django_db
TONIGHT, DESK = "/staff/", "/desk/"
NO_LEAD, NO_SECOND = "Nobody leads this evening.", "There is no second facilitator."


@pytest.fixture
def evening() -> cast.Evening:
    """One for which two are needed, and whose volunteer, Ali, is of a demo."""
    found = cast.evening("waiting")
    Session.objects.filter(pk=found.session.pk).update(least_staff=2)
    Staff.objects.filter(pk=found.volunteer.pk).update(demo=True)
    return found


def test_neither_the_desk_nor_the_page_of_tonight_has_them_for_staff(evening: cast.Evening, settings: Settings) -> None:
    kit, sam = browser(evening, evening.coordinator), browser(evening, evening.counsellor)
    Session.objects.exclude(pk=evening.session.pk).update(cancelled_at=timezone.now())
    settings.DEMO = True
    assert NO_SECOND not in seen(kit, DESK)
    assert "Ali second" in seen(sam, TONIGHT)
    settings.DEMO = False
    assert NO_SECOND in seen(kit, DESK)
    assert NO_LEAD not in seen(kit, DESK)
    assert "Ali second" not in seen(sam, TONIGHT)
    assert "Sam (you) leads" in seen(sam, TONIGHT)


@pytest.mark.parametrize("demo", [True, False])
def test_whoever_falls_ill_beside_them_leaves_too_few_and_is_told_of(
    evening: cast.Evening, settings: Settings, demo: bool
) -> None:
    settings.DEMO = demo
    Session.objects.filter(pk=evening.session.pk).update(least_staff=1)
    decline(evening.counsellor, evening.session.shifts.get(staff=evening.counsellor))
    told = Telling.objects.filter(kind=Kind.SHORT)
    assert told.filter(staff=evening.coordinator).exists() is not demo
    assert not told.filter(staff=evening.volunteer).exists()


@pytest.mark.parametrize("demo", [True, False])
def test_nobody_waits_for_their_signature_after_the_evening(settings: Settings, demo: bool) -> None:
    over, settings.DEMO = cast.evening("over"), demo
    Staff.objects.filter(pk=over.volunteer.pk).update(demo=True)
    assert [one.name for one in signing.owed(over.session)] == (["Sam", "Ali"] if demo else ["Sam"])
    jo = browser(over, over.lead)
    assert ("Ali" in seen(jo, f"/staff/evenings/{over.session.public_id}/after/")) is demo


@pytest.mark.parametrize("demo", [True, False])
def test_in_the_room_they_neither_lead_nor_are_waited_for(
    evening: cast.Evening, settings: Settings, demo: bool
) -> None:
    settings.DEMO = demo
    here, store = evening.session, Store()
    roster = store.rosters([here.pk]).get()[here.pk]
    sam, ali = (roster[f"staff:{one.public_id}"] for one in evening.facilitators)
    assert (sam.left, ali.left) == (False, not demo)


def test_a_young_person_may_be_called_what_they_were(evening: cast.Evening, settings: Settings) -> None:
    now = timezone.now()
    actions.withdraw(evening.badger, now)
    settings.DEMO = True
    with pytest.raises(actions.NameTaken):
        actions.take_seat(evening.cohort, "Ali", now)
    settings.DEMO = False
    assert actions.take_seat(evening.cohort, "Ali", now).seat.name == "Ali"
