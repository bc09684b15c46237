"""A sudden leaving is followed up by a person who says how, once, and the record of an open concern says so too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cohorts.models import Act, OnCallSpan, Role, Staff
from cohorts.roles import Post
from facilitator.actions.raising import raise_afterwards
from facilitator.actions.recording import close
from facilitator.safeguarding import ladder, parts, record
from facilitator.safeguarding.answering import house
from facilitator.safeguarding.duties import answer, standing_for
from facilitator.safeguarding.models import Duty, Kind, Level, Part
from tests import cast
from tests.cast import Evening
from tests.cohorts.doors import browser, submit
from tests.facilitator.calling import STRIP, page_of, raised, seen, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def evening() -> Evening:
    return cast.evening()


def test_a_person_says_how_it_is_followed_up_once_as_an_act_and_has_it_by_that(evening: Evening) -> None:
    duty, sam = raised(evening, Kind.LEFT, Level.URGENT), browser(evening, evening.counsellor)
    follow = f"{page_of(duty)}follow/"
    said = {"how": "next_time", "seen": "0"}
    assert "How is this followed up?" in seen(sam, page_of(duty))
    assert "done=followed" in submit(sam, follow, said, on=page_of(duty))["Location"]
    assert "done=meanwhile" in submit(sam, follow, said, on=page_of(duty))["Location"], "the same press twice"
    assert "done=meanwhile" in submit(browser(evening, evening.lead), follow, said, on=page_of(duty))["Location"]
    (act,) = Act.objects.filter(verb="leaving_followed_up")
    assert act.about == {"duty": duty.public_id, "how": "next_time", "concern": None}
    duty.refresh_from_db()
    assert duty.answered_by == evening.counsellor
    assert "Somebody talks with them when they come the next time Sam" in seen(sam, page_of(duty))
    assert submit(sam, follow, {"how": "never", "seen": "1"}, on=page_of(duty)).status_code == 422


def test_with_a_concern_it_stands_in_the_record_and_without_one_no_words_are_asked_for(evening: Evening) -> None:
    duty, sam = raised(evening, Kind.LEFT, Level.URGENT), browser(evening, evening.counsellor)
    assert "no concern is open about them" in seen(sam, page_of(duty))
    concern = raise_afterwards(
        evening.counsellor, evening.session, evening.otter, Level.URGENT, "so pale", timezone.now()
    )  # fmt: skip
    assert "In words, for the record" in seen(sam, page_of(duty))
    words = {"how": "called", "text": "canary: at 20:45, incident 12", "seen": "0"}
    assert submit(sam, f"{page_of(duty)}follow/", words, on=page_of(duty)).status_code == 303
    concern.refresh_from_db()
    last = record.read(concern)[-1]
    assert (last.part, last.by) == (Part.DONE, evening.counsellor)
    assert last.text == "999 was called\ncanary: at 20:45, incident 12"
    assert "canary" not in repr([act.about for act in Act.objects.all()])


def test_words_for_a_record_that_was_closed_while_they_were_typed_stand_in_it_all_the_same(evening: Evening) -> None:
    duty, sam = raised(evening, Kind.LEFT, Level.URGENT), browser(evening, evening.counsellor)
    shown, other = (
        raise_afterwards(evening.counsellor, evening.session, evening.otter, Level.URGENT, words, timezone.now())
        for words in ("so pale", "so quiet")
    )
    over = str(parts.NOT_SENT.choices[0])
    assert close(evening.lead, other, "they are safe", timezone.now(), why_not=over)
    assert "In words, for the record" in seen(sam, page_of(duty))
    assert close(evening.lead, shown, "they are safe", timezone.now(), why_not=over)
    follow, typed = f"{page_of(duty)}follow/", {"text": "canary: rang at 20:45", "seen": "0"}
    refused = submit(sam, follow, {**typed, "how": ""}, on=page_of(duty))
    assert refused.status_code == 422
    assert "canary: rang at 20:45" in refused.content.decode(), "still in the field"
    assert "done=followed" in submit(sam, follow, {**typed, "how": "talked"}, on=page_of(duty))["Location"]
    last = record.read(shown)[-1]
    assert (last.part, last.by) == (Part.DONE, evening.counsellor)
    assert last.text.endswith("\ncanary: rang at 20:45")
    assert Part.DONE not in {one.part for one in record.read(other)}, "which was closed before the page was drawn"
    assert Act.objects.get(verb="leaving_followed_up").about["concern"] == shown.public_id


def test_without_words_a_closed_record_stays_as_it_was(evening: Evening) -> None:
    duty = raised(evening, Kind.LEFT, Level.URGENT)
    concern = raise_afterwards(
        evening.counsellor, evening.session, evening.otter, Level.URGENT, "so pale", timezone.now()
    )  # fmt: skip
    assert close(evening.lead, concern, "they are safe", timezone.now(), why_not=str(parts.NOT_SENT.choices[0]))
    before = len(record.read(concern))
    _says(evening, evening.counsellor, duty, "talked")
    assert len(record.read(concern)) == before
    assert Act.objects.get(verb="leaving_followed_up").about["concern"] is None


def test_a_coordinator_who_was_told_does_not_decide_it(evening: Evening) -> None:
    duty = raised(evening, Kind.LEFT, Level.URGENT)
    now = timezone.now()
    duty.calls.create(staff=evening.coordinator, way="screen", round=0, made_at=now, due_at=now)
    kit = browser(evening, evening.coordinator)
    assert "How is this followed up?" not in seen(kit, page_of(duty))
    said = {"how": "nothing", "seen": "0"}
    assert submit(kit, f"{page_of(duty)}follow/", said, on=page_of(duty)).status_code == 404


def _says(evening: Evening, who: Staff, duty: Duty, how: str, seen: int = 0) -> None:
    said = {"how": how, "seen": str(seen)}
    asked = submit(browser(evening, who), f"{page_of(duty)}follow/", said, on=page_of(duty))
    assert "done=followed" in asked["Location"]


def _on_call(who: Staff, post: Post) -> None:
    now = timezone.now()
    hour = timedelta(hours=1)
    OnCallSpan.objects.create(post=post, staff=who, starts_at=now - hour, ends_at=now + hour)


@pytest.mark.parametrize("how", ["lead", "contact"])
@pytest.mark.parametrize("had", [False, True])
def test_what_only_a_lead_can_do_calls_the_lead_who_says_in_turn_how_it_goes_on(
    evening: Evening, how: str, had: bool
) -> None:
    duty, ali, jo = raised(evening, Kind.LEFT, Level.URGENT), evening.volunteer, browser(evening, evening.lead)
    if had:
        answer(duty, ali, timezone.now())
    _says(evening, ali, duty, how)
    called = Duty.objects.waiting().get()
    assert (called.kind, called.level, called.seat, called.to) == (Kind.LEFT, Level.URGENT, duty.seat, evening.lead)
    assert stands(jo) == [called.public_id], "once, and as a duty that nobody has"
    for who in (ali, evening.counsellor):
        assert stands(browser(evening, who)) == []
    page = seen(browser(evening, ali), page_of(duty))
    assert "The safeguarding lead is called" in page
    assert "You have it" not in page
    assert "Nobody has it yet" in seen(jo, page_of(duty)), "also behind the link of the first letter"
    assert "Ali" in seen(jo, page_of(called)), "who said so, and what"
    _says(evening, evening.lead, called, "nothing", seen=1)
    assert not Duty.objects.waiting().exists()
    assert "Jo has it" in seen(browser(evening, ali), page_of(duty))
    assert [act.about["how"] for act in Act.objects.filter(verb="leaving_followed_up").order_by("pk")] == [
        how,
        "nothing",
    ]


def test_said_once_more_or_by_another_it_calls_the_lead_no_second_time(evening: Evening) -> None:
    duty = raised(evening, Kind.LEFT, Level.URGENT)
    _says(evening, evening.volunteer, duty, "lead")
    _says(evening, evening.counsellor, duty, "contact", seen=1)
    assert Duty.objects.waiting().count() == 1
    _says(evening, evening.counsellor, duty, "next_time", seen=2)
    assert Duty.objects.waiting().count() == 1, "what a facilitator says next takes nothing from the lead"
    _says(evening, evening.lead, duty, "nothing", seen=3)
    assert not Duty.objects.waiting().exists(), "and what the lead says of the first duty ends both"


@pytest.mark.parametrize("how", ["back", "talked", "called", "next_time", "nothing"])
def test_what_anybody_can_do_calls_nobody(evening: Evening, how: str) -> None:
    _says(evening, evening.volunteer, raised(evening, Kind.LEFT, Level.URGENT), how)
    assert not Duty.objects.waiting().exists()


def test_whoever_leads_or_stands_in_decides_by_saying_so_and_the_third_on_call_does_not(evening: Evening) -> None:
    second, third = cast.evening("over"), cast.evening("over")
    _on_call(second.counsellor, Post.DEPUTY)
    _on_call(third.counsellor, Post.ON_CALL)
    for home, who, calls in (
        (evening, evening.lead, False), (second, second.counsellor, False), (third, third.counsellor, True),
    ):  # fmt: skip
        duty = raised(evening, Kind.LEFT, Level.URGENT)
        duty.calls.create(staff=who, way="screen", round=0, made_at=duty.raised_at, due_at=duty.raised_at)
        _says(home, who, duty, "contact")
        assert Duty.objects.waiting().exists() == calls
    called = Duty.objects.waiting().get()
    called.calls.create(staff=third.counsellor, way="screen", round=2, made_at=called.due_at, due_at=called.due_at)
    _says(third, third.counsellor, called, "lead", seen=1)
    assert Duty.objects.waiting().get() != called, "whoever is called third and leaves it to the lead calls them anew"


def test_a_lead_who_has_it_is_not_called_for_it_again(evening: Evening) -> None:
    duty = raised(evening, Kind.LEFT, Level.URGENT)
    answer(duty, evening.lead, timezone.now())
    _says(evening, evening.volunteer, duty, "lead")
    assert not Duty.objects.waiting().exists()


def test_the_lead_is_called_alone_at_first_and_the_deputy_after_half_an_hour(evening: Evening) -> None:
    uma = Staff.objects.create(name="Uma", role=Role.COUNSELLOR)
    _on_call(uma, Post.DEPUTY)
    _says(evening, evening.volunteer, raised(evening, Kind.LEFT, Level.URGENT), "lead")
    called = Duty.objects.waiting().get()
    for minutes, told in ((0, {evening.lead.pk}), (29, {evening.lead.pk}), (30, {evening.lead.pk, uma.pk})):
        then = called.raised_at + timedelta(minutes=minutes)
        there = house({called.session_id}, called.raised_at)
        rota = there.rota(called.session, called.raised_at)
        assert ladder.called(there.standing(called), rota, then, settings.LADDER) == told
    assert called in standing_for(evening.lead, called.raised_at)
    assert stands(browser(evening, evening.volunteer), STRIP) == []
