"""The welcomes of those who welcome: times of one's own, and a button to look in, for the lead and partners alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts.actions.welcomes import offer_welcomes, pick_welcome
from cohorts.models import Act, Role, Session, Shift
from tests import cast
from tests.cast import Evening
from tests.cohorts.doors import browser, submit
from tests.cohorts.planned import Visitor

pytestmark = pytest.mark.django_db
PAGE = "/welcomes/"
TIMES = ("opens_at", "starts_at", "ends_at", "closes_at")


def test_a_facilitator_offers_times_of_their_own_and_takes_one_back() -> None:
    evening = newly(cast.evening("waiting"))
    ali, sam = browser(evening, evening.volunteer), browser(evening, evening.counsellor)
    assert "None is offered at the moment." in ali.get(PAGE).content.decode()
    offer = f"/welcomes/offer/{evening.cohort.public_id}/"
    assert offer in ali.get(PAGE).content.decode()
    day = (timezone.now() + timedelta(days=3)).date().isoformat()
    wanted = {"day": day, "at": "17:00", "count": "2", "minutes": "20", "who": evening.counsellor.public_id}
    assert submit(ali, offer, {**wanted, "minutes": "5"}).status_code == 422
    assert submit(ali, offer, wanted).status_code == 303
    shifts = Shift.objects.filter(session__in=Session.objects.welcomes())
    assert {shift.staff for shift in shifts} == {evening.volunteer}, "whomever else the form names"
    assert all(shift.confirmed_at for shift in shifts)
    twice = submit(ali, offer, {**wanted, "at": "17:10"}).content.decode()
    assert "Ali works already at 17:10: One-to-one welcome" in twice
    slot = Session.objects.welcomes().order_by("starts_at")[0]
    back = f"/welcomes/{slot.public_id}/back/"
    assert back in ali.get(PAGE).content.decode()
    assert back not in sam.get(PAGE).content.decode()
    assert submit(sam, back, on="/shifts/").status_code == 404
    assert submit(ali, back, on=offer).status_code == 303
    assert Session.objects.welcomes().planned().count() == 1
    assert browser(evening, evening.lead).get(offer).status_code == 404, "the lead works none"


def test_a_partner_and_the_lead_look_in_by_a_button_while_it_is_on() -> None:
    evening = cast.evening("waiting")
    slot = picked(evening)
    look = f"/welcomes/{slot.public_id}/look/"
    lead, ali, sam = (browser(evening, who) for who in (evening.lead, evening.volunteer, evening.counsellor))
    assert all("Teal Otter" in one.get(PAGE).content.decode() for one in (lead, ali, sam))
    assert not any(look in one.get(PAGE).content.decode() for one in (lead, ali, sam)), "nobody is in there yet"
    begin(slot)
    assert look not in sam.get(PAGE).content.decode(), "whose own it is goes to the room"
    kit = browser(evening, evening.coordinator)
    assert [look in one.get("/staff/").content.decode() for one in (lead, ali, sam, kit)] == [True, True, False, False]
    console = f"/console/{slot.public_id}/"
    assert lead.get(console).status_code == 404
    for one in (lead, ali):
        assert look in one.get(PAGE).content.decode()
        assert submit(one, look, on="/staff/account/")["Location"].startswith(console)
        page = one.get(console).content.decode()
        assert 'data-role="watcher"' in page
        assert "You are looking in." in page
    assert "You are looking in." not in sam.get(console).content.decode()
    assert [act.by for act in Act.objects.filter(verb="welcome_looked_into")] == [evening.lead, evening.volunteer]


def test_nobody_else_finds_a_button_or_a_way_in() -> None:
    evening = cast.evening("waiting")
    slot = picked(evening)
    begin(slot)
    noor = cast.staff("Noor", Role.COUNSELLOR)
    cast.shift(evening.elsewhere, noor)
    elsewhere = Visitor(noor)
    assert "Teal Otter" not in elsewhere.sees(PAGE).content.decode()
    assert elsewhere.sends(f"/welcomes/{slot.public_id}/look/").status_code == 404
    assert browser(evening, evening.coordinator).get(PAGE).status_code == 404
    assert not Shift.objects.filter(session=slot, watching=True).exists()


def picked(evening: Evening) -> Session:
    """A welcome of the counsellor's, picked by otter."""
    now = timezone.now()
    (slot,) = offer_welcomes(evening.coordinator, evening.cohort, evening.counsellor, [now + timedelta(hours=5)], 20)
    return pick_welcome(evening.otter, slot, now)


def begin(slot: Session) -> None:
    """It is on now."""
    now = timezone.now()
    minutes = (timedelta(minutes=each) for each in (-10, -5, 15, 20))
    times = dict(zip(TIMES, (now + each for each in minutes), strict=True))
    Session.objects.filter(pk=slot.pk).update(**times)


def newly(evening: Evening) -> Evening:
    """The same, in a week from now and the first of its course, so that somebody may still be new to it."""
    evening.session.week.number = 1
    evening.session.week.save()
    later = {name: getattr(evening.session, name) + timedelta(days=7) for name in TIMES}
    Session.objects.filter(pk=evening.session.pk).update(**later)
    return evening
