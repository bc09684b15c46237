"""Being invited: a link for three days, a name and a password, then a second step, and nothing before that."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions, names
from cohorts.models import Act, Invitation, Role, SignIn, Staff
from cohorts.staff import letters
from tests import cast
from tests.cohorts.newcomer import HOME, Member, app_shows, send

pytestmark = pytest.mark.django_db
PASSWORD = {"password1": "a lamp in the window", "password2": "a lamp in the window"}


def invited(
    email: str = "Noor@Charity.example", role: Role = Role.VOLUNTEER, by: Staff | None = None
) -> actions.Invited:
    return actions.invite(email, role, timezone.now(), by=by, name="Noor")


def address(one: actions.Invited) -> str:
    return f"/staff/invitation/{one.token}/"


def begin(one: actions.Invited, client: Client | None = None) -> Client:
    client = client or Client(enforce_csrf_checks=True)
    answer = send(client, address(one), {"name": " Noor ", **PASSWORD})
    assert answer.headers["Location"] == "/staff/second-step/", answer.content.decode()
    return client


@pytest.mark.django_db(transaction=True)
def test_from_the_letter_to_the_first_page(settings: Settings) -> None:
    settings.POST_IS_SET_UP = True
    one = invited()
    assert letters.send(one)
    (letter,) = mail.outbox
    assert letter.to == ["noor@charity.example"]
    (link,) = re.findall(r"http\S+", str(letter.body))
    assert link == letters.link(one)
    client = begin(one)
    for closed in (HOME, "/staff/people/", "/staff/account/", "/staff/password/../../office/"):
        assert client.get(closed).status_code in {302, 404}, closed
    page = client.get("/staff/second-step/app/").content.decode()
    (secret,) = re.findall(r'class="secret">(\w+)<', page)
    assert '<svg class="qr"' in page
    assert "style=" not in page
    answer = send(client, "/staff/second-step/app/", {"code": app_shows(secret)}, opened=HOME)
    assert answer.headers["Location"] == "/staff/second-step/codes/", answer.content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", client.get("/staff/second-step/codes/").content.decode())
    assert len(codes) == 10
    assert codes[0] not in client.get("/staff/second-step/codes/").content.decode(), "they are shown once"
    client.get("/staff/door/")
    assert client.get(HOME).status_code == 200
    noor = Staff.objects.get(email="noor@charity.example")
    assert (noor.name, noor.role) == ("Noor", "volunteer")
    gone = Client().get(address(one))
    assert (gone.status_code, Invitation.objects.get().email) == (410, "")
    assert set(Act.objects.filter(by=noor).values_list("verb", flat=True)) == {
        *("staff_joined", "second_factor_added", "second_factor_set_up")
    }


def test_fetching_the_link_spends_nothing_and_half_way_it_begins_again() -> None:
    one = invited()
    assert Client().get(address(one)).status_code == 200
    begin(one)
    noor = Staff.objects.get(email="noor@charity.example")
    TOTP.activate(noor, generate_totp_secret())
    client = begin(one)
    assert not Authenticator.objects.filter(user=noor).exists(), "what was added on a phone that is gone"
    assert Staff.objects.filter(email="noor@charity.example").count() == 1
    assert client.get("/staff/second-step/app/").status_code == 200
    assert not SignIn.objects.exists()


def withdraw(one: actions.Invited) -> None:
    actions.withdraw_invitation(one.invitation, timezone.now(), by=None)


def promote(one: actions.Invited) -> None:
    actions.change_role(Staff.objects.get(), Role.ADMINISTRATOR, timezone.now())


@pytest.mark.parametrize("meanwhile", [withdraw, promote])
def test_whoever_is_half_way_by_a_link_that_counts_no_longer_is_out(
    meanwhile: Callable[[actions.Invited], None],
) -> None:
    one = invited()
    client = begin(one)
    TOTP.activate(Staff.objects.get(), generate_totp_secret())
    meanwhile(one)
    assert client.get("/staff/second-step/app/").headers["Location"].startswith("/staff/sign-in/")
    assert Client().get(address(one)).status_code == 410
    assert not Authenticator.objects.exists()
    assert not Staff.objects.get().check_password(PASSWORD["password1"])


def test_of_two_who_invite_somebody_at_once_the_later_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    module = import_module("cohorts.actions.invite")
    send_off = module._sent_off

    def beaten(made: Invitation, now: datetime) -> actions.Invited:
        send_off(Invitation(email=made.email, role=made.role, created_at=now), now)
        return send_off(made, now)  # type: ignore[no-any-return]

    monkeypatch.setattr(module, "_sent_off", beaten)
    with pytest.raises(actions.EmailTaken):
        invited()


def test_a_link_to_begin_anew_is_for_whom_one_looks_after_when_it_is_made() -> None:
    robin, kit = Member(), cast.staff("Kit", Role.COORDINATOR)
    now, stale = timezone.now(), Staff.objects.get(pk=robin.staff.pk)
    actions.forget_second_factor(stale, now, by=kit)
    actions.change_role(robin.staff, Role.ADMINISTRATOR, now)
    with pytest.raises(actions.NotYours):
        actions.invite_anew(stale, now, by=kit)


@pytest.mark.parametrize("how", ["late", "withdrawn", "sent again", "never sent"])
def test_a_link_that_no_longer_counts_says_so_and_makes_nobody(how: str) -> None:
    one = invited()
    old = address(one)
    now = timezone.now()
    if how == "withdrawn":
        actions.withdraw_invitation(one.invitation, now, by=None)
    if how == "sent again":
        fresh = actions.invite_again(one.invitation, now, by=None)
        assert Client().get(address(fresh)).status_code == 200
    if how == "never sent":
        old = "/staff/invitation/nobody-issued-this/"
    client = Client(enforce_csrf_checks=True)
    with time_machine.travel(now + timedelta(hours=73 if how == "late" else 71)):
        assert client.get(old).status_code == 410
        assert send(client, old, {"name": "Noor", **PASSWORD}, opened="/staff/sign-in/").status_code == 410
        assert not Staff.objects.exists()


def test_a_link_works_until_its_last_hour() -> None:
    one = invited()
    with time_machine.travel(timezone.now() + timedelta(hours=71)):
        begin(one)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "", **PASSWORD}, "required"),
        ({"name": "N" * 31, **PASSWORD}, "30"),
        ({"name": "Noor", "password1": "a lamp in the window", "password2": "a lamp"}, "not the same"),
        ({"name": "Noor", "password1": "short", "password2": "short"}, "too short"),
        ({"name": "Noor", "password1": "123456789012", "password2": "123456789012"}, "entirely numeric"),
        ({"name": "Noor", "password1": "noor@charity.example", "password2": "noor@charity.example"}, "too similar"),
    ],
)
def test_what_cannot_be_is_said_where_it_is_and_nobody_is_made(fields: dict[str, str], said: str) -> None:
    answer = send(Client(enforce_csrf_checks=True), address(invited()), fields)
    assert (answer.status_code, said in answer.content.decode()) == (422, True), answer.content.decode()
    assert not Staff.objects.exists()


def test_nobody_is_invited_twice_nor_by_whom_it_does_not_fall_to() -> None:
    coordinator = cast.staff("Kit", Role.COORDINATOR)
    one = invited(by=coordinator)
    with pytest.raises(actions.EmailTaken):
        invited("noor@charity.EXAMPLE")
    for role in (Role.COORDINATOR, Role.LEAD, Role.ADMINISTRATOR):
        with pytest.raises(actions.NotYours):
            invited("jo@charity.example", role, by=coordinator)
    for unfit in ("noor", "noor@", "a b@c.example", ""):
        with pytest.raises(actions.EmailUnfit):
            invited(unfit)
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert invited().invitation.pk != one.invitation.pk, "one that has run out stands in nobody's way"
    with pytest.raises(actions.EmailTaken):
        invited(Member().staff.email or "")


def test_a_lost_phone_means_a_new_link_and_the_old_ways_are_shut() -> None:
    robin, boss = Member(), cast.staff("Ada", Role.ADMINISTRATOR)
    client, now = robin.signed_in(), timezone.now()
    actions.forget_second_factor(robin.staff, now, by=boss)
    assert client.get(HOME).status_code == 302
    assert not Authenticator.objects.filter(user=robin.staff).exists()
    one = actions.invite_anew(robin.fresh(), now, by=boss)
    again = begin(one)
    assert again.get("/staff/second-step/app/").status_code == 200
    assert Staff.objects.filter(email=robin.staff.email).get() == robin.staff


@pytest.mark.parametrize("name", ["Robin", "robin ", "Rob1n", "Noor", "nooor"])
def test_no_two_who_work_here_or_are_on_their_way_are_mixed_up(name: str) -> None:
    Member()
    invited()
    with pytest.raises(actions.NameTaken):
        actions.invite("jo@charity.example", Role.VOLUNTEER, timezone.now(), by=None, name=name)
    one = actions.invite("jo@charity.example", Role.VOLUNTEER, timezone.now(), by=None, name="Jo")
    refused = send(Client(enforce_csrf_checks=True), address(one), {"name": name, **PASSWORD})
    assert (refused.status_code, "has a name like that" in refused.content.decode()) == (422, True)
    assert not Staff.objects.filter(email="jo@charity.example").exists()


def test_a_name_is_free_again_once_its_holder_has_left_or_its_link_has_run_out() -> None:
    robin, now = Member(), timezone.now()
    actions.leave_staff(robin.staff, now)
    for email, at in (("jo@charity.example", now), ("ali@charity.example", now + timedelta(hours=73))):
        assert actions.invite(email, Role.VOLUNTEER, at, by=None, name="Robin").invitation.name == "Robin"


def test_only_names_are_suggested_that_one_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "COLOURS", ("Amber", "Violet"))
    monkeypatch.setattr(names, "ANIMALS", ("Badger", "Crane", "Otter"))
    one, ours = invited(), cast.staff("amber badger", Role.COUNSELLOR)
    actions.invite("jo@charity.example", Role.VOLUNTEER, timezone.now(), by=None, name="Violet Crane")
    seen = set[str]()
    for _ in range(20):
        page = Client().get(address(one)).content.decode()
        seen |= set(re.findall(r"(?:Amber|Violet) (?:Badger|Crane|Otter)", page))
    assert seen == {"Amber Crane", "Amber Otter", "Violet Badger", "Violet Otter"}
    actions.leave_staff(ours, timezone.now())
    assert any("Amber Badger" in Client().get(address(one)).content.decode() for _ in range(40))


@pytest.mark.parametrize("name", ["Emma Louise Watson", "emma watson", "EmmaWatson", "Emma-Watson"])
def test_a_full_name_is_no_room_name(name: str) -> None:
    with pytest.raises(actions.NameUnfit):
        actions.invite("jo@charity.example", Role.VOLUNTEER, timezone.now(), by=None, name=name)
    refused = send(Client(enforce_csrf_checks=True), address(invited()), {"name": name, **PASSWORD})
    assert (refused.status_code, "looks like a full name" in refused.content.decode()) == (422, True)
    assert not Staff.objects.exists()


@pytest.mark.parametrize("name", ["Emma", "Tomasz", "Copper Crane", "Siân"])
def test_a_first_name_or_a_made_up_one_is(name: str) -> None:
    one = actions.invite("jo@charity.example", Role.VOLUNTEER, timezone.now(), by=None, name=name)
    assert one.invitation.name == name
