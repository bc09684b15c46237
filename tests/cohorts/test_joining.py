"""The way in: a stranger is asked little, keeps everything they said, leaves nothing behind, and ends with a seat."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cohorts import agreement
from cohorts.actions import read_contact
from cohorts.models import Cohort, Contact, ContactPurpose
from cohorts.script.readability import reading_age
from tests.cohorts import planned
from tests.cohorts.doors import badges, browser, submit
from tests.cohorts.stranger import HOME, Stranger, hidden, nothing_kept, words_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sends_both")]


@pytest.fixture
def cohort() -> Cohort:
    cache.clear()  # what was counted of others
    return planned.cohort(planned.house())


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
    ("step", "go"), [("group", "next"), ("agreement", "next"), ("name", "next"), ("look", "take"), ("look", "group")]
)
def test_whoever_is_still_on_the_way_as_the_last_group_closes_reads_so_and_is_asked_for_no_group(
    cohort: Cohort, step: str, go: str
) -> None:
    stranger = Stranger().comes_to(step, cohort)
    cohort.sessions.update(opens_at=timezone.now() - timedelta(seconds=1))
    stranger.press(go, agreed=agreement.current().version, name="Copper Crane")
    assert "No group can be joined right now" in stranger.page
    assert "Childline" in stranger.page
    assert not hidden(stranger.page)
    assert nothing_kept()


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


@pytest.mark.parametrize(("years", "said"), [(7, "7 years"), (1, "1 year")])
def test_how_long_what_is_kept_is_read_before_it_is_agreed_to(
    cohort: Cohort, settings: Settings, years: int, said: str
) -> None:
    settings.KEEP_CHAT_DAYS, settings.KEPT_DAYS, settings.KEEP_RECORDS_YEARS = 61, 17, years
    stranger = Stranger().comes_to("agreement", cohort)
    short, _, more = stranger.page.partition("What we keep")[2].partition("</section>")[0].partition("<details>")
    for words in ("61 days after the last evening we delete it", f"We keep that for {said}.", "police or a court"):
        assert words in short
    for words in (
        "We delete that 17 days after",
        "safety record. It can be about anybody",
        f"It stays for {said} after",
    ):
        assert words in more
    assert "{" not in stranger.page.partition("What we keep")[2].partition("</section>")[0]


def test_whoever_read_other_numbers_is_asked_again(cohort: Cohort, settings: Settings) -> None:
    stranger = Stranger().comes_to("agreement", cohort)
    read = agreement.current().version
    settings.KEEP_CHAT_DAYS = 3650
    assert stranger.press(agreed=read).status_code == 422
    stranger.press(agreed=agreement.current().version)
    assert hidden(stranger.page)["at"] == ["name"]


def test_the_agreement_reads_as_young_people_read() -> None:
    for part in agreement.current().parts:
        assert reading_age("\n".join([*part.short, *part.more])) <= 11, part.title


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
