"""How letters leave the house: by EMAIL_URL or not at all, and never its password in a sentence."""

from __future__ import annotations

from urllib.parse import quote

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


@pytest.mark.parametrize("scheme", ["smtps", "smtp+ssl"])
@pytest.mark.parametrize("port", ["", ":465"])
def test_what_is_closed_from_the_first_byte_is_not_asked_for_it_on_a_port_that_never_answers(
    scheme: str, port: str
) -> None:
    found = mail.settings(f"{scheme}://alcove:pa55@post.example{port}", "alcove@charity.example", production=True)
    assert (found["EMAIL_USE_SSL"], found["EMAIL_PORT"]) == (True, 465)
    assert "EMAIL_USE_TLS" not in found


def test_a_closed_wire_has_the_port_of_its_kind_unless_another_is_said() -> None:
    ports = [
        mail.settings(f"smtp+tls://post.example{port}", "alcove@charity.example", production=True)["EMAIL_PORT"]
        for port in ("", ":25", ":2525")
    ]
    assert ports == [587, 25, 2525]


@pytest.mark.parametrize(
    "url", ["smtps://post.example:587", "smtp+ssl://post.example:25", "smtp+tls://post.example:465"]
)
def test_a_port_on_which_letters_would_hang_is_refused(url: str) -> None:
    with pytest.raises(Refused, match=r"smtps:// goes with port 465, smtp\+tls:// with port 587"):
        mail.settings(url, "alcove@charity.example", production=True)


@pytest.mark.parametrize("password", ["12/55", "12#55", "12?55", "pa/55"])
def test_a_sign_that_ends_an_address_is_refused_in_a_password_and_taken_as_it_is_to_be_written(password: str) -> None:
    with pytest.raises(Refused, match="%2F") as problem:
        mail.settings(f"smtps://alcove:{password}@post.example", "alcove@charity.example", production=True)
    assert password not in str(problem.value)
    url = f"smtps://alcove:{quote(password, safe='')}@post.example"
    found = mail.settings(url, "alcove@charity.example", production=True)
    assert (found["EMAIL_HOST"], found["EMAIL_HOST_PASSWORD"]) == ("post.example", password)


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
