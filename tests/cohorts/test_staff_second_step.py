"""Nothing of staff's opens with a password alone, and every try to is refused and written down."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session as Stored
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cohorts import access, actions
from cohorts.models import Act, Role, SignIn
from tests.cohorts.newcomer import HOME, PASSWORD, SECOND, SIGN_IN, Member, app_shows, send

pytestmark = pytest.mark.django_db


def sign_ins(member: Member) -> int:
    return SignIn.objects.standing(timezone.now()).filter(staff=member.staff).count()


def verbs(member: Member) -> list[str]:
    return list(Act.objects.filter(by=member.staff).order_by("pk").values_list("verb", flat=True))


def test_a_password_and_a_code_lead_in_and_no_more_than_once() -> None:
    robin = Member()
    client = robin.signed_in()
    assert sign_ins(robin) == 1
    assert client.get("/staff/door/").headers["Location"] == HOME
    assert sign_ins(robin) == 1
    assert SignIn.objects.get(staff=robin.staff).device == "Firefox, Linux"


def test_a_password_alone_opens_no_page_and_trying_is_written_down_once() -> None:
    robin = Member(Role.ADMINISTRATOR)
    client = robin.with_password()
    for address in (HOME, "/staff/people/", "/staff/account/", "/staff/second-step/", "/staff/password/", "/office/"):
        answer = client.get(address)
        assert answer.status_code in {302, 303}, address
        assert answer.headers["Location"].startswith((SIGN_IN, "/office/login/")), address
    assert client.get("/staff/door/").headers["Location"] == SIGN_IN
    assert sign_ins(robin) == 0
    assert verbs(robin) == ["entry_refused"]
    assert Act.objects.get(by=robin.staff).about == {"where": "page"}


def test_nobody_with_a_password_alone_may_add_a_second_step_of_their_own() -> None:
    robin = Member(factor=False)
    client = robin.browser()
    answer = send(client, SIGN_IN, {"login": robin.staff.email or "", "password": PASSWORD})
    assert answer.headers["Location"].startswith("/staff/door/")
    assert client.get("/staff/second-step/app/").headers["Location"].startswith("/staff/door/")
    unfinished = client.get("/staff/door/")
    assert unfinished.status_code == 403
    assert "One step is missing" in unfinished.content.decode()
    assert sign_ins(robin) == 0
    assert client.get("/staff/second-step/app/").headers["Location"].startswith(SIGN_IN), "and Django's session is over"
    assert verbs(robin) == ["entry_refused"]


def test_a_code_counts_once() -> None:
    robin = Member()
    cache.clear()
    code = app_shows(robin.secret)
    assert "door" in send(robin.with_password(), SECOND, {"code": code}).headers["Location"]
    again = send(robin.with_password(), SECOND, {"code": code})
    assert again.status_code == 200
    assert "was used before" in again.content.decode()
    assert "wrong_code" in verbs(robin)


def test_a_recovery_code_counts_once_and_says_so_in_the_record() -> None:
    robin = Member()
    code = robin.recovery_codes()[0]
    first = robin.with_password()
    first.get(send(first, SECOND, {"code": code}).headers["Location"])
    assert first.get(HOME).status_code == 200
    second = robin.with_password()
    assert send(second, SECOND, {"code": code}).status_code == 200
    assert second.get(HOME).status_code == 302
    assert len(robin.recovery_codes()) == 9
    assert "wrong_code" in verbs(robin)


def test_too_many_codes_are_too_many_even_if_the_last_is_right() -> None:
    robin = Member()
    client = robin.with_password()
    for _ in range(5):
        send(client, SECOND, {"code": "000000"})
    answer = send(client, SECOND, {"code": app_shows(robin.secret)})
    assert "Too many tries" in answer.content.decode()
    assert sign_ins(robin) == 0


def test_the_page_asked_for_comes_after_the_door_and_only_if_it_is_ours() -> None:
    robin = Member()
    for wanted, reached in (("/staff/account/", "/staff/account/"), ("https://elsewhere.example/", HOME)):
        client = robin.browser()
        address = f"{SIGN_IN}?next={wanted}"
        send(client, SIGN_IN, {"login": robin.staff.email or "", "password": PASSWORD, "next": wanted}, opened=address)
        door = send(client, SECOND, {"code": robin.code()}).headers["Location"]
        assert client.get(door).headers["Location"] == reached


def test_signing_out_ends_both_and_an_end_elsewhere_leaves_the_session_worthless() -> None:
    robin = Member()
    here, there = robin.signed_in(), robin.signed_in()
    send(here, "/leave/", opened=HOME)
    assert (sign_ins(robin), here.get(HOME).status_code) == (1, 302)
    send(there, "/staff/sign-out/", opened="/staff/second-step/")
    assert (sign_ins(robin), there.get(HOME).status_code) == (0, 302)
    third = robin.signed_in()
    actions.end_sign_ins(robin.staff, timezone.now(), by=robin.staff)
    for address in (HOME, "/staff/second-step/", "/staff/password/"):
        assert third.get(address).headers["Location"].startswith(("/staff/door/", SIGN_IN))
    assert third.get("/staff/door/").headers["Location"] == SIGN_IN
    assert "entry_refused" not in verbs(robin), "whoever was in and is out again has tried nothing"


def test_a_stolen_table_of_sessions_opens_nothing() -> None:
    robin = Member()
    robin.signed_in()
    thief = Client()
    for stored in Stored.objects.all():
        thief.cookies["staff"] = stored.session_key
        assert thief.get("/staff/second-step/").status_code == 302
        assert thief.get("/staff/door/").headers["Location"] == SIGN_IN
    assert sign_ins(robin) == 1


def test_secrets_lie_sealed_in_the_database() -> None:
    robin = Member()
    kept = [str(one.data) for one in Authenticator.objects.filter(user=robin.staff)]
    assert len(kept) == 2
    assert not any(robin.secret in text for text in kept)


@pytest.mark.parametrize("meanwhile", ["left", "lost"])
def test_whoever_leaves_or_loses_the_second_step_on_the_doorstep_stays_outside(meanwhile: str) -> None:
    robin, now = Member(), timezone.now()
    staff = robin.staff
    assert actions.admit(staff, now, device="") is not None
    if meanwhile == "left":
        actions.leave_staff(staff, now)
    else:
        actions.forget_second_factor(staff, now, by=None)
    assert actions.admit(staff, now, device="") is None


def test_changing_the_password_ends_every_other_sign_in() -> None:
    robin = Member()
    here, there = robin.signed_in(), robin.signed_in()
    new = "a lantern by the gate"
    send(here, "/staff/confirm/", {"password": PASSWORD})
    answer = send(here, "/staff/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302, answer.content
    assert (here.get(HOME).status_code, there.get(HOME).status_code) == (200, 302)
    assert {"password_changed", "sign_ins_ended"} <= set(verbs(robin))
    assert access.find([], None, timezone.now()) is None
