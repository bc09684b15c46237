"""A time zone as a calendar writes it down: every change of the clocks around some dates. Pure."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

AROUND = timedelta(days=370)
_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)


def timezone_of(name: str, first: datetime, last: datetime) -> Timezone:
    """Return the VTIMEZONE of a zone: what holds a year before `first`, and every change until a year after `last`."""
    zone = ZoneInfo(name)
    start, end = first - AROUND, last + AROUND
    written = Timezone()
    written.add("tzid", name)
    written.add_component(_observance(start, zone, before=_offset(start, zone)))
    for change in changes(zone, start, end):
        written.add_component(_observance(change, zone, before=_offset(change - _SECOND, zone)))
    return written


def changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the moments (UTC) between two others at which this zone's clocks change."""
    at = start
    while at < end:
        after = min(at + _DAY, end)
        if _offset(at, zone) != _offset(after, zone):
            yield _exactly(zone, at, after)
        at = after


def _exactly(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Halve a day until the second is found."""
    while after - before > _SECOND:
        middle = before + (after - before) / 2
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _observance(at: datetime, zone: ZoneInfo, before: timedelta) -> TimezoneStandard | TimezoneDaylight:
    local = at.astimezone(zone)
    written = TimezoneDaylight() if local.dst() else TimezoneStandard()
    # When it begins is told in the time that holds until then.
    written.add("dtstart", (at.astimezone(UTC) + before).replace(tzinfo=None, microsecond=0))
    written.add("tzoffsetfrom", before)
    written.add("tzoffsetto", _offset(at, zone))
    written.add("tzname", local.tzname() or str(zone))
    return written


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)
