"""The page on which a contact is opened: who finds it, what it says at each moment, and where the contact never is."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from cohorts.actions.drop_contact import drop_contact
from cohorts.models import Act, ContactPurpose, Role, Staff
from cohorts.seal import Ring, new_data_key
from facilitator.safeguarding import opening_walk, record, seal_views
from facilitator.safeguarding.models import Concern, Duty, Level, Opening, State
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.cohorts.planned import Visitor
from tests.facilitator.sealed import NUMBER, PIECES, SHOWN_AS, WHY, Sealed, sealed

# Other tests ask of both stores what these pages are drawn from, and tests/cohorts/test_every_address.py opens each.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
OPEN = {"reason": "done", "words": WHY}


class Hour:
    """The hand of the database's clock, as the page reads it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at: datetime = timezone.now()
        monkeypatch.setattr(seal_views, "database_now", lambda: self.at)


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    return Hour(monkeypatch)


def page(it: Sealed, who: Staff) -> str:
    answer = browser(it.evening, who).get(it.page)
    assert answer.status_code == 200
    return answer.content.decode()


def tells(text: str) -> bool:
    return any(piece in text for piece in PIECES)


@pytest.mark.parametrize("who", ["volunteer", "coordinator", "hare", "heron", "stranger"])
@pytest.mark.parametrize("level", Level)
def test_for_whoever_never_may_it_is_as_if_it_were_not_there(who: str, level: Level, hour: Hour) -> None:
    it = sealed(level)
    hour.at = it.after(minutes=3)
    client = browser(it.evening, getattr(it.evening, who))
    nowhere = "/staff/concerns/nosuchthing0/contact/"
    nothing, answer = client.get(nowhere), client.get(it.page)
    assert answer.status_code == nothing.status_code
    assert answer.status_code in {302, 303, 404}
    if answer.status_code == 404:
        assert answer.content == nothing.content
    client.get("/in/")
    sent = submit(client, it.page, OPEN, on="/in/")
    assert sent.status_code == submit(client, nowhere, OPEN, on="/in/").status_code
    # Whoever is signed in nowhere is given back what they wrote, whatever it was sent to.
    assert sent.status_code == (404 if answer.status_code == 404 else 401)
    assert not Opening.objects.exists()


def test_nor_is_it_for_an_administrator_or_a_counsellor_of_another_evening(hour: Hour) -> None:
    it = sealed()
    hour.at = it.after(minutes=3)
    for who in (cast.staff("Ada", Role.ADMINISTRATOR), cast.staff("Noor", Role.COUNSELLOR)):
        assert Visitor(who).sees(it.page).status_code == 404


def test_the_page_of_a_counsellor_says_what_she_waits_for_and_then_offers_it(hour: Hour) -> None:
    it = sealed()
    hour.at = it.after(seconds=90)
    waits = page(it, it.evening.counsellor)
    assert 'data-wait="30"' in waits
    assert "Open it for ten minutes" not in waits
    submit(browser(it.evening, it.evening.counsellor), it.page, OPEN, on="/in/")
    assert not Opening.objects.exists()
    hour.at = it.after(minutes=2)
    assert "Open it for ten minutes" in page(it, it.evening.counsellor)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (NUMBER, "What is held: a phone number."),
        ("hare@example.org", "An email alone does not tell us where they are."),
        ("", "We hold no way to reach them"),
    ],
)
def test_what_kind_is_held_is_said_before_it_is_opened_and_what_can_be_done_instead(
    given: str, says: str, hour: Hour
) -> None:
    it = sealed(given=given)
    hour.at = it.after(minutes=1)
    said = page(it, it.evening.lead)
    assert says in said
    assert ("Open it for ten minutes" in said) == bool(given)
    for each in ("Call 999 yourself", "What the police can find", "Keep them talking", "not yet checked by a person"):
        assert each in said
    assert not tells(said)
    assert "reminders.only" not in said
    assert "hare@example.org" not in said


@pytest.mark.both
def test_it_is_seen_by_whoever_opened_it_alone_and_until_the_last_second(hour: Hour) -> None:
    it, other = sealed(), cast.staff("Noor", Role.LEAD)
    hour.at = it.after(minutes=1)
    lead = browser(it.evening, it.evening.lead)
    assert submit(lead, it.page, {"reason": "", "words": WHY}).status_code == 422
    assert submit(lead, it.page, {"reason": "done", "words": " "}).status_code == 422
    assert not Opening.objects.exists()
    answer = submit(lead, it.page, OPEN)
    assert (answer.status_code, answer.headers["Location"]) == (303, it.page)
    assert not tells(answer.content.decode())
    for at, left in ((it.after(minutes=1), 600), (it.after(minutes=10, seconds=59.5), 1)):
        hour.at = at
        shown = lead.get(it.page)
        assert SHOWN_AS in shown.content.decode()
        assert f'data-seal="{left}"' in shown.content.decode()
        assert (shown.headers["Cache-Control"], shown.headers["Refresh"]) == ("no-store", str(left))
        assert not tells(lead.head(it.page).content.decode())
        assert not tells(Visitor(other).sees(it.page).content.decode())
        assert not tells(page(it, it.evening.counsellor))
    hour.at = it.after(minutes=11)
    over = lead.get(it.page)
    assert not tells(over.content.decode())
    assert "Refresh" not in over.headers
    assert "Open it for ten minutes" in over.content.decode()
    assert Act.objects.filter(verb="contact_shown", by=it.evening.lead).count() == 2


def test_no_address_of_a_link_and_no_box_holds_it(hour: Hour) -> None:
    it = sealed()
    it.opened()
    hour.at = it.after(seconds=1)
    shown = page(it, it.evening.lead)
    assert shown.count(SHOWN_AS) == 1
    assert NUMBER not in shown
    assert "tel:" not in shown
    assert "mailto:" not in shown


def test_i_am_done_hides_it_at_once_and_closing_is_an_act(hour: Hour) -> None:
    it = sealed()
    it.opened()
    hour.at = it.after(minutes=1)
    lead = browser(it.evening, it.evening.lead)
    submit(lead, it.page, {"close": "1"})
    assert not tells(lead.get(it.page).content.decode())
    assert Act.objects.filter(verb="contact_closed").exists()


@pytest.mark.both
def test_i_am_done_hides_it_though_the_key_of_its_record_went_missing_and_says_what_is_not_written(
    hour: Hour, settings: Settings
) -> None:
    it, keys = sealed(), settings.KEYS
    opening = it.opened()
    hour.at = it.after(minutes=1)
    (lead := browser(it.evening, it.evening.lead)).get(it.page)
    settings.KEYS = replace(settings.KEYS, ring=Ring((("other", new_data_key()),)))
    said = submit(lead, it.page, {"close": "1"}, on="/staff/concerns/").content.decode()
    assert "It is hidden again" in said
    assert "a key of the ring is missing" in said
    assert "Open it for ten minutes" not in said
    assert not tells(said)
    settings.KEYS = keys
    assert not tells(lead.get(it.page).content.decode()), "nor does it show again once the key is back"
    assert Act.objects.get(verb="contact_closed").about["opening"] == opening.public_id
    assert [one.wrong for one in (*record.verify(), *opening_walk.verify())] == [None, None]


def test_a_concern_that_is_closed_meanwhile_hides_it(hour: Hour) -> None:
    it = sealed()
    it.opened()
    hour.at = it.after(minutes=1)
    Concern.objects.update(state=State.CLOSED)
    said = page(it, it.evening.lead)
    assert "This concern is closed." in said
    assert not tells(said)


def test_from_a_worry_about_an_adult_nothing_is_opened(hour: Hour) -> None:
    it = sealed()
    hour.at = it.after(minutes=3)
    Concern.objects.update(adult=True)
    for who in (it.evening.lead, it.evening.counsellor):
        assert browser(it.evening, who).get(it.page).status_code == 404


def test_a_lead_who_became_something_else_meanwhile_sees_it_no_more(hour: Hour) -> None:
    it = sealed()
    it.opened()
    hour.at = it.after(minutes=1)
    assert tells(page(it, it.evening.lead))
    Staff.objects.filter(pk=it.evening.lead.pk).update(role=Role.ADMINISTRATOR)
    assert browser(it.evening, it.evening.lead).get(it.page).status_code == 404


def test_a_counsellor_on_the_phone_with_the_police_keeps_it_when_a_lead_answers_or_her_shift_ends(hour: Hour) -> None:
    it = sealed()
    it.opened(it.evening.counsellor, it.after(minutes=2))
    it.evening.session.shifts.update(ended_at=it.after(minutes=3))
    hour.at = it.after(minutes=11)
    assert tells(page(it, it.evening.counsellor))
    hour.at = it.after(minutes=12)
    assert browser(it.evening, it.evening.counsellor).get(it.page).status_code == 404


def test_taken_back_while_it_shows_it_shows_no_more(hour: Hour) -> None:
    it = sealed()
    it.opened()
    drop_contact(it.evening.hare, ContactPurpose.LIFE)
    hour.at = it.after(minutes=1)
    assert "They took it back a moment ago" in page(it, it.evening.lead)


@pytest.mark.parametrize("when", ["before", "while"])
def test_a_missing_key_is_said_plainly_with_what_to_do_and_nothing_is_shown(
    when: str, hour: Hour, settings: Settings
) -> None:
    it = sealed()
    hour.at = it.after(minutes=1)
    if when == "while":
        it.opened(now=it.after(seconds=30))
    settings.KEYS = replace(settings.KEYS, ring=Ring((("other", new_data_key()),)))
    lead = browser(it.evening, it.evening.lead)
    answer = lead.get(it.page) if when == "while" else submit(lead, it.page, OPEN)
    said = answer.content.decode()
    assert "a key of the ring is missing" in said
    assert "Call 999 yourself" in said
    assert not tells(said)


def test_the_contact_is_in_no_log_no_act_no_record_and_no_page_once_it_is_over(
    hour: Hour, caplog: pytest.LogCaptureFixture
) -> None:
    it = sealed()
    caplog.set_level(logging.DEBUG)
    lead = browser(it.evening, it.evening.lead)
    hour.at = it.after(minutes=1)
    submit(lead, it.page, OPEN)
    assert tells(lead.get(it.page).content.decode())
    hour.at = it.after(minutes=11, microseconds=1)
    opening = Opening.objects.get()
    pages = (it.page, f"/staff/concerns/{it.concern.public_id}/", "/staff/concerns/", "/staff/openings/", "/desk/acts/")
    for each in (*pages, f"/staff/openings/{opening.public_id}/", "/desk/", "/staff/"):
        answer = lead.get(each)
        assert answer.status_code == 200, each
        assert not tells(answer.content.decode()), each
    dumped = StringIO()
    call_command("dumpdata", stdout=dumped)
    assert opening.public_id in dumped.getvalue(), "the dump holds the opening"
    for kept in (dumped.getvalue(), caplog.text, str(lead.cookies)):
        assert not tells(kept)
        assert WHY not in kept


def test_a_page_that_fails_says_nothing_of_it(hour: Hour, monkeypatch: pytest.MonkeyPatch) -> None:
    it = sealed()
    it.opened()
    hour.at = it.after(minutes=1)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(seal_views, "act", fails)
    lead = browser(it.evening, it.evening.lead)
    lead.raise_request_exception = False
    answer = lead.get(it.page)
    assert answer.status_code == 500
    assert not tells(answer.content.decode())


def test_the_way_to_it_stands_in_the_record_and_on_the_page_of_the_duty_for_nobody_else(hour: Hour) -> None:
    it = sealed()
    hour.at = it.after(minutes=3)
    duty = f"/staff/duties/{Duty.objects.get(concern=it.concern).public_id}/"
    record, long_ago = f"/staff/concerns/{it.concern.public_id}/", it.after(minutes=-3)
    Duty.objects.update(raised_at=long_ago, due_at=long_ago)
    for who in (it.evening.lead, it.evening.counsellor):
        client = browser(it.evening, who)
        assert it.page in client.get(record).content.decode()
        assert it.page in client.get(duty).content.decode()
    assert duty in page(it, it.evening.lead)
    Concern.objects.update(raised_by=it.evening.volunteer)
    answer = browser(it.evening, it.evening.volunteer).get(record)
    assert answer.status_code == 200
    assert it.page not in answer.content.decode()
