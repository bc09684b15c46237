"""A lost link: one answer for everybody, and a thousand guesses that find nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cohorts import actions, guesses
from cohorts.actions.lost import answer_lost
from cohorts.models import ContactPurpose, Guessing, Kind, LostLink, Role, Telling
from tests import cast
from tests.cohorts.doors import badges, browser, submit
from tests.cohorts.newcomer import Member

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
HERS, NOBODYS = "otter@example.org", "somebody@example.org"
OWN_EACH = {"Set-Cookie", "Content-Length"}


@pytest.fixture(autouse=True)
def nobody_tried_yet(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nor do the ten minutes end while a test tries."""
    settings.POST_IS_SET_UP = True
    spell = guesses._window(timezone.now())
    monkeypatch.setattr(guesses, "_window", lambda _: spell)
    cache.clear()
    yield
    cache.clear()


def otter() -> cast.Evening:
    """An evening on which Otter can be reached."""
    evening = cast.evening("waiting")
    actions.keep_contact(evening.otter, ContactPurpose.REMINDERS, HERS, timezone.now(), "1")
    return evening


def seen(answer: Answer) -> tuple[int, str, bytes]:
    """All that somebody outside can tell of an answer: its status, headers and page, but for each form's own token."""
    headers = {name: value for name, value in answer.headers.items() if name not in OWN_EACH}
    return answer.status_code, str(headers), re.sub(rb'value="\w{64}"', b"", answer.content)


def test_whoever_gave_a_contact_gets_a_link_there_and_nobody_else_does() -> None:
    evening = otter()
    assert "Thank you" in submit(browser(), "/lost/", {"contact": f" {HERS.upper()}"}).content.decode()
    submit(browser(), "/lost/", {"contact": NOBODYS})
    assert LostLink.objects.count() == 2
    assert not Telling.objects.filter(kind=Kind.WAY_BACK).exists()
    assert answer_lost(timezone.now()) == 1
    assert Telling.objects.get(kind=Kind.WAY_BACK).seat == evening.otter
    assert not LostLink.objects.exists()


def test_known_or_not_the_answer_and_the_work_are_the_same(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    otter()
    answers = set()
    for contact in (HERS, NOBODYS):
        client = browser()
        client.get("/lost/")
        with django_assert_num_queries(1):
            answers.add(seen(submit(client, "/lost/", {"contact": contact})))
    assert len(answers) == 1
    assert answers.pop()[0] == 200


def test_what_can_be_no_contact_is_said_so_and_never_shown_again() -> None:
    answer = submit(browser(), "/lost/", {"contact": "my mum’s phone"})
    assert answer.status_code == 422
    assert "does not look like an email" in answer.content.decode()
    assert "mum" not in answer.content.decode()
    assert not LostLink.objects.exists()


def test_a_house_that_sends_nothing_says_whom_to_ask(settings: Settings) -> None:
    settings.POST_IS_SET_UP, settings.DESK_CONTACT = False, "01632 960 123"
    page = browser().get("/lost/").content.decode()
    assert "01632 960 123" in page
    assert 'name="contact"' not in page


class Attacker:
    """One form, sent over and over from wherever they say or are."""

    def __init__(self, path: str) -> None:
        """Open the form once."""
        self.path, self.client = path, Client(enforce_csrf_checks=True)
        self.client.get(path)
        self.token = self.client.cookies["csrftoken"].value

    def tries(self, number: int, address: str, **fields: str) -> Answer:
        """Send the form from an address, with headers that claim another."""
        claimed = f"203.0.113.{number % 250}"
        claims = {"x-forwarded-for": claimed, "x-real-ip": claimed, "forwarded": f"for={claimed}"}
        host = {"origin": settings.BASE_URL, "host": settings.BASE_URL.removeprefix("http://")}
        sent = {**fields, "csrfmiddlewaretoken": self.token}
        return self.client.post(self.path, sent, headers={**claims, **host}, REMOTE_ADDR=address)


def test_a_thousand_guesses_of_words_find_nothing_and_the_desk_is_told() -> None:
    evening, attacker = cast.evening("waiting"), Attacker("/in/")
    wrong = [attacker.tries(n, "198.51.100.1", code=f"lamp lamp lamp {n}") for n in range(400)]
    wrong += [attacker.tries(n, f"2001:db8:{n:x}::1", code=f"lamp lamp {n} lamp") for n in range(600)]
    statuses = [one.status_code for one in wrong]
    assert statuses[:11] == [422] * 10 + [429]
    assert statuses.count(422) == guesses.PER_ADDRESS + 600, "each of the others tried once, as young people do"
    assert set(statuses) == {422, 429}
    assert len({seen(one) for one in wrong}) == 2
    assert badges(attacker.client) == []
    right = attacker.tries(1, "198.51.100.1", code=evening.code(evening.otter))
    assert seen(right) == seen(wrong[399]), "from where so much was tried not even the right one is known"
    assert attacker.tries(1, "203.0.113.9", code=evening.code(evening.badger)).status_code == 303
    assert Guessing.objects.get().tried == 1000
    page = Member(Role.COORDINATOR, "Ada").signed_in().get("/desk/").content.decode()
    assert "At least 1000 tries of words" in page


def test_guesses_of_contacts_tell_nothing_either_and_have_limits_of_their_own() -> None:
    otter()
    attacker = Attacker("/lost/")
    tried = [
        attacker.tries(n, f"2001:db8:{n // 12:x}::1", contact=HERS if n % 3 else f"{n}@example.org") for n in range(300)
    ]
    statuses = [one.status_code for one in tried]
    assert (statuses[:12], statuses.count(200)) == ([200] * 10 + [429] * 2, guesses.IN_ALL + 5 * guesses.FEW)
    assert len({seen(one) for one in tried}) == 2
    assert answer_lost(timezone.now()) == 1
    answer_lost(timezone.now())
    assert Telling.objects.filter(kind=Kind.WAY_BACK).count() == 1
    assert Attacker("/in/").tries(1, "2001:db8::1", code="lamp lamp lamp lamp").status_code == 422


def test_whoever_lost_their_words_reads_by_every_link_how_to_get_another() -> None:
    token, client = actions.issue_link(cast.evening("waiting").otter), browser()
    assert "If you lost them, you can ask for another link." in client.get(f"/in/{token}/").content.decode()
    assert submit(client, f"/in/{token}/").status_code == 303
    used = browser().get(f"/in/{token}/").content.decode()
    assert '<a href="/lost/">I lost my words too</a>' in used


def test_links_that_are_spent_left_or_made_up_are_one_page() -> None:
    evening = cast.evening("waiting")
    spent, left = actions.issue_link(evening.otter), actions.issue_link(evening.badger)
    assert browser().get(f"/in/{left}/").status_code == 200
    assert actions.spend_link(spent, timezone.now())
    actions.withdraw(evening.badger, timezone.now())
    answers = {seen(browser().get(f"/in/{token}/")) for token in (spent, left, "nobody-issued-this", spent[:-1])}
    assert len(answers) == 1
    assert answers.pop()[0] == 410
