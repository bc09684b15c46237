"""The page of somebody who waits: their turn, the place that is kept for them, and the way out."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cohorts import access, actions
from cohorts.actions.contacts import keep_contact, read_contact
from cohorts.actions.reissue import Check, reissue
from cohorts.actions.waiting import Queued
from cohorts.join import waiting
from cohorts.models import Cohort, Contact, ContactPurpose, Role, Seat, SignIn, WaitingPlace
from cohorts.telling import unsubscribing
from tests import cast
from tests.cohorts.doors import badges, browser, submit
from tests.cohorts.seen import text
from tests.cohorts.test_waiting import full, leaves

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]


@pytest.fixture
def cohort() -> Cohort:
    return full()


def comes_in(queued: Queued) -> Client:
    """Sign in by the four words, which lead to the line."""
    client = browser()
    answer = submit(client, "/in/", {"code": queued.code})
    assert (answer.status_code, answer["Location"]) == (303, "/waiting/")
    return client


def waits(cohort: Cohort) -> tuple[Queued, Client]:
    queued = actions.join_waiting(cohort, timezone.now(), agreed_version="2")
    return queued, comes_in(queued)


def test_it_shows_ones_turn_and_the_group_and_nothing_of_the_others(cohort: Cohort) -> None:
    _, first = waits(cohort)
    _, second = waits(cohort)
    assert "You are next" in first.get("/waiting/").content.decode()
    page = second.get("/waiting/").content.decode()
    assert "You are number 2 in the line" in page
    assert not any(name in page for name in cast.NAMES)
    assert second.get("/mine/")["Location"] == "/waiting/"


def test_a_place_is_taken_under_a_chosen_name_and_the_browser_is_in_the_seat(cohort: Cohort) -> None:
    queued, client = waits(cohort)
    leaves(cohort, 6, timezone.now())
    actions.offer_places(timezone.now())
    page = client.get("/waiting/")
    offered = page.context["names"]
    assert len(offered) == 4
    assert not {*offered} & {*cast.NAMES}
    [before] = badges(client)
    answer = submit(client, "/waiting/", {"do": "take", "name": offered[2], "own": "not this"})
    assert (answer.status_code, answer["Location"]) == (303, "/mine/")
    seat = cohort.seats.get(name=offered[2])
    assert seat.number == 6
    [after] = badges(client)
    assert after != before
    assert SignIn.objects.get(public_id=after).seat == seat
    assert client.get("/mine/").status_code == 200
    assert client.get("/waiting/")["Location"] == "/mine/"
    again = browser()
    assert submit(again, "/in/", {"code": queued.code})["Location"] == "/mine/"


def test_ones_own_name_may_be_written_and_a_taken_one_is_refused_kindly(cohort: Cohort) -> None:
    _, client = waits(cohort)
    leaves(cohort, 6, timezone.now())
    actions.offer_places(timezone.now())
    refused = submit(client, "/waiting/", {"do": "take", "name": "", "own": "teal OTTER"})
    assert (refused.status_code, "has a name like that" in refused.content.decode()) == (422, True)
    assert 'value="teal OTTER"' in refused.content.decode()
    assert submit(client, "/waiting/", {"do": "take", "name": "", "own": " "}).status_code == 422
    assert submit(client, "/waiting/", {"do": "take", "name": "", "own": "Copper Crane"}).status_code == 303
    assert cohort.seats.held().get(number=6).name == "Copper Crane"


def test_a_name_that_is_written_counts_though_nobody_presses_beside_it(cohort: Cohort) -> None:
    _, client = waits(cohort)
    leaves(cohort, 6, timezone.now())
    actions.offer_places(timezone.now())
    chosen = already_chosen(client.get("/waiting/").content.decode())
    nothing = submit(client, "/waiting/", {"do": "take", "own": "", **chosen})
    assert (nothing.status_code, "Please choose a name, or write one." in nothing.content.decode()) == (422, True)
    chosen = already_chosen(nothing.content.decode())
    assert submit(client, "/waiting/", {"do": "take", "own": "Copper Crane", **chosen}).status_code == 303
    assert cohort.seats.held().get(number=6).name == "Copper Crane"


def already_chosen(page: str) -> dict[str, str]:
    """What a form sends of the names to choose from if nobody touches them."""
    return dict(re.findall(r'<input type="radio" name="(name)" value="([^"]*)" checked', page))


def test_an_offer_that_is_over_says_so_and_shows_the_turn(cohort: Cohort) -> None:
    queued, client = waits(cohort)
    leaves(cohort, 6, timezone.now())
    actions.offer_places(timezone.now())
    WaitingPlace.objects.filter(pk=queued.place.pk).update(
        offered_at=timezone.now() - timedelta(days=1), offer_ends_at=timezone.now() - timedelta(seconds=1)
    )
    answer = submit(client, "/waiting/", {"do": "take", "name": "Copper Crane"})
    page = answer.content.decode()
    assert (answer.status_code, "The time was up" in page, "You are next" in page) == (409, True, True)
    assert cohort.seats.held().count() == 7


def about_to_take(cohort: Cohort) -> tuple[Callable[..., Answer], Client]:
    """Somebody before an offer, whose every press is sent with the cookies of before the first."""
    _, client = waits(cohort)
    leaves(cohort, 6, timezone.now())
    actions.offer_places(timezone.now())
    jar = deepcopy(client.cookies)

    def presses(do: str = "take") -> Answer:
        client.cookies = deepcopy(jar)
        return submit(client, "/waiting/", {"do": do, "name": "Copper Crane"}, on="/in/")

    return presses, client


def was_taken(sign_in: SignIn, then: datetime) -> None:
    """Have the seat be taken at another time, which ended this sign-in."""
    Seat.objects.filter(waited=sign_in.waiting).update(taken_at=then)
    SignIn.objects.filter(pk=sign_in.pk).update(ended_at=then)


@pytest.mark.both
def test_pressed_twice_it_is_one_seat_and_leads_to_it(cohort: Cohort) -> None:
    takes, client = about_to_take(cohort)
    first, second = takes(), takes()
    assert [(one.status_code, one["Location"]) for one in (first, second)] == [(303, "/mine/")] * 2
    seat = cohort.seats.held().get(number=6)
    assert (seat.name, cohort.seats.count()) == ("Copper Crane", 9)
    [badge] = badges(client)
    assert SignIn.objects.get(public_id=badge).seat == seat
    assert client.get("/mine/").status_code == 200


@pytest.mark.both
def test_of_two_presses_at_once_the_slower_leads_to_the_seat_too(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    def once_the_other_has_it(place: WaitingPlace, name: str, now: datetime) -> Seat:
        actions.take_offer(place, name, now)
        return actions.take_offer(place, name, now)

    takes, client = about_to_take(cohort)
    monkeypatch.setattr(waiting, "take_offer", once_the_other_has_it)
    answer = takes()
    assert (answer.status_code, answer["Location"]) == (303, "/mine/")
    assert (client.get("/mine/").status_code, cohort.seats.held().count()) == (200, 8)


def test_the_second_press_opens_the_seat_for_minutes_alone_and_only_while_it_is_theirs(cohort: Cohort) -> None:
    takes, _ = about_to_take(cohort)
    takes()
    seat = cohort.seats.held().get(number=6)
    sign_in = SignIn.objects.get(waiting__taken=seat)
    for wrong in (
        lambda: was_taken(sign_in, timezone.now() - timedelta(minutes=11)),
        lambda: SignIn.objects.filter(pk=sign_in.pk).update(ended_at=seat.taken_at - timedelta(minutes=1)),
        lambda: reissue(cast.staff("Kit", Role.COORDINATOR), seat, Check.KNOWS, timezone.now()),
        lambda: actions.withdraw(seat, timezone.now()),
    ):
        with transaction.atomic():
            wrong()
            assert takes()["Location"] == "/in/"
            transaction.set_rollback(True)
    assert takes()["Location"] == "/mine/"


def test_no_stranger_comes_in_by_a_second_press(cohort: Cohort) -> None:
    takes, client = about_to_take(cohort)
    [mine] = badges(client)
    takes()
    _, other = waits(cohort)
    [theirs] = badges(other)
    token = other.cookies[access.cookie_name(theirs)].value
    seats = SignIn.objects.filter(seat__isnull=False).count()
    for jar in ({}, {access.cookie_name(mine): "guessed"}, {access.cookie_name(mine): token}):
        stranger = browser()
        stranger.cookies.load(jar)
        answer = submit(stranger, "/waiting/", {"do": "take", "name": "Copper Crane"}, on="/in/")
        assert (answer.status_code, answer["Location"]) == (303, "/in/")
    assert submit(other, "/waiting/", {"do": "take", "name": "Copper Crane"}).status_code == 409
    assert SignIn.objects.filter(seat__isnull=False).count() == seats
    for do in ("leave", "again", ""):
        assert takes(do)["Location"] == "/in/", "only the press that takes it is made twice"


@pytest.mark.usefixtures("sends_both")
def test_a_contact_is_used_while_they_wait_and_follows_them_to_the_seat(cohort: Cohort) -> None:
    queued, client = waits(cohort)
    assert "We can’t write to you" in client.get("/waiting/").content.decode()
    contact = keep_contact(queued.place, ContactPurpose.REMINDERS, "kim@example.org", timezone.now(), "1")
    assert "We write to you when it is your turn" in client.get("/waiting/").content.decode()
    leaves(cohort, 6, timezone.now())
    actions.offer_places(timezone.now())
    seat = actions.take_offer(queued.place, "Copper Crane", timezone.now())
    contact.refresh_from_db()
    assert (contact.seat, contact.waiting, read_contact(contact).value) == (seat, None, "kim@example.org")


@pytest.mark.usefixtures("sends_both")
def test_no_more_letters_promises_whoever_waits_no_place_and_sends_them_to_their_page(cohort: Cohort) -> None:
    queued, _ = waits(cohort)
    contact = keep_contact(queued.place, ContactPurpose.REMINDERS, "kim@example.org", timezone.now(), "1")
    path = unsubscribing.address(contact).removeprefix(settings.BASE_URL)
    asked, done = (text(ask(path).content) for ask in (Client().get, Client().post))
    assert "we do not write to you when it is your turn. You stay in the line." in asked
    assert "We do not write to you when it is your turn. Please look at your page once a day." in done
    for page in (asked, done):
        assert "A place that we keep for you is yours only until the time on your page." in page
        assert "stays yours" not in page
    leaves(cohort, 6, timezone.now())
    actions.offer_places(timezone.now())
    actions.take_offer(queued.place, "Copper Crane", timezone.now())
    assert "Your place stays yours, and you can come as before." in text(Client().get(path).content)


def test_who_leaves_is_forgotten_at_once(cohort: Cohort) -> None:
    queued, client = waits(cohort)
    keep_contact(queued.place, ContactPurpose.LIFE, "kim@example.org", timezone.now(), "1")
    page = submit(client, "/waiting/", {"do": "leave"})
    assert (page.status_code, "You have left the line" in page.content.decode()) == (200, True)
    assert badges(client) == []
    assert not Contact.objects.exists()
    assert submit(browser(), "/in/", {"code": queued.code}).status_code == 422


def test_who_let_two_offers_pass_may_stand_in_line_again(cohort: Cohort) -> None:
    queued, client = waits(cohort)
    WaitingPlace.objects.filter(pk=queued.place.pk).update(lapsed=2)
    assert "We did not hear from you" in client.get("/waiting/").content.decode()
    assert submit(client, "/waiting/", {"do": "again"})["Location"] == "/waiting/"
    assert "You are next" in client.get("/waiting/").content.decode()


def test_a_group_that_has_gone_too_far_says_so(cohort: Cohort) -> None:
    _, client = waits(cohort)
    cohort.sessions.update(cancelled_at=timezone.now())
    page = client.get("/waiting/").content.decode()
    assert ("This group has gone too far to join" in page, "You are next" in page) == (True, False)
    assert "To join another group, let us forget you first:" in page


@pytest.mark.parametrize("lapsed", [0, 2])
def test_the_way_to_another_group_leads_out_of_the_line_and_not_in_a_circle(cohort: Cohort, lapsed: int) -> None:
    queued, client = waits(cohort)
    WaitingPlace.objects.filter(pk=queued.place.pk).update(lapsed=lapsed)
    before = text(client.get("/waiting/").content)
    assert "To join another group, leave this line first: I don’t want to wait any more" in before
    assert "at any time" not in before
    assert client.get("/join/")["Location"] == "/waiting/"
    left = submit(client, "/waiting/", {"do": "leave"})
    assert 'href="/join/">Find a group' in left.content.decode()
    assert client.get("/join/").status_code == 200


def test_nobody_else_sees_a_line(cohort: Cohort) -> None:
    evening = cast.evening("waiting")
    assert browser().get("/waiting/")["Location"] == "/in/"
    assert browser(evening, evening.otter).get("/waiting/")["Location"] == "/mine/"
    assert browser(evening, evening.lead).get("/waiting/")["Location"] == "/staff/"


def test_in_a_room_whoever_waits_is_nobody(cohort: Cohort) -> None:
    evening = cast.evening("open")
    queued = actions.join_waiting(evening.cohort, timezone.now(), agreed_version="2")
    client = comes_in(queued)
    assert client.get(f"/rooms/{evening.session.public_id}/").status_code == 404
    assert access.signed_in(client.get("/waiting/").wsgi_request) is not None


def test_nothing_names_what_it_is_about(cohort: Cohort) -> None:
    _, client = waits(cohort)
    page = client.get("/waiting/").content.decode()
    assert not re.search(r"harm|hurt|risk|suicid|crisis|mental", page, re.IGNORECASE)
