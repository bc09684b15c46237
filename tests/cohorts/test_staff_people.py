"""Looking after staff: who may decide on whom, and what a change of role or a leaving ends."""

from __future__ import annotations

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cohorts import actions, roles
from cohorts.models import Act, Invitation, Role, SignIn, Staff
from cohorts.roles import Right
from cohorts.staff.forms import SupervisorForm
from tests import cast
from tests.cohorts.doors import browser
from tests.cohorts.newcomer import HOME, Member, begun, send

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
PEOPLE = "/staff/people/"


def test_every_role_has_its_rights_and_an_unknown_one_has_none() -> None:
    assert set(roles.RIGHTS) == set(Role)
    assert {role for role in Role if roles.may(role, Right.SEE_TABLES)} == {Role.ADMINISTRATOR}
    assert {role for role in Role if roles.may(role, Right.HOLD_ROOMS)} == {Role.COUNSELLOR, Role.VOLUNTEER}
    assert not any(roles.may("observer", right) for right in Right)
    assert roles.looks_after("observer") == roles.looks_after(Role.LEAD) == frozenset()
    assert roles.may_look_after(Role.COORDINATOR, Role.VOLUNTEER, Role.COUNSELLOR)
    assert not roles.may_look_after(Role.COORDINATOR, Role.VOLUNTEER, Role.LEAD)


@pytest.mark.parametrize(("role", "status"), [(Role.COUNSELLOR, 404), (Role.LEAD, 404), (Role.COORDINATOR, 200)])
def test_the_list_is_for_those_who_look_after_staff(role: Role, status: int) -> None:
    client = Member(role).signed_in()
    assert client.get(PEOPLE).status_code == status
    assert client.get(f"{PEOPLE}invite/").status_code == status
    assert client.get("/staff/account/").status_code == 200


def test_inviting_from_the_desk_shows_the_link_once_where_no_letters_leave() -> None:
    client = Member(Role.COORDINATOR).signed_in()
    answer = send(client, f"{PEOPLE}invite/", {"email": "noor@charity.example", "name": "Noor", "role": "volunteer"})
    assert "/staff/invitation/" in answer.content.decode()
    page = client.get(PEOPLE).content.decode()
    assert "noor@charity.example" in page
    assert "/staff/invitation/" not in page
    for fields, said in (
        ({"email": "noor@charity.example", "role": "volunteer"}, "invited already"),
        ({"email": "jo@charity.example", "role": "administrator"}, "valid choice"),
        ({"email": "jo", "role": "volunteer"}, "valid email"),
        ({"email": "jo@charity.example", "role": "volunteer", "name": "Noor"}, "has a name like that"),
        ({"email": "jo@charity.example", "role": "volunteer", "name": "Emma Louise Watson"}, "like a full name"),
    ):
        refused = send(client, f"{PEOPLE}invite/", fields)
        assert (refused.status_code, said in refused.content.decode()) == (422, True), fields
    waiting = Invitation.objects.get()
    send(client, f"{PEOPLE}invitations/{waiting.public_id}/again/", opened=PEOPLE)
    send(client, f"{PEOPLE}invitations/{waiting.public_id}/withdraw/", opened=PEOPLE)
    assert not Invitation.objects.waiting().exists()
    found = Act.objects.filter(verb__contains="invit").order_by("pk").values_list("verb", flat=True)
    assert list(found) == ["staff_invited", "staff_invited_again", "invitation_withdrawn"]


@pytest.mark.both
def test_another_role_ends_what_the_old_one_had_open() -> None:
    robin, boss = Member(), Member(Role.COORDINATOR, "Kit")
    theirs, mine = robin.signed_in(), boss.signed_in()
    assert send(mine, f"{PEOPLE}{robin.staff.public_id}/role/", {"role": "volunteer"}, opened=PEOPLE).status_code == 303
    assert (robin.fresh().role, theirs.get(HOME).status_code) == ("volunteer", 302)
    act = Act.objects.get(verb="role_changed")
    assert (act.by, act.about) == (
        boss.staff,
        {"staff": robin.staff.public_id, "was": "counsellor", "role": "volunteer"},
    )


@pytest.mark.parametrize("path", ["role", "end", "leave", "anew"])
def test_nobody_decides_on_those_above_them_or_on_themselves(path: str) -> None:
    kit, boss = Member(Role.COORDINATOR, "Kit"), Member(Role.ADMINISTRATOR, "Ada")
    client = kit.signed_in()
    for whom in (boss, kit):
        before = Staff.objects.filter(pk=whom.staff.pk).values().get()
        sent = send(client, f"{PEOPLE}{whom.staff.public_id}/{path}/", {"role": "volunteer"}, opened=PEOPLE)
        if not (path == "end" and whom is kit):
            assert sent.status_code == 404
        assert Staff.objects.filter(pk=whom.staff.pk).values().get() == before


@pytest.mark.both
def test_a_supervisor_is_named_by_whoever_looks_after_somebody_and_ends_with_their_leaving() -> None:
    robin, other, boss = Member(), Member(Role.LEAD, "Jo"), Member(Role.COORDINATOR, "Kit")
    mine, page = boss.signed_in(), f"{PEOPLE}{robin.staff.public_id}/"

    def names(whom: str, on: str = page) -> int:
        return send(mine, f"{on}supervisor/", {"supervisor": whom}, opened=PEOPLE).status_code

    assert names(robin.staff.public_id) == 404, "not their own"
    assert names("nobody") == 404
    assert names(robin.staff.public_id, f"{PEOPLE}{other.staff.public_id}/") == 404, "not a lead's, by a coordinator"
    assert not Act.objects.filter(verb="supervisor_named").exists()
    assert [names(other.staff.public_id), names(other.staff.public_id)] == [303, 303]
    assert robin.fresh().supervisor == other.staff
    assert Act.objects.get(verb="supervisor_named").about["supervisor"] == other.staff.public_id
    actions.leave_staff(other.staff, timezone.now())
    assert robin.fresh().supervisor is None
    assert names("") == 303


@pytest.mark.both
def test_whoever_leaves_is_out_at_once_and_their_email_is_forgotten() -> None:
    robin, boss = Member(), Member(Role.ADMINISTRATOR, "Ada")
    theirs, mine = robin.signed_in(), boss.signed_in()
    half_in = robin.with_password()
    assert send(mine, f"{PEOPLE}{robin.staff.public_id}/leave/", opened=PEOPLE).status_code == 303
    gone = robin.fresh()
    assert (gone.email, gone.is_active, gone.has_usable_password() and gone.check_password("")) == (None, False, False)
    assert theirs.get(HOME).status_code == half_in.get(HOME).status_code == 302
    assert not SignIn.objects.standing(timezone.now()).filter(staff=gone).exists()
    again = robin.with_password()
    assert again.get("/staff/sign-in/second-step/").status_code == 302
    assert Act.objects.get(verb="staff_left").by == boss.staff
    assert "Robin" in mine.get(f"{PEOPLE}?left").content.decode()


@pytest.mark.both
def test_the_last_administrator_stays() -> None:
    ada, eve = Member(Role.ADMINISTRATOR, "Ada"), Member(Role.ADMINISTRATOR, "Eve")
    now = timezone.now()
    assert actions.leave_staff(eve.staff, now, by=ada.staff)
    with pytest.raises(actions.LastAdministrator):
        actions.leave_staff(ada.staff, now)
    with pytest.raises(actions.LastAdministrator):
        actions.change_role(ada.staff, Role.LEAD, now)


def test_nobody_is_offered_as_supervisor_who_cannot_come_in_but_whom_they_have_stays_named() -> None:
    robin = Member()
    begun("Eve", Role.LEAD, timezone.now())
    eve = Staff.objects.get(name="Eve")
    assert "Eve" not in str(SupervisorForm(robin.fresh())["supervisor"])
    for _ in range(2):
        Staff.objects.filter(pk__in=[robin.staff.pk, cast.staff("Sam", Role.COUNSELLOR).pk]).update(supervisor=eve)
    offered = str(SupervisorForm(robin.fresh())["supervisor"])
    assert (offered.count("Eve"), f'<option value="{eve.public_id}" selected>Eve' in offered) == (1, True)


@pytest.mark.both
def test_an_administrator_who_cannot_come_in_yet_is_no_other_one() -> None:
    ada, now = Member(Role.ADMINISTRATOR, "Ada"), timezone.now()
    begun("Eve", Role.ADMINISTRATOR, now)
    eve = Staff.objects.get(name="Eve")
    with pytest.raises(actions.LastAdministrator):
        actions.leave_staff(ada.staff, now)
    assert actions.leave_staff(eve, now, by=ada.staff)


def test_one_sees_and_ends_ones_own_sign_ins_and_nobody_elses() -> None:
    robin, sam = Member(), Member(name="Sam")
    here, there, other = robin.signed_in(), robin.signed_in(), sam.signed_in()
    page = here.get("/staff/account/").content.decode()
    assert page.count("Firefox, Linux <span") == 2
    foreign = SignIn.objects.get(staff=sam.staff).public_id
    assert send(here, f"/staff/account/sign-ins/{foreign}/end/", opened=HOME).status_code == 404
    assert send(here, "/staff/account/sign-ins/others/end/", opened=HOME).status_code == 303
    assert [one.get(HOME).status_code for one in (here, there, other)] == [200, 302, 200]
    third = robin.signed_in()
    mine = SignIn.objects.filter(staff=robin.staff, ended_at__isnull=True).order_by("pk").last()
    assert mine is not None
    send(here, f"/staff/account/sign-ins/{mine.public_id}/end/", opened=HOME)
    assert (here.get(HOME).status_code, third.get(HOME).status_code) == (200, 302)


def test_an_address_that_names_another_sign_in_opens_for_whoever_is_in_and_no_page_leads_to_such_a_one() -> None:
    robin, boss = Member(), Member(Role.ADMINISTRATOR, "Ada")
    client = boss.signed_in()
    for address in (PEOPLE, f"{PEOPLE}{robin.staff.public_id}/", "/staff/account/"):
        answer = client.get(f"{address}?as=thedaybefore", follow=True)
        assert (answer.status_code, answer.redirect_chain) == (200, [])
        assert "data-several" not in answer.content.decode()
    noor = actions.invite("noor@charity.example", Role.VOLUNTEER, timezone.now(), by=None).invitation
    for pressed, page in (
        (f"{PEOPLE}{robin.staff.public_id}/role/", f"{PEOPLE}{robin.staff.public_id}/"),
        (f"{PEOPLE}invitations/{noor.public_id}/withdraw/", PEOPLE),
        ("/staff/account/sign-ins/others/end/", "/staff/account/"),
    ):
        assert send(client, pressed, {"role": "volunteer"}, opened=PEOPLE).headers["Location"] == page


def test_the_list_asks_as_many_questions_for_many_as_for_few_and_pages(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = Member(Role.ADMINISTRATOR, "Ada").signed_in()
    asked = 5
    with django_assert_num_queries(asked):
        client.get(PEOPLE)
    Staff.objects.bulk_create([Staff(name=f"Volunteer {number:03}", role=Role.VOLUNTEER) for number in range(120)])
    with django_assert_num_queries(asked):
        first = client.get(PEOPLE).content.decode()
    assert "Page 1 of 3" in first
    assert "Volunteer 119" in client.get(f"{PEOPLE}?page=3").content.decode()
    found = client.get(f"{PEOPLE}?q=volunteer+07").content.decode()
    assert ("Volunteer 071" in found, "Volunteer 081" in found) == (True, False)


def test_in_the_demo_a_coordinator_comes_by_a_link_and_has_no_password_to_change(settings: Settings) -> None:
    settings.DEMO = True
    evening = cast.evening(demo=True)
    client = browser(evening, evening.coordinator)
    page = client.get("/staff/account/").content.decode()
    assert "This is the demo" in page
    assert "data-several" in page
    assert "Change password" not in page
    assert client.get(PEOPLE).status_code == 200
