"""A worry about an adult: the lead reads it, and whoever is named finds no trace of it anywhere."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from cohorts import actions, demo
from cohorts.actions import own
from cohorts.models import Act, Heard, OnCallSpan, Role, Seat, Shift, Staff, Wanted
from cohorts.roles import Post
from facilitator.safeguarding import capture, parts, record
from facilitator.safeguarding.adults import from_staff
from facilitator.safeguarding.duties import answer, standing_for
from facilitator.safeguarding.models import Concern, Duty, Kind, Level, Part
from facilitator.safeguarding.readers import reader
from tests import cast
from tests.chat.live.rows import in_database
from tests.chat.verbs.company import Company
from tests.cohorts.doors import browser, submit
from tests.cohorts.newcomer import begun

pytestmark = pytest.mark.django_db(transaction=True)
CANARY = "canary about an adult"
LIST, TELL = "/staff/adults/", "/staff/adults/tell/"


def _told(evening: cast.Evening, about: Staff | None, by: Staff | None = None) -> Concern:
    who = by or evening.counsellor
    return from_staff(who, about, evening.session, Level.URGENT, CANARY, timezone.now())


def _page(concern: Concern) -> str:
    return f"/staff/concerns/{concern.public_id}/"


def _opens(evening: cast.Evening, who: Staff, concern: Concern) -> bool:
    return [browser(evening, who).get(_page(concern) + way).status_code for way in ("", "print/")] == [200, 200]


def _deputy(who: Staff) -> None:
    now = timezone.now()
    OnCallSpan.objects.create(
        post=Post.DEPUTY, staff=who, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )


async def test_what_a_young_person_says_about_a_facilitator_is_a_record_of_the_leads_alone(company: Company) -> None:
    evening = company.house.evening
    said = (await company.volunteer.ask("say", body="you are the special one"))["pos"]
    await company.otter.ask("worry", about="message", pos=said, body=CANARY)
    await company.otter.ask("worry", about="facilitator", staff=evening.counsellor.public_id, body="another")

    def look() -> None:
        first, other = Concern.every.filter(adult=True).order_by("pk")
        assert (first.about_staff, first.raised_by, first.seat) == (evening.volunteer, None, evening.otter)
        assert other.about_staff == evening.counsellor
        words, pointed = (capture.unpack(one.text) for one in record.read(first))
        assert [one.content["body"] for one in words.said] == [CANARY], "nothing of the other worry is beside it"
        assert "you are the special one" in [one.content.get("body") for one in pointed.said if one.meant]
        assert [duty.concern for duty in Duty.objects.filter(kind=Kind.ADULT).order_by("pk")] == [first, other]
        assert _opens(evening, evening.lead, first)
        for who in (evening.volunteer, evening.counsellor, evening.coordinator):
            assert not _opens(evening, who, first)
        assert not Concern.objects.exists()

    await in_database(look)


async def test_whoever_has_all_of_theirs_deleted_leaves_their_name_in_the_record_of_the_lead_alone(
    company: Company,
) -> None:
    evening = company.house.evening
    await company.otter.ask("worry", about="facilitator", staff=evening.counsellor.public_id, body=CANARY)

    def look() -> None:
        concern, now = Concern.every.get(), timezone.now()
        wish = own.begin(evening.lead, evening.otter, Wanted.DELETE, now, Heard.WORDS)
        own.begin(evening.lead, evening.heron, Wanted.DELETE, now, Heard.WORDS)
        assert own.finish(now + timedelta(days=1)) == 2
        wish.refresh_from_db()
        assert wish.done_at is not None
        assert set(Seat.objects.filter(pk__in=[evening.otter.pk, evening.heron.pk]).values_list("name", flat=True)) == {
            ""
        }
        held = [f"/desk/seats/{seat.public_id}/held/" for seat in (evening.otter, evening.heron)]
        kit = browser(evening, evening.coordinator)
        assert all("Seat" in kit.get(page).content.decode() for page in held)
        assert not any(name in kit.get(page).content.decode() for page in held for name in ("Otter", "Heron"))
        for way in ("", "print/"):
            page = browser(evening, evening.lead).get(_page(concern) + way).content.decode()
            assert "A young person said so on" in page
            assert "Teal Otter" in page, "beside their sealed words"
            assert CANARY in page

    await in_database(look)


def test_anybody_of_staff_tells_the_lead_and_does_not_read_it_here_again() -> None:
    evening = cast.evening("over")
    sam = browser(evening, evening.counsellor)
    said = {
        "about": evening.volunteer.public_id, "session": evening.session.public_id, "level": "urgent",
        "seen": CANARY, "token": "form-1",
    }  # fmt: skip
    for _ in range(2):
        assert submit(sam, TELL, said).status_code == 303
    assert submit(sam, TELL, {**said, "about": evening.counsellor.public_id}).status_code == 422, "about oneself"
    concern = Concern.every.get()
    assert (concern.adult, concern.about_staff) == (True, evening.volunteer)
    assert Duty.objects.get().about_staff == evening.volunteer
    for who in (evening.counsellor, evening.volunteer, evening.coordinator):
        assert not _opens(evening, who, concern)
        assert browser(evening, who).get(LIST).status_code == 404
    page = browser(evening, evening.lead).get(_page(concern)).content.decode()
    for words in (CANARY, "designated officer", "not yet checked", "A worry about Ali"):
        assert words in page


def test_whoever_is_named_finds_no_trace_of_it() -> None:
    evening = cast.evening("over")
    concern = _told(evening, evening.coordinator)
    jo = browser(evening, evening.lead)
    assert jo.get(_page(concern)).status_code == 200
    assert answer(Duty.objects.get(), evening.lead, timezone.now())
    done = {"part": "done", "text": CANARY}
    assert submit(jo, _page(concern), done).status_code == 303
    why = {"why": str(parts.NOT_SENT.choices[0]), "outcome": str(parts.OUTCOMES[3]), "text": "it was not"}
    for what, fields in (("sign", {}), ("close", why), ("reopen", {"text": "once more"})):
        assert submit(jo, f"{_page(concern)}{what}/", fields, on=_page(concern)).status_code == 303
    assert jo.get(f"{_page(concern)}print/").status_code == 200
    assert not Act.objects.exists(), "what was done with it stands in its record alone"
    read = [one for one in record.read(concern) if one.part == Part.READ]
    assert {one.by for one in read} == {evening.lead}
    assert read[-1].about == {"printed": 1}
    kit = browser(evening, evening.coordinator)
    for page in ("/staff/", "/staff/concerns/", "/staff/duties/", "/desk/", "/desk/acts/"):
        seen = kit.get(page, follow=True).content.decode()
        assert concern.public_id not in seen
        assert CANARY not in seen
    assert kit.get(LIST).content == kit.get("/staff/nothing-here/").content
    assert not standing_for(evening.coordinator, timezone.now() + timedelta(days=9)).exists()
    walked = StringIO()
    call_command("verify", stdout=walked)
    assert "records of concerns: 1, " in walked.getvalue()


def test_about_the_lead_it_is_the_deputys_and_the_trustees(settings: Settings) -> None:
    evening, other = cast.evening("over"), cast.evening("over")
    rae, trustee = other.counsellor, other.coordinator
    trustee.email = "trustee@example.org"
    trustee.save()
    settings.TRUSTEE_EMAIL = "trustee@example.org"
    concern = _told(evening, evening.lead)
    assert not _opens(other, rae, concern)
    _deputy(rae)
    assert _opens(other, rae, concern)
    assert _opens(other, trustee, concern)
    assert not _opens(evening, evening.lead, concern)
    assert not _opens(other, other.lead, concern), "another lead is a colleague of the one it is about"
    assert CANARY not in browser(evening, evening.lead).get(LIST).content.decode()
    assert concern.public_id not in browser(evening, evening.lead).get(LIST).content.decode()
    assert concern.public_id in browser(other, rae).get(LIST).content.decode()
    about_sam = _told(evening, evening.counsellor, evening.volunteer)
    assert not _opens(other, rae, about_sam), "a worry about a facilitator is the lead's"
    assert _opens(evening, evening.lead, about_sam)


def test_with_nobody_named_nobody_who_held_that_evening_reads_it() -> None:
    evening = cast.evening("over")
    concern = _told(evening, None)
    evening.volunteer.role = "lead"
    evening.volunteer.save()
    assert not _opens(evening, evening.volunteer, concern)
    assert _opens(evening, evening.lead, concern)


def _told_of(evening: cast.Evening, duty: Duty) -> list[str]:
    now = timezone.now() + timedelta(days=2)
    here = (evening.lead, *evening.facilitators, evening.coordinator, *Staff.objects.filter(name__in=("Ada", "Max")))
    return [one.name for one in here if duty in standing_for(one, now)]


def test_about_the_only_lead_it_comes_to_those_who_run_the_house_who_may_read_it_then() -> None:
    evening, ada = cast.evening("over"), cast.staff("Ada", Role.ADMINISTRATOR)
    concern = _told(evening, evening.lead)
    assert _told_of(evening, Duty.objects.get()) == ["Kit", "Ada"]
    kit = browser(evening, evening.coordinator)
    assert concern.public_id in kit.get(LIST).content.decode()
    assert _opens(evening, evening.coordinator, concern)
    for who in (evening.lead, *evening.facilitators):
        assert not _opens(evening, who, concern)
    assert not reader(ada, timezone.now()).may_read(concern), "the coordinator comes first"
    assert answer(Duty.objects.get(), ada, timezone.now())
    concern.refresh_from_db()
    assert reader(ada, timezone.now()).may_read(concern), "it came to them, and they have it"
    about_sam = _told(evening, evening.counsellor, evening.volunteer)
    assert not _opens(evening, evening.coordinator, about_sam), "while there is a lead it is not about"


def test_about_the_only_lead_it_waits_for_nobody_of_a_demo_that_was_tried_in_the_same_house(settings: Settings) -> None:
    settings.DEMO = True
    demo.ensure(1, timezone.now())
    settings.DEMO = False
    evening, ada = cast.evening("over"), cast.staff("Ada", Role.ADMINISTRATOR)
    concern = _told(evening, evening.lead)
    assert _told_of(evening, Duty.objects.get()) == ["Kit", "Ada"]
    assert _opens(evening, evening.coordinator, concern)
    assert not reader(ada, timezone.now()).may_read(concern), "the coordinator comes first"
    told = _told(evening, evening.counsellor, evening.volunteer)
    assert _told_of(evening, Duty.objects.get(concern=told)) == ["Jo"], "and no lead of the demo comes before their own"


def test_with_nobody_named_a_lead_who_only_looked_in_is_told() -> None:
    evening = cast.evening("over")
    Shift.objects.create(session=evening.session, staff=evening.lead, watching=True)
    concern = _told(evening, None)
    assert _told_of(evening, Duty.objects.get()) == ["Jo"]
    assert _opens(evening, evening.lead, concern)
    assert not _opens(evening, evening.coordinator, concern)


def test_with_nobody_named_a_lead_who_held_the_evening_is_told_only_where_there_is_nobody_else() -> None:
    evening = cast.evening("over")
    shift = cast.shift(evening.session, evening.lead)
    concern = _told(evening, None)
    assert _told_of(evening, Duty.objects.get()) == ["Kit"]
    assert not _opens(evening, evening.lead, concern)
    Shift.objects.filter(pk=shift.pk).update(ended_at=timezone.now())
    assert _told_of(evening, Duty.objects.get()) == ["Kit"], "nor if they were taken off since"
    evening.coordinator.left_at = timezone.now()
    evening.coordinator.save()
    assert _told_of(evening, Duty.objects.get()) == ["Jo"]
    assert _opens(evening, evening.lead, concern)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_no_worry_waits_for_a_lead_who_never_finished_setting_up(settings: Settings, *, withdrawn: bool) -> None:
    evening, now = cast.evening("over"), timezone.now()
    Staff.objects.filter(pk=evening.lead.pk).update(left_at=now)
    settings.TRUSTEE_EMAIL = "max@charity.example"
    invitation = begun("Max", Role.LEAD, now).invitation
    newcomer = Staff.objects.get(name="Max")
    _deputy(newcomer)
    if withdrawn:
        actions.withdraw_invitation(invitation, now, by=None)
    told = _told(evening, evening.counsellor, evening.volunteer)
    assert _told_of(evening, Duty.objects.get()) == ["Kit"]
    assert _opens(evening, evening.coordinator, told)
    actions.invite_anew(newcomer, now, by=None)
    actions.finish(newcomer, now)
    assert _told_of(evening, Duty.objects.get()) == ["Max"], "once they can come in"


def test_a_trustee_who_does_not_work_here_is_none(settings: Settings) -> None:
    evening, other = cast.evening("over"), cast.staff("Max", Role.LEAD)
    settings.TRUSTEE_EMAIL = "gone@example.org"
    concern = _told(evening, evening.lead)
    assert Duty.objects.get() in standing_for(other, timezone.now())
    assert reader(other, timezone.now()).may_read(concern)
