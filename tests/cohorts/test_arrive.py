"""Coming in: by words or by link, as oneself, and never by guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cohorts import access, actions, demo, guesses
from cohorts.models import Seat, SignIn
from tests import cast
from tests.cohorts.doors import badges, browser, submit
from tests.cohorts.seen import text

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_tried_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def plain(response: Answer) -> bytes:
    """The page without the token that every page has its own of."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def by_code(client: Client, code: str) -> Answer:
    return submit(client, "/in/", {"code": code})


def test_the_four_words_lead_into_the_room() -> None:
    evening, client = cast.evening(), browser()
    response = by_code(client, evening.code(evening.otter))
    assert (response.status_code, response["Location"]) == (303, f"/rooms/{evening.session.public_id}/")
    sign_in = SignIn.objects.latest("pk")
    assert sign_in.seat == evening.otter
    assert badges(client) == [sign_in.public_id]


def test_the_cookie_is_out_of_reach_and_goes_with_the_browser() -> None:
    evening, client = cast.evening(), browser()
    by_code(client, evening.code(evening.otter))
    [name] = [name for name in client.cookies if name.startswith(access.PREFIX)]
    morsel = client.cookies[name]
    assert (morsel["httponly"], morsel["samesite"], morsel["path"]) == (True, "Lax", "/")
    assert (morsel["max-age"], morsel["expires"], morsel["secure"]) == ("", "", "")


def test_the_cookie_is_secure_where_the_address_is(settings: Settings) -> None:
    evening, client = cast.evening(), browser()
    by_code(client, evening.code(evening.otter))
    settings.BASE_URL = "https://alcove.example.org"
    response = client.post("/in/", {"code": ""}, secure=True)
    assert response.status_code == 403
    response = Client(headers={"host": "127.0.0.1"}).post("/in/", {"code": evening.code(evening.otter)}, secure=True)
    assert response.status_code == 303
    [name] = [name for name in response.cookies if name.startswith(access.PREFIX)]
    assert response.cookies[name]["secure"]


@pytest.mark.parametrize("write", [str.upper, lambda code: code.replace(" ", ""), lambda code: f" 1. {code}\n"])
def test_the_words_may_be_pasted_anyhow_and_again(write: object) -> None:
    assert callable(write)
    evening = cast.evening()
    for _ in range(3):
        assert by_code(browser(), write(evening.code(evening.otter))).status_code == 303


@pytest.mark.parametrize("phase", ["waiting", "over"])
def test_between_sessions_they_lead_to_ones_own_page(phase: str) -> None:
    evening = cast.evening(phase)
    assert by_code(browser(), evening.code(evening.otter))["Location"] == "/mine/"


def test_no_wrong_answer_tells_itself_from_another(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    evening = cast.evening()
    actions.withdraw(evening.badger, timezone.now())
    near = evening.code(evening.otter).replace(" ", "x", 1)
    wrong = ["", "é", near, "lamp lamp lamp lamp", evening.code(evening.badger), "x" * 5000]
    seen = set()
    for code in wrong:
        client = browser()
        with django_assert_num_queries(2):
            response = by_code(client, code)
        seen.add((response.status_code, plain(response), tuple(badges(client))))
    assert len(seen) == 1
    [(status, page, left)] = seen
    assert (status, left) == (422, ())
    assert b"lamp" not in page


def test_a_form_of_a_foreign_page_signs_nobody_in() -> None:
    evening = cast.evening()
    code = {"code": evening.code(evening.otter)}
    assert browser().post("/in/", code).status_code == 403
    assert browser().post("/in/", code, headers={"origin": "https://elsewhere.example"}).status_code == 403


def test_the_eleventh_wrong_try_waits_and_so_does_a_right_one() -> None:
    evening, client = cast.evening(), browser()
    statuses = [by_code(client, "lamp lamp lamp lamp").status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    refused = by_code(client, evening.code(evening.otter))
    assert (refused.status_code, refused["Retry-After"]) == (429, str(guesses.WINDOW))
    assert badges(client) == []


def test_another_address_in_a_header_is_not_another_address() -> None:
    cast.evening()
    forged = [{name: f"192.0.2.{n}"} for name in ("X-Forwarded-For", "X-Real-Ip", "Forwarded") for n in range(6)]
    statuses = [by_code(browser(headers=headers), "lamp lamp lamp lamp").status_code for headers in forged]
    assert statuses == [422] * 10 + [429] * 8


def test_a_whole_house_behind_one_address_can_come_in() -> None:
    evening = cast.evening()
    for _ in range(2):
        for seat in evening.seats:
            assert by_code(browser(), evening.code(seat)).status_code == 303


def test_a_right_code_takes_one_step_more_than_a_wrong_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The step that makes the sign-in; then where the seat belongs."""
    evening = cast.evening()
    with django_assert_num_queries(4):
        by_code(browser(), evening.code(evening.otter))


def test_the_link_shows_a_button_and_is_spent_by_it() -> None:
    evening, client = cast.evening(), browser()
    address = f"/in/{actions.issue_link(evening.otter)}/"
    for _ in range(3):
        assert browser().get(address).status_code == 200
    assert browser().head(address).status_code == 200
    response = submit(client, address)
    assert (response.status_code, response["Location"]) == (303, f"/rooms/{evening.session.public_id}/")
    again = browser().get(address)
    assert again.status_code == 410
    assert plain(again) == plain(browser().get("/in/nobody-issued-this/"))


def test_a_link_that_a_newer_one_replaced_is_not_said_to_be_used_nor_a_place_given_up_to_be_theirs() -> None:
    evening = cast.evening()
    older = f"/in/{actions.issue_link(evening.otter)}/"
    actions.issue_link(evening.otter)
    of_nobody = f"/in/{actions.issue_link(evening.badger)}/"
    actions.withdraw(evening.badger, timezone.now())
    for address in (older, of_nobody):
        page = text(browser().get(address).content)
        assert "This link does not open any more" in page
        assert "It was used, or there is a newer one: look for our newest message." in page
        assert "While you have a place, your four words bring you in." in page
        assert not re.search(r"has been used|still yours|always work", page)


def test_a_link_spent_meanwhile_says_so_kindly() -> None:
    evening, client = cast.evening(), browser()
    token = actions.issue_link(evening.otter)
    client.get(f"/in/{token}/")
    actions.spend_link(token, timezone.now())
    sent = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    response = client.post(f"/in/{token}/", sent, headers={"origin": "http://testserver"})
    assert response.status_code == 410
    assert badges(client) == []


def test_one_browser_is_one_person() -> None:
    evening = cast.evening()
    client = browser(evening, evening.heron)
    client.cookies[access.cookie_name("longgone")] = "x"
    by_code(client, evening.code(evening.otter))
    [kept] = badges(client)
    assert SignIn.objects.get(public_id=kept).seat == evening.otter
    assert not SignIn.objects.standing(timezone.now()).filter(seat=evening.heron).exists()


def test_a_failed_try_leaves_whoever_was_here() -> None:
    evening = cast.evening()
    client = browser(evening, evening.heron)
    by_code(client, "lamp lamp lamp lamp")
    assert badges(client) == [evening.as_id(evening.heron)]
    assert SignIn.objects.standing(timezone.now()).filter(seat=evening.heron).exists()


def test_demo_links_open_side_by_side_and_again(settings: Settings) -> None:
    settings.DEMO = True
    found, client = demo.ensure(1, timezone.now()), browser()
    session = found.sessions[0].public_id
    seats = list(found.sessions[0].cohort.seats.held())
    counsellor, volunteer = (shift.staff for shift in found.sessions[0].shifts.order_by("-leading"))
    expected: dict[cast.Person, str] = dict.fromkeys(seats, f"/rooms/{session}/")
    expected |= {counsellor: f"/console/{session}/", volunteer: f"/console/{session}/"}
    expected |= {found.coordinator: "/staff/", found.lead: "/staff/"}
    first: dict[cast.Person, str] = {}
    for holder, address in expected.items():
        response = client.get(f"/demo/{demo.token(holder)}/")
        first[holder] = response["Location"]
        assert response.status_code == 303
        assert first[holder].startswith(f"{address}?as=")
    assert len(set(badges(client))) == 12
    again = {holder: client.get(f"/demo/{demo.token(holder)}/")["Location"] for holder in expected}
    assert again == first
    assert SignIn.objects.count() == 12


def test_a_demo_link_opened_after_leaving_signs_in_anew(settings: Settings) -> None:
    settings.DEMO = True
    seat = demo.ensure(1, timezone.now()).sessions[0].cohort.seats.held()[0]
    client = browser()
    client.get(f"/demo/{demo.token(seat)}/")
    actions.sign_out(SignIn.objects.get(), timezone.now())
    assert "as=" in client.get(f"/demo/{demo.token(seat)}/")["Location"]
    assert SignIn.objects.standing(timezone.now()).count() == 1


def test_without_the_demo_its_links_lead_nowhere(settings: Settings) -> None:
    settings.DEMO = True
    found = demo.ensure(1, timezone.now())
    holders: list[cast.Person] = [found.lead, found.coordinator, *found.sessions[0].cohort.seats.held()]
    settings.DEMO = False
    for holder in holders:
        assert browser().get(f"/demo/{demo.token(holder)}/").status_code == 404
    assert SignIn.objects.count() == 0


def test_a_demo_link_is_signed_and_for_the_demo_alone(settings: Settings) -> None:
    settings.DEMO = True
    evening, found = cast.evening(), demo.ensure(1, timezone.now())
    real = [demo.token(holder) for holder in (evening.otter, evening.lead)]
    cut = demo.token(found.lead)[:-1]
    swapped = demo.token(found.lead).replace(found.lead.public_id, found.coordinator.public_id)
    for token in (*real, cut, swapped, "x", f"staff.{found.lead.public_id}"):
        assert browser().get(f"/demo/{token}/").status_code == 404


def test_whoever_gave_a_demo_seat_up_has_no_link(settings: Settings) -> None:
    settings.DEMO = True
    found = demo.ensure(1, timezone.now())
    seat = found.sessions[0].cohort.seats.held()[0]
    actions.withdraw(seat, timezone.now())
    actions.leave_staff(found.lead, timezone.now())
    assert browser().get(f"/demo/{demo.token(seat)}/").status_code == 404
    assert browser().get(f"/demo/{demo.token(found.lead)}/").status_code == 404


def test_in_the_demo_the_words_stand_beside_other_identities(settings: Settings) -> None:
    settings.DEMO = True
    found, client = demo.ensure(1, timezone.now()), browser()
    seats = list(found.sessions[0].cohort.seats.held())
    client.get(f"/demo/{demo.token(seats[0])}/")
    response = by_code(client, demo.code(seats[1]))
    assert len(badges(client)) == 2
    assert response["Location"].endswith(f"?as={badges(client)[1]}")


def test_facilitators_land_where_they_work(settings: Settings) -> None:
    settings.DEMO = True
    evening = cast.evening("waiting", demo=True)
    console, home = f"/console/{evening.session.public_id}/", "/staff/"
    where = {evening.counsellor: console, evening.volunteer: console, evening.lead: home}
    for who, address in where.items():
        assert browser().get(f"/demo/{demo.token(who)}/")["Location"].startswith(address)
    evening.session.opens_at = timezone.now() + timedelta(hours=2)
    evening.session.starts_at = evening.session.ends_at = evening.session.closes_at = timezone.now() + timedelta(
        hours=3
    )
    evening.session.ends_at += timedelta(hours=1)
    evening.session.closes_at += timedelta(hours=1)
    evening.session.save()
    assert browser().get(f"/demo/{demo.token(evening.counsellor)}/")["Location"].startswith(home)


def test_the_seat_on_show_is_nobody_elses() -> None:
    """The words of one seat never open another, whatever else the browser holds."""
    evening = cast.evening()
    client = browser(evening, evening.stranger)
    by_code(client, evening.code(evening.otter))
    assert Seat.objects.get(sign_ins__public_id=badges(client)[-1]) == evening.otter
