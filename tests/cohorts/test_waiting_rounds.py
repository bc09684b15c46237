"""A round of offers looks at so many cohorts, and each of them is one that a place can be offered in."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cohorts.actions import waiting
from cohorts.models import Session, Week
from tests.cohorts.test_waiting import full, leaves, line

pytestmark = pytest.mark.django_db


def test_those_it_is_too_late_for_take_nobodys_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST", 1)
    late, now = full(), timezone.now()
    week, _ = Week.objects.get_or_create(course=late.course, number=5, defaults={"theme": "Later"})
    Session.objects.filter(cohort=late).update(week=week)
    fresh = full()
    for cohort in (late, fresh):
        line(cohort, 1)
        leaves(cohort, 1, now)
    assert waiting.offer_places(now) == 1
