"""The database's time, as nearly as this process knows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic

from .reader import Reader


class Clock:
    """Counts on from what the database last said. Workers' clocks may differ by a minute, and each may be put right.

    What it counts by is moved by nobody. It stands still while the machine is suspended, so that this is behind then,
    until the database is next asked: every few seconds while there are rooms, and before there is a first one.
    """

    def __init__(self, reader: Reader) -> None:
        """Until it has asked it believes the machine's clock as it was."""
        self._reader, self._said, self._asked_at = reader, datetime.now(UTC), monotonic()

    def now(self) -> datetime:
        """The time by the database."""
        return self._said + timedelta(seconds=monotonic() - self._asked_at)

    def put_right(self, database: datetime, asked_at: float) -> None:
        """The `database` said this when asked at `asked_at`, as `time.monotonic` counts."""
        self._said, self._asked_at = database, asked_at

    async def ask(self) -> None:
        """Ask the database alone."""
        self.put_right(*await self._reader.now())
