"""A young person's own word on one session: the last counts, and only where they have a place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cohorts import access, actions
from cohorts.actions.nights import move_session
from cohorts.models import Reply, Session
from tests import cast
from tests.cohorts import planned
from tests.cohorts.doors import browser, submit

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
    assert [one.session for one in Reply.objects.all()] == [second]


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
