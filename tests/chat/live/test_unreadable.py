"""A room whose key does not open, or whose record has a hole: it is shut by itself, and no other waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from django.utils import timezone

from chat.models import EntryRow, Head
from cohorts.models import Session
from tests.chat.house import House, Visitor
from tests.chat.live.rows import in_database, sockets
from tests.chat.live.seams import eventually, one_batch, spy_on_writes, until


def with_a_key_that_does_not_open(session: Session) -> None:
    Head.objects.filter(session=session).update(data_key=b"nothing that opens")


def with_words_that_do_not_open(session: Session) -> None:
    EntryRow.objects.filter(session=session, turn=2).update(sealed=b"nothing that opens")


def with_a_hole(session: Session) -> None:
    EntryRow.objects.filter(session=session, turn=2).delete()


BROKEN = [with_a_key_that_does_not_open, with_words_that_do_not_open, with_a_hole]
Break = Callable[[Session], None]


async def lynx_writes(house: House) -> None:
    """Next door three words are said, by way of the first worker."""
    lynx = await next_door(house)
    for body in ("one", "two", "canary"):
        assert (await lynx.ask("whisper", body=body))["type"] == "ok"


async def next_door(house: House, worker: int = 0) -> Visitor:
    return await house.enter(house.evening.stranger, session=house.evening.elsewhere.public_id, worker=worker)


@pytest.mark.parametrize("broken", BROKEN)
async def test_a_room_that_cannot_be_read_costs_those_of_its_batch_nothing_and_is_asked_once(
    two: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, broken: Break
) -> None:
    await lynx_writes(two)
    other = two.workers[1]
    otter = await two.enter(two.evening.otter, worker=1)
    await in_database(lambda: broken(two.evening.elsewhere))
    begun = spy_on_writes(monkeypatch, other)
    async with one_batch(other, 2):
        ref = await otter.send("whisper", body="beside it")
        coming = asyncio.create_task(next_door(two, worker=1))
    assert (await otter.answer_to(ref))["type"] == "ok"
    lynx = await coming
    assert lynx.close_code == 1011, "the page comes back by itself, and finds the room once it is mended"
    await until(lambda: lynx._task is None or lynx._task.done())
    other._look_after()
    await otter.quiet()
    assert [len(refs) for refs in begun] == [2], "written once, not split, and nobody has to be written out again"
    assert other._unwritten == []
    assert f"session {two.evening.elsewhere.public_id} cannot be read" in caplog.text
    assert "canary" not in caplog.text


async def test_whoever_has_no_place_in_a_room_that_cannot_be_read_hears_nothing_of_that(two: House) -> None:
    await lynx_writes(two)
    await in_database(lambda: with_a_hole(two.evening.elsewhere))
    otter = await two.enter(two.evening.otter, session=two.evening.elsewhere.public_id, worker=1)
    assert otter.close_code == 4404


async def test_a_room_that_was_mended_is_read_again_when_next_asked_for(two: House) -> None:
    await lynx_writes(two)
    sealed = await in_database(lambda: EntryRow.objects.get(session=two.evening.elsewhere, turn=2).sealed)
    await in_database(lambda: with_words_that_do_not_open(two.evening.elsewhere))
    assert (await next_door(two, worker=1)).close_code == 1011
    rows = EntryRow.objects.filter(session=two.evening.elsewhere, turn=2)
    await in_database(lambda: rows.update(sealed=sealed))
    lynx = await next_door(two, worker=1)
    assert (await lynx.ask("whisper", body="there it is again"))["type"] == "ok"
    assert [entry["body"] for entry in lynx.entries("seat:1")][:3] == ["one", "two", "canary"]


async def test_whoever_goes_from_an_evening_that_was_called_off_is_not_left_in_it(house: House) -> None:
    otter = await house.enter(house.evening.otter)
    assert await sockets(house.evening, "seat:1")
    evening = Session.objects.filter(pk=house.evening.session.pk)
    await in_database(lambda: evening.update(cancelled_at=timezone.now()))
    await otter.leave()
    await eventually(lambda: _nobody(house))


async def _nobody(house: House) -> bool:
    return not await sockets(house.evening, "seat:1")
