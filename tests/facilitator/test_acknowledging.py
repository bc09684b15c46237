"""I have it: said once, in the record and on the duty alike; and the team hears how a concern stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from chat.models import EntryRow
from cohorts.models import Act
from facilitator.actions.raising import raise_afterwards
from facilitator.safeguarding import record
from facilitator.safeguarding.acknowledging import acknowledge
from facilitator.safeguarding.duties import answer, standing_for
from facilitator.safeguarding.models import Concern, Duty, Kind, Level, Part
from tests import cast
from tests.chat.live.rows import in_database
from tests.chat.verbs.company import SYSTEM, Company

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def _raised(evening: cast.Evening, level: Level = Level.URGENT) -> Concern:
    return raise_afterwards(evening.counsellor, evening.session, evening.hare, level, "seen", timezone.now())


def _verified() -> str:
    said = StringIO()
    call_command("verify", stdout=said)
    return said.getvalue()


def test_whoever_answers_its_duty_has_the_concern_and_the_record_says_so() -> None:
    evening = cast.evening("open")
    concern, now = _raised(evening), timezone.now()
    assert answer(Duty.objects.get(kind=Kind.CONCERN), evening.lead, now)
    assert not acknowledge(concern, evening.coordinator, now)
    concern.refresh_from_db()
    assert (concern.acknowledged_by, concern.acknowledged_at, concern.is_open) == (evening.lead, now, True)
    assert [(one.part, one.by) for one in record.read(concern)][-1] == (Part.HAVE, evening.lead)
    assert "records of concerns: 1, " in _verified()


def test_whoever_has_it_by_its_page_answers_its_duty_and_is_asked_to_look_at_all_of_it_within_a_day() -> None:
    evening = cast.evening("open")
    concern, now = _raised(evening), timezone.now()
    assert acknowledge(concern, evening.lead, now)
    assert not acknowledge(concern, evening.lead, now)
    told, review = Duty.objects.order_by("pk")
    assert (told.kind, told.answered_by) == (Kind.CONCERN, evening.lead)
    assert (review.kind, review.answered_at) == (Kind.FOLLOW_UP, None)
    assert now <= review.due_at <= concern.raised_at + DAY
    assert not standing_for(evening.lead, now).exists()
    assert review in standing_for(evening.lead, review.due_at + timedelta(hours=1))
    assert [act.verb for act in Act.objects.order_by("pk")] == ["concern_raised", "duty_answered"]


@pytest.mark.parametrize(
    ("had", "told"),
    [
        ("2026-11-24T20:10", "2026-11-25T17:59"),
        ("2026-11-25T17:00", "2026-11-25T17:59"),
        ("2026-11-25T18:30", "2026-11-25T18:30"),
        ("2026-11-27T12:00", "2026-11-27T12:00"),
    ],
)
def test_a_review_is_told_of_by_day_while_there_is_time_for_it_and_never_before_somebody_has_it(
    had: str, told: str
) -> None:
    evening, here = cast.evening("over"), settings.LADDER.zone
    raised, now, then = (datetime.fromisoformat(at).replace(tzinfo=here) for at in ("2026-11-24T20:00", had, told))
    concern = raise_afterwards(evening.counsellor, evening.session, evening.hare, Level.URGENT, "seen", raised)
    acknowledge(concern, evening.lead, now)
    review = Duty.objects.get(kind=Kind.FOLLOW_UP)
    assert review.due_at == then
    assert review in standing_for(evening.lead, then)
    assert review not in standing_for(evening.lead, then - timedelta(minutes=1))


async def test_the_team_hears_of_a_concern_from_a_page_and_that_somebody_has_it(company: Company) -> None:
    evening = company.house.evening
    concern = await in_database(lambda: _raised(evening))
    said: dict[str, Any] = {"seat": 3, "level": "urgent", "record": concern.public_id}
    herald = company.house.workers[0].herald
    await herald.round()
    heard = await company.volunteer.entry("concern", **said, state="open")
    assert heard["from"] == SYSTEM
    assert heard["stream"] == "staff"
    await in_database(lambda: acknowledge(concern, evening.lead, timezone.now()))
    await herald.round()
    await herald.round()
    await company.volunteer.entry("concern", **said, state="acknowledged")
    told = await company.told()
    assert told.otter == told.heron == told.hare == []
    entries = await in_database(EntryRow.objects.filter(kind="concern").count)
    assert entries == 2
