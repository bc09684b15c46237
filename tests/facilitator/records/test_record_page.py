"""The page of a record: the least first, every part by its own questions, corrections beside what they put right."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.models import Act, OnCallSpan
from cohorts.roles import Post
from facilitator.actions.raising import raise_afterwards
from facilitator.actions.recording import sign
from facilitator.safeguarding import following, parts, record
from facilitator.safeguarding.acknowledging import acknowledge, review_ref
from facilitator.safeguarding.duties import standing_for
from facilitator.safeguarding.models import Concern, Duty, Kind, Level, Part
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.facilitator.records.conftest import CANARY

# Other tests ask of both stores what these pages are drawn from, and tests/cohorts/test_every_address.py opens each.
pytestmark = [pytest.mark.embedded, pytest.mark.django_db]


def _page(concern: Concern) -> str:
    return f"/staff/concerns/{concern.public_id}/"


def _after(concern: Concern) -> str:
    return f"/staff/evenings/{concern.session.public_id}/after/"


def _write(client: Client, concern: Concern, part: Part, **said: str) -> int:
    return submit(client, _page(concern), {"part": part, **said}).status_code


def _do(client: Client, concern: Concern, what: str, **said: str) -> int:
    return submit(client, f"{_page(concern)}{what}/", said, on=_page(concern)).status_code


def _parts(concern: Concern) -> list[str]:
    return [one.part for one in concern.record.order_by("number")]


def _answer(asked: parts.Asked, evening: cast.Evening) -> str:
    if asked.kind in ("one", "many"):
        return str(asked.choices[0])
    if asked.kind == "owner":
        return evening.lead.public_id
    times = {"when": "2025-12-01T10:00", "until": "2036-12-01T10:00"}
    return times.get(asked.kind, f"{CANARY} {asked.key}")


@pytest.mark.both
def test_every_part_is_asked_in_few_fields_and_read_back_with_its_words(
    evening: cast.Evening, concern: Concern
) -> None:
    jo = browser(evening, evening.lead)
    for part, asked in parts.ASKED.items():
        if part == Part.FOLLOWED:
            continue
        assert len(asked) <= 4
        form = jo.get(f"{_page(concern)}?write={part}").content.decode()
        assert all(f'name="{one.key}"' in form for one in asked)
        assert _write(jo, concern, part, **{one.key: _answer(one, evening) for one in asked}) == 303
    assert {*_parts(concern)} >= {*parts.ASKED} - {Part.FOLLOWED}
    page = jo.get(_page(concern)).content.decode()
    for said in (
        f"{CANARY} basis",
        "hurting themselves",
        "the safeguarding lead",
        "1 December 2025",
        "1 December 2036",
        f"{CANARY} agency",
    ):
        assert said in page
    assert "(safeguarding lead)" in page, "what somebody thinks says as what they think it"
    assert "Nothing written of" not in page
    assert CANARY not in str(list(Act.objects.values("verb", "about")))
    walked = StringIO()
    call_command("verify", stdout=walked)
    assert "records of concerns: 1, " in walked.getvalue()


def test_a_tired_counsellor_is_asked_for_the_least_and_a_wrong_one_is_not_lost(
    evening: cast.Evening, concern: Concern
) -> None:
    sam = browser(evening, evening.counsellor)
    page = sam.get(_page(concern)).content.decode()
    assert page.count('name="part"') == 2, "what was done, and who was told"
    refused = submit(sam, _page(concern), {"part": "told", "text": "half of it"})
    assert refused.status_code == 422
    assert "half of it" in refused.content.decode()
    assert Part.TOLD not in _parts(concern)
    assert _write(sam, concern, Part.WORDS, text="made up") == 404, "their own words are copied, and never typed in"


@pytest.mark.parametrize(
    ("part", "about"),
    [(Part.TOLD, {"who": str(parts.ASKED[Part.TOLD][0].choices[0])}), (Part.REFERRED, {"agency": "A"})],
)
@pytest.mark.parametrize(("minutes", "status"), [(-60, 303), (3, 303), (10, 422), (60 * 24, 422)])
def test_nobody_was_told_at_a_time_that_has_not_come(
    evening: cast.Evening, concern: Concern, part: Part, about: dict[str, str], minutes: int, status: int
) -> None:
    at = timezone.now().astimezone(ZoneInfo(concern.session.cohort.zone)) + timedelta(minutes=minutes)
    jo = browser(evening, evening.lead)
    assert _write(jo, concern, part, when=f"{at:%Y-%m-%dT%H:%M}", **about) == status
    assert (part in _parts(concern)) == (status == 303)


def test_what_is_put_right_stays_readable_beside_it(evening: cast.Evening, concern: Concern) -> None:
    sam, ali = browser(evening, evening.counsellor), browser(evening, evening.volunteer)
    _write(sam, concern, Part.DONE, text="rang at nine")
    number = concern.record.get(part=Part.DONE).number
    assert _write(sam, concern, Part.DONE, text="rang at ten", corrects=str(number)) == 303
    page = sam.get(_page(concern)).content.decode()
    assert "<s>rang at nine</s>" in page
    assert page.index("rang at ten") < page.index("<s>rang at nine</s>")
    assert record.read(concern)[-1].corrects == number
    for wrong in ("1", "77", "x"):
        assert _write(sam, concern, Part.DONE, text="no", corrects=wrong) == 404
    said = {"part": "done", "text": "no", "corrects": str(number)}
    assert submit(ali, _page(concern), said, on=_after(concern)).status_code == 404


@pytest.mark.both
def test_what_has_to_follow_stands_with_its_owner_until_it_is_done(evening: cast.Evening, concern: Concern) -> None:
    sam, jo = browser(evening, evening.counsellor), browser(evening, evening.lead)
    due = timezone.now() + timedelta(days=2)
    asked = {"text": "ring the school", "owner": evening.counsellor.public_id, "due": f"{due:%Y-%m-%dT%H:%M}"}
    assert _write(jo, concern, Part.FOLLOW, **asked) == 303
    (mine,) = following.of(evening.counsellor)
    duty = Duty.objects.get(kind=Kind.FOLLOW_UP)
    assert (duty.to, duty.due_at) == (evening.counsellor, mine.due)
    assert duty not in standing_for(evening.counsellor, timezone.now())
    assert duty in standing_for(evening.counsellor, due + timedelta(days=1))
    assert "Yours to see to" in sam.get("/staff/concerns/").content.decode()
    assert "Yours to see to" not in jo.get("/staff/concerns/").content.decode()
    for _ in range(2):
        assert _write(sam, concern, Part.FOLLOWED, of=str(mine.number), text="they know") == 303
    assert _parts(concern).count(Part.FOLLOWED) == 1
    assert following.of(evening.counsellor) == []
    duty.refresh_from_db()
    assert duty.answered_by == evening.counsellor


def test_put_right_it_has_the_new_owner_alone(evening: cast.Evening, concern: Concern) -> None:
    jo = browser(evening, evening.lead)
    asked = {"text": "ring them", "due": "2026-12-02T10:00"}
    _write(jo, concern, Part.FOLLOW, owner=evening.counsellor.public_id, **asked)
    number = concern.record.get(part=Part.FOLLOW).number
    _write(jo, concern, Part.FOLLOW, owner=evening.lead.public_id, corrects=str(number), **asked)
    assert following.of(evening.counsellor) == []
    assert len(following.of(evening.lead)) == 1
    assert [duty.to for duty in Duty.objects.waiting().filter(kind=Kind.FOLLOW_UP)] == [evening.lead]
    assert _write(jo, concern, Part.FOLLOW, owner=evening.volunteer.public_id, **asked) == 422, "who may not read it"


def test_it_is_closed_with_what_came_of_it_and_why_nobody_outside_was_told(
    evening: cast.Evening, concern: Concern
) -> None:
    jo, sam = browser(evening, evening.lead), browser(evening, evening.counsellor)
    came = {"outcome": str(parts.OUTCOMES[0]), "text": "their aunt is with them"}
    assert _do(jo, concern, "close") == 422
    assert _do(jo, concern, "close", **came) == 422, "nobody outside was told, and nothing says why"
    assert _do(sam, concern, "close", **came, why=str(parts.NOT_SENT.choices[0])) == 404
    assert Concern.objects.open().exists()
    assert _do(jo, concern, "close", **came, why=str(parts.NOT_SENT.choices[0]), why_text="known already") == 303
    concern.refresh_from_db()
    assert (concern.is_open, concern.acknowledged_by) == (False, evening.lead)
    assert _parts(concern)[-2:] == [Part.NOT_SENT, Part.CLOSED]
    assert not Duty.objects.waiting().filter(kind=Kind.CONCERN).exists()
    assert "Closed" in sam.get("/staff/concerns/").content.decode()
    assert _do(sam, concern, "reopen", text="they wrote again") == 303
    concern.refresh_from_db()
    assert concern.is_open
    assert Duty.objects.waiting().filter(kind=Kind.CONCERN).count() == 1, "the lead is told"
    assert [act.verb for act in Act.objects.order_by("pk")][-1] == "concern_reopened"


def test_referred_it_needs_no_reason(evening: cast.Evening, concern: Concern) -> None:
    jo = browser(evening, evening.lead)
    _write(jo, concern, Part.REFERRED, agency="children’s social care", ref="A 17")
    assert _do(jo, concern, "close", outcome=str(parts.OUTCOMES[1]), text="they have it") == 303
    assert not Concern.objects.open().exists()


def test_the_lead_signs_within_a_day_and_what_is_written_later_is_said(evening: cast.Evening, concern: Concern) -> None:
    jo, sam = browser(evening, evening.lead), browser(evening, evening.counsellor)
    acknowledge(concern, evening.lead, timezone.now())
    assert Duty.objects.waiting().filter(ref=review_ref(concern)).exists()
    assert "not yet; the lead signs by" in jo.get(_page(concern)).content.decode()
    assert _do(sam, concern, "sign") == 404
    for _ in range(2):
        assert _do(jo, concern, "sign", token="once") == 303
    assert _parts(concern).count(Part.SIGNED) == 1
    assert not Duty.objects.waiting().exists()
    _write(sam, concern, Part.DONE, text="later")
    assert "1 entry was written since" in jo.get(_page(concern)).content.decode()


def test_the_list_says_what_is_not_signed_and_asks_as_much_for_many_as_for_one(
    evening: cast.Evening, concern: Concern
) -> None:
    jo, asked, listed = browser(evening, evening.lead), [], ""
    jo.get("/staff/concerns/")
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            listed = jo.get("/staff/concerns/").content.decode()
        asked.append(len(queries))
        for seat in (evening.otter, evening.heron):
            raise_afterwards(evening.volunteer, evening.session, seat, Level.NOW, CANARY, timezone.now())
    assert asked[0] == asked[1]
    assert listed.count("not signed yet") == 3
    assert CANARY not in listed
    sign(evening.lead, concern, timezone.now())
    assert jo.get("/staff/concerns/").content.decode().count("not signed yet") == 4


def test_on_paper_it_says_what_it_is_and_who_printed_it_and_is_an_act(evening: cast.Evening, concern: Concern) -> None:
    jo = browser(evening, evening.lead)
    page = jo.get(f"{_page(concern)}print/").content.decode()
    raised = concern.raised_at.astimezone(ZoneInfo(concern.session.cohort.zone))
    for said in (
        "Safeguarding record. Confidential.",
        "Printed by Jo (safeguarding lead)",
        f"Raised by Sam on {raised:%A} {raised.day} {raised:%B %Y}, {raised:%H:%M}",
        CANARY,
        "Indigo Hare",
        "Sam",
    ):
        assert said in page
    assert "@" not in page.partition("<article")[2], "names of the room alone"
    assert [act.verb for act in Act.objects.order_by("pk")][-1] == "record_printed"


def test_facilitators_read_their_own_the_lead_all_and_for_others_there_is_none(
    evening: cast.Evening, concern: Concern
) -> None:
    ways = ("", "print/")
    for who, status in (
        (evening.counsellor, 200), (evening.lead, 200), (evening.volunteer, 404), (evening.coordinator, 404),
    ):  # fmt: skip
        assert [browser(evening, who).get(_page(concern) + way).status_code for way in ways] == [status, status]
    known = browser(evening, evening.coordinator).get("/staff/concerns/").content.decode()
    assert "Open, nobody has it yet" in known
    assert CANARY not in known
    gone = browser(evening, evening.volunteer).get("/staff/concerns/nosuchrecord/")
    assert gone.content == browser(evening, evening.volunteer).get(_page(concern)).content
    for what in ("", "have/", "close/", "reopen/", "sign/"):
        asked = submit(browser(evening, evening.volunteer), _page(concern) + what, {}, on=_after(concern))
        assert asked.status_code == 404


def test_whoever_stands_in_reads_it_and_may_have_it_while_they_do(evening: cast.Evening, concern: Concern) -> None:
    now, other = timezone.now(), cast.evening("over")
    rae = other.counsellor
    assert browser(other, rae).get(_page(concern)).status_code == 404
    OnCallSpan.objects.create(
        post=Post.DEPUTY, staff=rae, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    assert browser(other, rae).get(_page(concern)).status_code == 200
    assert _do(browser(other, rae), concern, "have") == 303
    concern.refresh_from_db()
    assert concern.acknowledged_by == rae
