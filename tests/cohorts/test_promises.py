"""What a house cannot send it promises to nobody: not on the way in, not in the line, not on one's own page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions
from cohorts.actions.contacts import keep_contact
from cohorts.actions.follow_up import may_want
from cohorts.actions.lost import answer_lost
from cohorts.models import Cohort, Contact, ContactPurpose, LostLink
from tests import cast
from tests.cohorts import planned
from tests.cohorts.conftest import HOOK
from tests.cohorts.doors import browser, submit
from tests.cohorts.seen import text
from tests.cohorts.stranger import Stranger, hidden
from tests.cohorts.test_waiting import full
from tests.cohorts.test_waiting_page import waits

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
EMAIL, MOBILE = "kim@example.org", "07400 123456"
LETTERS, TEXTS, NOTHING = (True, False), (False, True), (False, False)


def sends(settings: Settings, ways: tuple[bool, bool]) -> None:
    """This house has letters, text messages, or neither."""
    settings.POST_IS_SET_UP, settings.TEXT_WEBHOOK = ways[0], HOOK if ways[1] else None


@pytest.fixture
def cohort() -> Cohort:
    return planned.cohort(planned.house())


@pytest.mark.parametrize(
    ("ways", "asks", "fits", "not_here"),
    [(LETTERS, ">Email<", EMAIL, MOBILE), (TEXTS, ">Mobile number<", MOBILE, EMAIL)],
)
def test_one_is_asked_only_for_what_can_be_written_to(
    settings: Settings, cohort: Cohort, ways: tuple[bool, bool], asks: str, fits: str, not_here: str
) -> None:
    sends(settings, ways)
    stranger = Stranger().comes_to("reach", cohort)
    assert f'<label for="reminders"{asks}' in stranger.page
    assert "A reminder a day before" in stranger.page
    refused = stranger.press(reminders=not_here, reminders_yes="yes", life="01632 960123", life_yes="yes")
    assert (refused.status_code, "We can’t write to that" in stranger.page) == (422, True)
    assert stranger.press(reminders=fits, reminders_yes="yes", life="07400 123456", life_yes="yes").status_code == 200


def test_a_house_that_sends_nothing_says_so_and_keeps_nothing_to_write_to(settings: Settings, cohort: Cohort) -> None:
    sends(settings, NOTHING)
    stranger = Stranger().comes_to("reach", cohort)
    assert "We can’t write to you" in stranger.page
    assert "Please look at your page here once a day" in stranger.page
    assert "remind" not in stranger.page.replace("We can’t send a reminder", "")
    assert 'name="reminders"' not in stranger.page
    assert 'name="life"' in stranger.page
    stranger.press(reminders=EMAIL, reminders_yes="yes", life=MOBILE, life_yes="yes")
    stranger.press()
    assert hidden(stranger.page)["at"] == ["look"]
    assert ("nothing. We can’t write to you" in stranger.page, EMAIL in stranger.page) == (True, False)
    stranger.press("take")
    assert [one.purpose for one in Contact.objects.all()] == [ContactPurpose.LIFE]


@pytest.mark.parametrize(("ways", "promised"), [(LETTERS, True), (TEXTS, False), (NOTHING, False)])
def test_whoever_waits_is_promised_a_letter_only_if_it_can_come(
    settings: Settings, ways: tuple[bool, bool], promised: bool
) -> None:
    queued, client = waits(full())
    keep_contact(queued.place, ContactPurpose.REMINDERS, EMAIL, timezone.now(), "1")
    sends(settings, ways)
    page = client.get("/waiting/").content.decode()
    assert ("We write to you when it is your turn" in page) == promised
    assert ("Please look here once a day" in page) == (not promised)


@pytest.mark.parametrize("ways", [LETTERS, TEXTS, (True, True)])
def test_whoever_will_wait_is_promised_no_new_link_and_whoever_takes_a_place_is(
    settings: Settings, cohort: Cohort, ways: tuple[bool, bool]
) -> None:
    sends(settings, ways)
    assert "a new link if you lose your words" in Stranger().comes_to("reach", cohort).page
    Cohort.objects.filter(pk=cohort.pk).update(capacity=1)
    actions.take_seat(cohort, "Teal Otter", timezone.now())
    page = Stranger().comes_to("reach", cohort).page
    assert ("new link" in page, "We write to you when it is your turn" in page) == (False, True)


@pytest.mark.parametrize("ways", [LETTERS, TEXTS, (True, True), NOTHING])
def test_whoever_lost_the_words_of_a_turn_in_the_line_reads_what_is_left_to_do(
    settings: Settings, ways: tuple[bool, bool]
) -> None:
    queued, _ = waits(full())
    contact = MOBILE if ways == TEXTS else EMAIL
    keep_contact(queued.place, ContactPurpose.REMINDERS, contact, timezone.now(), "1")
    sends(settings, ways)
    pages = [browser().get("/lost/")]
    if ways != NOTHING:
        pages.append(asked := submit(browser(), "/lost/", {"contact": contact}))
        assert "If you have a place and gave us this" in text(asked.content)
    assert answer_lost(timezone.now()) == 0, "only a seat has a link"
    for page in pages:
        assert "We can’t send you a turn in the line again. You can get in line anew, at the end." in text(page.content)
        assert 'href="/join/">Find a group' in page.content.decode()


@pytest.mark.parametrize(("ways", "promised"), [(TEXTS, True), (LETTERS, False), (NOTHING, False)])
def test_ones_own_page_says_of_a_contact_only_what_it_is_good_for(
    settings: Settings, ways: tuple[bool, bool], promised: bool
) -> None:
    sends(settings, ways)
    page = otter(MOBILE).get("/mine/").content.decode()
    assert ("A phone number, for reminders and a lost link" in page) == promised
    assert ("A phone number. We can’t send texts now" in page) == (not promised)


def test_nobody_is_asked_about_a_last_note_that_could_not_be_sent(settings: Settings) -> None:
    evening = cast.evening("closing")
    keep_contact(evening.otter, ContactPurpose.REMINDERS, EMAIL, timezone.now(), "1")
    for ways in (LETTERS, TEXTS, NOTHING):
        sends(settings, ways)
        assert may_want(evening.otter, timezone.now()) == (ways == LETTERS)


@pytest.mark.parametrize(
    ("ways", "asks", "fits", "not_here"),
    [(LETTERS, "Your email", EMAIL, MOBILE), (TEXTS, "Your mobile number", MOBILE, EMAIL)],
)
def test_a_new_link_is_promised_only_to_where_it_can_go(
    settings: Settings, ways: tuple[bool, bool], asks: str, fits: str, not_here: str
) -> None:
    sends(settings, ways)
    assert f">{asks}<" in browser().get("/lost/").content.decode()
    assert submit(browser(), "/lost/", {"contact": not_here}).status_code == 422
    assert submit(browser(), "/lost/", {"contact": fits}).status_code == 200
    assert LostLink.objects.count() == 1


def otter(contact: str) -> Client:
    """Otter between two evenings, who gave this to be reminded at."""
    evening = cast.evening("waiting")
    actions.keep_contact(evening.otter, ContactPurpose.REMINDERS, contact, timezone.now(), "1")
    return browser(evening, evening.otter)
