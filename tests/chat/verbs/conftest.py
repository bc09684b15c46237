"""An open room with a small company in it."""

from __future__ import annotations

from typing import Any

import pytest

from chat import guard
from chat.guard import Verdict
from chat.pace import Paces, Rate
from tests.chat.house import House

from .company import Company
from .judge import Judge


@pytest.fixture
async def company(house: House) -> Company:
    """A counsellor, a volunteer and three young people, all of whom have heard all there is."""
    return await Company.gather(house)


@pytest.fixture
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is too fast."""
    for name in ("TALK", "TO_STAFF", "CALLS", "OF_STAFF", "FRAMES"):
        monkeypatch.setattr(f"chat.pace.{name}", Rate(100_000, 100_000.0))


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """What the guard says of everything, until it is told otherwise."""

    def say(verdict: Verdict) -> None:
        monkeypatch.setattr(guard, "read", lambda words: verdict)

    return say


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The clock of the pace alone; it stands still until a test moves it."""
    time, over, forget = [1000.0], Paces.over, Paces.forget

    def over_by_this_clock(paces: Paces, session: str, person: Any, verb: Any, now: float, **more: Any) -> float | None:
        return over(paces, session, person, verb, time[0], **more)

    monkeypatch.setattr(Paces, "over", over_by_this_clock)
    # By a machine's own clock everybody here would have been idle for long, and be forgotten every second.
    monkeypatch.setattr(Paces, "forget", lambda paces, now: forget(paces, time[0]))
    return time
