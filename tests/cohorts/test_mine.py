"""One's own page: when it goes on, the whole course, and what is theirs to decide."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cohorts import access, actions
from cohorts.actions.feeds import feed_holder, feed_of
from cohorts.actions.settle_name import names_to_choose, settle_name
from cohorts.join.until import until
from cohorts.models import ContactPurpose, Role, Seat
from tests import cast
from tests.cohorts import planned
from tests.cohorts.doors import browser, submit

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        *((71 * 60, "in 3 days"), (48 * 60, "in 2 days"), (47 * 60 + 59, "in 48 hours"), (150, "in 3 hours")),
        *((120, "in 2 hours"), (119, "in 119 minutes"), (0.5, "in 1 minute"), (0, ""), (-1, "")),
    ],
)
def test_it_counts_in_days_then_hours_then_minutes(minutes: float, words: str) -> None:
    assert until(NOON, NOON + timedelta(minutes=minutes)) == words


def test_it_shows_when_the_door_opens_in_words() -> None:
    evening = cast.evening("waiting")
    page = browser(evening, evening.otter).get("/mine/").content.decode()
    assert re.search(r">in (59|60) minutes<", page)
    assert "Nobody from the course reads here between sessions." in page


def test_the_course_is_there_with_its_themes_and_nothing_of_another() -> None:
    house = planned.house()
    cohort = planned.cohort(house)
    taken = actions.take_seat(cohort, "Teal Otter", timezone.now())
    client = browser()
    submit(client, "/in/", {"code": taken.code})
    page = client.get("/mine/").content.decode()
    sessions = planned.sessions(cohort)
    assert len(sessions) == 7
    for session in sessions:
        assert f"<strong>{session.week.theme}</strong>" in page.replace("&#x27;", "'")
    assert page.count('aria-current="step"') == 1


def test_a_calendar_is_theirs_to_make_and_to_stop() -> None:
    evening = cast.evening("waiting")
    client = browser(evening, evening.otter)
    page = submit(client, "/mine/calendar/", {"do": "make"}, on="/mine/").content.decode()
    found = re.search(r"/calendar/([\w-]+)\.ics", page)
    assert found
    assert feed_holder(found[1]) == evening.otter
    assert found[1] not in client.get("/mine/").content.decode()
    assert submit(client, "/mine/calendar/", {"do": "end"}, on="/mine/")["Location"] == "/mine/#calendar"
    assert not feed_of(evening.otter).exists()


@pytest.mark.usefixtures("sends_both")
def test_what_is_held_is_named_by_its_kind_and_deleted_by_one_press() -> None:
    evening, now = cast.evening("waiting"), timezone.now()
    for seat in (evening.otter, evening.heron):
        actions.keep_contact(seat, ContactPurpose.REMINDERS, "otter@example.org", now, "1")
        actions.keep_contact(seat, ContactPurpose.LIFE, "07400 123 456", now, "1")
    client = browser(evening, evening.otter)
    page = client.get("/mine/").content.decode()
    assert "would make it easier" not in page
    evening.otter.ease = ["slower"]
    evening.otter.save()
    page = client.get("/mine/").content.decode()
    assert "What you said would make it easier (I need more time to write). Only your facilitators see this." in page
    assert "An email, for reminders" in page
    assert "A phone number, only for when we fear" in page
    assert "example.org" not in page
    for wrong in ("", "everything", "\0"):
        submit(client, "/mine/forget/", {"purpose": wrong}, on="/mine/")
    assert evening.otter.contacts.count() == 2
    submit(client, "/mine/forget/", {"purpose": "reminders"}, on="/mine/")
    assert [one.purpose for one in evening.otter.contacts.all()] == [ContactPurpose.LIFE]
    assert evening.heron.contacts.count() == 2


def moved_next_to_their_name() -> tuple[cast.Evening, Seat]:
    """Somebody who was Teal Otter in their old group, and came to a group that has one."""
    evening, now = cast.evening("waiting"), timezone.now()
    actions.withdraw(evening.moth, now)
    other = actions.take_seat(cast.cohort(), "Teal Otter", now).seat
    return evening, actions.move_seat(cast.staff("Ada", Role.COORDINATOR), other, evening.cohort, now)


def test_whoever_lost_their_name_by_moving_chooses_once() -> None:
    evening, seat = moved_next_to_their_name()
    now = timezone.now()
    offered = names_to_choose(seat, now)
    assert len(offered) == 3
    for wrong, problem in (("Teal Otter", actions.NameTaken), ("Maya from 9b", actions.NameUnfit)):
        with pytest.raises(problem):
            settle_name(seat, wrong, now)
    settle_name(seat, offered[0], now)
    assert Seat.objects.get(pk=seat.pk).name == offered[0]
    with pytest.raises(actions.NameUnfit):
        settle_name(seat, offered[1], now)
    assert names_to_choose(seat, now) == []
    assert names_to_choose(evening.otter, now) == []


def test_a_name_that_others_may_have_read_stays() -> None:
    evening, seat = moved_next_to_their_name()
    there = evening.session.opens_at
    assert names_to_choose(seat, there - timedelta(seconds=1))
    assert names_to_choose(seat, there) == []
    with pytest.raises(actions.NameUnfit):
        settle_name(seat, seat.name, there)


def test_on_the_page_the_name_is_kept_or_changed_by_one_press() -> None:
    _, seat = moved_next_to_their_name()
    opened = actions.open_for(seat, timezone.now())
    client = browser()
    client.cookies.load({access.cookie_name(opened.sign_in.public_id): opened.token})
    assert "Somebody in your new group had your name" in client.get("/mine/").content.decode()
    refused = submit(client, "/mine/name/", {"name": "Teal Otter"}, on="/mine/")
    assert (refused.status_code, b"just taken that name" in refused.content) == (409, True)
    assert submit(client, "/mine/name/", {"name": seat.name}, on="/mine/")["Location"] == "/mine/#name"
    assert "Somebody in your new group" not in client.get("/mine/").content.decode()
