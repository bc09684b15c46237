"""What staff's signing in must not tell: who works here, where from; and what it must not cost young people."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as Stored
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions, post
from cohorts.guesses import count_key
from cohorts.models import Role
from cohorts.staff import device
from tests import cast
from tests.cohorts.doors import browser
from tests.cohorts.newcomer import HOME, PASSWORD, SIGN_IN, Member, send
from tests.retention import let_go

pytestmark = pytest.mark.django_db
FORGOTTEN = "/staff/password/forgotten/"
STAFFS = re.compile(r"sessions|auth|messages|account")


def page(answer: object) -> str:
    """What an answer says, without the form's own token and what was typed."""
    text = answer.content.decode()  # type: ignore[attr-defined]  # of the test client
    return re.sub(r'(csrfmiddlewaretoken" value|name="login" value)="[^"]*"', "", text)


def test_no_answer_tells_whether_somebody_works_here() -> None:
    robin = Member()
    for address, fields in ((SIGN_IN, {"login": "", "password": "wrong"}), (FORGOTTEN, {"email": ""})):
        answers = []
        for email in (robin.staff.email or "", "nobody@charity.example"):
            filled = {name: value or email for name, value in fields.items()}
            answers.append(send(robin.browser(), address, filled))
        assert [one.status_code for one in answers] == [answers[0].status_code] * 2
        assert page(answers[0]) == page(answers[1])
        assert answers[0].headers.get("Location") == answers[1].headers.get("Location")


def test_a_new_password_comes_by_letter_to_those_who_work_here_and_ends_what_was_open(settings: Settings) -> None:
    robin = Member()
    open_elsewhere = robin.signed_in()
    post.settled()
    mail.outbox.clear()  # what was still on its way when the last test ended
    for email in (robin.staff.email or "", "nobody@charity.example"):
        send(Client(), FORGOTTEN, {"email": email})
    post.settled()
    (letter,) = mail.outbox
    assert letter.to == [robin.staff.email]
    (link,) = re.findall(r"http\S+", str(letter.body))
    assert link.startswith(settings.BASE_URL)
    client = Client(enforce_csrf_checks=True)
    form = client.get(link.removeprefix(settings.BASE_URL)).headers["Location"]
    new = "a lantern by the gate"
    assert send(client, form, {"password1": new, "password2": new}).status_code == 302
    assert client.get(HOME).status_code == open_elsewhere.get(HOME).status_code == 302
    post.settled()
    assert "replaced by a new one" in str(mail.outbox[1].body)
    again = robin.with_password(password=new)
    assert again.get("/staff/sign-in/second-step/").status_code == 200, "and still the second step"
    assert Client().get(link.removeprefix(settings.BASE_URL)).content.decode().count("no longer works") == 1


def test_too_many_passwords_are_too_many_even_if_the_last_is_right() -> None:
    robin = Member()
    client = robin.browser()
    for _ in range(5):
        send(client, SIGN_IN, {"login": robin.staff.email or "", "password": "wrong"})
    answer = send(client, SIGN_IN, {"login": robin.staff.email or "", "password": PASSWORD})
    assert "Too many tries" in answer.content.decode()


def test_what_counts_tries_holds_no_address_no_email_and_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    robin = Member()
    kept: list[str] = []
    make = cache.make_key

    def noted(key: str, version: int | None = None) -> str:
        kept.append(make(key, version))
        return kept[-1]

    monkeypatch.setattr(cache, "make_key", noted)
    robin.signed_in()
    assert len(set(kept)) > 3, "something was counted"
    told = " ".join(kept)
    assert not re.search(r"127\.0\.0\.1|robin|charity|totp|\b\d{6}\b", told)
    assert count_key("a", "p", 1) != count_key("b", "p", 1)


def test_no_log_line_names_whoever_signs_in(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    robin = Member()
    robin.signed_in()
    robin.with_password(password="wrong")
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("django.db")]
    assert not any("robin@" in line or PASSWORD in line for line in ours)


def test_a_young_persons_pages_get_no_session_and_ask_nothing_more(settings: Settings) -> None:
    evening = cast.evening()
    for address in ("/", "/help/", "/in/", "/today/", "/mine/", f"/rooms/{evening.session.public_id}/"):
        asked = []
        for middleware in (settings.MIDDLEWARE, [one for one in settings.MIDDLEWARE if not STAFFS.search(one)]):
            settings.MIDDLEWARE = middleware
            with CaptureQueriesContext(connection) as queries:
                answer = browser(evening, evening.otter).get(address)
            asked.append(len(queries))
            assert answer.status_code == 200
            assert set(answer.cookies) <= {"csrftoken"}, address
            assert "Cookie" not in answer.headers.get("Vary", "") or address in {"/in/", "/mine/"}, address
        assert asked[0] == asked[1], address


def test_what_ran_out_is_forgotten() -> None:
    now = timezone.now()
    robin = Member()
    robin.with_password()
    one = actions.invite("noor@charity.example", Role.VOLUNTEER, now, by=None).invitation
    assert (let_go("sessions", now), let_go("invitations", now + timedelta(days=3))) == (0, 0)
    assert let_go("sessions", now + timedelta(days=2)) == Stored.objects.count() + 1
    assert let_go("invitations", now + timedelta(days=34)) == 1
    one.refresh_from_db()
    assert (one.email, one.withdrawn_at is None) == ("", False)


def test_a_letter_that_cannot_be_sent_is_logged_without_its_reader(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "tests.cohorts.test_staff_privacy.Broken"
    robin = Member()
    send(Client(), FORGOTTEN, {"email": robin.staff.email or ""})
    post.settled()
    lines = [one.getMessage() for one in caplog.records if one.name == "cohorts.post"]
    assert lines == ["a letter could not be sent: ConnectionRefusedError"]
    with pytest.raises(post.Unsent):
        post.send("noor@charity.example", "subject", "body")


def test_a_letter_that_nobody_can_write_is_logged_without_its_reader(caplog: pytest.LogCaptureFixture) -> None:
    post.send_later(EmailMessage("two\nlines", "body", to=["noor@charity.example"]))
    post.settled()
    lines = [one.getMessage() for one in caplog.records if one.name == "cohorts.post"]
    assert lines == ["a letter could not be sent: BadHeaderError"]
    assert "noor" not in caplog.text


class Broken:
    """A way for letters that is shut."""

    def __init__(self, **_: object) -> None: ...

    def send_messages(self, _letters: object) -> int:
        raise ConnectionRefusedError("no mail for noor@charity.example")


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_browser_is_told_apart_by_its_kind_alone(header: str, said: str) -> None:
    assert device.kind(header) == said
