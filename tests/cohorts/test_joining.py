"""The way in: a stranger is asked little, keeps everything they said, leaves nothing behind, and ends with a seat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cohorts import agreement
from cohorts.actions import read_contact, take_seat
from cohorts.models import Cohort, Contact, ContactPurpose, Seat, SignIn, WaitingPlace
from tests.cohorts import planned
from tests.cohorts.doors import badges, browser, submit

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

HOME = {"origin": settings.BASE_URL, "host": settings.BASE_URL.removeprefix("http://")}
KEPT = (Seat, WaitingPlace, Contact, SignIn)
NAMES = ("Teal Otter", "Amber Heron", "Indigo Hare", "Coral Wren", "Green Badger", "Silver Robin", "Violet Fox")


@pytest.fixture
def cohort() -> Cohort:
    cache.clear()  # what was counted of others
    return planned.cohort(planned.house())


def hidden(page: str) -> dict[str, list[str]]:
    """What the form carries along."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    return found


class Stranger:
    """Somebody who presses buttons on the way in, in a browser without scripts."""

    def __init__(self) -> None:
        self.client: Client = browser()
        self.page = self.client.get("/join/").content.decode()

    def press(self, go: str = "next", **typed: Any) -> Answer:
        """Send the form on the page: all that is hidden in it, and what they typed."""
        sent: Mapping[str, Any] = {**hidden(self.page), **typed, "go": go}
        answer = self.client.post("/join/", sent, headers=HOME)
        self.page = answer.content.decode()
        return answer

    def comes_to(self, step: str, cohort: Cohort, **said: Any) -> Stranger:
        """Say what everybody says, as far as this page."""
        said = {"age": "15", "place": "Wales", "group": cohort.public_id, "name": "Copper Crane", **said}
        said.setdefault("agreed", agreement.current().version)
        self.press("begin")
        for _ in range(8):
            here = hidden(self.page)["at"][0]
            if here == step:
                return self
            asked = {
                "you": ("age", "place"),
                "name": ("name", "own"),
                "reach": ("reminders", "reminders_yes", "life", "life_yes"),
            }
            fields = asked.get(here, ({"agreement": "agreed", "easier": "ease"}.get(here, here),))
            assert self.press(**{name: said[name] for name in fields if name in said}).status_code == 200, here
        raise AssertionError(f"never came to {step}")


def nothing_kept() -> bool:
    return not any(one.objects.exists() for one in KEPT)


def words_on(page: str) -> str:
    found = re.search(r'id="words">([a-z ]+)<', page)
    assert found
    return found[1]


def test_whoever_is_not_safe_is_led_to_help_and_asked_nothing(cohort: Cohort) -> None:
    page = Stranger().page
    assert "Are you safe right now?" in page
    assert '<a class="button quiet wide" href="/help/">' in page
    assert not re.search(r'<input|name="age"', page)


def test_ten_calm_minutes_lead_to_a_seat(cohort: Cohort) -> None:
    stranger = Stranger().comes_to(
        "look", cohort, reminders=" Kim@Example.org ", reminders_yes="yes", life="07400 123456", life_yes="yes",
        ease=["slower", "reading"],
    )  # fmt: skip
    for seen in ("Copper Crane", "Kim@Example.org", "07400 123456", "I need more time to write"):
        assert seen in stranger.page
    assert nothing_kept(), "until the last press"
    assert not stranger.client.cookies, "not even a cookie"
    done = stranger.press("take")
    words = words_on(done.content.decode())
    seat = cohort.seats.get()
    assert (seat.number, seat.name, seat.ease) == (1, "Copper Crane", ["slower", "reading"])
    assert (seat.agreed_version, seat.agreed_at is not None) == (agreement.current().version, True)
    contacts = {one.purpose: read_contact(one).value for one in Contact.objects.filter(seat=seat)}
    assert contacts == {ContactPurpose.REMINDERS: "kim@example.org", ContactPurpose.LIFE: "+447400123456"}
    assert len(badges(stranger.client)) == 1
    assert stranger.client.get("/mine/").status_code == 200
    assert submit(browser(), "/in/", {"code": words})["Location"] == "/mine/"
    link = re.search(r'id="link">([^<]+)<', done.content.decode())
    assert link
    assert submit(browser(), link[1].removeprefix(settings.BASE_URL))["Location"] == "/mine/"


@pytest.mark.parametrize(
    ("age", "place", "said"),
    [
        ("11", "England", "from 14 to 16 years old"),
        ("19", "Scotland", "from 14 to 16 years old"),
        ("15", "elsewhere", "who live in the United Kingdom"),
    ],
)
def test_a_kind_no_keeps_nothing_and_names_others(cohort: Cohort, age: str, place: str, said: str) -> None:
    stranger = Stranger()
    stranger.press("begin")
    answer = stranger.press(age=age, place=place)
    assert (answer.status_code, said in stranger.page) == (200, True)
    assert ("Find A Helpline" in stranger.page) == (place == "elsewhere")
    assert ("Childline" in stranger.page) == (place != "elsewhere")
    assert not hidden(stranger.page)
    assert nothing_kept()
    assert not stranger.client.cookies


def test_what_is_there_for_ones_own_nation_comes_first(cohort: Cohort) -> None:
    stranger = Stranger()
    stranger.press("begin")
    stranger.press(age="40", place="Northern Ireland")
    assert stranger.page.index("Lifeline") < stranger.page.index("Shout")


def test_with_no_group_to_join_it_says_so(cohort: Cohort) -> None:
    cohort.sessions.update(cancelled_at=timezone.now())
    stranger = Stranger()
    stranger.press("begin")
    stranger.press(age="15", place="England")
    assert "No group can be joined right now" in stranger.page


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("you", {"age": "fifteen", "place": "Wales"}, "as a number"),
        ("you", {"age": "15"}, "choose where you live"),
        ("group", {}, "Please choose a group"),
        ("group", {"group": "not-a-group"}, "Please choose a group"),
        ("agreement", {}, "please tick that you agree"),
        ("agreement", {"agreed": "0"}, "please tick that you agree"),
        ("name", {"name": "", "own": ""}, "choose a name"),
        ("name", {"own": "Emma Thompson"}, "looks like a real name"),
        ("name", {"own": "crane_07"}, "find you somewhere else"),
        ("name", {"own": "Crane 07"}, "without numbers"),
        ("name", {"own": "www.crane.uk"}, "find you somewhere else"),
        ("reach", {"reminders": "not an email", "reminders_yes": "yes"}, "UK mobile number"),
        ("reach", {"reminders": "kim@example.org"}, "tick that we may write"),
        ("reach", {"life": "12", "life_yes": "yes"}, "or a phone number"),
        ("reach", {"life": "kim@example.org"}, "tick that we may use it"),
    ],
)
def test_what_is_wrong_is_said_where_it_happened_and_nothing_is_lost(
    cohort: Cohort, step: str, typed: dict[str, str], said: str
) -> None:
    stranger = Stranger().comes_to(step, cohort)
    answer = stranger.press(**typed)
    assert (answer.status_code, said in stranger.page) == (422, True)
    assert hidden(stranger.page)["at"] == [step]
    assert 'role="alert"' in stranger.page
    if step not in {"you", "group"}:
        assert hidden(stranger.page)["age"] == ["15"]
    for value in typed.values():
        assert not value or value in stranger.page or value in {"not-a-group", "0", "yes"}


def test_steps_can_be_gone_back_and_one_thing_changed_from_the_last_page(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    stranger.press("name")
    assert 'value="Copper Crane" checked' in stranger.page
    stranger.press("next", name="", own="Quiet Moon")
    for step in ("name", "agreement", "group", "you"):
        stranger.press("back")
        assert hidden(stranger.page)["at"] == [step]
    assert 'value="15"' in stranger.page
    stranger.comes_to("look", cohort, name="", own="Quiet Moon")
    assert "Quiet Moon" in stranger.page


def test_nobody_skips_a_page_by_writing_a_form_of_their_own(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    ticket = hidden(stranger.page)["ticket"]
    without = {**hidden(stranger.page), "agreed": ""}
    for sent, said in (
        ({**without, "go": "take"}, "please tick that you agree"),
        ({**without, "age": "40", "go": "take"}, "Please choose a group"),
        ({**hidden(stranger.page), "ticket": "x" + ticket[0], "go": "take"}, "Is everything right?"),
    ):
        answer = stranger.client.post("/join/", sent, headers=HOME)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert nothing_kept()


def test_a_form_from_elsewhere_is_refused_at_every_step(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    for origin in ("https://elsewhere.example", "null"):
        sent = {**hidden(stranger.page), "go": "take"}
        assert stranger.client.post("/join/", sent, headers={**HOME, "origin": origin}).status_code == 403
    assert nothing_kept()


def test_pressed_twice_it_takes_one_seat_and_shows_the_same_words(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    last = {**hidden(stranger.page), "go": "take"}
    first, second = (stranger.client.post("/join/", last, headers=HOME).content.decode() for _ in range(2))
    assert words_on(first) == words_on(second)
    assert cohort.seats.count() == 1
    Seat.objects.update(taken_at=timezone.now() - timedelta(minutes=11))
    late = browser().post("/join/", last, headers=HOME)
    assert (late.status_code, late["Location"]) == (303, "/in/"), "whoever finds the page later is shown nothing"


def test_one_seat_a_browser(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    stranger.press("take")
    assert stranger.client.get("/join/")["Location"] == "/mine/"
    assert stranger.client.post("/join/", {"go": "begin"}, headers=HOME)["Location"] == "/mine/"


def test_one_machine_cannot_take_all_places(cohort: Cohort) -> None:
    strangers = [Stranger().comes_to("look", cohort, name=name) for name in NAMES[:6]]
    answers = [one.press("take").status_code for one in strangers]
    assert answers == [200] * 5 + [429]
    assert "Copper" not in strangers[5].page
    assert NAMES[5] in strangers[5].page, "what they said is still there"
    assert cohort.seats.count() == 5


def test_who_comes_a_moment_too_late_keeps_what_they_said_and_may_wait(cohort: Cohort) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(capacity=2)
    stranger = Stranger().comes_to("look", cohort, reminders="kim@example.org", reminders_yes="yes")
    for name in NAMES[:2]:
        take_seat(cohort, name, timezone.now())
    answer = stranger.press("take")
    assert (answer.status_code, "the group is full now" in stranger.page) == (409, True)
    assert 'value="wait">Wait for a place' in stranger.page
    stranger.press("wait")
    place = WaitingPlace.objects.get()
    assert (place.cohort, place.contacts.get().purpose) == (cohort, ContactPurpose.REMINDERS)
    assert "You are in the line" in stranger.page
    assert submit(browser(), "/in/", {"code": words_on(stranger.page)})["Location"] == "/waiting/"
    assert cohort.seats.count() == 2


def test_a_full_group_says_so_and_asks_whoever_waits_for_no_name(cohort: Cohort) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(capacity=1)
    take_seat(cohort, NAMES[0], timezone.now())
    stranger = Stranger().comes_to("group", cohort)
    assert "Full. You can wait for a place." in stranger.page
    stranger.comes_to("look", cohort)
    assert "Your name in the room" not in stranger.page
    stranger.press("wait")
    assert WaitingPlace.objects.count() == 1
    assert NAMES[0] not in stranger.page


def test_a_name_that_was_taken_meanwhile_is_asked_for_again(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    take_seat(cohort, "Copper  crane", timezone.now())
    answer = stranger.press("take")
    assert (answer.status_code, hidden(stranger.page)["at"]) == (409, ["name"])
    assert "has a name like that" in stranger.page


@pytest.mark.parametrize(("policy", "asked"), [("none", False), ("optional", True), ("required", True)])
def test_contacts_are_asked_for_as_the_course_says(cohort: Cohort, policy: str, asked: bool) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(contact_policy=policy)
    stranger = Stranger().comes_to("agreement", cohort)
    assert ("we can’t send help to you" in stranger.page) == (not asked)
    stranger.press(agreed=agreement.current().version)
    stranger.press(name="Copper Crane")
    assert (hidden(stranger.page)["at"] == ["reach"]) == asked
    if policy == "required":
        assert stranger.press().status_code == 422
        assert "choose a group that does not ask" in stranger.page
        assert stranger.press(life="kim@example.org", life_yes="yes").status_code == 200


def test_a_contact_sent_to_a_group_that_asks_for_none_is_not_kept(cohort: Cohort) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(contact_policy="none")
    stranger = Stranger().comes_to("look", cohort)
    stranger.press("take", life="kim@example.org", life_yes="yes")
    assert cohort.seats.count() == 1
    assert not Contact.objects.exists()


def test_it_asks_as_little_of_the_database_for_many_groups(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    house = planned.house()
    planned.cohort(house)
    stranger = Stranger()
    stranger.press("begin")
    sent = {**hidden(stranger.page), "age": "15", "place": "Wales", "go": "next"}
    with CaptureQueriesContext(connection) as few:
        stranger.client.post("/join/", sent, headers=HOME)
    for weeks in (3, 4, 5):
        planned.cohort(house, first=planned.coming(weeks))
    with django_assert_num_queries(len(few)):
        page = stranger.client.post("/join/", sent, headers=HOME).content.decode()
    assert page.count('name="group"') == 4


def test_no_page_names_what_it_is_about_in_its_title_or_address(cohort: Cohort) -> None:
    stranger = Stranger()
    assert "<title>Alcove</title>" in stranger.page
    stranger.comes_to("look", cohort)
    assert "<title>Alcove</title>" in stranger.page
    assert not re.search(r"\b(risk|user|suicid\w*|mental)\b", stranger.page, re.IGNORECASE)
