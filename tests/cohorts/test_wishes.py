"""Knowing somebody in the group: a wish on one's own page, and what the desk does about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from cohorts import actions
from cohorts.models import Act, MoveWish, Role, Seat, Session
from tests import cast
from tests.cohorts import planned
from tests.cohorts.doors import browser, submit
from tests.cohorts.planned import Visitor

pytestmark = pytest.mark.django_db


def wished() -> tuple[cast.Evening, MoveWish]:
    """Badger wishes for another group on their page."""
    evening = cast.evening("waiting")
    client = browser(evening, evening.badger)
    assert "We look for another group" not in client.get("/mine/").content.decode()
    for _ in range(2):
        assert submit(client, "/mine/wish/", {"do": "wish"}, on="/mine/")["Location"] == "/mine/#known"
    assert "We look for another group" in client.get("/mine/").content.decode()
    return evening, MoveWish.objects.get()


def a_new_evening_opens(session: Session) -> None:
    """What was said of wishes was said an hour ago, and this one opens now."""
    hour, now = timedelta(hours=1), timezone.now()
    MoveWish.objects.filter(done_at__isnull=False).update(done_at=F("done_at") - hour)
    MoveWish.objects.filter(cancelled_at__isnull=False).update(cancelled_at=F("cancelled_at") - hour)
    Session.objects.filter(pk=session.pk).update(opens_at=now - timedelta(minutes=1))


def test_a_wish_shows_to_its_owner_and_the_desk_alone_and_can_be_taken_back() -> None:
    evening, _ = wished()
    kit = Visitor(evening.coordinator)
    assert "1 young person thinks that they know somebody" in kit.sees("/desk/").content.decode()
    assert "Seat 5, Green Badger" in kit.sees("/desk/wishes/").content.decode()
    assert "We look for another group" not in browser(evening, evening.otter).get("/mine/").content.decode()
    lead = Visitor(evening.lead)
    assert "know somebody" not in lead.sees("/desk/").content.decode()
    assert lead.sees("/desk/wishes/").status_code == 404
    submit(browser(evening, evening.badger), "/mine/wish/", {"do": "stay"}, on="/mine/")
    assert "Green Badger" not in kit.sees("/desk/wishes/").content.decode()


def test_the_desk_moves_them_to_a_group_with_a_place_and_the_words_follow() -> None:
    evening, wish = wished()
    kit = Visitor(evening.coordinator)
    there = evening.stranger.cohort
    assert there.public_id in kit.sees("/desk/wishes/").content.decode()
    assert kit.sends(f"/desk/wishes/{wish.public_id}/", to=there.public_id).status_code == 303
    moved = Seat.objects.get(cohort=there, name="Green Badger")
    client = browser()
    submit(client, "/in/", {"code": evening.code(evening.badger)})
    page = client.get("/mine/").content.decode()
    assert "Hello, Green Badger" in page
    assert "We look for another group" not in page
    for said in ("You are in another group now", "Nobody in your old group is told.", "The first time is"):
        assert said in page
    assert Act.objects.get(verb="seat_moved").about == {"seat": evening.badger.public_id, "to": moved.public_id}
    assert kit.sends(f"/desk/wishes/{wish.public_id}/", to=there.public_id).status_code == 404
    assert "another group now" not in browser(evening, evening.stranger).get("/mine/").content.decode()
    a_new_evening_opens(evening.elsewhere)
    assert "another group now" not in client.get("/mine/").content.decode()


def test_a_group_that_is_full_their_own_or_none_moves_nobody() -> None:
    evening, wish = wished()
    full = cast.evening("waiting")
    kit = Visitor(evening.coordinator)
    assert full.cohort.public_id not in kit.sees("/desk/wishes/").content.decode()
    for to in (full.cohort.public_id, evening.cohort.public_id, "", "x"):
        answer = kit.sends(f"/desk/wishes/{wish.public_id}/", to=to)
        assert (answer.status_code, b"no place free in that group" in answer.content) == (409, True)
    assert MoveWish.objects.open().get() == wish


def test_while_their_evening_is_on_nobody_is_moved() -> None:
    evening, now = cast.evening("open"), timezone.now()
    wish, free = actions.wish_to_move(evening.badger, now), planned.cohort(planned.house())
    ada = Visitor(cast.staff("Ada", Role.COORDINATOR))
    assert free.public_id in ada.sees("/desk/wishes/").content.decode()
    answer = ada.sends(f"/desk/wishes/{wish.public_id}/", to=free.public_id)
    assert (answer.status_code, b"Their evening is on" in answer.content) == (409, True)


def test_a_wish_settled_with_them_is_closed_by_an_act() -> None:
    evening, wish = wished()
    kit = Visitor(evening.coordinator)
    assert "Green Badger" in kit.sees("/desk/wishes/").content.decode()
    assert kit.sends(f"/desk/wishes/{wish.public_id}/", do="stay").status_code == 303
    assert not MoveWish.objects.open().exists()
    assert Act.objects.get(verb="seat_stays").about == {"seat": evening.badger.public_id}
    client = browser(evening, evening.badger)
    assert "You stay in this group for now" in client.get("/mine/").content.decode()
    assert "for now" not in browser(evening, evening.otter).get("/mine/").content.decode()
    submit(client, "/mine/wish/", {"do": "wish"}, on="/mine/")
    assert "for now" not in client.get("/mine/").content.decode()
    submit(client, "/mine/wish/", {"do": "stay"}, on="/mine/")
    assert "for now" not in client.get("/mine/").content.decode(), "whoever took it back knows"


def test_that_they_stay_is_said_until_the_group_has_met_again() -> None:
    evening, wish = wished()
    actions.stay_put(evening.coordinator, wish, timezone.now())
    client = browser(evening, evening.badger)
    assert '<a href="#known">If it still feels odd, you can ask again.</a>' in client.get("/mine/").content.decode()
    a_new_evening_opens(evening.session)
    assert "You stay in this group" not in client.get("/mine/").content.decode()
