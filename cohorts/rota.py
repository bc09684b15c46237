"""Times in which people have a post: written out, laid over one another, what is left open. Pure: no clock, no rows.

People are named by their row; a `Stretch` of nobody (None) stands for a time that is to be left open.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cohorts import planning

A_DAY, A_WEEK = timedelta(days=1), 7
Time = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment up to another, and whose it is."""

    starts_at: datetime
    ends_at: datetime
    who: int | None

    @property
    def time(self) -> Time:
        """When it is."""
        return self.starts_at, self.ends_at


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch that was one person's, or nobody's, and becomes another's."""

    starts_at: datetime
    ends_at: datetime
    was: int | None
    to: int | None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Weeks that are alike: who has the post on which weekday (0 is Monday), from one local time to another.

    `ends` at or before `begins` is on the next day. Of `weeks`, counted from `first`, every `every`th is written.
    A weekday that is not in `holders` stays as it is; one that is None is left open.
    """

    first: date
    weeks: int
    every: int
    begins: time
    ends: time
    zone: ZoneInfo
    holders: Mapping[int, int | None]


def written_out(pattern: Pattern) -> list[Stretch]:
    """Return the stretches of a pattern in order; none reaches into the next, whatever the clocks do that night."""
    days = (
        pattern.first + week * planning.WEEK + on * A_DAY
        for week in range(0, pattern.weeks, pattern.every)
        for on in range(A_WEEK)
    )
    found: list[Stretch] = []
    for day in days:
        starts = planning.moment(day, pattern.begins, pattern.zone)[0]
        if found and found[-1].ends_at > starts:
            last = found.pop()
            found.append(Stretch(last.starts_at, starts, last.who))
        if day.weekday() in pattern.holders:
            until = day + A_DAY if pattern.ends <= pattern.begins else day
            ends = planning.moment(until, pattern.ends, pattern.zone)[0]
            found.append(Stretch(starts, ends, pattern.holders[day.weekday()]))
    # On a night on which the clocks skip an hour, a stretch within that hour does not exist.
    return [one for one in found if one.starts_at < one.ends_at]


def between(stretches: Iterable[Stretch], start: datetime, end: datetime) -> list[Stretch]:
    """Return what of these lies within a time, cut to it."""
    cut = (Stretch(max(one.starts_at, start), min(one.ends_at, end), one.who) for one in stretches)
    return [one for one in cut if one.starts_at < one.ends_at]


def without(stretches: Iterable[Stretch], times: Iterable[Time]) -> list[Stretch]:
    """Return these without whatever of them lies in one of the times."""
    left = list(stretches)
    for start, end in times:
        left = [
            piece
            for one in left
            for piece in (
                Stretch(one.starts_at, min(one.ends_at, start), one.who),
                Stretch(max(one.starts_at, end), one.ends_at, one.who),
            )
            if piece.starts_at < piece.ends_at
        ] if start < end else left  # fmt: skip
    return left


def different(old: Sequence[Stretch], new: Iterable[Stretch]) -> list[Stretch]:
    """Return what of the new ones is not theirs already."""
    return [piece for one in new for piece in without([one], [was.time for was in old if was.who == one.who])]


def laid_over(old: Iterable[Stretch], new: Sequence[Stretch]) -> list[Stretch]:
    """Return what is there once the new ones, none of which overlap, have taken the place of what was there then."""
    kept = without(old, [one.time for one in new])
    return sorted((*kept, *(one for one in new if one.who is not None)), key=lambda one: one.time)


def changes(old: Iterable[Stretch], new: Sequence[Stretch]) -> list[Change]:
    """Return what the new ones change, in order; what stays the same is not among it, what follows on is one."""
    there, found = list(old), list[Change]()
    for one in sorted(new, key=lambda one: one.time):
        was = between(there, *one.time)
        nobody = (Stretch(*time, None) for time in open_between(was, *one.time))
        for each in sorted((*was, *nobody), key=lambda each: each.time):
            if each.who == one.who:
                continue
            last = found[-1] if found else None
            if last and (last.ends_at, last.was, last.to) == (each.starts_at, each.who, one.who):
                found.pop()
                each = Stretch(last.starts_at, each.ends_at, each.who)  # noqa: PLW2901  (it goes on)
            found.append(Change(each.starts_at, each.ends_at, each.who, one.who))
    return found


def open_between(stretches: Iterable[Stretch], start: datetime, end: datetime) -> list[Time]:
    """Return when within a time nobody has it, in order."""
    left = without([Stretch(start, end, None)] if start < end else [], [one.time for one in stretches])
    return [one.time for one in left]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return these in order, with those of one person that follow on as one."""
    found: list[Stretch] = []
    for one in sorted(stretches, key=lambda one: one.time):
        last = found[-1] if found else None
        if last and last.who == one.who and last.ends_at == one.starts_at:
            found[-1] = Stretch(last.starts_at, one.ends_at, one.who)
        else:
            found.append(one)
    return found


def covers(stretches: Iterable[Stretch], who: int, time: Time) -> bool:
    """Return whether all of a time is this person's."""
    return not open_between([one for one in stretches if one.who == who], *time)


def holder(stretches: Iterable[Stretch], at: datetime) -> int | None:
    """Return whose a moment is."""
    return next((one.who for one in stretches if one.starts_at <= at < one.ends_at), None)
