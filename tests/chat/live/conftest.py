"""What makes these tests quick: a hub that looks often, and people who may talk fast."""

from __future__ import annotations

import pytest

from chat.pace import Rate
from tests.chat.house import House
from tests.chat.live.clock import Clock


@pytest.fixture(autouse=True)
def mixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of all visitors come by one kind of server, half by the other, and nobody can tell."""
    monkeypatch.setattr(House, "mixed", True)


@pytest.fixture
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub looks at the clock and at the database many times a second. Ask for it before a house."""
    monkeypatch.setattr("chat.hub.hub.TICK", 0.05)
    monkeypatch.setattr("chat.hub.hub.LOOK_EVERY", 1)


@pytest.fixture
def unpaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is too fast."""
    for name in ("TALK", "TO_STAFF", "CALLS", "OF_STAFF", "FRAMES"):
        monkeypatch.setattr(f"chat.pace.{name}", Rate(10_000, 10_000.0))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The database's clock, to be put forward. Ask for it before a house."""
    return Clock(monkeypatch)
