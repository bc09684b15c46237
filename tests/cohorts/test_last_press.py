"""The last press on the way in: one seat at most, none for a form made by hand, and what if others were first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from cohorts.actions import join, take_seat
from cohorts.models import Cohort, Contact, ContactPurpose, Seat, WaitingPlace
from tests.cohorts import planned
from tests.cohorts.doors import browser, submit
from tests.cohorts.stranger import HOME, Stranger, hidden, nothing_kept, words_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sends_both")]

NAMES = ("Teal Otter", "Amber Heron", "Indigo Hare", "Coral Wren", "Green Badger", "Silver Robin", "Violet Fox")


@pytest.fixture
def cohort() -> Cohort:
    cache.clear()  # what was counted of others
    return planned.cohort(planned.house())


def test_nobody_skips_a_page_by_writing_a_form_of_their_own(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    ticket = hidden(stranger.page)["ticket"]
    without = {**hidden(stranger.page), "agreed": ""}
    for sent, said in (
        ({**without, "go": "take"}, "please tick that you agree"),
        ({**without, "group": "", "go": "take"}, "Please choose a group"),
        ({**without, "age": "40", "go": "take"}, "Our groups now are for people from 14 to 16 years old"),
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
    assert stranger.client.post("/leave/", headers=HOME).status_code == 204
    Seat.objects.update(taken_at=timezone.now() - timedelta(minutes=11))
    late = browser().post("/join/", last, headers=HOME)
    assert (late.status_code, late["Location"]) == (303, "/in/"), "whoever finds the page later is shown nothing"


def test_whoever_sends_the_last_page_later_is_led_to_the_place_this_browser_has(cohort: Cohort) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(capacity=1)
    for name, press, place in (("Copper Crane", "take", "/mine/"), ("Amber Heron", "wait", "/waiting/")):
        stranger = Stranger().comes_to("look", cohort, name=name)
        last = {**hidden(stranger.page), "go": press}
        assert words_on(stranger.client.post("/join/", last, headers=HOME).content.decode())
        Seat.objects.update(taken_at=timezone.now() - timedelta(minutes=12))
        WaitingPlace.objects.update(joined_at=timezone.now() - timedelta(minutes=12))
        answer = stranger.client.post("/join/", last, headers=HOME)
        assert (answer.status_code, answer["Location"]) == (303, place), "not to words they may never have seen"
        assert stranger.client.get(place).status_code == 200


@pytest.mark.parametrize(("capacity", "press"), [(8, "take"), (1, "take"), (1, "wait")])
def test_whoever_hears_nothing_goes_back_and_presses_again_has_one_place_and_its_words(
    cohort: Cohort, capacity: int, press: str
) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(capacity=capacity)
    if press == "wait":
        take_seat(cohort, NAMES[0], timezone.now())
    stranger = Stranger().comes_to("look", cohort)
    first = words_on(answer_is_lost(stranger, press))
    stranger.press("back")
    assert hidden(stranger.page)["at"] == ["easier"]
    stranger.press()
    assert hidden(stranger.page)["at"] == ["look"]
    answer = stranger.press("wait" if 'value="wait">' in stranger.page else "take")
    assert (answer.status_code, words_on(stranger.page)) == (200, first)
    assert "Your first press had reached us." in stranger.page
    assert (cohort.seats.count(), WaitingPlace.objects.count()) == (1, int(press == "wait"))


def test_whoever_changes_their_name_after_an_answer_was_lost_reads_what_they_have(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    first = words_on(answer_is_lost(stranger, "take"))
    stranger.press("name")
    for typed in ({"name": "", "own": "Quiet Moon"}, {}, {}):
        stranger.press(**typed)
    assert "Quiet Moon" in stranger.page
    stranger.press("take")
    assert words_on(stranger.page) == first
    assert "Welcome, Copper Crane" in stranger.page
    assert "If you changed something later, we did not keep that change." in stranger.page
    assert cohort.seats.get().name == "Copper Crane"


@pytest.mark.parametrize(
    ("capacity", "press", "hours"), [(8, "take", 1), (1, "take", 5), (1, "wait", 1), (1, "wait", 23)]
)
def test_whoever_finds_a_signal_hours_after_an_answer_was_lost_reads_the_words_that_nobody_saw(
    cohort: Cohort, capacity: int, press: str, hours: int
) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(capacity=capacity)
    if press == "wait":
        take_seat(cohort, NAMES[0], timezone.now())
    stranger = Stranger().comes_to("look", cohort)
    first = words_on(answer_is_lost(stranger, press))
    page = stranger.page
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=True):
        cache.clear()
        stranger.press("back")
        stranger.press()
        for shown in (stranger.page, page):
            stranger.page = shown
            stranger.client.cookies.clear()
            assert (stranger.press(press).status_code, words_on(stranger.page)) == (200, first)
            assert "Your first press had reached us." in stranger.page
    assert (cohort.seats.count(), WaitingPlace.objects.count()) == (1, int(press == "wait"))


def test_the_words_that_nobody_saw_are_shown_though_their_group_takes_nobody_new_any_more(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    first = words_on(answer_is_lost(stranger, "take"))
    cohort.sessions.update(week=cohort.sessions.latest("starts_at").week)
    assert (stranger.press("take").status_code, words_on(stranger.page)) == (200, first)


def test_once_somebody_left_by_the_place_no_page_shows_its_words_again(cohort: Cohort) -> None:
    stranger = Stranger().comes_to("look", cohort)
    page = stranger.page
    words = words_on(answer_is_lost(stranger, "take"))
    submit(elsewhere := browser(), "/in/", {"code": words})
    elsewhere.post("/leave/", headers=HOME)
    for hours in (1, 5, 25):
        with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=True):
            cache.clear()
            stranger.page = page
            answer = stranger.press("take")
            assert (answer.status_code, answer["Location"]) == (303, "/in/")


def test_of_two_presses_at_once_neither_is_told_that_somebody_has_the_name(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def not_there_yet(words: str, now: datetime) -> Seat | WaitingPlace | None:
        looked.append(words)
        return None if len(looked) == 1 else known(words, now)

    known = join.taken_by
    stranger = Stranger().comes_to("look", cohort)
    first = words_on(answer_is_lost(stranger, "take"))
    monkeypatch.setattr(join, "taken_by", not_there_yet)
    answer = stranger.press("take")
    assert (answer.status_code, words_on(stranger.page), cohort.seats.count()) == (200, first, 1)


def test_a_ticket_that_grew_too_old_on_the_way_is_renewed_and_the_next_one_to_join_here_has_another(
    cohort: Cohort,
) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=3), tick=True):
        stranger = Stranger().comes_to("name", cohort)
    before = hidden(stranger.page)["ticket"]
    stranger.comes_to("look", cohort)
    carried = hidden(stranger.page)["ticket"]
    assert carried != before
    assert stranger.press("take").status_code == 200
    stranger.client.cookies.clear()
    stranger.page = stranger.client.get("/join/").content.decode()
    assert hidden(stranger.comes_to("group", cohort).page)["ticket"] != carried


def answer_is_lost(stranger: Stranger, press: str) -> str:
    """What the server answers, of which neither the page nor the cookie comes to their browser."""
    return browser().post("/join/", {**hidden(stranger.page), "go": press}, headers=HOME).content.decode()


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


def test_whoever_chooses_a_name_as_their_group_fills_is_told_at_once_and_shown_where_else_there_is_a_place(
    cohort: Cohort,
) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(capacity=1)
    stranger, another = (Stranger().comes_to("name", cohort) for _ in range(2))
    take_seat(cohort, NAMES[0], timezone.now())
    another.press("back")
    assert hidden(another.page)["at"] == ["agreement"]
    choosing = stranger.page
    for go, typed in (
        ("next", {"name": "Copper Crane"}),
        ("next", {"own": "Otter 2009"}),
        ("next", {}),
        ("others", {}),
    ):
        stranger.page = choosing
        answer = stranger.press(go, **typed)
        assert (answer.status_code, hidden(stranger.page)["at"]) == (409, ["group"])
        assert "that group is full now. Here are the groups as they are now." in stranger.page
        assert "Full. You can wait for a place." in stranger.page
    stranger.press(group=cohort.public_id)
    assert hidden(stranger.page)["at"] == ["agreement"], "what is agreed to differs from group to group"
    stranger.press(agreed=hidden(choosing)["agreed"][0])
    assert hidden(stranger.page)["at"] == ["reach"], "whoever waits is asked for no name"


def test_a_group_that_fills_once_a_name_is_chosen_takes_them_on_and_the_last_page_says_so(cohort: Cohort) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(capacity=1)
    stranger = Stranger().comes_to("reach", cohort)
    take_seat(cohort, NAMES[0], timezone.now())
    for _ in range(2):
        stranger.press()
    assert hidden(stranger.page)["at"] == ["look"], "what they said before is not asked again"
    assert "This group is full now. You can wait for a place, or choose another group." in stranger.page
    assert ("The next time is" in stranger.page, "First time" in stranger.page) == (True, False)


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


def test_a_contact_sent_to_a_group_that_asks_for_none_is_not_kept(cohort: Cohort) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(contact_policy="none")
    stranger = Stranger().comes_to("look", cohort)
    stranger.press("take", life="kim@example.org", life_yes="yes")
    assert cohort.seats.count() == 1
    assert not Contact.objects.exists()
