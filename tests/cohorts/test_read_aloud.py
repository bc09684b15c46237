"""What young people read is short and plain: every page of theirs is measured, and the run tells how it came out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.conf import settings as django
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions
from cohorts.actions import own
from cohorts.actions.contacts import keep_contact
from cohorts.actions.waiting import join_waiting
from cohorts.models import Cohort, ContactPurpose, Heard, Seat, WaitingPlace, Wanted
from cohorts.script.readability import count, reading_age
from cohorts.telling import unsubscribing
from tests import cast
from tests.cohorts import planned
from tests.cohorts.doors import browser, submit
from tests.cohorts.stranger import Stranger, hidden
from tests.cohorts.test_waiting import full

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db, pytest.mark.usefixtures("sends_both")]

OLDEST = 11
"""Years; care.md §9 asks for 9 to 11."""
#: Below that any formula jumps.
ENOUGH_WORDS = 30
STEPS = ("you", "group", "agreement", "name", "reach", "easier", "look")


def words_of(page: bytes | str) -> str:
    """What is read on a page: its main part, each line by itself, without code and help lines' ways."""
    text = page.decode() if isinstance(page, bytes) else page
    body = text[text.index("<main") : text.index("</main>")]
    body = re.sub(r"<(script|style|svg)\b.*?</\1>|<a class=\"way\".*?</a>", " ", body, flags=re.DOTALL)
    body = re.sub(r"</?(h\d|p|li|dt|dd|div|section|label|legend|button|summary|span|option)\b[^>]*>", "\n", body)
    return re.sub(r"[ \t]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def measured(record: Callable[[str, object], None], name: str, page: bytes | str) -> None:
    words = words_of(page)
    if count(words).words < ENOUGH_WORDS:
        return
    found = reading_age(words)
    record("reading age", f"{name} {found:.1f}")
    assert found <= OLDEST, name


@pytest.mark.parametrize("address", ["/", "/help/", "/in/", "/lost/", "/join/", "/today/"])
def test_pages_that_anybody_may_read(address: str, record_property: Callable[[str, object], None]) -> None:
    measured(record_property, address, browser().get(address).content)


def test_the_way_in(record_property: Callable[[str, object], None]) -> None:
    cohort = planned.cohort(planned.house())
    stranger = Stranger()
    for step in STEPS:
        stranger.comes_to(step, cohort)
        assert hidden(stranger.page)["at"] == [step]
        measured(record_property, f"join {step}", stranger.page)
    stranger.press("take")
    measured(record_property, "join words", stranger.page)
    other = Stranger()
    other.press("begin")
    other.press(age="40", place="Wales")
    measured(record_property, "join kind no", other.page)


def test_the_way_into_a_line_and_for_whoever_lost_the_words(record_property: Callable[[str, object], None]) -> None:
    cohort = planned.cohort(planned.house())
    Cohort.objects.filter(pk=cohort.pk).update(capacity=1)
    actions.take_seat(cohort, "Teal Otter", timezone.now())
    measured(record_property, "join reach, full", Stranger().comes_to("reach", cohort).page)
    asked = submit(browser(), "/lost/", {"contact": "kim@example.org"})
    measured(record_property, "/lost/ asked", asked.content)


def test_the_way_in_of_a_house_that_sends_nothing(
    settings: Settings, record_property: Callable[[str, object], None]
) -> None:
    settings.POST_IS_SET_UP, settings.TEXT_WEBHOOK = False, None
    stranger = Stranger().comes_to("reach", planned.cohort(planned.house()))
    measured(record_property, "join reach, nothing sent", stranger.page)


def test_ones_own_pages(record_property: Callable[[str, object], None]) -> None:
    evening = cast.evening("waiting")
    measured(record_property, "/mine/", browser(evening, evening.otter).get("/mine/").content)
    for ready in (False, True):
        if ready:
            own.begin(evening.lead, evening.otter, Wanted.COPY, timezone.now(), Heard.WORDS)
        own.ask(evening.otter, Wanted.DELETE, timezone.now())
        measured(record_property, "/mine/held/", browser(evening, evening.otter).get("/mine/held/").content)
    measured(record_property, "the room", browser(evening, evening.otter).get(room(evening)).content)
    left = browser(evening, evening.heron)
    submit(left, "/mine/end/", on="/mine/")
    measured(record_property, "/mine/ after leaving", left.get("/mine/").content)


def test_pages_after_the_last_evening(record_property: Callable[[str, object], None]) -> None:
    evening = cast.evening("closing")
    otter = browser(evening, evening.otter)
    for page in ("/mine/", "/mine/keep/", "/mine/afterwards/"):
        measured(record_property, f"{page} after the last evening", otter.get(page).content)
    saved = otter.get("/mine/keep/file/").content.decode()
    measured(record_property, "the sheet as a file", f"<main>{html.escape(saved[: saved.index('Shout')])}</main>")
    submit(otter, "/mine/afterwards/", {"safe": "yes"}, on="/mine/")
    measured(record_property, "/mine/ once it was answered", otter.get("/mine/").content)


def test_the_line(record_property: Callable[[str, object], None]) -> None:
    cohort, now = full(), timezone.now()
    queued = join_waiting(cohort, now, agreed_version="1")
    contact = keep_contact(queued.place, ContactPurpose.REMINDERS, "kim@example.org", now, "1")
    no_more = unsubscribing.address(contact).removeprefix(django.BASE_URL)
    for ask in (browser().get, Client().post, Client().get):
        measured(record_property, "no more letters", ask(no_more).content)
    client = browser()
    submit(client, "/in/", {"code": queued.code})
    measured(record_property, "/waiting/", client.get("/waiting/").content)
    actions.withdraw(Seat.objects.filter(cohort=cohort)[0], now)
    actions.offer_places(now)
    measured(record_property, "/waiting/ with an offer", client.get("/waiting/").content)
    cohort.sessions.update(cancelled_at=now)
    WaitingPlace.objects.update(offered_at=None, offer_ends_at=None)
    measured(record_property, "/waiting/ too late", client.get("/waiting/").content)
    measured(record_property, "/waiting/ left", submit(client, "/waiting/", {"do": "leave"}).content)


def room(evening: cast.Evening) -> str:
    return f"/rooms/{evening.session.public_id}/"
