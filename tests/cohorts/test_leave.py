"""Leaving: ended on the server, emptied in the browser, from our own pages alone."""

import pytest
from django.conf import settings as given
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cohorts import access, doorbell
from cohorts.actions import leave_course
from cohorts.models import SignIn
from tests import cast
from tests.cohorts import planned
from tests.cohorts.doors import badges, browser
from tests.cohorts.stranger import Stranger

pytestmark = pytest.mark.django_db
BEACON = {"accept": "*/*", "sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors"}
FORM = {"accept": "text/html,application/xhtml+xml", "sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}


def own() -> str:
    return str(given.BASE_URL)


def is_in(who: cast.Person, evening: cast.Evening) -> bool:
    return SignIn.objects.standing(timezone.now()).filter(public_id=evening.as_id(who)).exists()


def test_a_beacon_ends_the_sign_in_and_empties_the_browser() -> None:
    evening = cast.evening()
    client = browser(evening, evening.otter)
    response = client.post("/leave/", headers={**BEACON, "origin": own()})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert response["Cache-Control"] == "no-store"
    assert not is_in(evening.otter, evening)
    assert badges(client) == []


def test_a_plain_form_leads_to_a_page_that_says_nothing(settings: Settings) -> None:
    settings.LEAVE_URL = "https://weather.example/"
    evening = cast.evening()
    client = browser(evening, evening.otter)
    response = client.post("/leave/", headers={**FORM, "origin": own()})
    assert (response.status_code, response["Location"]) == (303, "https://weather.example/")
    assert "Clear-Site-Data" in response
    assert not is_in(evening.otter, evening)


def test_everything_this_browser_has_ends_outside_the_demo() -> None:
    evening = cast.evening()
    client = browser(evening, evening.otter, evening.counsellor)
    client.cookies[access.cookie_name("longgone")] = "x"
    client.post(f"/leave/?as={evening.as_id(evening.otter)}", headers={**BEACON, "origin": own()})
    assert not is_in(evening.otter, evening)
    assert not is_in(evening.counsellor, evening)
    assert badges(client) == []


def test_in_the_demo_only_the_one_named_leaves(settings: Settings) -> None:
    settings.DEMO = True
    evening = cast.evening(demo=True)
    client = browser(evening, evening.otter, evening.counsellor)
    address = f"/leave/?as={evening.as_id(evening.otter)}"
    response = client.post(address, headers={**BEACON, "origin": own()})
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(evening.otter, evening)
    assert is_in(evening.counsellor, evening)
    assert badges(client) == [evening.as_id(evening.counsellor)]


def test_nobody_else_is_signed_out() -> None:
    evening = cast.evening()
    browser(evening, evening.otter).post("/leave/", headers={**BEACON, "origin": own()})
    assert is_in(evening.heron, evening)


def test_naming_somebody_does_not_sign_them_out(settings: Settings) -> None:
    settings.DEMO = True
    evening = cast.evening(demo=True)
    address = f"/leave/?as={evening.as_id(evening.heron)}"
    browser(evening, evening.otter).post(address, headers={**BEACON, "origin": own()})
    assert is_in(evening.heron, evening)
    assert is_in(evening.otter, evening)


def test_leaving_twice_or_from_nowhere_is_no_mistake() -> None:
    response = browser().post("/leave/", headers={**BEACON, "origin": own()})
    assert response.status_code == 204
    assert "Clear-Site-Data" in response


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_a_foreign_page_signs_nobody_out(headers: dict[str, str]) -> None:
    evening = cast.evening()
    response = browser(evening, evening.otter).post("/leave/", headers=headers)
    assert response.status_code == 403
    assert "Clear-Site-Data" not in response
    assert is_in(evening.otter, evening)


def test_our_origin_does_not_help_a_request_the_browser_calls_foreign() -> None:
    evening = cast.evening()
    headers = {"origin": own(), "sec-fetch-site": "cross-site"}
    assert browser(evening, evening.otter).post("/leave/", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "same-origin"}, {"origin": "null", "sec-fetch-site": "same-origin"}, {"origin": "own"}],
)
def test_our_own_page_is_known_by_either_sign(headers: dict[str, str]) -> None:
    evening = cast.evening()
    sent = {name: own() if value == "own" else value for name, value in headers.items()}
    assert browser(evening, evening.otter).post("/leave/", headers=sent).status_code == 204


def test_a_page_that_is_only_fetched_signs_nobody_out() -> None:
    evening = cast.evening()
    assert browser(evening, evening.otter).get("/leave/").status_code == 405
    assert is_in(evening.otter, evening)


@pytest.mark.django_db(transaction=True)
def test_open_sockets_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "_ring_all", rung.extend)
    evening = cast.evening()
    client: Client = browser(evening, evening.otter)
    client.post("/leave/", headers={**BEACON, "origin": own()})
    assert rung == [evening.session.public_id]


@pytest.mark.usefixtures("sends_both")
def test_without_scripts_the_way_out_signs_out_beside_the_new_words_and_after_leaving_the_course_too() -> None:
    stranger = Stranger().comes_to("look", planned.cohort(planned.house()))
    stranger.press("take")
    evening = cast.evening("waiting")
    leave_course(evening.badger, timezone.now())
    left = browser(evening, evening.badger).get("/mine/").content.decode()
    for said, page in (("Your place is kept", stranger.page), ("You have left the course", left)):
        assert said in page
        assert '<form method="post" action="/leave/">\n  <button class="leave"' in page, said
