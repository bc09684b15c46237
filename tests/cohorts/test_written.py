"""A sign-in that ended while somebody of staff wrote takes none of their words with it."""

import logging
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from cohorts import actions
from cohorts.models import Role
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.cohorts.newcomer import SIGN_IN, Member

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db

REPLIES, PASSWORDS = "/desk/replies/", "/staff/password/"
WORDS = "Take all the time you need, we are <here>."
OURS = {"origin": settings.BASE_URL, "host": settings.BASE_URL.removeprefix("http://")}


def _meanwhile_signed_out(address: str, fields: dict[str, str]) -> "Answer":
    evening = cast.evening()
    client = browser(evening, evening.coordinator)
    client.get(REPLIES)
    actions.sign_out(evening.opened[evening.coordinator.public_id].sign_in, timezone.now())
    return submit(client, address, fields, on=SIGN_IN)


def _token(client: Client) -> str:
    client.get(REPLIES)
    return client.cookies["csrftoken"].value


def test_what_staff_wrote_is_given_back_where_their_sign_in_ended_meanwhile(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer = _meanwhile_signed_out(REPLIES, {"text": WORDS, "was": "what stood there", "do": "add", "reply": "r1"})
    assert answer.status_code == 401
    page = " ".join(answer.content.decode().split())
    assert "This was not kept" in page
    assert "Take all the time you need, we are &lt;here&gt;.</textarea>" in page
    assert page.count("<textarea") == 1, "no choice, no id, and nothing that a hidden field repeats"
    assert "what stood there" not in page
    assert f'href="{SIGN_IN}"' in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "all the time" not in caplog.text


def test_where_nothing_was_written_or_a_password_may_be_they_are_led_to_signing_in_as_ever() -> None:
    passwords = {"oldpassword": "a lamp in the window", "password1": "a lamp on the sill", "other": "two words"}
    for address, fields in ((REPLIES, {"do": "up", "reply": "r1"}), (PASSWORDS, passwords)):
        answer = _meanwhile_signed_out(address, fields)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(SIGN_IN)
        assert answer.content == b""
    kept = _meanwhile_signed_out(REPLIES, {"new_password": "a lamp in the window", "text": "two words"})
    assert "two words" in kept.content.decode()
    assert "lamp" not in kept.content.decode()


def test_what_staff_wrote_is_given_back_where_they_signed_in_again_in_another_tab(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    kit = Member(Role.COORDINATOR, "Kit")
    client = kit.signed_in()
    fields = {"text": WORDS, "was": "what stood there", "do": "add", "csrfmiddlewaretoken": _token(client)}
    actions.end_sign_ins(kit.staff, timezone.now(), by=kit.staff)
    client.get("/staff/door/")
    kit.signed_in(client)
    assert _token(client) != fields["csrfmiddlewaretoken"]
    answer = client.post(REPLIES, fields, headers=OURS)
    assert answer.status_code == 403
    page = " ".join(answer.content.decode().split())
    assert "This was not kept" in page
    assert "Take all the time you need, we are &lt;here&gt;.</textarea>" in page
    assert "what stood there" not in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert "all the time" not in caplog.text
    assert WORDS not in client.get(REPLIES).content.decode()
    nowhere = client.post(REPLIES, fields, headers={**OURS, "origin": "https://elsewhere.example"})
    codes = client.post("/staff/confirm/code/", {**fields, "code": "123 456"}, headers=OURS)
    for refused in (nowhere, codes):
        assert refused.status_code == 403
        assert "all the time" not in refused.content.decode()
        assert "123 456" not in refused.content.decode()


@pytest.mark.parametrize(("address", "door"), [(REPLIES, SIGN_IN), (SIGN_IN, SIGN_IN), ("/in/", "/in/")])
def test_a_form_that_is_too_old_leads_everybody_to_their_own_door(address: str, door: str) -> None:
    answer = Client(enforce_csrf_checks=True).post(address, {"text": WORDS})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert f'class="button" href="{door}"' in page
    assert "all the time" not in page
