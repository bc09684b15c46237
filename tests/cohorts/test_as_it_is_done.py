"""What young people read about turns, times and letters is what this house does, whatever it has set."""

from datetime import timedelta

import pytest
from django.conf import settings as django
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions
from cohorts.actions.contacts import keep_contact
from cohorts.join.until import lasts
from cohorts.models import Cohort, ContactPolicy, ContactPurpose, WaitingPlace
from cohorts.telling import unsubscribing
from tests import cast
from tests.cohorts import planned
from tests.cohorts.doors import browser, submit
from tests.cohorts.seen import text
from tests.cohorts.stranger import Stranger
from tests.cohorts.test_waiting import full

pytestmark = [pytest.mark.embedded, pytest.mark.django_db]


def in_line(cohort: Cohort, *lapsed: int) -> Client:
    """As many as that wait, each having let so many offers pass; the browser of the last."""
    queued = [actions.join_waiting(cohort, timezone.now(), agreed_version="2") for _ in lapsed]
    for one, count in zip(queued, lapsed, strict=True):
        WaitingPlace.objects.filter(pk=one.place.pk).update(lapsed=count)
    client = browser()
    submit(client, "/in/", {"code": queued[-1].code})
    return client


@pytest.mark.parametrize(
    ("others", "said"),
    [((), "You would be next."), ((1,), "You would be next."), ((0, 0, 1), "You would be number 3 in the line now.")],
)
def test_whoever_let_two_places_pass_reads_which_number_they_would_have_and_then_has_it(
    others: tuple[int, ...], said: str
) -> None:
    client = in_line(full(), *others, 2)
    assert said in text(client.get("/waiting/").content)
    submit(client, "/waiting/", {"do": "again"}, on="/waiting/")
    now = "You are next" if "next" in said else "You are number 3 in the line"
    assert now in text(client.get("/waiting/").content)


@pytest.mark.parametrize(("hours", "said"), [(24, "up to a day"), (3, "up to 3 hours"), (48, "up to 2 days")])
def test_whoever_waits_reads_how_long_this_house_keeps_a_place(settings: Settings, hours: int, said: str) -> None:
    settings.OFFER_HOURS = hours
    assert f"We keep a place for you for {said} when" in text(in_line(full(), 0).get("/waiting/").content)


@pytest.mark.parametrize(
    ("hours", "often"),
    [
        (48, "once a day"),
        (24, "once a day"),
        (12, "in the morning and in the evening"),
        (3, "every 3 hours, in the day and in the evening"),
    ],
)
def test_whoever_is_not_written_to_is_asked_to_look_before_a_place_that_was_kept_for_them_is_gone(
    settings: Settings, hours: int, often: str
) -> None:
    settings.OFFER_HOURS = hours
    cohort = full()
    Cohort.objects.update(contact_policy=ContactPolicy.OPTIONAL)
    assert f"Please look here {often}. Your four words bring you back." in text(
        in_line(cohort, 0).get("/waiting/").content
    )
    cache.clear()  # what was counted of others
    way_in = Stranger().comes_to("reach", cohort).page
    assert f"We can’t write to you when it is your turn. Please look at your page here {often}." in way_in
    place = WaitingPlace.objects.get()
    contact = keep_contact(place, ContactPurpose.REMINDERS, "kim@example.org", timezone.now(), "1")
    path = unsubscribing.address(contact).removeprefix(django.BASE_URL)
    asked, done = (text(ask(path).content) for ask in (Client().get, Client().post))
    assert f"So please look there {often}." in asked
    assert f"Please look at your page {often}." in done


@pytest.mark.usefixtures("sends_both")
@pytest.mark.parametrize(
    ("hours", "minutes", "said"),
    [(24, 60, "a day before and an hour before"), (36, 90, "36 hours before and 90 minutes before")],
)
def test_whoever_gives_a_contact_reads_when_this_house_reminds(
    settings: Settings, hours: int, minutes: int, said: str
) -> None:
    cache.clear()  # what was counted of others
    settings.CONFIRM_HOURS, settings.START_MINUTES = hours, minutes
    assert f"A reminder {said}." in Stranger().comes_to("reach", planned.cohort(planned.house())).page


def test_whoever_wants_no_letters_reads_that_none_comes_of_a_new_time_either() -> None:
    seat = cast.evening("waiting").otter
    contact = keep_contact(seat, ContactPurpose.REMINDERS, "kim@example.org", timezone.now(), "1")
    path = unsubscribing.address(contact).removeprefix(django.BASE_URL)
    for page in (text(ask(path).content) for ask in (Client().get, Client().post)):
        assert "also do not write if an evening gets a new time or is off." in page
        assert "look at your page before each evening" in page


@pytest.mark.parametrize(("years", "said"), [(1, "for 1 year, also"), (10, "for 10 years, also")])
def test_how_long_a_record_stays_reads_as_people_count(settings: Settings, years: int, said: str) -> None:
    evening = cast.evening("waiting")
    settings.KEEP_RECORDS_YEARS = years
    assert f"We keep it {said} if you leave" in text(browser(evening, evening.otter).get("/mine/held/").content)


def test_a_span_is_said_exactly() -> None:
    minutes = (15, 60, 90, 120, 24 * 60, 36 * 60, 48 * 60)
    assert [lasts(timedelta(minutes=each)) for each in minutes] == [
        "15 minutes", "an hour", "90 minutes", "2 hours", "a day", "36 hours", "2 days",
    ]  # fmt: skip
