"""A worker is killed with the facilitators who came by it: their alarms go to the ladder as if they had left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction

from facilitator.safeguarding import silent
from facilitator.safeguarding.models import Duty
from facilitator.safeguarding.silent import Watch, sent_on
from tests.chat.house import House
from tests.chat.live.rows import in_database, worker_silent_since

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


async def _only() -> Duty:
    return await in_database(Duty.objects.get)


async def _looked_on() -> int:
    """Somebody looks from outside, who has done so for a while."""
    return await in_database(lambda: transaction.atomic(sent_on)(datetime.now(UTC)))


async def test_an_alarm_goes_to_the_ladder_a_minute_after_the_last_facilitators_worker_was_killed(
    two: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    robin = await two.enter(two.evening.robin)
    await two.enter(two.evening.counsellor, worker=1)
    await robin.ask("help", body="please")
    before, killed = await _only(), two.workers[1]
    monkeypatch.setattr(killed.journal._store, "renew", lambda worker, *, stopped=False: None)
    assert await _looked_on() == 0, "Sam is there"
    await worker_silent_since(killed.name, datetime.now(UTC) - timedelta(seconds=40))
    assert await _looked_on() == 0, "Sam may be back"
    await worker_silent_since(killed.name, datetime.now(UTC) - timedelta(seconds=62))
    assert await _looked_on() == 1
    after = await _only()
    assert (before.due_at > datetime.now(UTC), after.due_at) == (True, after.raised_at)
    assert await _looked_on() == 0


async def test_whoever_is_back_by_another_worker_holds_the_room(two: House, monkeypatch: pytest.MonkeyPatch) -> None:
    robin, killed = await two.enter(two.evening.robin), two.workers[1]
    await two.enter(two.evening.counsellor, worker=1)
    await robin.ask("help")
    before = await _only()
    monkeypatch.setattr(killed.journal._store, "renew", lambda worker, *, stopped=False: None)
    await worker_silent_since(killed.name, datetime.now(UTC) - timedelta(seconds=62))
    await two.enter(two.evening.volunteer)
    assert await _looked_on() == 0
    assert await _only() == before
    assert (await _only()).due_at == before.due_at


async def test_what_others_were_told_of_is_left_as_it_is(two: House, monkeypatch: pytest.MonkeyPatch) -> None:
    robin, killed = await two.enter(two.evening.robin), two.workers[1]
    await two.enter(two.evening.counsellor, worker=1)
    await robin.ask("help")
    told = partial(Duty.objects.update, round=0, round_at=datetime.now(UTC))
    assert await in_database(told) == 1
    monkeypatch.setattr(killed.journal._store, "renew", lambda worker, *, stopped=False: None)
    await worker_silent_since(killed.name, datetime.now(UTC) - timedelta(seconds=62))
    assert await _looked_on() == 0


def test_whoever_has_only_begun_to_look_sends_nothing_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silent, "_WATCH", Watch())
    monkeypatch.setattr(silent, "sent_on", lambda now: 1)
    assert silent.look(NOON) == 0


@pytest.mark.parametrize(
    ("seconds", "by_the_database", "settled"),
    [
        ([0, 5, 10], [0, 5, 10], False),
        ([0, 5, 10, 15], [0, 5, 10, 15], True),
        ([0, 14, 28], [0, 14, 28], True),
        # The database did not answer for a minute.
        ([0, 15, 75, 80], [0, 15, 75, 80], False),
        ([0, 15, 75, 80, 90], [0, 15, 75, 80, 90], True),
        # Its clock jumped ahead, or was put back.
        ([0, 15, 20], [0, 15, 620], False),
        ([0, 15, 20], [0, 15, -40], False),
        ([0, 15, 20, 35], [0, 15, 620, 635], True),
    ],
)
def test_whoever_looks_on_is_sure_once_all_that_live_have_shown_it(
    seconds: list[int], by_the_database: list[int], settled: bool
) -> None:
    watch = Watch()
    looks = zip(seconds, by_the_database, strict=True)
    said = [watch.settled(NOON + timedelta(seconds=there), timedelta(seconds=here)) for here, there in looks]
    assert said[-1] is settled
