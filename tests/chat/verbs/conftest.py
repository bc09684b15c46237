"""An open room with a small company in it."""

from __future__ import annotations

import pytest

from chat.pace import Rate
from tests.chat.house import House

from .company import Company


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
