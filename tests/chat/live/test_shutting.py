"""A worker ends within its limits, whatever it still reads."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from chat.hub.reader import Reader


async def test_a_reader_that_hangs_keeps_nobody_from_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat.hub.reader.LAST_READ_SECONDS", 0.3)
    monkeypatch.setattr(Reader, "_twice", lambda reader, read, *arguments: read(*arguments))
    reader, let_go, ticks = Reader(), threading.Event(), list[float]()
    hanging = asyncio.create_task(reader.ask(lambda: let_go.wait(20)))
    await asyncio.sleep(0.05)

    async def ticking() -> None:
        while True:
            ticks.append(time.monotonic())
            await asyncio.sleep(0.02)

    others = asyncio.create_task(ticking())
    began = time.monotonic()
    await reader.close()
    took = time.monotonic() - began
    others.cancel()
    let_go.set()
    await hanging
    assert took < 5
    assert len(ticks) > 2, "what else this process has to end could go on meanwhile"
