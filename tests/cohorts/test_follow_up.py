"""Four weeks after the course: written to once, if a young person wished it, and otherwise not."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cohorts import actions
from cohorts.actions.feeds import make_feed
from cohorts.actions.follow_up import AFTER, OF_USE, may_want, want_follow_up, wants_follow_up
from cohorts.actions.nights import cancel_session, move_session
from cohorts.actions.stops import stop_messages
from cohorts.join.course import contacts_go
from cohorts.keeping.spans import CONTACTS_KEPT
from cohorts.models import Cause, Cohort, ContactPurpose, Kind, Session, Telling
from cohorts.telling.words import said
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.cohorts.test_how_it_was_again import made_up_for
from tests.retention import let_go

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sends_both")]
WEEK = timedelta(weeks=1)


def last_evening(phase: str = "closing") -> cast.Evening:
    """The last evening there is; otter gave an email, heron gave none."""
    evening = cast.evening(phase)
    actions.keep_contact(evening.otter, ContactPurpose.REMINDERS, "otter@example.org", timezone.now(), "1")
    return evening


def test_whoever_says_yes_is_written_to_four_weeks_later_and_may_take_it_back() -> None:
    evening = last_evening()
    otter, closes = browser(evening, evening.otter), evening.session.closes_at
    assert "Yes, write to me once" in otter.get("/mine/").content.decode()
    for _ in range(2):
        assert submit(otter, "/mine/later/", {"yes": "1"}, on="/mine/").status_code == 303
    told = Telling.objects.get()
    assert (told.kind, told.seat, told.due_at) == (Kind.FOLLOWUP, evening.otter, closes + AFTER)
    assert told.not_after < closes + CONTACTS_KEPT, "later nobody knows where to"
    assert let_go("tellings", told.not_after) == 0
    assert "Please don’t write to me" in otter.get("/mine/").content.decode()
    submit(otter, "/mine/later/", {"no": "1"}, on="/mine/")
    assert not Telling.objects.exists()


def test_it_says_when_where_we_wrote_to_them_is_deleted_and_then_it_is() -> None:
    evening = last_evening()
    otter, due_at = browser(evening, evening.otter), evening.session.closes_at + AFTER
    submit(otter, "/mine/later/", {"yes": "1"}, on="/mine/")
    words = said(Telling.objects.get(), due_at, ZoneInfo("Europe/London")).lines[-1]
    assert words == "This is our last letter. In a few days we delete where we wrote to you."
    assert "A few days later we delete where we wrote." in otter.get("/mine/").content.decode()
    days = timedelta(days=1)
    assert [let_go("contacts", due_at + after) for after in (timedelta(0), days, 3 * days)] == [0, 0, 1]


def test_nobody_is_asked_who_could_not_be_written_to_or_before_the_last_evening() -> None:
    evening, now = last_evening(), timezone.now()
    assert may_want(evening.otter, now)
    assert not may_want(evening.heron, now)
    assert "Yes, write to me" not in browser(evening, evening.heron).get("/mine/").content.decode()
    assert not want_follow_up(evening.heron, now)
    assert not may_want(evening.otter, evening.session.closes_at + AFTER)
    Session.objects.filter(pk=evening.session.pk).update(
        **{name: getattr(evening.session, name) + WEEK for name in ("opens_at", "starts_at", "ends_at", "closes_at")}
    )
    assert not may_want(evening.otter, now)
    assert not want_follow_up(evening.otter, now)
    assert not Telling.objects.exists()


def test_what_they_see_is_the_same_while_messages_are_held_back() -> None:
    evening, now = last_evening(), timezone.now()
    before = browser(evening, evening.otter).get("/mine/").content.decode()
    stop_messages(evening.otter, Cause.LEFT_SUDDENLY, now)
    after = browser(evening, evening.otter).get("/mine/").content.decode()
    assert "Yes, write to me once" in before
    assert "Yes, write to me once" in after
    assert want_follow_up(evening.otter, now)
    assert wants_follow_up(evening.otter)


def test_what_somebody_was_told_is_forgotten_a_month_after_the_course() -> None:
    evening = last_evening()
    assert want_follow_up(evening.otter, timezone.now())
    Telling.objects.update(told_at=timezone.now())
    kept_until = evening.session.closes_at + CONTACTS_KEPT
    assert let_go("tellings", kept_until) == 0
    assert let_go("tellings", kept_until + timedelta(seconds=1)) == 1


def four_weeks_after(closes: datetime) -> tuple[datetime, datetime, datetime]:
    """When what somebody asked for is due, is looked at and is of no more use."""
    return closes + AFTER, closes + AFTER, closes + AFTER + OF_USE


def planned_for() -> tuple[datetime, datetime, datetime]:
    told = Telling.objects.get(kind=Kind.FOLLOWUP)
    return told.due_at, told.next_at, told.not_after


def version(evening: cast.Evening) -> int:
    return Cohort.objects.get(pk=evening.cohort.pk).version


def test_four_weeks_are_counted_from_the_evening_that_is_the_last_by_now() -> None:
    evening = last_evening("over")
    kit = evening.coordinator
    assert want_follow_up(evening.otter, timezone.now())
    Telling.objects.update(claimed_by="a loop", claimed_until=timezone.now() + WEEK)
    new = made_up_for(evening, evening.session)
    assert planned_for() == four_weeks_after(new.closes_at), "it called itself the last letter before the last evening"
    assert not Telling.objects.filter(claimed_by="a loop").exists()
    move_session(kit, new, new.starts_at + WEEK, version(evening))
    assert planned_for() == four_weeks_after(new.closes_at + WEEK)
    cancel_session(kit, new, version(evening))
    assert planned_for() == four_weeks_after(evening.session.closes_at)


def test_what_is_on_its_way_four_weeks_after_is_left_alone_by_an_evening_that_is_added() -> None:
    evening = last_evening("over")
    assert want_follow_up(evening.otter, timezone.now())
    Telling.objects.update(handing_at=timezone.now())
    made_up_for(evening, evening.session)
    assert planned_for() == four_weeks_after(evening.session.closes_at)


def test_whoever_said_yes_may_take_it_back_while_an_evening_that_was_added_is_still_to_come() -> None:
    evening = last_evening("over")
    actions.keep_contact(evening.hare, ContactPurpose.REMINDERS, "hare@example.org", timezone.now(), "1")
    assert want_follow_up(evening.otter, timezone.now())
    made_up_for(evening, evening.session)
    otter = browser(evening, evening.otter)
    assert "Please don’t write to me" in otter.get("/mine/").content.decode()
    assert "In four weeks" not in browser(evening, evening.hare).get("/mine/").content.decode(), "it is too soon to ask"
    assert submit(otter, "/mine/later/", {"no": "1"}, on="/mine/").status_code == 303
    assert not wants_follow_up(evening.otter)
    assert "In four weeks" not in otter.get("/mine/").content.decode()


def test_whoever_said_yes_has_their_letter_at_once_where_the_added_evening_is_cancelled_after_four_weeks() -> None:
    evening = last_evening("over")
    assert want_follow_up(evening.otter, timezone.now())
    new = made_up_for(evening, evening.session)
    times = ("opens_at", "starts_at", "ends_at", "closes_at")
    long_ago = {name: getattr(evening.session, name) - AFTER - OF_USE for name in times}
    Session.objects.filter(pk=evening.session.pk).update(**long_ago)
    cancel_session(evening.coordinator, new, version(evening))
    due_at, next_at, not_after = planned_for()
    assert due_at == next_at < timezone.now() < not_after
    assert let_go("contacts", timezone.now()) == 0, "and we still know where to"


def test_whoever_reads_that_an_evening_more_than_a_month_after_the_others_is_off_has_a_week_until_contacts_go() -> None:
    evening = last_evening("over")
    assert want_follow_up(evening.otter, timezone.now())
    new, day = made_up_for(evening, evening.session), timedelta(days=1)
    times = ("opens_at", "starts_at", "ends_at", "closes_at")
    long_ago = {name: getattr(evening.session, name) - CONTACTS_KEPT - 10 * day for name in times}
    Session.objects.filter(pk=evening.session.pk).update(**long_ago)
    make_feed(evening.otter)
    cancel_session(evening.coordinator, new, version(evening))
    now, classes = timezone.now(), ("contacts", "tellings", "calendars")
    off_at = Session.objects.get(pk=new.pk).cancelled_at
    assert off_at is not None
    assert [let_go(name, now) for name in classes] == [0, 0, 0], "their letters go first"
    assert planned_for()[2] < off_at + WEEK, "the last of them too"
    assert contacts_go(evening.otter) == off_at + WEEK, "as their own page has it"
    assert [let_go(name, off_at + WEEK - day) for name in classes] == [0, 0, 0]
    assert [let_go(name, off_at + WEEK + day) > 0 for name in classes] == [True, True, True]


def test_contacts_are_kept_no_day_longer_for_an_evening_that_is_cancelled_while_the_month_runs() -> None:
    evening = last_evening("over")
    new, closes = made_up_for(evening, evening.session), evening.session.closes_at
    assert contacts_go(evening.otter) == new.closes_at + CONTACTS_KEPT
    cancel_session(evening.coordinator, new, version(evening))
    assert contacts_go(evening.otter) == closes + CONTACTS_KEPT
    assert [let_go("contacts", closes + CONTACTS_KEPT + timedelta(seconds=one)) for one in (0, 1)] == [0, 1]
