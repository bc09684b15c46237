"""A month as weeks of days, and the months beside it. Pure."""

import re
from calendar import Calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_WRITTEN = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a year, Monday first."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the month a day is in."""
        return cls(day.year, day.month)

    @classmethod
    def written(cls, text: str) -> Self | None:
        """Read `2026-10`; None for anything else."""
        found = _WRITTEN.fullmatch(text)
        return cls(int(found[1]), int(found[2])) if found else None

    def __str__(self) -> str:
        """Write it as `written` reads it."""
        return f"{self.year}-{self.number:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def before(self) -> "Month":
        """The month before it."""
        return Month.of(self.first - timedelta(days=1))

    @property
    def after(self) -> "Month":
        """The month after it."""
        return Month.of(self.first + timedelta(days=31))

    def weeks(self) -> list[list[date]]:
        """Return its weeks from Monday to Sunday, filled up with days of its neighbours."""
        return Calendar().monthdatescalendar(self.year, self.number)
