"""The page of a duty, made for a phone: “I have it” once, what to ask and to read out, and whose words are for whom."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from cohorts.actions import move_seat
from cohorts.actions.contacts import keep_contact
from cohorts.models import Act, ContactPurpose, Role, Staff
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding.models import Duty, Kind, Level
from tests import cast
from tests.cast import Evening
from tests.chat.live.rows import in_database
from tests.chat.verbs.company import Company
from tests.cohorts.doors import browser, submit
from tests.facilitator.calling import page_of, raised, seen

# Other tests ask of both stores what these pages are drawn from, and tests/cohorts/test_every_address.py opens each.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db(transaction=True)]
SAID = "canary: I have taken them"


@pytest.fixture
def evening() -> Evening:
    return cast.evening()


def have(duty: Duty) -> str:
    return f"{page_of(duty)}have/"


@pytest.mark.both
def test_the_first_has_it_and_the_second_reads_who_does(evening: Evening) -> None:
    duty = raised(evening, Kind.LEFT, Level.URGENT)
    jo, sam = browser(evening, evening.lead), browser(evening, evening.counsellor)
    assert "Nobody has it yet" in seen(jo, page_of(duty))
    first = submit(jo, have(duty), on=page_of(duty))
    assert (first.status_code, "done=yours" in first["Location"]) == (303, True)
    for _ in range(2):
        assert "done=theirs" in submit(sam, have(duty), on="/staff/sign-in/")["Location"]
    assert "You have it" in seen(jo, page_of(duty))
    assert "Jo has it" in seen(sam, page_of(duty))
    assert "done=yours" in submit(jo, have(duty), on="/staff/sign-in/")["Location"], "pressed twice by the same hand"
    assert Act.objects.filter(verb="duty_answered").count() == 1


def test_whoever_it_is_not_for_finds_nothing_there(evening: Evening) -> None:
    duty = raised(evening, Kind.CONCERN, Level.URGENT)
    nothing = page_of(duty).replace(duty.public_id, "AAAAAAAAAAAA")
    for who in (evening.counsellor, evening.volunteer, evening.coordinator):
        client = browser(evening, who)
        for address in (page_of(duty), nothing):
            answer = client.get(address)
            assert answer.status_code == 404
            assert answer.content == client.get(nothing).content
        for verb in ("have", "follow"):
            assert submit(client, f"{page_of(duty)}{verb}/", on="/staff/sign-in/").status_code == 404
    assert Duty.objects.get().answered_at is None


def test_level_now_brings_the_card_and_any_other_does_not(evening: Evening) -> None:
    jo = browser(evening, evening.lead)
    card = seen(jo, page_of(raised(evening, Kind.CONCERN, Level.NOW)))
    for asked in ("Where are you right now?", "Is anyone with you?", "What has happened, and when?"):
        assert asked in card
    for told in ("Call 999", "not yet checked by a person", "Read this out", "“Teal Otter”", "aged 14 to 18"):
        assert told in card
    calm = seen(jo, page_of(raised(evening, Kind.CONCERN, Level.URGENT)))
    assert "Read this out" not in calm


def test_the_record_is_offered_to_whoever_may_read_it(evening: Evening) -> None:
    now = timezone.now()
    concern = raise_afterwards(evening.counsellor, evening.session, evening.otter, Level.URGENT, "so pale", now)
    Duty.objects.all().delete()
    duty = raised(evening, Kind.LEFT, Level.URGENT, concern=concern)
    record = f"/staff/concerns/{concern.public_id}/"
    links = {
        who.name: record in browser(evening, who).get(page_of(duty)).content.decode()
        for who in (evening.lead, evening.counsellor, evening.volunteer)
    }
    assert links == {"Jo": True, "Sam": True, "Ali": False}
    assert "so pale" not in seen(browser(evening, evening.lead), page_of(duty))


async def test_last_words_are_for_those_who_hold_the_room_and_the_lead_and_reading_them_is_an_act(
    company: Company,
) -> None:
    evening = company.house.evening
    await company.otter.ask("whisper", body=SAID)
    await company.heron.ask("whisper", body="canary: of somebody else")
    await company.otter.ask("worry", about="facilitator", body="canary: the tall one frightens me")
    await company.otter.leave()

    def look() -> None:
        duty = raised(evening, Kind.LEFT, Level.URGENT)
        duty.calls.create(
            staff=evening.coordinator, way="screen", round=0, made_at=timezone.now(), due_at=timezone.now()
        )  # fmt: skip
        for who in (evening.lead, evening.counsellor, evening.volunteer):
            page = seen(browser(evening, who), page_of(duty))
            assert SAID in page
            assert "of somebody else" not in page
            assert "the tall one" not in page
        kit = seen(browser(evening, evening.coordinator), page_of(duty))
        assert evening.otter.name in kit
        assert "canary" not in kit
        read = Act.objects.filter(verb="last_words_read").order_by("pk")
        assert [act.by for act in read] == [evening.lead, evening.counsellor, evening.volunteer]
        assert "canary" not in repr([act.about for act in Act.objects.all()])

    await in_database(look)


def test_it_says_whether_a_way_to_reach_them_is_held_and_never_which(evening: Evening) -> None:
    duty, jo = raised(evening, Kind.LEFT, Level.URGENT), browser(evening, evening.lead)
    assert "none was given: we cannot send help to them" in seen(jo, page_of(duty))
    at: datetime = timezone.now() - timedelta(days=1)
    keep_contact(evening.otter, ContactPurpose.LIFE, "canary@example.org", at, "1")
    assert "given for a moment like this, sealed" in seen(jo, page_of(duty))
    assert "canary" not in seen(jo, page_of(duty))


def test_it_says_so_still_once_they_were_moved_to_another_group() -> None:
    evening, now = cast.evening("over"), timezone.now()
    keep_contact(evening.otter, ContactPurpose.LIFE, "canary@example.org", now, "1")
    duty = raised(evening, Kind.CONCERN, Level.NOW)
    move_seat(evening.coordinator, evening.otter, cast.cohort(), now)
    page = seen(browser(evening, evening.lead), page_of(duty))
    assert "They gave us a way to reach them for a moment like this" in page
    assert "no way to reach them" not in page


def test_a_lead_who_is_on_no_shift_reads_on_and_a_counsellor_of_another_room_does_not(evening: Evening) -> None:
    duty = raised(evening, Kind.LEFT, Level.URGENT)
    other = Staff.objects.create(name="Uma", role=Role.COUNSELLOR)
    cast.shift(evening.elsewhere, other)
    assert evening.lead.role == Role.LEAD
    assert "Last seen" in seen(browser(evening, evening.lead), page_of(duty))
