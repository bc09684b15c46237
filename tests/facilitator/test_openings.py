"""After a contact was opened: the young person is told or a reason says why not, and a lead reviews it every month."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from cohorts.desk import asks
from cohorts.models import Act, Role
from cohorts.models.written_once import AppendOnly
from cohorts.on_call import on_call
from facilitator.actions import recording
from facilitator.safeguarding import afterwards, opening_asks, opening_walk, openings, record, who_asks
from facilitator.safeguarding.models import Concern, Duty, DutyCall, How, Opening, OpeningStep, Part, RecordEntry, Step
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.facilitator.sealed import Sealed, sealed

pytestmark = pytest.mark.django_db
LIST = "/staff/openings/"
LEAD, NOOR = "Jo", "Noor"


def address(opening: Opening) -> str:
    return f"{LIST}{opening.public_id}/"


def read(it: Sealed) -> openings.Opened:
    (row,) = openings.read(list(openings.known_to(it.evening.lead)))
    return row


def test_the_list_says_who_when_for_what_whom_it_told_and_what_came_of_it_and_is_the_leads_alone() -> None:
    it = sealed()
    it.opened(it.evening.counsellor, it.after(minutes=2))
    said = browser(it.evening, it.evening.lead).get(LIST).content.decode()
    for each in (
        *("Indigo Hare", "Sam", "They said they have taken something, or are badly hurt", "Jo, not answered yet"),
        *("still to be told", "not yet", "phone"),
    ):
        assert each in said, each
    for who in (it.evening.counsellor, it.evening.volunteer, it.evening.coordinator):
        assert browser(it.evening, who).get(LIST).status_code == 404
        assert browser(it.evening, who).get(address(Opening.objects.get())).status_code == 404


def test_the_list_asks_as_many_questions_for_many_as_for_one() -> None:
    it = sealed()
    client = browser(it.evening, it.evening.lead)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    it.opened()
    one = asked()
    *_, last = [it.opened(now=it.after(minutes=minutes)) for minutes in (10, 20, 30)]
    afterwards.tell(last, it.evening.lead, How.SPOKEN, "told", it.after(hours=1))
    assert asked() == one


def test_the_young_person_is_told_with_words_that_lie_in_the_record_alone() -> None:
    it = sealed()
    opening = it.opened()
    lead = browser(it.evening, it.evening.lead)
    page = lead.get(address(opening)).content.decode()
    assert "You had given us a way to reach you, for that and nothing else." in page
    fields = {"do": "told", "told-how": "private_word", "told-words": "canary: we looked"}
    assert submit(lead, address(opening), {**fields, "told-words": ""}).status_code == 422
    assert submit(lead, address(opening), fields).status_code == 303
    row = read(it)
    assert row.told
    assert (row.told.how, row.told.by) == (How.PRIVATE_WORD, it.evening.lead)
    last = record.read(it.concern)[-1]
    assert "canary: we looked" in last.text
    act = Act.objects.get(verb="opening_told")
    assert act.about["at"] == row.told.at.isoformat()
    assert act.about.items() >= {"opening": opening.public_id, "how": "private_word", "entry": last.number}.items()
    with pytest.raises(afterwards.AlreadyDone):
        afterwards.tell(opening, it.evening.lead, How.WRITTEN, "again", it.raised)
    assert RecordEntry.objects.filter(part=Part.WISH).count() == 1


def test_where_telling_is_unsafe_a_reason_stands_there_and_they_can_be_told_later() -> None:
    it = sealed()
    opening = it.opened()
    lead = browser(it.evening, it.evening.lead)
    fields = {"do": "spared", "spared-how": "read_by_others", "spared-words": "a parent reads along"}
    assert submit(lead, address(opening), fields).status_code == 303
    row = read(it)
    assert (row.untold, row.told, row.spared and row.spared.how) == (False, None, How.READ_BY_OTHERS)
    with pytest.raises(afterwards.AlreadyDone):
        afterwards.tell(opening, it.evening.lead, How.UNSAFE, "another", it.raised)
    afterwards.tell(opening, it.evening.lead, How.SPOKEN, "moved out, told today", it.raised)
    assert read(it).told


def test_ones_own_opening_is_reviewed_by_another_lead_and_by_oneself_only_where_there_is_none() -> None:
    it = sealed()
    opening, lead = it.opened(), it.evening.lead
    noor = cast.staff(NOOR, Role.LEAD)
    with pytest.raises(afterwards.NotYourOwn):
        afterwards.review(opening, lead, it.raised)
    answer = submit(browser(it.evening, lead), address(opening), {"do": "reviewed"})
    assert answer.headers["Location"].endswith("done=own")
    assert read(it).reviewed is None
    afterwards.review(opening, noor, it.raised)
    with pytest.raises(afterwards.AlreadyDone):
        afterwards.review(opening, noor, it.raised)
    assert Act.objects.get(verb="opening_reviewed").about["own"] is False
    later = it.opened(now=it.after(minutes=10))
    noor.left_at = it.raised
    noor.save()
    assert submit(browser(it.evening, lead), address(later), {"do": "reviewed"}).status_code == 303
    assert Act.objects.filter(verb="opening_reviewed").latest("pk").about["own"]


def test_a_lead_of_a_demo_that_is_off_is_no_other_lead_and_no_second_person() -> None:
    it = sealed()
    lead = it.evening.lead
    maya = cast.staff("Maya", Role.LEAD, demo=True)
    opening = it.opened()
    assert not DutyCall.objects.filter(staff=maya).exists()
    assert who_asks.second_person(on_call(it.raised), lead) is None
    assert submit(browser(it.evening, lead), address(opening), {"do": "reviewed"}).status_code == 303
    assert Act.objects.get(verb="opening_reviewed").about["own"], "nobody else could"


def test_leads_are_reminded_of_who_is_to_be_told_and_of_months_nobody_reviewed() -> None:
    it = sealed()
    known = openings.known_to(it.evening.lead)
    first = it.opened(now=datetime(2026, 10, 31, 22, tzinfo=UTC))
    assert openings.waiting(known, datetime(2026, 10, 31, 23, tzinfo=UTC)) == openings.Waiting(untold=1, overdue=0)
    assert openings.waiting(known, datetime(2026, 11, 1, tzinfo=UTC)) == openings.Waiting(untold=1, overdue=1)
    afterwards.tell(first, it.evening.lead, How.UNSAFE, "why", it.raised)
    assert openings.waiting(known, datetime(2026, 11, 1, tzinfo=UTC)) == openings.Waiting(untold=0, overdue=1)
    afterwards.review(first, it.evening.lead, it.raised)
    assert openings.waiting(known, datetime(2026, 12, 1, tzinfo=UTC)) == openings.Waiting(untold=0, overdue=0)
    it.opened()
    assert [ask.page for ask in asks.of(it.evening.lead)] == [opening_asks.PAGE]
    assert list(opening_asks.waiting(it.evening.coordinator)) == []
    assert "Tell a young person, or say why not" in browser(it.evening, it.evening.lead).get("/desk/").content.decode()


def _longer() -> None:
    QuerySet(Opening).update(closes_at=Opening.objects.get().closes_at + timedelta(hours=1))


def _other() -> None:
    QuerySet(Opening).update(by=Opening.objects.get().concern.raised_by)


def _reason() -> None:
    QuerySet(Opening).update(reason="other")


def _gone() -> None:
    QuerySet(OpeningStep).delete()
    QuerySet(Opening).delete()


def _invented() -> None:
    one = Opening.objects.get()
    Opening(
        concern=one.concern, by=one.by, reason=one.reason, kind=one.kind, entry=one.entry, opened_at=one.opened_at,
        closes_at=one.closes_at,
    ).save()  # fmt: skip


def _unwritten() -> None:
    QuerySet(RecordEntry).filter(part=Part.OPENED, number=Opening.objects.get().entry).update(part=Part.DONE)


def _reviewed() -> None:
    one = Opening.objects.get()
    OpeningStep(opening=one, step=Step.REVIEWED, by=one.by, at=one.opened_at).save()


def _other_time() -> None:
    QuerySet(OpeningStep).update(at=datetime(2026, 1, 1, tzinfo=UTC))


def _other_how() -> None:
    QuerySet(OpeningStep).update(how=How.WRITTEN)


@pytest.mark.parametrize(
    "tamper", [_longer, _other, _reason, _gone, _invented, _unwritten, _reviewed, _other_time, _other_how]
)
def test_whatever_is_done_to_openings_afterwards_is_named(tamper: Callable[[], None]) -> None:
    it = sealed()
    opening = it.opened()
    afterwards.tell(opening, it.evening.lead, How.SPOKEN, "told", it.raised)
    for one in (opening, OpeningStep.objects.get()):
        with pytest.raises(AppendOnly):
            one.save()
        with pytest.raises(AppendOnly):
            one.delete()
    out = StringIO()
    call_command("verify", stdout=out)
    assert "openings of contacts: 1, 2 entries" in out.getvalue()
    tamper()
    with pytest.raises(CommandError):
        call_command("verify", stdout=StringIO(), stderr=out)
    assert "openings of contacts" in out.getvalue().splitlines()[-1]


def test_when_a_record_goes_whole_years_later_its_openings_are_missed_by_nobody() -> None:
    it = sealed()
    opening = it.opened()
    afterwards.review(opening, it.evening.lead, it.raised)
    for table in (OpeningStep, Opening, DutyCall, Duty, RecordEntry):
        QuerySet(table).delete()
    assert [one.wrong for one in opening_walk.verify()] == ["its act is there and the opening is not"]
    QuerySet(Concern).delete()
    assert list(opening_walk.verify()) == []


def test_also_after_the_concern_was_closed_the_young_person_can_be_told_and_the_record_holds() -> None:
    it = sealed()
    opening = it.opened()
    recording.close(it.evening.lead, it.concern, "safe at home", it.raised, why_not="a parent is with them")
    assert not Concern.objects.get().is_open
    afterwards.tell(opening, it.evening.lead, How.SPOKEN, "told on the phone", it.after(hours=1))
    assert [one.wrong for one in (*record.verify(), *opening_walk.verify())] == [None, None]
