"""How letters leave the house: by EMAIL_URL or not at all, and never its password in a sentence."""

from __future__ import annotations

import pytest

from server import mail
from server.env import Refused


def test_a_full_address_becomes_djangos_settings() -> None:
    found = mail.settings("smtp+tls://alcove:pa55@post.example:587", "alcove@charity.example", production=True)
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("post.example", 587, True)
    assert found["DEFAULT_FROM_EMAIL"] == "alcove@charity.example"
    assert found["EMAIL_TIMEOUT"] == mail.SECONDS


@pytest.mark.parametrize(("production", "where"), [(True, "dummy"), (False, "console")])
def test_without_one_letters_are_printed_for_a_developer_and_nowhere_in_production(
    production: bool, where: str
) -> None:
    assert f".{where}." in mail.settings("", "alcove@localhost", production=production)["EMAIL_BACKEND"]


@pytest.mark.parametrize("url", ["post.example", "http://post.example", "smtp://", "smtp+tls://alcove:pa55@"])
def test_what_is_no_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(Refused) as problem:
        mail.settings(url, "alcove@localhost", production=True)
    assert "EMAIL_URL" in str(problem.value)
    assert "pa55" not in str(problem.value)


@pytest.mark.parametrize(
    ("url", "sender"),
    [
        ("filemail:///letters", "alcove@charity.example"),
        ("smtp://post.example", "alcove@charity.example"),
        ("smtp://alcove:pa55@relay", "alcove@charity.example"),
        ("smtp+tls://post.example", "alcove@localhost"),
        ("smtp+tls://post.example", "nobody"),
    ],
)
def test_production_leaves_no_letter_lying_open(url: str, sender: str) -> None:
    with pytest.raises(Refused):
        mail.settings(url, sender, production=True)


@pytest.mark.parametrize("url", ["smtp://relay:25", "smtp://127.0.0.1:25", "smtps://alcove:pa55@post.example"])
def test_a_relay_nearby_may_take_letters_in_the_open(url: str) -> None:
    assert mail.settings(url, "alcove@charity.example", production=True)["EMAIL_HOST"]


def test_a_folder_for_letters_is_the_one_that_was_named() -> None:
    found = mail.settings("filemail:///var/letters", "alcove@localhost", production=False)
    assert found["EMAIL_FILE_PATH"] == "/var/letters"
