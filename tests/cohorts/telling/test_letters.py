"""What arrives: kind and short, in text and in HTML, and nothing that tells a stranger what it is about."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from cohorts.actions import join_waiting, keep_contact
from cohorts.models import Cause, Cohort, Contact, ContactPurpose, Kind, Session, Staff, Stop, Telling, WaitingPlace
from cohorts.models.session import Kind as Meeting
from cohorts.models.telling import OF_STAFF
from cohorts.script.readability import reading_age
from cohorts.telling import tell
from tests.cohorts.telling.conftest import HOUR, Told

pytestmark = pytest.mark.django_db(transaction=True)
LEADS_TO = {Kind.UNCOVERED: "desk/on-call", Kind.UNTRIED: "help"}
TELLING = re.compile(r"harm|hurt|cut|suicid|crisis|self|risk|group|course|therap|feel", re.IGNORECASE)
MARKUP = re.compile(r"https?://\S+|<style>.*?</style>|style=\"[^\"]*\"", re.DOTALL)
ABOUT_A_SEAT = [kind for kind in Kind if kind != Kind.OFFER and kind not in OF_STAFF]


def parts(letter: EmailMessage) -> tuple[str, str]:
    """Its text and its HTML."""
    found = {part.get_content_type(): part.get_content() for part in letter.walk() if not part.is_multipart()}
    assert list(found) == ["text/plain", "text/html"]
    return found["text/plain"], found["text/html"]


def sent(told: Told, kind: Kind) -> EmailMessage:
    told.tell(kind, told.evening.otter)
    told.rounds()
    ((_, letter),) = told.post.taken
    return letter


@pytest.mark.parametrize("kind", ABOUT_A_SEAT)
def test_every_kind_is_told_discreetly_in_text_and_html(told: Told, kind: Kind) -> None:
    letter = sent(told, kind)
    text, html = parts(letter)
    assert (letter["Subject"], letter["From"]) == ("A note from Alcove", "Alcove <post@charity.example>")
    first = text.strip().splitlines()[2]
    assert first == "This is a short note from Alcove. It comes to you because you gave us this address."
    for shown in (text, html):
        assert "Teal Otter" not in shown
        assert "Feelings" not in shown
        assert not TELLING.search(MARKUP.sub("", shown))
        assert f"{django.BASE_URL}/help/" in shown
    assert "<img" not in html
    assert all(found.startswith(django.BASE_URL) for found in re.findall(r'(?:href|src)="([^"]+)"', html))
    assert (letter["List-Unsubscribe"] is None) == (kind == Kind.WAY_BACK)


@pytest.mark.parametrize("kind", ABOUT_A_SEAT)
def test_every_kind_reads_easily(told: Told, kind: Kind, record_property: Callable[[str, object], None]) -> None:
    text, _ = parts(sent(told, kind))
    words = " ".join(line for line in text.splitlines() if not line.startswith("http"))
    record_property("reading age", f"{kind} {reading_age(words):.1f}")
    assert reading_age(words) <= 11


def test_times_are_told_as_on_a_wall_where_the_cohort_lives(told: Told) -> None:
    Cohort.objects.update(zone="Europe/Paris")
    text, _ = parts(sent(told, Kind.START))
    assert "We start at 18:10 today, Thursday 26 November. You can come in from 18:00." in text


def test_a_moved_evening_is_told_with_both_times_and_a_cancelled_one_with_the_next(told: Told) -> None:
    evening = told.evening.session
    Session.objects.filter(pk=evening.pk).update(was_at=evening.starts_at - 24 * HOUR)
    text, _ = parts(sent(told, Kind.MOVED))
    assert "It is now today, Thursday 26 November, at 17:10. It was to be on Wednesday 25 November, at 17:10." in text
    week = 7 * 24 * HOUR
    later = Session.objects.get(pk=evening.pk)
    later.pk, later.public_id = None, "later"
    later.opens_at, later.starts_at = later.opens_at + week, later.starts_at + week
    later.ends_at, later.closes_at = later.ends_at + week, later.closes_at + week
    later.save()
    Session.objects.filter(pk=evening.pk).update(cancelled_at=told.now)
    told.tell(Kind.CANCELLED, told.evening.otter)
    told.rounds(minutes=1)
    text, _ = parts(told.post.taken[1][1])
    assert "We do not meet today, Thursday 26 November, at 17:10. We are sorry. It is us, not you." in text
    assert "We meet next on Thursday 3 December, at 17:10." in text


def test_whoever_picked_a_welcome_that_is_off_reads_that_it_is_this_one_and_that_we_meet_as_planned(told: Told) -> None:
    evening, seat = told.evening.session, told.evening.otter
    welcome = Session.objects.get(pk=evening.pk)
    welcome.pk, welcome.public_id, welcome.kind, welcome.seat = None, "welcome", Meeting.WELCOME, seat
    welcome.opens_at, welcome.starts_at = evening.opens_at - HOUR, evening.starts_at - HOUR
    welcome.cancelled_at = told.now
    welcome.save()
    for who in (seat, told.evening.heron):
        with transaction.atomic():
            tell(Kind.CANCELLED, who, session=welcome, due_at=told.now, not_after=told.now + HOUR)
    told.rounds()
    ((_, letter),), ((_, body),) = told.post.taken, told.texts.got
    text, _ = parts(letter)
    off = "Your meeting with one of us, today, Thursday 26 November, at 16:10, is off. We are sorry."
    assert f"{off} It is us, not you." in text
    goes_on = "We meet next today, Thursday 26 November, at 17:10."
    assert f"This is only about that one meeting. {goes_on}" in text
    assert "We do not meet" not in text
    assert not TELLING.search(MARKUP.sub("", text))
    assert json.loads(body)["data"]["text"].startswith(f"Alcove: {off} {goes_on}")


def test_a_text_message_that_we_do_not_meet_says_at_what_time_it_would_have_been(told: Told) -> None:
    told.tell(Kind.CANCELLED, told.evening.heron)
    told.rounds()
    ((_, body),) = told.texts.got
    short = json.loads(body)["data"]["text"]
    assert short.startswith("Alcove: We do not meet today, Thursday 26 November, at 17:10. We are sorry.")


def test_whoever_waited_for_one_of_us_reads_what_is_past_and_not_that_it_is_called_off(told: Told) -> None:
    session = told.evening.session
    told.now = session.ends_at + HOUR
    text, _ = parts(sent(told, Kind.CANCELLED))
    assert "We could not meet you today, Thursday 26 November, at 17:10. We are sorry. It is us, not you." in text
    assert "We do not meet" not in text


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        ((), "Nobody has told whoever was to come yet: please do."),
        (("otter", "heron"), "It was called off, and we write to everybody who was to come."),
        (("otter", "moth", "heron"), "We can write to 2 of the 3 who were to come. Please tell the others yourselves."),
        (("moth",), "nobody who was to come can be written to. Please tell them yourselves."),
    ],
)
def test_staff_read_how_many_are_written_to_of_an_evening_that_was_called_off(
    told: Told, expected: tuple[str, ...], says: str
) -> None:
    assert says in _unheld(told, *expected), "moth gave nothing to be reached by"


def test_whoever_wants_no_messages_or_is_written_to_by_a_person_alone_counts_as_not_written_to(told: Told) -> None:
    evening = told.evening
    Contact.objects.filter(seat=evening.hare).update(unsubscribed_at=told.now)
    Stop.objects.create(seat=evening.otter, cause=Cause.STAFF, since=told.now, by=evening.lead)
    assert "We can write to 1 of the 3 who were to come." in _unheld(told, "otter", "heron", "hare")


def _unheld(told: Told, *expected: str) -> str:
    """What Sam reads of an evening that nobody could hold, to which these were to come."""
    sam, session = told.evening.counsellor, told.evening.session
    Staff.objects.filter(pk=sam.pk).update(email="sam@charity.example")
    told.tell(Kind.CANCELLED, *(getattr(told.evening, name) for name in expected))
    with transaction.atomic():
        tell(Kind.UNHELD, sam, session=session, due_at=told.now, not_after=told.now + HOUR)
    told.rounds()
    (letter,) = (letter for to, letter in told.post.taken if to == "sam@charity.example")
    text, _ = parts(letter)
    return text


def test_of_a_welcome_staff_read_that_nobody_is_there_and_not_that_it_opens_for_two(told: Told) -> None:
    sam, session = told.evening.counsellor, told.evening.session
    Staff.objects.filter(pk=sam.pk).update(email="sam@charity.example")
    Session.objects.filter(pk=session.pk).update(kind="welcome", seat=told.evening.otter)
    session.refresh_from_db()
    with transaction.atomic():
        tell(Kind.SHORT, sam, session=session, due_at=told.now, not_after=told.now + HOUR)
    told.rounds()
    ((_, letter),) = told.post.taken
    text, _ = parts(letter)
    assert "one person comes to meet one of us, and nobody is there yet." in text
    assert "for two" not in text


def test_an_evening_that_is_back_at_its_first_time_is_told_as_that(told: Told) -> None:
    text, _ = parts(sent(told, Kind.MOVED))
    assert "One of our meetings is back at its first time. It is today, Thursday 26 November, at 17:10." in text
    assert "new time" not in text
    assert "It was to be" not in text


def test_a_way_back_signs_in_once_by_a_press(told: Told) -> None:
    text, html = parts(sent(told, Kind.WAY_BACK))
    (link,) = re.findall(r"http\S+/in/\S+", text)
    assert f'href="{link}"' in html
    client, path = Client(), urlsplit(link).path
    first = client.get(path).content
    assert client.post(path).status_code == 303
    assert client.get(path).content != first


def test_a_text_message_is_short_and_says_as_little(told: Told) -> None:
    told.tell(Kind.START, told.evening.heron)
    told.rounds()
    ((_, body),) = told.texts.got
    text = json.loads(body)["data"]["text"]
    assert text.startswith("Alcove: We start at 17:10. You can come in from 17:00: http")
    assert len(text.partition("http")[0]) <= 90


def test_the_name_of_the_sender_is_the_houses_own(told: Told, settings: Settings) -> None:
    settings.LETTER_NAME = "Thursday post"
    letter = sent(told, Kind.CONFIRM)
    assert (letter["Subject"], letter["From"]) == ("A note from Thursday post", "Thursday post <post@charity.example>")


def unsubscribe_path(letter: EmailMessage) -> str:
    address = str(letter["List-Unsubscribe"]).replace("\r\n", "").replace(" ", "").strip("<>")
    assert address.startswith(django.BASE_URL)
    return urlsplit(address).path


def test_one_press_ends_the_letters_without_signing_in_and_another_brings_them_back(told: Told) -> None:
    letter = sent(told, Kind.CONFIRM)
    path, client = unsubscribe_path(letter), Client(enforce_csrf_checks=True)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert b"Don\xe2\x80\x99t write to me any more" in client.get(path).content
    contact = Contact.objects.get(seat=told.evening.otter)
    assert contact.unsubscribed_at is None, "looking ends nothing: programs open links to see what is behind"
    assert b"We will not write to you again" in client.post(path, {"List-Unsubscribe": "One-Click"}).content
    told.tell(Kind.START, told.evening.otter)
    told.tell(Kind.WAY_BACK, told.evening.otter, about=False)
    told.rounds(minutes=1)
    assert told.outbox() == [("Teal Otter", "told"), ("Teal Otter", "unsubscribed"), ("Teal Otter", "told")]
    assert b"No more messages?" in client.post(path, {"undo": "1"}).content
    contact.refresh_from_db()
    assert contact.unsubscribed_at is None


def test_a_link_that_was_not_made_here_ends_nothing_and_says_nothing(told: Told) -> None:
    path = unsubscribe_path(sent(told, Kind.CONFIRM))
    other = Contact.objects.get(seat=told.evening.hare)
    forged = path.replace(Contact.objects.get(seat=told.evening.otter).public_id, other.public_id)
    assert forged != path
    assert Client().post(forged).status_code == 404
    other.refresh_from_db()
    assert other.unsubscribed_at is None
    Contact.objects.filter(seat=told.evening.otter).delete()
    assert b"not in use any more" in Client().get(path).content
    assert Telling.objects.count() == 1


def test_an_offer_reaches_whoever_waits_and_says_until_when(told: Told) -> None:
    cohort, now = told.evening.cohort, told.now
    place = join_waiting(cohort, now, agreed_version="1").place
    keep_contact(place, ContactPurpose.REMINDERS, "lynx@example.org", now, "1")
    WaitingPlace.objects.filter(pk=place.pk).update(offered_at=now, offer_ends_at=now + 24 * HOUR)
    with transaction.atomic():
        tell(Kind.OFFER, place, due_at=now, not_after=now + 24 * HOUR)
    told.rounds()
    ((whom, letter),) = told.post.taken
    text, _ = parts(letter)
    assert whom == "lynx@example.org"
    assert "A place is free for you. It is yours if you take it by 16:00 tomorrow, Friday 27 November." in text
    assert not TELLING.search(MARKUP.sub("", text))
    path = unsubscribe_path(letter)
    assert b"We will not write to you again" in Client().post(path).content


@pytest.mark.parametrize("kind", sorted(OF_STAFF))
def test_staff_are_told_by_the_email_they_sign_in_with_at_any_hour_and_whoever_left_is_not(
    told: Told, kind: Kind, settings: Settings
) -> None:
    evening, hour = told.evening, told.now.time().replace(minute=0)
    settings.QUIET_HOURS = (hour, hour.replace(hour=hour.hour + 2))
    for who, email in ((evening.counsellor, "sam@charity.example"), (evening.coordinator, "kit@charity.example")):
        who.email = email
        who.save()
    Staff.objects.filter(pk=evening.coordinator.pk).update(left_at=told.now)
    if kind == Kind.UNHELD:
        told.call_off()
    with transaction.atomic():
        for one in (evening.counsellor, evening.volunteer, evening.coordinator):
            tell(kind, one, session=evening.session, due_at=told.now, not_after=told.now + HOUR)
    told.rounds()
    ((to, letter),) = told.post.taken
    text, html = parts(letter)
    assert to == "sam@charity.example"
    assert letter["List-Unsubscribe"] is None
    for shown in (text, html):
        assert f"{django.BASE_URL}/{LEADS_TO.get(kind, 'staff')}/" in shown
        assert not TELLING.search(MARKUP.sub("", shown))
    ends = dict(Telling.objects.values_list("staff__name", "skipped_why"))
    assert ends == {"Sam": "", "Ali": "no_contact", "Kit": "no_contact"}
