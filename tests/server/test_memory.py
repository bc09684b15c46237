"""What people leave behind is thrown out once they have gone, and nobody who is here waits for it."""

from __future__ import annotations

import asyncio
import gc
import threading

import pytest

from chat.ending import end
from server import memory


@pytest.fixture
def swept(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each full look so far."""
    looks: list[str] = []
    monkeypatch.setattr(memory, "EVERY_SECONDS", 0)
    monkeypatch.setattr("server.memory.gc.collect", lambda: looks.append("swept"))
    return looks


async def watched(evening: list[bool], swept: list[str]) -> list[int]:
    """How often was swept after each look, if so the house was deserted."""
    seen: list[int] = []
    left = iter(evening)
    over = asyncio.Event()

    def deserted() -> bool:
        seen.append(len(swept))
        if (now := next(left, None)) is None:
            over.set()
            return True
        return now

    task = asyncio.create_task(memory.tidy(deserted))
    await over.wait()
    await end([task])
    return seen[1 : len(evening) + 1]


async def test_it_is_swept_once_when_everybody_has_gone(swept: list[str]) -> None:
    nobody_yet, evening, after = [True, True], [False, False], [True, True, True]
    assert await watched(nobody_yet + evening + after, swept) == [0, 0, 0, 0, 1, 1, 1]


async def test_in_a_house_that_is_never_empty_it_is_swept_after_many_hours(
    swept: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_LOOKS", 3)
    assert await watched([False] * 8, swept) == [0, 0, 0, 1, 1, 1, 1, 2]


async def test_while_it_serves_no_look_goes_through_everything_and_afterwards_all_is_as_before() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    memory.start()
    try:
        assert gc.get_threshold() == memory.LITTLE_AT_A_TIME != before
        assert gc.get_freeze_count() > frozen
    finally:
        await memory.stop()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


async def test_what_has_served_for_a_while_lies_in_large_pages_and_neither_doors_nor_people_wait_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[threading.Thread] = []
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def enlarge(ended: threading.Event, rest: float) -> None:
        assert (ended.is_set(), rest > 0) == (False, True)
        asked.append(threading.current_thread())
        loop.call_soon_threadsafe(done.set)

    monkeypatch.setattr(memory, "SETTLED_SECONDS", 0.05)
    monkeypatch.setattr("server.pages.enlarge", enlarge)
    memory.start()
    try:
        assert asked == []
        await asyncio.wait_for(done.wait(), 10)
        assert asked[0] is not threading.main_thread()
        await asyncio.sleep(0.2)
        assert len(asked) == 1
    finally:
        await memory.stop()


async def test_a_process_that_ends_before_asks_for_no_large_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(memory, "SETTLED_SECONDS", 0.05)
    monkeypatch.setattr("server.pages.enlarge", lambda ended, rest: asked.append(True))
    memory.start()
    await memory.stop()
    await asyncio.sleep(0.2)
    assert asked == []


async def test_a_process_that_ends_while_pages_are_made_makes_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    loop, begun, told = asyncio.get_running_loop(), asyncio.Event(), threading.Event()

    def enlarge(ended: threading.Event, rest: float) -> None:
        loop.call_soon_threadsafe(begun.set)
        if ended.wait(10):
            told.set()

    monkeypatch.setattr(memory, "SETTLED_SECONDS", 0.01)
    monkeypatch.setattr("server.pages.enlarge", enlarge)
    memory.start()
    await asyncio.wait_for(begun.wait(), 10)
    await memory.stop()
    assert await asyncio.to_thread(told.wait, 5)


async def test_an_operator_is_told_why_pages_stay_small(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def enlarge(ended: threading.Event, rest: float) -> None:
        raise PermissionError("/proc/self/smaps")

    monkeypatch.setattr(memory, "SETTLED_SECONDS", 0.0)
    monkeypatch.setattr("server.pages.enlarge", enlarge)
    await memory.settle()
    assert caplog.messages == ["large pages of memory could not be asked for: PermissionError"]
