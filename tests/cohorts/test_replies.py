"""A young person's own word on one session: the last counts, and only where they have a place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts import access, actions
from cohorts.actions.nights import move_session
from cohorts.models import Reply, Session
from facilitator import guests
from tests import cast
from tests.cohorts import planned
from tests.cohorts.doors import browser, submit
from tests.cohorts.stranger import hidden

pytestmark = pytest.mark.django_db


def test_the_last_word_counts() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    actions.say_coming(evening.hare, evening.session, False, now)
    actions.say_coming(evening.hare, evening.session, True, now + timedelta(minutes=1))
    reply = Reply.objects.get()
    assert (reply.seat, reply.session, reply.coming, reply.said_at) == (
        evening.hare, evening.session, True, now + timedelta(minutes=1),
    )  # fmt: skip


def test_nothing_is_kept_about_an_evening_that_is_over_cancelled_or_somebody_elses() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    with pytest.raises(actions.NotAsked):
        actions.say_coming(evening.stranger, evening.session, True, now)
    with pytest.raises(actions.NotAsked):
        actions.say_coming(evening.hare, evening.session, True, evening.session.closes_at)
    Session.objects.filter(pk=evening.session.pk).update(cancelled_at=now)
    with pytest.raises(actions.NotAsked):
        actions.say_coming(evening.hare, evening.session, True, now)
    assert not Reply.objects.exists()


def test_a_moved_evening_asks_again_and_the_others_keep_their_answers() -> None:
    house = planned.house()
    cohort = planned.cohort(house)
    hare, now = actions.take_seat(cohort, "Indigo Hare", timezone.now()).seat, timezone.now()
    first, second, *_ = planned.sessions(cohort)
    for session in (first, second):
        actions.say_coming(hare, session, True, now)
    opened, client = actions.open_for(hare, now), browser()
    client.cookies.load({access.cookie_name(opened.sign_in.public_id): opened.token})
    assert "You said that you will be there." in client.get("/mine/").content.decode()
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    assert "Can you come? A no is fine too." in client.get("/mine/").content.decode()
    assert [one.session for one in Reply.objects.standing()] == [second]


def test_a_press_on_a_page_that_shows_the_old_time_is_told_the_new_one_and_asked_again() -> None:
    house = planned.house()
    cohort = planned.cohort(house)
    hare, first = actions.take_seat(cohort, "Indigo Hare", timezone.now()).seat, planned.sessions(cohort)[0]
    opened, client = actions.open_for(hare, timezone.now()), browser()
    client.cookies.load({access.cookie_name(opened.sign_in.public_id): opened.token})
    address, (shown,) = f"/mine/coming/{first.public_id}/", hidden(client.get("/mine/").content.decode())["seen"]
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    answer = submit(client, address, {"no": "1", "seen": shown}, on="/in/")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert not Reply.objects.exists(), "of the day it is moved to nobody had told her"
    assert "What you just told us was about the old time, so we did not keep it." in page
    assert page.count(f"<strong>{first.starts_at + timedelta(days=1):%A}") == 2, "there, and where it stands always"
    assert "Please tell us again. A no is fine too." in page
    assert "Can you come? A no is fine too." in page
    assert "the old time" not in client.get("/mine/").content.decode()
    (shown,) = hidden(page)["seen"]
    assert submit(client, address, {"no": "1", "seen": shown}, on="/in/")["Location"] == "/mine/#next"
    assert "You said that you can’t come this time." in client.get("/mine/").content.decode()
    submit(client, address, {"yes": "1"}, on="/in/")
    assert Reply.objects.get().coming is True, "a page from before the time stood in it is believed"
    for seen in ("", "soon", "2026-11-05T19:00:00", "2026-13-05T19:00:00+00:00"):
        assert submit(client, address, {"no": "1", "seen": seen}, on="/in/").status_code == 404
    assert Reply.objects.get().coming is True


def test_whoever_answered_of_an_evening_that_was_moved_behind_another_is_asked_again_when_it_comes_next() -> None:
    house = planned.house()
    cohort = planned.cohort(house)
    hare, (first, second, *_) = actions.take_seat(cohort, "Indigo Hare", timezone.now()).seat, planned.sessions(cohort)
    opened, client = actions.open_for(hare, timezone.now()), browser()
    client.cookies.load({access.cookie_name(opened.sign_in.public_id): opened.token})
    (shown,) = hidden(client.get("/mine/").content.decode())["seen"]
    Session.objects.filter(pk=first.pk).update(
        **{at: getattr(first, at) + timedelta(days=8) for at in ("opens_at", "starts_at", "ends_at", "closes_at")}
    )
    answer = submit(client, f"/mine/coming/{first.public_id}/", {"yes": "1", "seen": shown}, on="/in/")
    page = answer.content.decode()
    assert "We ask you again here when this evening comes next." in page
    assert "Please tell us again." not in page
    assert f"/mine/coming/{second.public_id}/" in page
    assert not Reply.objects.exists()


def test_what_was_said_counts_again_once_an_evening_that_was_moved_by_a_slip_is_back() -> None:
    house, now = planned.house(), timezone.now()
    cohort = planned.cohort(house)
    hare, moth = (actions.take_seat(cohort, name, now).seat for name in ("Indigo Hare", "Silver Moth"))
    first = planned.sessions(cohort)[0]
    for seat in (hare, moth):
        actions.say_coming(seat, first, False, now)
    desk, opened, client = planned.Visitor(house.kit), actions.open_for(hare, now), browser()
    client.cookies.load({access.cookie_name(opened.sign_in.public_id): opened.token})

    def said() -> list[bool | None]:
        return [row.coming for row in desk.sees(f"/desk/cohorts/{cohort.public_id}/seats/").context["rows"]]

    assert said() == [False, False]
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    assert (said(), guests.read([first])[first.pk].not_coming) == ([None, None], [])
    moved = Session.objects.get(pk=first.pk)
    actions.say_coming(moth, moved, True, now)
    assert said() == [None, True]
    move_session(house.kit, moved, first.starts_at, 2)
    assert "You said that you can’t come this time." in client.get("/mine/").content.decode()
    assert said() == [False, None], "of the first time nothing is known of one who said another thing since"
    assert guests.read([first])[first.pk].not_coming == [hare]


def test_what_was_said_while_an_older_version_still_ran_is_of_the_time_it_was_said_of() -> None:
    house, now = planned.house(), timezone.now()
    cohort = planned.cohort(house)
    hare, first = actions.take_seat(cohort, "Indigo Hare", now).seat, planned.sessions(cohort)[0]
    Reply.objects.create(seat=hare, session=first, coming=False, said_at=now)
    assert Reply.objects.standing().exists()
    move_session(house.kit, first, first.starts_at + timedelta(days=1), 1)
    assert not Reply.objects.standing().exists()
    move_session(house.kit, first, first.starts_at, 2)
    assert Reply.objects.standing().exists()


def test_a_young_person_says_it_in_one_press_on_their_page_and_may_change_their_mind() -> None:
    evening = cast.evening("waiting")
    hare, address = browser(evening, evening.hare), f"/mine/coming/{evening.session.public_id}/"
    assert "Can you come? A no is fine too." in hare.get("/mine/").content.decode()
    for press, shown in (
        ("yes", "You said that you will be there."),
        ("no", "You said that you can’t come this time."),
    ):
        assert submit(hare, address, {press: "1"}, on="/mine/").status_code == 303
        assert shown in hare.get("/mine/").content.decode()
        assert Reply.objects.get().coming == (press == "yes")
    assert submit(hare, f"/mine/coming/{evening.elsewhere.public_id}/", {"yes": "1"}, on="/mine/").status_code == 404
    Session.objects.filter(pk=evening.session.pk).update(cancelled_at=timezone.now())
    assert submit(hare, address, {"yes": "1"}, on="/in/").status_code == 303
    assert Reply.objects.get().coming is False, "there is nothing to come to"
