"""What is sent again as no answer came: the same is one, and what was put right in it meanwhile is not lost."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from cohorts.models import Act
from facilitator.safeguarding import following, parts, record
from facilitator.safeguarding.models import Concern, Duty, Kind, Level, Part, Stands
from tests import cast
from tests.cohorts.doors import browser, submit
from tests.facilitator.records.conftest import CANARY

pytestmark = pytest.mark.django_db
#: What came of it, and why nobody outside was told.
CLOSES = {"outcome": str(parts.OUTCOMES[0]), "why": str(parts.NOT_SENT.choices[0])}


def _after(evening: cast.Evening) -> str:
    return f"/staff/evenings/{evening.session.public_id}/after/"


def _write(client: Client, concern: Concern, part: Part, **said: str) -> None:
    assert submit(client, f"/staff/concerns/{concern.public_id}/", {"part": part, **said}).status_code == 303


def _do(client: Client, concern: Concern, what: str, **said: str) -> str:
    """Do it on the page of the record; returns what the page says was done."""
    page = f"/staff/concerns/{concern.public_id}/"
    answer = submit(client, f"{page}{what}/", said, on=page)
    assert answer.status_code == 303
    (done,) = parse_qs(urlsplit(answer["Location"]).query)["done"]
    return done


def _written(concern: Concern, part: Part) -> list[str]:
    return [one.text for one in record.read(concern) if one.part == part]


def test_the_same_form_sent_twice_is_written_once(evening: cast.Evening, concern: Concern) -> None:
    sam = browser(evening, evening.counsellor)
    for _ in range(2):
        _write(sam, concern, Part.DONE, text="rang the lead", token="form-1")
    assert _written(concern, Part.DONE) == ["rang the lead"]
    assert Act.objects.filter(verb="record_added").count() == 1


def test_a_concern_put_right_before_it_is_sent_again_is_another_and_the_same_once_more_is_none(
    evening: cast.Evening,
) -> None:
    """Its answer was lost: Sam took hare for otter, or sees only now how pressing it is."""
    sam, first = browser(evening, evening.counsellor), {"seat": evening.hare.public_id, "level": "concern"}
    for put_right in ({}, {}, {"seat": evening.otter.public_id}, {"level": "now"}, {"seen": f"{CANARY} again"}):
        sent = {**first, "seen": CANARY, "token": "form-2", **put_right}
        assert submit(sam, f"{_after(evening)}concern/", sent, on=_after(evening)).status_code == 303
    raised = [(one.seat, one.level) for one in Concern.objects.order_by("pk")]
    assert raised == [
        (evening.hare, Level.CONCERN),
        (evening.otter, Level.CONCERN),
        (evening.hare, Level.NOW),
        (evening.hare, Level.CONCERN),
    ]
    assert Duty.objects.waiting().filter(kind=Kind.CONCERN, level=Level.NOW).exists()
    assert Act.objects.filter(verb="concern_raised").count() == 4


def test_what_is_added_to_a_record_and_put_right_before_it_is_sent_again_stands_in_it(
    evening: cast.Evening, concern: Concern
) -> None:
    sam = browser(evening, evening.counsellor)
    first = {"concern": concern.public_id, "part": "done", "text": "rang at nine", "token": "form-3"}
    for put_right in ({}, {}, {"text": "rang at ten"}, {"part": "told"}):
        answer = submit(sam, f"{_after(evening)}record/", {**first, **put_right}, on=_after(evening))
        assert answer.status_code == 303
    assert _written(concern, Part.DONE) == ["rang at nine", "rang at ten"]
    assert _written(concern, Part.TOLD) == ["rang at nine"]


def test_a_follow_up_put_right_before_it_is_sent_again_is_with_whom_it_names_at_last(
    evening: cast.Evening, concern: Concern
) -> None:
    jo, due = browser(evening, evening.lead), f"{timezone.now() + timedelta(days=2):%Y-%m-%dT%H:%M}"
    for owner in (evening.lead, evening.lead, evening.counsellor):
        said = {"text": "ring the school", "due": due, "owner": owner.public_id, "token": "form-4"}
        _write(jo, concern, Part.FOLLOW, **said)
    assert [len(following.of(one)) for one in (evening.lead, evening.counsellor)] == [1, 1]


def test_a_worry_about_an_adult_put_right_before_it_is_sent_again_is_another(evening: cast.Evening) -> None:
    sam, tell = browser(evening, evening.counsellor), "/staff/adults/tell/"
    first = {"session": evening.session.public_id, "level": "urgent", "seen": CANARY, "token": "form-5"}
    for about in (evening.lead, evening.lead, evening.volunteer):
        assert submit(sam, tell, {**first, "about": about.public_id}).status_code == 303
    told = Concern.every.filter(adult=True).order_by("pk")
    assert [one.about_staff for one in told] == [evening.lead, evening.volunteer]


def test_closed_or_opened_again_in_other_words_by_a_page_that_was_used_before_it_counts(
    evening: cast.Evening, concern: Concern
) -> None:
    """Jo goes back to the page on which they closed it, and Sam to that on which they opened it again."""
    sam, jo = browser(evening, evening.counsellor), browser(evening, evening.lead)
    for said, why in (("with their aunt", "they wrote again"), ("in hospital", "they were sent home")):
        assert _do(jo, concern, "close", text=said, token="form-6", **CLOSES) == "closed"
        assert _do(sam, concern, "reopen", text=why, token="form-7") == "reopened"
        assert Duty.objects.waiting().filter(kind=Kind.CONCERN).count() == 1, "the lead is told each time"
    assert [one.splitlines()[-1] for one in _written(concern, Part.CLOSED)] == ["with their aunt", "in hospital"]
    assert [one.splitlines()[-1] for one in _written(concern, Part.REOPENED)] == [
        "they wrote again",
        "they were sent home",
    ]
    assert [one.wrong for one in record.verify()] == [None]


def test_a_closing_that_comes_once_more_closes_nothing_that_was_opened_again_since(
    evening: cast.Evening, concern: Concern
) -> None:
    sam, jo = browser(evening, evening.counsellor), browser(evening, evening.lead)
    closing = {"text": "with their aunt", "token": "form-8", **CLOSES}
    assert [_do(jo, concern, "close", **closing) for _ in range(2)] == ["closed", "closed"]
    assert _do(sam, concern, "reopen", text="they wrote again") == "reopened"
    assert _do(jo, concern, "close", **closing) == "reopened", "the page says how it stands"
    concern.refresh_from_db()
    assert concern.stands == Stands.OPEN, "nobody has seen yet what Sam opened it again for"
    assert Duty.objects.waiting().filter(kind=Kind.CONCERN).count() == 1
    assert len(_written(concern, Part.CLOSED)) == 1
    assert [one.wrong for one in record.verify()] == [None]
