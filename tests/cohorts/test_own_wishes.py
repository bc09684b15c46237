"""What is held of a young person, at their own wish: deleted, or read by them once, and by nobody else."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cohorts import actions, ledger
from cohorts.actions import own
from cohorts.actions.holds import lift_hold, place_hold
from cohorts.actions.leave_course import let_go
from cohorts.keeping import chore, person
from cohorts.keeping.person import Part
from cohorts.models import (
    Act,
    Contact,
    ContactPurpose,
    Heard,
    LegalHold,
    MoveWish,
    OwnWish,
    Reply,
    Seat,
    SignIn,
    Wanted,
    WhyHeld,
)
from tests import cast
from tests.bounds import evenings
from tests.cohorts.doors import browser, submit

pytestmark = pytest.mark.django_db
HELD, ASK, COPY = "/mine/held/", "/mine/held/ask/", "/mine/held/copy/"
EMAIL = "canary@example.org"
A_DAY = timedelta(days=1)
TOKEN = re.compile(r'value="[A-Za-z0-9]{64}"')


def over() -> cast.Evening:
    """An evening that is over; otter and heron left something behind."""
    evening = cast.evening("over")
    for seat in (evening.otter, evening.heron):
        actions.keep_contact(seat, ContactPurpose.LIFE, f"{seat.number}{EMAIL}", timezone.now(), "1")
        Reply.objects.create(seat=seat, session=evening.session, coming=True, said_at=timezone.now())
    return evening


def page(evening: cast.Evening, seat: Seat) -> str:
    return browser(evening, seat).get(HELD).content.decode()


def test_a_young_person_reads_what_is_kept_and_asks_and_changes_their_mind() -> None:
    evening = over()
    otter = browser(evening, evening.otter)
    assert "90 days after the last evening" in page(evening, evening.otter)
    for what in Wanted.values:
        for _ in range(2):
            assert submit(otter, ASK, {"what": what, "do": "ask"}, on=HELD).status_code == 303
    assert OwnWish.objects.unanswered().count() == 2
    shown = page(evening, evening.otter)
    assert "Don’t delete it" in shown
    assert "I don’t need a copy" in shown
    for what in Wanted.values:
        submit(otter, ASK, {"what": what, "do": "back"}, on=HELD)
    assert not OwnWish.objects.open().exists()
    assert submit(otter, ASK, {"what": "all"}, on=HELD).status_code == 400


def test_the_page_is_the_same_whether_or_not_something_is_written_of_them_or_on_hold() -> None:
    evening = over()
    before = TOKEN.sub("", page(evening, evening.otter))
    place_hold(evening.lead, evening.otter, WhyHeld.POLICE, timezone.now())
    assert "Delete what you hold of me" in before
    assert TOKEN.sub("", page(evening, evening.otter)) == before


def test_staff_see_to_it_at_the_desk_and_never_see_a_word() -> None:
    evening = over()
    own.ask(evening.otter, Wanted.COPY, timezone.now())
    kit = browser(evening, evening.coordinator)
    assert "What we hold of somebody" in kit.get("/desk/").content.decode()
    assert "Wants to read it." in kit.get("/desk/held/").content.decode()
    where = f"/desk/seats/{evening.otter.public_id}/held/"
    assert EMAIL not in kit.get(where).content.decode()
    assert submit(kit, f"{where}begin/", {"what": "copy"}, on=where).status_code == 303
    assert OwnWish.objects.get().begun_by == evening.coordinator
    otter = browser(evening, evening.otter)
    assert "It opens <strong>once</strong>" in otter.get(HELD).content.decode()
    shown = submit(otter, COPY, {"as": "page"}, on=HELD)
    assert f"1{EMAIL}" in shown.content.decode()
    assert "You said that you come." in shown.content.decode()
    assert f"2{EMAIL}" not in shown.content.decode()
    assert "no-store" in shown.headers["Cache-Control"]
    assert submit(otter, COPY, {"as": "page"}, on=HELD).status_code == 303, "this once"
    assert [*Act.objects.order_by("pk").values_list("verb", flat=True)] == ["copy_begun", "copy_shown"]
    assert EMAIL not in str([act.about for act in Act.objects.all()])
    assert mail.outbox == []


@pytest.mark.parametrize("form", ["file", "data"])
def test_it_may_be_saved_instead(form: str) -> None:
    evening = over()
    own.begin(evening.lead, evening.otter, Wanted.COPY, timezone.now(), Heard.WORDS)
    saved = submit(browser(evening, evening.otter), COPY, {"as": form}, on=HELD)
    assert saved.headers["Content-Disposition"] == f'attachment; filename="copy.{"html" if form == "file" else "json"}"'
    assert f"1{EMAIL}" in saved.content.decode()
    if form == "data":
        held = json.loads(saved.content)["held"]
        assert any(line["says"].startswith(f"1{EMAIL}") for part in held for line in part["lines"])


def test_a_copy_waits_two_weeks_and_only_for_its_owner() -> None:
    evening, now = over(), timezone.now()
    own.begin(evening.lead, evening.otter, Wanted.COPY, now, Heard.LETTER)
    assert own.show(evening.heron, now) is None
    assert own.show(evening.otter, now + 15 * A_DAY) is None
    assert own.show(evening.otter, now + 13 * A_DAY) is not None
    actions.withdraw(evening.heron, now)
    with pytest.raises(own.NotHere):
        own.begin(evening.lead, evening.heron, Wanted.COPY, now, Heard.LETTER)


def test_deleting_ends_every_right_and_takes_contacts_name_and_times() -> None:
    evening, now = over(), timezone.now()
    own.ask(evening.otter, Wanted.DELETE, now)
    jo, where = browser(evening, evening.lead), f"/desk/seats/{evening.otter.public_id}/held/"
    assert submit(jo, f"{where}begin/", {"what": "delete", "number": "2"}, on=where).status_code == 422
    assert submit(jo, f"{where}begin/", {"what": "delete", "number": "1"}, on=where).status_code == 303
    otter = Seat.objects.get(pk=evening.otter.pk)
    assert (otter.name, otter.withdrawn_at is None, otter.returns_until) == ("", False, None)
    assert not SignIn.objects.filter(seat=otter).exists()
    assert not Reply.objects.filter(seat=otter).exists()
    assert [one.seat for one in Contact.objects.all()] == [evening.heron]
    assert OwnWish.objects.get().done_at is not None
    assert [*Act.objects.order_by("pk").values_list("verb", flat=True)] == ["delete_begun", "delete_done"]
    assert browser(evening, evening.otter).get("/mine/").status_code == 303
    assert Seat.objects.get(pk=evening.heron.pk).name == "Amber Heron"
    assert all(walked.wrong is None for walked in ledger.verify())


def test_what_was_told_to_staff_needs_how_and_a_stranger_to_the_house_sees_nothing() -> None:
    evening = over()
    kit, where = browser(evening, evening.coordinator), f"/desk/seats/{evening.otter.public_id}/held/"
    assert submit(kit, f"{where}begin/", {"what": "delete", "number": "1"}, on=where).status_code == 422
    assert submit(kit, f"{where}begin/", {"what": "copy", "heard": "letter"}, on=where).status_code == 303
    for who in (evening.counsellor, evening.volunteer):
        assert browser(evening, who).get(where).status_code == 404
        assert browser(evening, who).get("/desk/seats/not-there/held/").status_code == 404


def test_a_hold_keeps_everything_and_the_deletion_goes_on_once_it_is_lifted() -> None:
    evening, now = over(), timezone.now()
    hold = place_hold(evening.lead, evening.otter, WhyHeld.COURT, now)
    wish = own.begin(evening.coordinator, evening.otter, Wanted.DELETE, now, Heard.LETTER)
    assert wish.done_at is None
    assert Seat.objects.get(pk=evening.otter.pk).withdrawn_at is not None, "every right ends all the same"
    assert Contact.objects.filter(seat=evening.otter).exists()
    assert "legal hold" in person.stays(person.seats_of(evening.otter))[0]
    assert own.finish(now) == 0
    lift_hold(evening.lead, hold, now)
    assert own.finish(now) == 1
    assert own.finish(now) == 0
    assert not Contact.objects.filter(seat=evening.otter).exists()
    assert Seat.objects.get(pk=evening.otter.pk).name == ""


def test_it_follows_whoever_was_moved_to_another_group() -> None:
    evening, other, now = over(), cast.cohort(), timezone.now()
    moved = actions.move_seat(evening.coordinator, evening.otter, other, now)
    own.begin(evening.lead, moved, Wanted.DELETE, now, Heard.WORDS)
    assert set(Seat.objects.filter(pk__in=(evening.otter.pk, moved.pk)).values_list("name", flat=True)) == {""}
    assert not MoveWish.objects.exists()
    assert not Reply.objects.filter(seat=evening.otter).exists()


def test_leaving_the_course_deletes_nothing_that_is_on_hold() -> None:
    evening, now = over(), timezone.now()
    hold = place_hold(evening.lead, evening.cohort, WhyHeld.REVIEW, now)
    actions.leave_course(evening.otter, now)
    actions.withdraw(evening.heron, now)
    assert let_go(now + 2 * A_DAY) == 0
    assert Contact.objects.count() == 2
    lift_hold(evening.lead, hold, now)
    assert let_go(now + 2 * A_DAY) == 1


def begun(evening: cast.Evening, *seats: Seat) -> None:
    """Staff began these deletions in this order, and went no further."""
    for turn, seat in enumerate(seats):
        wish = own.ask(seat, Wanted.DELETE, timezone.now())
        at = timezone.now() - A_DAY + timedelta(minutes=turn)
        OwnWish.objects.filter(pk=wish.pk).update(begun_at=at, begun_by=evening.lead)


def test_a_deletion_that_fails_stops_no_other_and_the_log_names_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    evening = over()

    def fails_for_otter(seats: Sequence[Seat], _: datetime) -> bool:
        if evening.otter in seats:
            raise RuntimeError(f"{evening.otter.name} {EMAIL}")
        return True

    monkeypatch.setattr(person, "_PARTS", [Part(erase=fails_for_otter)])
    begun(evening, evening.otter, evening.heron)
    assert own.finish(timezone.now()) == 1
    assert OwnWish.objects.unfinished().get().seat == evening.otter
    assert "RuntimeError" in caplog.text
    assert not any(word in caplog.text for word in (evening.otter.name, EMAIL, evening.otter.public_id))


def test_deletions_that_a_hold_keeps_take_nobodys_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    evening, now = over(), timezone.now()
    monkeypatch.setattr(own, "MOST", 1)
    place_hold(evening.lead, evening.otter, WhyHeld.COURT, now)
    begun(evening, evening.otter, evening.heron, evening.badger)
    assert [own.finish(now) for _ in range(3)] == [1, 1, 0]
    assert OwnWish.objects.unfinished().get().seat == evening.otter


def test_a_class_that_cannot_go_keeps_no_deletion_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    evening = over()
    begun(evening, evening.heron)

    def fails(*_: object) -> int:
        raise ValueError(EMAIL)

    monkeypatch.setattr(chore, "step", fails)
    chore.carry_out()
    assert not OwnWish.objects.unfinished().exists()
    assert "letting go of contacts failed: ValueError" in caplog.text
    assert EMAIL not in caplog.text


def test_holds_are_placed_and_lifted_by_the_lead_alone() -> None:
    evening = over()
    jo = browser(evening, evening.lead)
    fields = {"cohort": evening.cohort.public_id, "why": "court"}
    assert submit(jo, "/desk/holds/", fields).status_code == 303
    assert submit(jo, "/desk/holds/", {**fields, "why": "x"}).status_code == 422
    where = f"/desk/seats/{evening.otter.public_id}/hold/"
    assert submit(jo, where, {"why": "claim"}, on="/desk/holds/").status_code == 303
    shown = jo.get("/desk/holds/").content.decode()
    assert "The whole cohort" in shown
    assert "Seat 1, Teal Otter" in shown
    for hold in LegalHold.objects.all():
        assert submit(jo, f"/desk/holds/{hold.public_id}/lift/", on="/desk/holds/").status_code == 303
    assert not LegalHold.objects.standing().exists()
    assert browser(evening, evening.coordinator).get("/desk/holds/").status_code == 404


class TestAnyOrder(TestCase):
    """Whatever is asked in whatever order and however often, in the end the same is gone."""

    @evenings(25)
    @given(st.lists(st.sampled_from(["ask", "begin", "finish", "hold", "lift", "leave", "let_go"]), max_size=8))
    def test_twice_is_harmless(self, steps: list[str]) -> None:
        evening, now = over(), timezone.now()
        for step in steps:
            self.take(step, evening)
        for hold in LegalHold.objects.standing():
            lift_hold(evening.lead, hold, now)
        own.begin(evening.lead, evening.otter, Wanted.DELETE, now, Heard.LETTER)
        own.finish(now)
        assert Seat.objects.get(pk=evening.otter.pk).name == ""
        assert [one.seat for one in Contact.objects.all()] == [evening.heron]
        assert not OwnWish.objects.unfinished().exists()
        assert Act.objects.filter(verb="delete_done").count() == 1 or "begin" in steps
        assert all(walked.wrong is None for walked in ledger.verify())

    def take(self, step: str, evening: cast.Evening) -> None:
        now = timezone.now()
        if step == "ask":
            own.ask(evening.otter, Wanted.DELETE, now)
        elif step == "begin":
            own.begin(evening.coordinator, evening.otter, Wanted.DELETE, now, Heard.WORDS)
        elif step == "finish":
            own.finish(now)
        elif step == "hold":
            place_hold(evening.lead, evening.otter, WhyHeld.COURT, now)
        elif step == "lift":
            for hold in LegalHold.objects.standing():
                lift_hold(evening.lead, hold, now)
        elif step == "leave":
            actions.leave_course(evening.otter, now)
        else:
            let_go(now + 2 * A_DAY)
