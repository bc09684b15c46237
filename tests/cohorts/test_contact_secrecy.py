"""Contacts against whoever gets hold of the database, the logs, an error, the admin, or the wrong key."""

import logging
from dataclasses import replace
from io import StringIO

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions
from cohorts.actions.contacts import keep_contact
from cohorts.models import Contact, ContactPurpose, Seat
from cohorts.seal import Ring, Unsealable, new_data_key
from tests import cast
from tests.cohorts.doors import browser, submit

pytestmark = pytest.mark.django_db
EMAIL = "otter.at.home@example.org"
TOLD = ("otter.at", "example.org")


def kept(evening: cast.Evening) -> Contact:
    return keep_contact(evening.otter, ContactPurpose.REMINDERS, EMAIL, timezone.now(), "1")


def tells(text: str) -> bool:
    """Whether any of it can be read there, as it is or as bytes written in hex."""
    return any(part in text.lower() or part.encode().hex() in text.lower() for part in TOLD)


def test_a_dump_of_the_whole_database_tells_nothing() -> None:
    contact = kept(cast.evening())
    out = StringIO()
    call_command("dumpdata", stdout=out)
    assert contact.public_id in out.getvalue(), "the dump holds the row"
    assert not tells(out.getvalue())


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the database is no file of ours")
def test_the_bytes_of_the_database_tell_nothing() -> None:
    contact = kept(cast.evening())
    connection.ensure_connection()
    raw = connection.connection.serialize()
    assert contact.public_id.encode() in raw, "these are the bytes"
    assert not any(part.encode() in raw.lower() for part in TOLD)


def test_neither_logs_nor_the_answer_repeat_what_was_typed(caplog: pytest.LogCaptureFixture) -> None:
    kept(cast.evening())
    caplog.set_level(logging.DEBUG)
    logging.getLogger("cohorts").debug("listening")
    answers = [submit(browser(), "/lost/", {"contact": typed}, on="/in/") for typed in (EMAIL, f"{EMAIL} nonsense")]
    assert {answer.status_code for answer in answers} <= {200, 422, 429}
    assert "listening" in caplog.text, "logs are heard"
    assert not tells(caplog.text)
    assert not any(tells(answer.content.decode()) for answer in answers)


def test_an_error_of_the_database_tells_nothing() -> None:
    nobody = Seat(pk=None)
    with pytest.raises((IntegrityError, ValueError)) as failed:
        keep_contact(nobody, ContactPurpose.REMINDERS, EMAIL, timezone.now(), "1")
    assert not tells(repr(failed.value))


def test_no_admin_page_lists_them() -> None:
    ours = {model for model in apps.get_models() if model in admin.site._registry}
    assert Contact not in ours


@pytest.mark.parametrize("named_alike", [False, True])
def test_the_wrong_key_is_refused_plainly_and_pages_go_on(named_alike: bool, settings: Settings) -> None:
    evening = cast.evening()
    contact = kept(evening)
    assert actions.read_contact(contact).value == EMAIL
    name = settings.KEYS.ring.keys[-1][0] if named_alike else "other"
    settings.KEYS = replace(settings.KEYS, ring=Ring(((name, new_data_key()),)))
    with pytest.raises(Unsealable) as refused:
        actions.read_contact(contact)
    assert str(refused.value) == "a sealed value could not be opened"
    assert not tells(repr(refused.value))
    assert browser(evening, evening.otter).get("/mine/").status_code == 200
