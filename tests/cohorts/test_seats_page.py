"""The seats of a cohort on one page: for the desk and its own facilitators, and what each of them may know and do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts import actions
from cohorts.actions.stops import stop_messages
from cohorts.models import (
    Act,
    AttendanceMark,
    Cause,
    Cohort,
    ContactPurpose,
    Kind,
    Role,
    Seat,
    Session,
    Shift,
    Staff,
    Telling,
    WaitingPlace,
    Way,
    Why,
)
from tests import cast
from tests.cohorts import attended, planned
from tests.cohorts.planned import House, Visitor
from tests.cohorts.seen import row, text

# Other tests ask of both stores what these pages are drawn from, and test_every_address.py opens each on both.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]
HOUR = timedelta(hours=1)
NAMES = ("Teal Otter", "Amber Heron", "Indigo Hare", "Coral Wren")
TIMES = ("opens_at", "starts_at", "ends_at", "closes_at")


@dataclass(frozen=True)
class Group:
    """A cohort after two evenings: otter came to both, heron to the second, hare said no to it, wren came to none."""

    house: House
    cohort: Cohort

    @property
    def evenings(self) -> list[Session]:
        return planned.sessions(self.cohort)

    def seat(self, name: str) -> Seat:
        return Seat.objects.get(cohort=self.cohort, name__endswith=name.title())

    @property
    def address(self) -> str:
        return f"/desk/cohorts/{self.cohort.public_id}/seats/"


@pytest.fixture
def group() -> Group:
    house, now = planned.house(), timezone.now()
    found = Group(house, planned.cohort(house, first=planned.begun(2)))
    for name in NAMES:
        actions.take_seat(found.cohort, name, now - timedelta(weeks=5), ease=["slower"] if name == "Teal Otter" else ())
    first, second = found.evenings[:2]
    assert second.closes_at < now < found.evenings[2].opens_at
    for session, there in ((first, (1,)), (second, (1, 2))):
        attended.held(session)
        for number in there:
            attended.there(session, number)
    cast_no(found.seat("hare"), second)
    return found


def cast_no(seat: Seat, session: Session) -> None:
    seat.replies.create(session=session, coming=False, said_at=session.opens_at - HOUR)


def test_the_page_says_who_comes_who_came_and_how_full_it_is(group: Group) -> None:
    now, third = timezone.now(), group.evenings[2]
    actions.say_coming(group.seat("otter"), third, True, now)
    actions.say_coming(group.seat("heron"), third, False, now)
    page = Visitor(group.house.kit).sees(group.address).content
    assert "yes" in row(page, "Teal Otter")
    assert re.search(r"cannot come .*1 did not come .*2 came", row(page, "Amber Heron"))
    assert re.search(r"not said .*1 did not come .*2 told us before", row(page, "Indigo Hare"))
    assert "not there 2 times running" in row(page, "Coral Wren")
    assert "4 of 8 places taken 4 free" in text(page)


def test_who_waits_stands_in_order_and_a_promised_place_is_not_free(group: Group) -> None:
    now = timezone.now()
    first, _, last = (actions.join_waiting(group.cohort, now - n * HOUR, agreed_version="1").place for n in (3, 2, 1))
    WaitingPlace.objects.filter(pk=last.pk).update(lapsed=2)
    WaitingPlace.objects.filter(pk=first.pk).update(offered_at=now, offer_ends_at=now + HOUR)
    actions.leave_course(group.seat("otter"), now)
    kit = Visitor(group.house.kit)
    shown = text(kit.sees(group.address).content)
    assert "3 of 8 places taken 3 free · 1 promised · 1 left lately, not free yet · 1 waiting" in shown
    assert re.search(
        r"Waits since .+A place is kept for them until .+Waits since .+Waits since .+Let two offers", shown
    )
    for address in ("/desk/cohorts/", f"/desk/cohorts/{group.cohort.public_id}/"):
        assert "3 free · 1 promised · 1 left lately, not free yet · 1 waiting" in text(kit.sees(address).content)


def test_what_makes_it_easier_is_for_the_facilitators_of_the_group_alone(group: Group) -> None:
    lead, third = cast.staff("Jo", Role.LEAD), group.evenings[2]
    welcome = Session.objects.create(
        cohort=group.cohort, week=third.week, kind="welcome", **{one: getattr(third, one) for one in TIMES}
    )
    Shift.objects.create(session=welcome, staff=lead, watching=True)
    for who in (group.house.sam, group.house.ali):
        assert "more time to write" in row(Visitor(who).sees(group.address).content, "Teal Otter")
    for who in (group.house.kit, lead):
        page = Visitor(who).sees(group.address)
        assert (page.status_code, "more time to write" in page.content.decode()) == (200, False)


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_whoever_holds_no_rooms_any_more_reads_it_no_longer(group: Group, role: Role) -> None:
    sam = group.house.sam
    actions.change_role(sam, role, timezone.now())
    page = Visitor(Staff.objects.get(pk=sam.pk)).sees(group.address)
    assert (page.status_code, "more time to write" in page.content.decode()) == (200, False)


def test_facilitators_of_other_groups_find_no_such_page(group: Group) -> None:
    first, wren = group.evenings[0], group.seat("wren")
    came, review = f"/desk/evenings/{first.public_id}/came/", f"/desk/seats/{wren.public_id}/review/"
    assert Visitor(group.house.sam).sees(group.address).status_code == 200
    noor = Visitor(group.house.noor)
    assert (noor.sees(group.address).status_code, noor.sees(came).status_code) == (404, 404)
    noor.sees("/shifts/")
    for address, fields in (
        (came, {"seat": wren.public_id, "came": "came", "why": "seen"}),
        (review, {"step": "wait"}),
    ):
        assert noor.sends(address, **fields).status_code in {403, 404}
    assert not Act.objects.filter(verb__in=("attendance_marked", "absence_reviewed")).exists()


def test_only_a_lead_reads_why_messages_are_held_back(group: Group) -> None:
    stop_messages(group.seat("otter"), Cause.LEFT_SUDDENLY, timezone.now())
    shown = {
        who: row(Visitor(who).sees(group.address).content, "Teal Otter")
        for who in (group.house.kit, group.house.sam, cast.staff("Jo", Role.LEAD))
    }
    assert all("Nothing goes to them by itself." in words for words in shown.values())
    assert [who.name for who, words in shown.items() if "left suddenly" in words] == ["Jo"]


def test_facilitators_and_the_desk_put_right_who_came_and_a_lead_reads_it(group: Group) -> None:
    first, wren = group.evenings[0], group.seat("wren")
    address = f"/desk/evenings/{first.public_id}/came/"
    sam, kit, jo = (Visitor(who) for who in (group.house.sam, group.house.kit, cast.staff("Jo", Role.LEAD)))
    assert jo.sees(group.address).status_code == 200, "which has a form, and so a token"
    assert "Put right" not in text(jo.sees(address).content)
    assert jo.sends(address, seat=wren.public_id, came="late", why="device").status_code == 404
    for wrong in ({"came": "late", "why": ""}, {"came": "perhaps", "why": "seen"}, {"came": "seen", "seat": "x"}):
        assert sam.sends(address, **{"seat": wren.public_id, **wrong}).status_code == 422
    assert not AttendanceMark.objects.exists()
    assert sam.sends(address, seat=wren.public_id, came="late", why="device").status_code == 303
    page = text(kit.sees(address).content)
    assert "4. Coral Wren came late (put right) Not seen in the room. Sam put it right" in page
    assert "their connection or device played up" in page
    assert "Teal Otter came In the room from" in page
    assert "running" not in row(kit.sees(group.address).content, "Coral Wren"), "one miss is no row"
    assert kit.sends(address, seat=wren.public_id, came="seen", why="").status_code == 303
    assert "not there 2 times running" in row(kit.sees(group.address).content, "Coral Wren")


@pytest.mark.parametrize("how", ["cancelled", "never opened", "to come"])
def test_an_evening_that_was_not_held_has_nobody_to_put_right(group: Group, how: str) -> None:
    fourth = group.evenings[3]
    if how == "never opened":
        past = {one: getattr(fourth, one) - timedelta(weeks=2) + 3 * HOUR for one in TIMES}
        Session.objects.filter(pk=fourth.pk).update(**past)
    elif how == "cancelled":
        Session.objects.filter(pk=fourth.pk).update(cancelled_at=timezone.now())
    shown = text(Visitor(group.house.sam).sees(f"/desk/evenings/{fourth.public_id}/came/").content)
    says = {"cancelled": "was cancelled", "never opened": "was never open", "to come": "has not begun"}
    assert says[how] in shown
    assert "Teal Otter" not in shown


def test_who_came_is_not_final_while_the_evening_is_on(group: Group) -> None:
    first, sam, now = group.evenings[0], Visitor(group.house.sam), timezone.now()
    address = f"/desk/evenings/{first.public_id}/came/"
    assert "did not come" in text(sam.sees(address).content)
    assert "not over yet" not in text(sam.sees(address).content)
    Session.objects.filter(pk=first.pk).update(ends_at=now + HOUR, closes_at=now + 2 * HOUR)
    assert "The evening is not over yet, so this may still change." in text(sam.sees(address).content)


def absences(page: bytes) -> str:
    """What is said of those who were not there twice running."""
    return text(b"<main" + page.partition(b'id="absent"')[2].partition(b"</section>")[0] + b"</main>")


def told(seat: Seat, session: Session, kind: Kind, **about: object) -> None:
    Telling.objects.create(
        kind=kind, cohort=seat.cohort, session=session, seat=seat, ref=f"{kind}{seat.pk}{session.pk}",
        due_at=session.starts_at, not_after=session.ends_at, next_at=session.starts_at, **about,
    )  # fmt: skip


def test_two_misses_running_are_on_the_facilitators_page_with_what_was_tried_and_what_comes_next(group: Group) -> None:
    first, second = group.evenings[:2]
    wren = group.seat("wren")
    told(wren, first, Kind.MISSED, told_at=first.closes_at + 14 * HOUR, way=Way.EMAIL)
    told(wren, second, Kind.MISSED, skipped_at=second.closes_at + 14 * HOUR, skipped_why=Why.NO_CONTACT)
    sam, kit = Visitor(group.house.sam), Visitor(group.house.kit)
    for page in (sam.sees("/staff/"), sam.sees(group.address), kit.sees(group.address)):
        said = absences(page.content)
        assert "Seat 4, Coral Wren was not there 2 times running, from week 1 to week 2, and had not told us." in said
        assert re.search(r"we missed you, week 1 \(told by email, .+\); we missed you, week 2 \(no contact", said)
        assert "so nobody can write to them" in said
        assert "Look back together at their last evening" in said
        assert not any(name in said for name in NAMES[:3])
    assert "Coral Wren" not in Visitor(group.house.noor).sees("/staff/").content.decode()
    assert "Seat 4, Coral Wren: not there 2 times running." in text(kit.sees("/desk/").content)

    actions.keep_contact(wren, ContactPurpose.REMINDERS, "wren@example.org", timezone.now(), "1")
    assert "so nobody can write to them" not in absences(sam.sees(group.address).content)
    stop_messages(wren, Cause.CONCERN, timezone.now())
    assert "talk to the safeguarding lead first" in absences(sam.sees(group.address).content)


def test_whoever_read_that_they_need_not_come_is_not_put_up_for_review(group: Group) -> None:
    actions.wish_to_move(group.seat("wren"), group.evenings[1].starts_at - HOUR)
    page = Visitor(group.house.sam).sees(group.address).content
    assert "Coral Wren" not in absences(page)
    assert re.search(r"1 did not come .*2 told us before", row(page, "Coral Wren"))


@pytest.mark.both
def test_whoever_looks_says_what_comes_next_and_it_stands_until_the_next_miss(group: Group) -> None:
    second, third = group.evenings[1:3]
    wren = group.seat("wren")
    sam, kit, jo = (Visitor(who) for who in (group.house.sam, group.house.kit, cast.staff("Jo", Role.LEAD)))
    review = f"/desk/seats/{wren.public_id}/review/"
    assert {one.sees(group.address).status_code for one in (sam, jo)} == {200}, "which has a form, and so a token"
    assert planned.asked(sam.sends(review, step="")) == {"done": ["nothing_chosen"]}
    assert planned.asked(sam.sends(review, step="lead")) == {"done": ["reviewed"]}
    assert "The safeguarding lead looks. Sam looked" in absences(sam.sees("/staff/").content)
    assert "Coral Wren" not in text(kit.sees("/desk/").content)
    assert "The facilitators ask the safeguarding lead to look." in text(jo.sees("/desk/").content)
    assert planned.asked(jo.sends(review, step="wait")) == {"done": ["reviewed"]}
    assert "Coral Wren" not in text(jo.sees("/desk/").content)
    assert "have a private word. Jo looked" in absences(sam.sees("/staff/").content)
    acts = Act.objects.filter(verb="absence_reviewed").order_by("number")
    assert [(act.by.name if act.by else "", act.session, act.about["step"]) for act in acts] == [
        ("Sam", second, "lead"), ("Jo", second, "wait"),
    ]  # fmt: skip

    moved = {one: getattr(third, one) - timedelta(weeks=1) + 3 * HOUR for one in TIMES}
    Session.objects.filter(pk=third.pk).update(**moved)
    third.refresh_from_db()
    assert third.closes_at < timezone.now()
    attended.held(third)
    attended.there(third, 1)
    said = absences(sam.sees("/staff/").content)
    assert "Coral Wren was not there 3 times running" in said
    assert "Look back together" in said
    assert planned.asked(sam.sends(f"/desk/seats/{group.seat('otter').public_id}/review/", step="wait")) == {
        "done": ["late"]
    }


def test_nobody_is_on_the_list_once_the_course_is_over_or_in_a_demo(group: Group) -> None:
    sam, kit = Visitor(group.house.sam), Visitor(group.house.kit)
    assert "Coral Wren" in text(kit.sees("/desk/").content)
    Cohort.objects.update(demo=True)
    assert "Coral Wren" not in text(kit.sees("/desk/").content)
    Cohort.objects.update(demo=False)
    Session.objects.filter(cohort=group.cohort, closes_at__gt=timezone.now()).update(cancelled_at=timezone.now())
    assert "Coral Wren" not in text(kit.sees("/desk/").content)
    assert "Coral Wren" not in text(sam.sees("/staff/").content)


def test_a_page_asks_as_little_of_many_misses_as_of_one(group: Group) -> None:
    sam, kit = Visitor(group.house.sam), Visitor(group.house.kit)

    def asked(visitor: Visitor, address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert visitor.sees(address).status_code == 200
        return len(queries)

    pages = ((sam, "/staff/"), (sam, group.address), (kit, "/desk/"))
    before = [asked(*page) for page in pages]
    for name in ("Green Badger", "Silver Robin", "Violet Fox"):
        actions.take_seat(group.cohort, name, timezone.now() - timedelta(weeks=5))
    assert absences(sam.sees("/staff/").content).count("times running") == 4
    assert [asked(*page) for page in pages] == before
