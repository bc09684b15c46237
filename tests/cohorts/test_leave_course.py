"""Leaving the course: one press, a day to think again, and then nothing opens it any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cohorts import access, actions
from cohorts.actions.leave_course import let_go
from cohorts.actions.welcomes import offer_welcomes, pick_welcome, take_back_offer
from cohorts.models import Contact, ContactPurpose, MoveWish, Seat, SignIn
from tests import cast
from tests.cohorts.doors import badges, browser, submit
from tests.cohorts.seen import text

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)


def test_everything_ends_at_once_and_the_place_rests() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    assert access.standing(access.badges(dict([evening.cookie(evening.badger).split("=", 1)])), now)
    assert actions.leave_course(evening.badger, now) == now + DAY
    assert actions.leave_course(evening.badger, now) is None
    assert not access.standing(access.badges(dict([evening.cookie(evening.badger).split("=", 1)])), now)
    assert actions.free_numbers(evening.cohort, now + DAY - timedelta(seconds=1)) == []
    assert actions.free_numbers(evening.cohort, now + DAY) == [evening.badger.number]


def test_nobody_gets_the_name_before_its_holder_has_gone_for_good() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    actions.withdraw(evening.moth, now)
    actions.leave_course(evening.badger, now)
    with pytest.raises(actions.NameTaken):
        actions.take_seat(evening.cohort, "green badger", now)
    assert actions.take_seat(evening.cohort, "green badger", now + DAY).seat.number == evening.badger.number


def test_one_press_brings_everything_back(settings: Settings) -> None:
    settings.LEAVE_UNDO_HOURS = 2
    evening, now = cast.evening("waiting"), timezone.now()
    link = actions.issue_link(evening.badger)
    actions.leave_course(evening.badger, now)
    assert not actions.come_back(evening.badger, now + timedelta(hours=2))
    assert actions.come_back(evening.badger, now + timedelta(hours=1))
    assert not actions.come_back(evening.badger, now + timedelta(hours=1))
    assert access.standing(access.badges(dict([evening.cookie(evening.badger).split("=", 1)])), now)
    assert actions.spend_link(link, now)
    assert Seat.objects.get(pk=evening.badger.pk).number == evening.badger.number


def test_a_seat_taken_away_is_not_left_by_choice() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    actions.withdraw(evening.badger, now)
    assert not actions.come_back(evening.badger, now)
    assert actions.sign_in_by_code(evening.code(evening.badger), now) is None


def test_after_the_day_nothing_opens_it_and_nothing_is_left_to_open() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    actions.issue_link(evening.badger)
    actions.wish_to_move(evening.badger, now)
    for seat in (evening.badger, evening.otter):
        actions.keep_contact(seat, ContactPurpose.REMINDERS, "badger@example.org", now, "1")
    actions.leave_course(evening.badger, now)
    assert let_go(now + DAY - timedelta(seconds=1)) == 0
    assert evening.badger.contacts.exists()
    assert (let_go(now + DAY), let_go(now + DAY)) == (1, 0)
    gone = Seat.objects.get(pk=evening.badger.pk)
    assert (gone.returns_until, gone.link_digest, gone.code_digest[:4]) == (None, None, "gone")
    assert not SignIn.objects.filter(seat=gone, ended_at__isnull=True).exists()
    assert not MoveWish.objects.filter(seat=gone).exists()
    assert [one.seat for one in Contact.objects.all()] == [evening.otter]
    assert Seat.objects.get(pk=evening.otter.pk).code_digest == evening.otter.code_digest


def test_on_the_page_it_is_one_press_there_and_one_back() -> None:
    evening = cast.evening()
    client = browser(evening, evening.badger)
    answer = submit(client, "/mine/end/", on="/mine/")
    assert (answer.status_code, answer["Location"]) == (303, "/mine/")
    page = client.get("/mine/").content.decode()
    assert "You have left the course" in page
    assert client.get(f"/rooms/{evening.session.public_id}/").status_code != 200
    answer = submit(client, "/mine/back/", on="/mine/")
    assert answer["Location"] == "/mine/"
    assert "Hello, Green Badger" in client.get("/mine/").content.decode()


def test_the_words_lead_to_the_way_back_and_no_further() -> None:
    evening, client = cast.evening(), browser()
    actions.leave_course(evening.badger, timezone.now())
    assert submit(client, "/in/", {"code": evening.code(evening.badger)})["Location"] == "/mine/"
    assert "Take me back" in client.get("/mine/").content.decode()
    assert submit(client, "/mine/end/", on="/mine/").status_code == 303
    assert Seat.objects.returnable(timezone.now()).get() == evening.badger


def test_leaving_the_page_ends_the_way_back_in_this_browser() -> None:
    evening = cast.evening()
    client = browser(evening, evening.badger)
    actions.leave_course(evening.badger, timezone.now())
    client.post("/leave/", headers={"sec-fetch-site": "same-origin"})
    assert badges(client) == []
    assert SignIn.objects.get(public_id=evening.as_id(evening.badger)).ended_at


def test_nobody_else_is_brought_back_or_sent_away() -> None:
    evening = cast.evening()
    actions.leave_course(evening.badger, timezone.now())
    for client in (browser(), browser(evening, evening.otter), browser(evening, evening.counsellor)):
        client.handler.enforce_csrf_checks = False
        client.post("/mine/back/")
    assert Seat.objects.returnable(timezone.now()).get() == evening.badger
    for client in (browser(), browser(evening, evening.counsellor)):
        client.handler.enforce_csrf_checks = False
        assert client.post("/mine/end/").status_code == 303
    assert Seat.objects.held().filter(cohort=evening.cohort).count() == 7


def test_whoever_leaves_reads_that_their_welcome_goes_to_somebody_else_and_picks_it_again_if_it_is_free() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    badger = browser(evening, evening.badger)
    assert "to say hello" not in text(badger.get("/mine/").content)
    at = now + timedelta(hours=3)
    (slot,) = offer_welcomes(evening.coordinator, evening.cohort, evening.counsellor, [at], 20)
    goes = "Somebody else can have the time you picked to say hello as soon as you leave."
    assert goes not in text(badger.get("/mine/").content), "nothing was picked"
    pick_welcome(evening.badger, slot, now)
    assert goes in text(badger.get("/mine/").content)
    submit(badger, "/mine/end/", on="/mine/")
    assert "If you had picked a time to say hello, somebody else can have it now." in text(badger.get("/mine/").content)
    submit(badger, "/mine/back/", on="/mine/")
    assert submit(badger, "/mine/welcome/", {"slot": slot.public_id}, on="/mine/").status_code == 303
    slot.refresh_from_db()
    assert slot.seat == evening.badger
    submit(badger, "/mine/end/", on="/mine/")
    take_back_offer(evening.coordinator, slot)
    assert "to say hello" not in text(badger.get("/mine/").content), "no time is offered any more"
