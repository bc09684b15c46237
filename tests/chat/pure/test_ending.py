"""Tasks end, however many cancellations they swallow."""

from __future__ import annotations

import asyncio

from chat.ending import end


async def _swallows(times: int) -> None:
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            if times == 0:
                raise
            times -= 1


async def test_a_task_that_swallows_a_cancellation_is_cancelled_again() -> None:
    tasks = [asyncio.create_task(_swallows(times)) for times in (0, 1, 3)]
    await asyncio.sleep(0)
    await end(tasks)
    assert all(task.cancelled() for task in tasks)


async def test_a_task_that_will_not_end_is_not_waited_for() -> None:
    stubborn = asyncio.create_task(_swallows(25))
    await asyncio.sleep(0)
    await end([stubborn])
    assert not stubborn.done()
    while not stubborn.done():
        stubborn.cancel()
        await asyncio.sleep(0)
