"""Whoever asks for support after an evening: who is written to, until one of them answers, and nobody twice."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from cohorts.actions.support import HANDS, answer_support, called, tell_support
from cohorts.models import Act, Away, OnCallSpan, Role, Staff, SupportCall
from cohorts.on_call import Post
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.cohorts.newcomer import begun
from tests.cohorts.planned import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> cast.Evening:
    """An evening that is over."""
    return cast.evening("over")


def _page(evening: cast.Evening) -> str:
    return f"/staff/evenings/{evening.session.public_id}/after/"


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_for_support_is_told_to_the_lead_until_somebody_answers(
    evening: cast.Evening, settings: Settings
) -> None:
    settings.POST_IS_SET_UP = True
    Staff.objects.filter(pk=evening.lead.pk).update(email="jo@example.org")
    sam, jo = browser(evening, evening.counsellor), browser(evening, evening.lead)
    for _ in range(2):
        assert submit(sam, f"{_page(evening)}support/", on=_page(evening)).status_code == 303
    call = SupportCall.objects.get()
    assert Act.objects.filter(verb="support_asked").count() == 1
    assert _told(call.asked_at) == 1
    assert _told(call.asked_at + timedelta(minutes=5)) == 0
    assert _told(call.asked_at + timedelta(minutes=16)) == 1
    assert [letter.to for letter in mail.outbox] == [["jo@example.org"]] * 2
    assert "Sam asks for support tonight" in mail.outbox[0].body
    assert "Nobody has yet" in sam.get(_page(evening)).content.decode()
    assert "I am with Sam" in jo.get("/desk/").content.decode()
    assert submit(jo, f"/desk/support/{call.public_id}/", on="/desk/").status_code == 303
    assert "Jo read at" in sam.get(_page(evening)).content.decode()
    assert _told(call.asked_at + timedelta(hours=1)) == 0
    assert "I am with Sam" not in jo.get("/desk/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_whoever_is_on_call_is_told_too_and_opens_the_page_but_nobody_who_is_away_or_asks(
    evening: cast.Evening, settings: Settings
) -> None:
    settings.POST_IS_SET_UP = True
    theo, uma = cast.staff("Theo", Role.COUNSELLOR), cast.staff("Uma", Role.LEAD)
    for one in (theo, uma, evening.lead, evening.counsellor, evening.coordinator):
        Staff.objects.filter(pk=one.pk).update(email=f"{one.name.lower()}@example.org")
    now = timezone.now()
    around = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    OnCallSpan.objects.create(post=Post.ON_CALL, staff=theo, **around)
    OnCallSpan.objects.create(post=Post.DEPUTY, staff=evening.counsellor, **around)
    Away.objects.create(staff=uma, **around)
    sam = browser(evening, evening.counsellor)
    assert submit(sam, f"{_page(evening)}support/", on=_page(evening)).status_code == 303
    call = SupportCall.objects.get()
    page = f"/desk/support/{call.public_id}/"
    assert _told(call.asked_at) == 1
    assert [letter.to for letter in mail.outbox] == [["jo@example.org"], ["theo@example.org"]]
    assert page in mail.outbox[1].body
    OnCallSpan.objects.filter(staff=theo).update(ends_at=timezone.now())
    on_call = Visitor(theo)
    assert "I am with Sam" in on_call.sees(page).content.decode()
    for other in (evening.volunteer, evening.counsellor):
        assert browser(evening, other).get(page).status_code == 404
    assert on_call.sends(page).status_code == 303
    assert "Theo is with Sam." in on_call.sees(page).content.decode()
    assert "Theo read at" in sam.get(_page(evening)).content.decode()


def test_without_anybody_on_call_the_coordinators_are_told_and_without_them_a_lead_who_is_away(
    evening: cast.Evening,
) -> None:
    for one in (evening.lead, evening.coordinator):
        Staff.objects.filter(pk=one.pk).update(email=f"{one.name.lower()}@example.org")
    now = timezone.now()
    call = SupportCall.objects.create(session=evening.session, staff=evening.volunteer, asked_at=now, next_at=now)
    assert called(call, now) == [evening.lead]
    Away.objects.create(staff=evening.lead, starts_at=now, ends_at=now + timedelta(hours=1))
    assert called(call, now) == [evening.coordinator]
    Staff.objects.filter(pk=evening.coordinator.pk).update(left_at=now)
    assert called(call, now) == [evening.lead]


def test_no_call_waits_for_a_lead_who_never_finished_setting_up(evening: cast.Evening) -> None:
    now = timezone.now()
    Staff.objects.filter(pk=evening.lead.pk).update(left_at=now)
    Staff.objects.filter(pk=evening.coordinator.pk).update(email="kit@example.org")
    begun("Max", Role.LEAD, now)
    call = SupportCall.objects.create(session=evening.session, staff=evening.volunteer, asked_at=now, next_at=now)
    assert called(call, now) == [evening.coordinator]


@pytest.mark.django_db(transaction=True)
def test_with_a_slow_post_nobody_is_told_twice_and_nobody_more_once_one_answered(
    evening: cast.Evening, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.POST_IS_SET_UP = True
    leads = [evening.lead, *(cast.staff(name, Role.LEAD) for name in ("Uma", "Theo"))]
    for one in leads:
        Staff.objects.filter(pk=one.pk).update(email=f"{one.name.lower()}@example.org")
    now = timezone.now()
    call = SupportCall.objects.create(session=evening.session, staff=evening.counsellor, asked_at=now, next_at=now)
    sent: list[str] = []

    def slow(to: str, *_: str) -> None:
        """A letter takes a minute, in which another loop looks."""
        sent.append(to)
        assert tell_support(now + timedelta(minutes=len(sent), seconds=1)) == 0
        if len(sent) == len(leads) - 1:
            answer_support(call, evening.lead, now)

    monkeypatch.setattr("cohorts.post.send", slow)
    assert _told(now) == 1
    assert sent == ["jo@example.org", "uma@example.org"]


def _told(now: datetime) -> int:
    told = tell_support(now)
    assert HANDS.settled(10)
    return told
