"""Settings of what is told by itself: refused where they would tell a stranger, wake somebody, or could not work."""

from __future__ import annotations

import base64
from datetime import time, timedelta

import pytest

from tests.house.conftest import Environment

SECRET = f"whsec_{base64.b64encode(bytes(range(32))).decode()}"
HOOK = "https://texts.example.org/send?key=k3y"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUIET_HOURS", "night"),
        ("QUIET_HOURS", "21:00-24:00"),
        ("QUIET_HOURS", "08:00-08:00"),
        ("QUIET_HOURS", "08:00-01:00"),
        ("LETTER_NAME", "Self-harm support"),
        ("LETTER_NAME", "n" * 31),
        ("EMAIL_FROM", "selfharm@charity.example"),
        ("TEXT_WEBHOOK_URL", "texts.example.org"),
        ("TEXT_WEBHOOK_URL", "ftp://texts.example.org"),
        ("DUTY_WEBHOOK_URL", "pager.example.org"),
        ("CONCERN_HOURS", "10-18"),
        ("CONCERN_HOURS", "18:00-10:00"),
        ("CONCERN_HOURS", "10:00-12:00"),
        ("HOUSE_ZONE", "London"),
        ("ALARM_MINUTES", "0"),
        ("ALARM_MINUTES", "60"),
        ("URGENT_MINUTES", "soon"),
        ("TRUSTEE_EMAIL", "somebody"),
    ],
)
def test_what_cannot_be_right_is_named_and_refused(environment: Environment, name: str, value: str) -> None:
    assert name in environment.refusal(**{"TEXT_WEBHOOK_SECRET": SECRET, name: value})


@pytest.mark.parametrize(
    "sender",
    [
        *(
            "self-harm@charity.example",
            "alcove@self_harm.example",
            "post@stopsuicide.example",
            "post@crisisline.example",
        ),
        *("Mental health <post@charity.example>", "post@mentalhealth.example", "cutting@charity.example"),
        *(
            "post@no-harm.example",
            "harm_reduction@charity.example",
            "DEPRESSION@charity.example",
            "mental.care@b.example",
        ),
    ],
)
def test_a_sender_that_says_what_the_course_is_about_is_refused(environment: Environment, sender: str) -> None:
    assert "EMAIL_FROM" in environment.refusal(EMAIL_FROM=sender)


@pytest.mark.parametrize(
    "domain", ["harmonyhouse.org.uk", "environmental.example", "woodcutting.example", "pharm.example"]
)
def test_a_house_whose_name_has_such_a_word_inside_another_starts(environment: Environment, domain: str) -> None:
    sender = f"post@{domain}"
    found = environment.settings(EMAIL_FROM=sender, LETTER_NAME="Charmian")
    assert (found["DEFAULT_FROM_EMAIL"], found["LETTER_NAME"]) == (sender, "Charmian")


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_c2hvcnQ=", "not base64!"])
def test_a_webhook_needs_a_strong_secret_and_repeats_neither(environment: Environment, secret: str) -> None:
    said = environment.refusal(TEXT_WEBHOOK_URL=HOOK, TEXT_WEBHOOK_SECRET=secret)
    assert "TEXT_WEBHOOK_SECRET" in said
    assert "k3y" not in said
    assert not secret or secret not in said.replace("whsec_ and", "").replace("whsec_$", "")


def test_alarms_are_signed_with_their_own_secret_or_with_that_of_texts(environment: Environment) -> None:
    assert "DUTY_WEBHOOK_SECRET" in environment.refusal(DUTY_WEBHOOK_URL=HOOK)
    own = f"whsec_{base64.b64encode(bytes(range(32, 64))).decode()}"
    for given, key in ((SECRET, bytes(range(32))), (own, bytes(range(32, 64)))):
        name = "TEXT_WEBHOOK_SECRET" if given == SECRET else "DUTY_WEBHOOK_SECRET"
        hook = environment.settings(**{"DUTY_WEBHOOK_URL": HOOK, name: given})["DUTY_WEBHOOK"]
        assert (hook.secret, "k3y" in repr(hook)) == (key, False)


def test_the_ladder_has_the_clocks_of_the_house(environment: Environment) -> None:
    given = {"ALARM_MINUTES": "3", "CONCERN_HOURS": "09:30-17:00", "HOUSE_ZONE": "Europe/Dublin"}
    found = environment.settings(**given)["LADDER"]
    assert (found.now, found.urgent) == (timedelta(minutes=3), timedelta(minutes=30))
    assert (found.morning, found.evening, found.zone.key) == (time(9, 30), time(17), "Europe/Dublin")


def test_production_posts_phone_numbers_by_https_alone(environment: Environment) -> None:
    told = environment.production(TEXT_WEBHOOK_URL="http://texts.example.org/", TEXT_WEBHOOK_SECRET=SECRET)
    assert "https" in environment.refusal(**told)


def test_what_is_said_is_taken_and_shown_to_nobody(environment: Environment) -> None:
    file = environment.folder / "secret"
    file.write_text(SECRET + "\n")
    found = environment.settings(
        TEXT_WEBHOOK_URL=HOOK, TEXT_WEBHOOK_SECRET_FILE=str(file), QUIET_HOURS="22:30-07:15", LETTER_NAME="Post"
    )
    hook = found["TEXT_WEBHOOK"]
    assert (hook.url, hook.secret) == (HOOK, bytes(range(32)))
    assert "k3y" not in repr(hook)
    assert found["QUIET_HOURS"] == (time(22, 30), time(7, 15))
    assert not found["POST_IS_SET_UP"]


def test_the_address_of_the_post_may_lie_in_a_file(environment: Environment) -> None:
    file = environment.folder / "post"
    file.write_text("smtp+tls://alcove:pa55@post.example:587\n")
    found = environment.settings(EMAIL_URL_FILE=str(file), EMAIL_FROM="post@charity.example")
    assert (found["EMAIL_HOST"], found["POST_IS_SET_UP"]) == ("post.example", True)
