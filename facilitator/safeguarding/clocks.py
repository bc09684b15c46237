"""The clocks of the ladder, as an organisation may set them (care.md §7): pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

NOW: Final = "now"
URGENT: Final = "urgent"
CONCERN: Final = "concern"
#: In the morning it is begun so long before everybody is to have been told.
AHEAD: Final = timedelta(hours=1)
#: In the evening what must still be told by day is begun so long before it ends.
LAST: Final = timedelta(minutes=1)
HERE: Final = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Clocks:
    """How soon the ladder climbs.

    *now* repeats and climbs each `now`; *urgent* climbs after `urgent` and then each `urgent_again`; *concern* each
    `concern`, by day alone: what is raised after `evening` is told by `morning`, as the clock of the house has it.
    A call that has not gone through after `patience` is taken for one that hangs.
    """

    now: timedelta = timedelta(minutes=2)
    urgent: timedelta = timedelta(minutes=30)
    urgent_again: timedelta = timedelta(minutes=5)
    concern: timedelta = timedelta(hours=2)
    evening: time = time(18)
    morning: time = time(10)
    zone: ZoneInfo = HERE
    patience: timedelta = timedelta(seconds=15)

    def begins(self, level: str, raised: datetime) -> datetime:
        """When somebody is told first."""
        return self.by_day(raised) if level == CONCERN else raised

    def gap(self, level: str, number: int) -> timedelta:
        """How long after the round before this one it comes."""
        if level == NOW:
            return self.now
        if level == URGENT:
            return self.urgent if number == 1 else self.urgent_again
        return self.concern

    def reached(self, level: str, begins: datetime, now: datetime) -> int:
        """Which round it is, by the time that has passed; a *concern* goes from one to the next by day alone."""
        passed = now - begins
        if level == NOW:
            return max(0, passed // self.now)
        if level == URGENT and passed >= self.urgent:
            return 1 + (passed - self.urgent) // self.urgent_again
        return 0

    def by_day(self, moment: datetime) -> datetime:
        """The moment itself, or the next morning if it falls into the night."""
        there = moment.astimezone(self.zone)
        opening = (datetime.combine(there, self.morning) - AHEAD).time()
        if opening <= there.time() < self.evening:
            return moment
        day = there.date() + timedelta(days=int(there.time() >= self.evening))
        return datetime.combine(day, opening, self.zone).astimezone(UTC)

    def by_day_before(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the day before it if it falls into the night."""
        there = moment.astimezone(self.zone)
        opening = (datetime.combine(there, self.morning) - AHEAD).time()
        ending = (datetime.combine(there, self.evening) - LAST).time()
        if opening <= there.time() <= ending:
            return moment
        day = there.date() - timedelta(days=int(there.time() < opening))
        return datetime.combine(day, ending, self.zone).astimezone(UTC)
