"""`manage.py staff`: how the first administrator comes in, and how somebody goes when nobody else can see to it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions
from cohorts.models import Act, Invitation, Role, Staff
from tests.cohorts.newcomer import HOME, PASSWORD, Member, begun

pytestmark = pytest.mark.django_db


def staff(*words: str) -> str:
    printed = StringIO()
    call_command("staff", *words, stdout=printed)
    return printed.getvalue()


def test_without_mail_the_first_administrators_link_is_printed(settings: Settings) -> None:
    printed = staff("invite", "Ada@Charity.example", "--name", "Ada", "--role", "administrator")
    link = printed.splitlines()[-1]
    assert link.startswith(settings.BASE_URL)
    assert Client().get(link.removeprefix(settings.BASE_URL)).status_code == 200
    again = staff("invite", "ada@charity.example", "--role", "administrator", "--again").splitlines()[-1]
    assert Client().get(link.removeprefix(settings.BASE_URL)).status_code == 410
    assert Client().get(again.removeprefix(settings.BASE_URL)).status_code == 200
    assert [act.by for act in Act.objects.all()] == [None, None]


def test_another_role_said_with_a_fresh_link_is_the_role_they_get_and_the_old_link_opens_nothing(
    settings: Settings,
) -> None:
    first = staff("invite", "ada@charity.example", "--name", "Ada", "--role", "administrator").splitlines()[-1]
    again = staff("invite", "Ada@charity.example", "--role", "volunteer", "--again").splitlines()[-1]
    opened = [Client().get(link.removeprefix(settings.BASE_URL)).status_code for link in (first, again)]
    assert opened == [410, 200]
    waiting = Invitation.objects.waiting().get()
    assert (waiting.email, waiting.name, waiting.role) == ("ada@charity.example", "Ada", Role.VOLUNTEER)
    begun = actions.begin_with(again.rstrip("/").rpartition("/")[2], "Ada", PASSWORD, timezone.now())
    third = staff("invite", "ada@charity.example", "--role", "lead", "--again").splitlines()[-1]
    finished = actions.begin_with(third.rstrip("/").rpartition("/")[2], "Ada", PASSWORD, timezone.now())
    assert (finished, finished.role) == (begun, Role.LEAD)


def test_another_name_said_with_a_fresh_link_is_the_name_they_begin_with(settings: Settings) -> None:
    staff("invite", "ada@charity.example", "--name", "Ada", "--role", "volunteer")
    for role, name in (("volunteer", "Bea"), ("volunteer", "Bea"), ("counsellor", "Cleo")):
        link = staff("invite", "ada@charity.example", "--role", role, "--again", "--name", name).splitlines()[-1]
        waiting = Invitation.objects.waiting().get()
        assert (waiting.name, waiting.role) == (name, role)
        assert f'value="{name}"' in Client().get(link.removeprefix(settings.BASE_URL)).content.decode()
    staff("invite", "ada@charity.example", "--role", "lead", "--again")
    assert Invitation.objects.waiting().get().name == "Cleo", "without a name they keep theirs"
    staff("invite", "eve@charity.example", "--name", "Ada", "--role", "volunteer")


@pytest.mark.parametrize("role", ["volunteer", "counsellor"])
def test_a_name_that_cannot_be_had_with_a_fresh_link_is_refused_and_the_old_link_stays_good(role: str) -> None:
    Member(name="Robin")
    link = staff("invite", "ada@charity.example", "--name", "Ada", "--role", "volunteer").splitlines()[-1]
    token, acts = link.rstrip("/").rpartition("/")[2], Act.objects.count()
    again = ("invite", "ada@charity.example", "--role", role, "--again", "--name")
    for name, said in (("Robin", "has a name like that"), ("Emma Watson", "looks like a full name")):
        with pytest.raises(CommandError, match=said):
            staff(*again, name)
    actions.begin_with(token, "Cleo", PASSWORD, timezone.now())
    with pytest.raises(CommandError, match="chose a room name of their own"):
        staff(*again, "Bea")
    waiting = actions.find_invitation(token, timezone.now())
    assert waiting is not None
    assert waiting.staff is not None
    assert (waiting.role, waiting.staff.name) == ("volunteer", "Cleo")
    assert Act.objects.count() == acts + 1, "that they joined, and nothing else"


def test_whoever_was_invited_by_mistake_is_withdrawn_and_may_be_invited_anew(settings: Settings) -> None:
    link = staff("invite", "eve@charity.example", "--role", "administrator").splitlines()[-1]
    assert "withdrawn" in staff("leave", "Eve@charity.example")
    assert Client().get(link.removeprefix(settings.BASE_URL)).status_code == 410
    assert Act.objects.latest("pk").verb == "invitation_withdrawn"
    staff("invite", "eve@charity.example", "--role", "lead")


def test_with_mail_it_is_sent_and_a_failure_is_said(settings: Settings) -> None:
    settings.POST_IS_SET_UP = True
    assert "Sent." in staff("invite", "ada@charity.example", "--role", "administrator")
    assert mail.outbox[0].to == ["ada@charity.example"]
    settings.EMAIL_BACKEND = "tests.cohorts.test_staff_privacy.Broken"
    with pytest.raises(CommandError, match="could not be sent"):
        staff("invite", "bea@charity.example", "--role", "lead")
    assert Invitation.objects.waiting().filter(email="bea@charity.example").exists()


def test_the_only_administrator_who_lost_their_phone_gets_in_again_by_the_machine(settings: Settings) -> None:
    ada = Member(Role.ADMINISTRATOR, "Ada")
    client = ada.signed_in()
    printed = staff("invite", "Ada@charity.example", "--role", "administrator", "--again")
    assert "Their password and second factor are forgotten" in printed
    assert client.get(HOME).status_code == 302
    link = printed.splitlines()[-1].removeprefix(settings.BASE_URL)
    assert Client().get(link).status_code == 200
    assert [(act.verb, act.by) for act in Act.objects.order_by("pk")][-2:] == [
        ("second_factor_forgotten", None), ("staff_invited_anew", None),
    ]  # fmt: skip
    set_up = actions.begin_with(link.rstrip("/").rpartition("/")[2], "Ada", PASSWORD, timezone.now())
    assert set_up == ada.staff
    again = staff("invite", "ada@charity.example", "--role", "administrator", "--again").splitlines()[-1]
    assert Client().get(link).status_code == 410, "the last link alone opens"
    assert Client().get(again.removeprefix(settings.BASE_URL)).status_code == 200


def test_whoever_never_finished_and_whose_invitation_was_withdrawn_is_invited_anew() -> None:
    actions.withdraw_invitation(begun("Eve", Role.LEAD, timezone.now()).invitation, timezone.now(), by=None)
    with pytest.raises(CommandError, match="--again gives a fresh link, by which whoever works here"):
        staff("invite", "eve@charity.example", "--role", "lead")
    staff("invite", "eve@charity.example", "--role", "lead", "--again")
    assert Invitation.objects.waiting().get().staff == Staff.objects.get(name="Eve")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("invite", "ada", "--role", "lead"), "not an email"),
        (("invite", "ada@charity.example", "--role", "boss"), "--role must be one of"),
        (("invite", "ada@charity.example", "--role", "lead", "--name", "A" * 31), "--name"),
        (("invite", "bea@charity.example", "--role", "lead", "--name", "Ada"), "has a name like that"),
        (("invite", "bea@charity.example", "--role", "lead", "--name", "Emma Watson"), "looks like a full name"),
        (("invite", "robin@charity.example", "--role", "lead"), "works here"),
        (("invite", "nobody@charity.example", "--role", "lead", "--again"), "No invitation"),
        (("invite", "robin@charity.example", "--role", "lead", "--again"), "as counsellor. With --role counsellor"),
        (("invite", "robin@charity.example", "--role", "counsellor", "--again", "--name", "Wren"), "Leave --name away"),
        (("leave", "nobody@charity.example"), "Nobody here"),
        (("leave", "ada@charity.example"), "only administrator"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_half_done(words: tuple[str, ...], said: str) -> None:
    Member()
    Member(Role.ADMINISTRATOR, "Ada")
    with pytest.raises(CommandError, match=said):
        staff(*words)
    assert not Invitation.objects.exists()
    assert not Act.objects.exists()


def test_the_list_shows_who_has_a_second_factor_and_who_left() -> None:
    robin, noor = Member(), Member(name="Noor", factor=False)
    lines = staff("list").splitlines()
    assert [line.endswith(" no second factor") for line in lines] == [True, False]
    staff("leave", robin.staff.email or "")
    assert [line.split()[1] for line in staff("list").splitlines()] == ["Noor"]
    assert "Robin" in staff("list", "--left")
    with pytest.raises(CommandError, match="left already"):
        staff("leave", robin.staff.public_id)
    assert noor.fresh().left_at is None
