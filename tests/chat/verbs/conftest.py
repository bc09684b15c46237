"""An open room with a small company in it."""

from __future__ import annotations

import pytest

from chat import guard
from chat.guard import Verdict
from chat.pace import Rate
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
    for name in ("TALK", "TO_STAFF", "OF_STAFF"):
        monkeypatch.setattr(f"chat.pace.{name}", Rate(100_000, 100_000.0))
    monkeypatch.setattr("chat.consumers.FLOOD", 100_000)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """What the guard says of everything, until it is told otherwise."""

    def say(verdict: Verdict) -> None:
        monkeypatch.setattr(guard, "read", lambda words: verdict)

    return say
