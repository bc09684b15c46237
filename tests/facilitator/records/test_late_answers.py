"""A worry about an adult that was answered while a key was missing is had by its record once that is back."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from cohorts.models import Act, Role
from cohorts.seal import Ring, new_data_key
from facilitator.actions.recording import close, reopen
from facilitator.safeguarding import record
from facilitator.safeguarding.adults import from_staff
from facilitator.safeguarding.duties import answer
from facilitator.safeguarding.late_answers import write_down
from facilitator.safeguarding.models import Concern, Duty, Level, Part
from facilitator.safeguarding.readers import reader
from tests import cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def worry(evening: cast.Evening) -> Concern:
    """What the counsellor told of the volunteer."""
    return from_staff(evening.counsellor, evening.volunteer, evening.session, Level.URGENT, "as seen", timezone.now())


def _lose_the_keys(settings: Settings) -> None:
    settings.KEYS = replace(settings.KEYS, ring=Ring((("other", new_data_key()),)))


def _now(worry: Concern) -> Concern:
    return Concern.every.get(pk=worry.pk)


def test_whoever_answered_has_it_by_the_record_and_reads_it_once_the_key_is_back(
    evening: cast.Evening, worry: Concern, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """The ladder had come to an administrator, who reads no such record else."""
    keys, now, ada = settings.KEYS, timezone.now(), cast.staff("Ada", Role.ADMINISTRATOR)
    (duty,) = Duty.objects.waiting()
    _lose_the_keys(settings)
    assert answer(duty, ada, now)
    with caplog.at_level(logging.DEBUG):
        caplog.clear()
        assert write_down(now + HOUR) == 0
        assert not caplog.records, "it is looked for twice a minute"
    assert not reader(ada, now).may_read(_now(worry))
    settings.KEYS = keys
    assert [write_down(now + HOUR) for _ in range(2)] == [1, 0]
    last = record.read(_now(worry))[-1]
    assert (last.part, last.by, last.at) == (Part.HAVE, ada, now + HOUR)
    assert "while a key of this house was missing" in last.text
    assert (_now(worry).acknowledged_by, _now(worry).acknowledged_at) == (ada, now + HOUR)
    assert reader(ada, now).may_read(_now(worry))
    assert Duty.objects.waiting().filter(ref__startswith="review:").exists(), "it is looked at within a day"
    assert not Act.objects.exists(), "which whom it is about might read"
    assert [one.wrong for one in record.verify()] == [None]


def test_an_answer_from_before_it_was_opened_again_is_none_and_nor_is_one_to_its_review(
    evening: cast.Evening, worry: Concern, settings: Settings
) -> None:
    keys, now, lead = settings.KEYS, timezone.now(), evening.lead
    (duty,) = Duty.objects.waiting()
    _lose_the_keys(settings)
    assert answer(duty, lead, now)
    settings.KEYS = keys
    assert close(lead, worry, "it was not", now + HOUR, why_not="no need")
    assert reopen(lead, _now(worry), "once more", now + 2 * HOUR, leads=False)
    review = Duty.objects.get(ref__startswith="review:")
    _lose_the_keys(settings)
    assert answer(review, lead, now + 3 * HOUR)
    settings.KEYS = keys
    assert write_down(now + 4 * HOUR) == 0
    assert _now(worry).acknowledged_by is None
