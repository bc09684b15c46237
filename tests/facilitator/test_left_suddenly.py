"""Gone with something open: a duty in the same transaction, once; a person says how it is followed up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from cohorts.models import Staff, Stop
from facilitator.actions.following import How, follow_up
from facilitator.safeguarding.duties import answer, standing_for
from facilitator.safeguarding.left import left_suddenly
from facilitator.safeguarding.models import Duty, Kind, Level
from tests import cast
from tests.cast import Evening
from tests.chat.house import running
from tests.chat.live.clock import Clock
from tests.chat.live.rows import in_database
from tests.chat.live.seams import announced, until
from tests.chat.live.test_gone import a_minute_later, goes, missed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def evening() -> Evening:
    return cast.evening()


def _standing(who: Staff, duty: Duty) -> list[Duty]:
    return list(standing_for(who, duty.raised_at))


def left() -> Duty:
    return Duty.objects.select_related("seat", "session").get(kind=Kind.LEFT)


async def test_a_minute_after_a_caller_is_gone_both_facilitators_and_the_lead_have_a_duty_and_the_caller_nothing(
    clock: Clock, an_evening: Callable[..., Any]
) -> None:
    async with running(await an_evening("open"), workers=2) as both:
        evening = both.evening
        await announced(*both.workers)
        await clock.forward(seconds=61)
        sam = await both.enter(evening.counsellor)
        robin, heron = await both.enter(evening.robin), await both.enter(evening.heron, worker=1)
        await robin.ask("help", body="please")
        await goes(both, robin, evening.robin)
        assert await in_database(lambda: list(Duty.objects.filter(kind=Kind.LEFT))) == []
        await a_minute_later(both, clock)
        await until(lambda: missed(sam))
        duty = await in_database(left)
        assert (duty.level, duty.seat, duty.session) == (Level.URGENT, evening.robin, evening.session)
        for who in (evening.counsellor, evening.volunteer, evening.lead):
            assert await in_database(partial(_standing, who, duty)) == [duty]
        assert await in_database(lambda: Stop.objects.standing().count()) == 1
        await a_minute_later(both, clock)
        assert await in_database(lambda: Duty.objects.filter(kind=Kind.LEFT).count()) == 1
        back = await both.enter(evening.robin)
        mine = {entry["kind"] for entry in back.entries(f"seat:{evening.robin.number}")}
        assert mine == {"help", "waiting"}, "what their own call brings, and nothing of having been missed"
        assert {entry["kind"] for entry in heron.entries("room")} <= {"phase"}


def test_it_is_one_until_somebody_answers_and_for_another_leaving_another(evening: Evening) -> None:
    now, later = timezone.now(), timezone.now() + timedelta(minutes=9)

    def leaves(since: datetime) -> int:
        with transaction.atomic():
            left_suddenly(evening.session, evening.otter, since, since + timedelta(minutes=1))
        return Duty.objects.filter(kind=Kind.LEFT).count()

    assert [leaves(now), leaves(now), leaves(later)] == [1, 1, 1]
    assert answer(left(), evening.counsellor, later)
    assert [leaves(now), leaves(later + timedelta(minutes=9))] == [1, 2]


def test_one_that_was_left_to_the_lead_hides_no_other(evening: Evening) -> None:
    now, later = timezone.now(), timezone.now() + timedelta(minutes=9)
    with transaction.atomic():
        left_suddenly(evening.session, evening.otter, now, now)
    follow_up(evening.counsellor, left(), How.LEAD, "", now, seen=0, concern=None)
    with transaction.atomic():
        left_suddenly(evening.session, evening.otter, later, later)
    assert Duty.objects.waiting().filter(kind=Kind.LEFT).count() == 2, "the lead's, and that of the next leaving"
