"""The hours in which nobody is written to by itself. Pure: no clock, no database."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cohorts import planning

Hours = tuple[time, time]
"""From when until when on the wall, over midnight if the first is the later."""


def is_quiet(at: datetime, hours: Hours, where: ZoneInfo) -> bool:
    """Return whether a moment falls into these hours on a wall there; the first minute does, the last does not."""
    begins, ends = hours
    clock = planning.there(at, where).time()
    return begins <= clock < ends if begins < ends else clock >= begins or clock < ends


def over(at: datetime, hours: Hours, where: ZoneInfo) -> datetime:
    """Return the moment (UTC) from which on somebody may be written to: `at` itself, or the end of the quiet hours."""
    if not is_quiet(at, hours, where):
        return at
    here = planning.there(at, where)
    day = here.date() if here.time() < hours[1] else here.date() + timedelta(days=1)
    return planning.moment(day, hours[1], where)[0].astimezone(UTC)
