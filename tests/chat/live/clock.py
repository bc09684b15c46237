"""The clock that all workers go by: the database's. A test puts it forward instead of waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chat.hub import Hub
from chat.models import Lease
from chat.store import postgres, sqlite
from tests.chat.live.rows import in_database


class Clock:
    """So far ahead of the machine's. Workers that live go on living, whatever it jumps."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.ahead = timedelta(0)
        for store in (sqlite, postgres):
            patch.setattr(store, "clock", self._read)
        patch.setattr(Hub, "now", lambda hub: self.now)
        # As every lease is renewed with every jump, nobody has to wait until they are.
        patch.setattr("chat.herald.SETTLED_AFTER", 0.0)

    @property
    def now(self) -> datetime:
        """What the database says it is."""
        return datetime.now(UTC) + self.ahead

    async def to(self, moment: datetime) -> None:
        """Put it forward to a moment."""
        self.ahead = moment - datetime.now(UTC)
        await in_database(lambda: Lease.objects.filter(stopped=False).update(renewed_at=self.now))

    async def forward(self, **by: float) -> None:
        """Put it forward: ``await clock.forward(seconds=61)``."""
        await self.to(self.now + timedelta(**by))

    def leap(self, **by: float) -> None:
        """Put it forward as it jumps by itself: every lease is as old as the jump is long."""
        self.ahead += timedelta(**by)

    def _read(self, found: object) -> datetime:
        return self.now
