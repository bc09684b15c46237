"""The doorbell rings after the commit, carries no words, and decides nothing."""

import asyncio
import time
from typing import Any

import pytest
from channels.db import database_sync_to_async
from channels.layers import get_channel_layer
from django.db import transaction
from django.utils import timezone

from cohorts import actions, doorbell
from tests import cast


class Layer:
    """A channel layer that writes down what it is asked to send."""

    def __init__(self, *, slow: bool = False, broken: bool = False) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.slow, self.broken = slow, broken

    async def group_send(self, group: str, message: dict[str, Any]) -> None:
        if self.broken:
            raise ConnectionError
        if self.slow:
            await asyncio.sleep(60)
        self.sent.append((group, message))


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Layer:
    layer = Layer()
    monkeypatch.setattr(doorbell, "get_channel_layer", lambda: layer)
    return layer


@pytest.mark.django_db(transaction=True)
def test_it_rings_after_the_commit_and_not_before(layer: Layer) -> None:
    with transaction.atomic():
        doorbell.ring_from_thread(["b", "a", "a"])
        assert layer.sent == []
    assert layer.sent == [
        ("session.a", {"type": "revoked", "session": "a"}),
        ("session.b", {"type": "revoked", "session": "b"}),
    ]


@pytest.mark.django_db(transaction=True)
def test_what_did_not_happen_is_not_told(layer: Layer) -> None:
    with transaction.atomic():
        doorbell.ring_from_thread(["a"])
        transaction.set_rollback(True)
    assert layer.sent == []


@pytest.mark.django_db(transaction=True)
def test_a_hung_doorbell_holds_nobody_up(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    layer.slow = True
    monkeypatch.setattr(doorbell, "SECONDS", 0.05)
    began = time.monotonic()
    doorbell.ring_from_thread([str(number) for number in range(20)])
    assert time.monotonic() - began < 0.5


@pytest.mark.django_db(transaction=True)
def test_a_broken_doorbell_undoes_nothing(layer: Layer) -> None:
    layer.broken = True
    evening = cast.evening()
    assert actions.withdraw(evening.badger, timezone.now())
    evening.badger.refresh_from_db()
    assert evening.badger.withdrawn_at is not None


@pytest.mark.django_db(transaction=True)
def test_whatever_takes_a_right_away_rings_for_its_sessions(layer: Layer) -> None:
    evening, now = cast.evening(), timezone.now()
    here, there = evening.session.public_id, evening.elsewhere.public_id
    actions.withdraw(evening.badger, now)
    actions.sign_out(evening.opened[evening.otter.public_id].sign_in, now)
    actions.sign_out(evening.opened[evening.volunteer.public_id].sign_in, now)
    actions.remove_from_shift(evening.session, evening.volunteer)
    actions.leave_staff(evening.counsellor, now)
    actions.withdraw(evening.stranger, now)
    assert [message["session"] for _, message in layer.sent] == [here] * 5 + [there]


@pytest.mark.django_db(transaction=True)
def test_what_was_done_before_rings_for_nobody(layer: Layer) -> None:
    evening, now = cast.evening(), timezone.now()
    sign_in = evening.opened[evening.otter.public_id].sign_in
    for _ in range(2):
        actions.withdraw(evening.badger, now)
        actions.sign_out(sign_in, now)
        actions.remove_from_shift(evening.session, evening.volunteer)
        actions.leave_staff(evening.counsellor, now)
    assert len(layer.sent) == 4


@pytest.mark.django_db(transaction=True)
async def test_it_is_heard_over_the_real_layer() -> None:
    evening = await database_sync_to_async(cast.evening)()
    layer = get_channel_layer()
    assert layer is not None
    channel = await layer.new_channel()
    await layer.group_add(doorbell.group(evening.session.public_id), channel)
    await database_sync_to_async(actions.withdraw)(evening.badger, timezone.now())
    heard = await asyncio.wait_for(layer.receive(channel), 5)
    assert heard == {"type": "revoked", "session": evening.session.public_id}
    await layer.group_discard(doorbell.group(evening.session.public_id), channel)
    if hasattr(layer, "close_pools"):
        await layer.close_pools()
