"""The database's time, as nearly as this process knows it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .reader import Reader


class Clock:
    """This process's own clock, put right by what the database last said. Workers' clocks may differ by a minute."""

    def __init__(self, reader: Reader) -> None:
        """Until it has asked it believes itself."""
        self._reader, self._ahead = reader, timedelta(0)

    def now(self) -> datetime:
        """The time by the database."""
        return datetime.now(UTC) + self._ahead

    def put_right(self, database: datetime, asked_at: datetime) -> None:
        """The `database` said this when asked at `asked_at` by our own clock."""
        self._ahead = database - asked_at

    async def ask(self) -> None:
        """Ask the database alone."""
        asked_at = datetime.now(UTC)
        self.put_right(await self._reader.now(), asked_at)
