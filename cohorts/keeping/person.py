"""Everything of one young person, wherever they were moved to: what each room of the house knows and may erase.

A room registers its `Part` when Django starts; this one's own is in `cohorts.keeping.our_part`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cohorts.keeping.holds import held, same_person
from cohorts.models import Seat


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is held: when it was, if it was at a moment, and what it is."""

    at: datetime | None
    says: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Section:
    """Things of one sort, under a heading."""

    title: str
    lines: tuple[Line, ...]


Erase = Callable[[Sequence[Seat], datetime], bool]
Tell = Callable[[Sequence[Seat]], Iterable[Section]]
Stays = Callable[[Sequence[Seat]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Part:
    """What one room of the house does for somebody who asks: of the seats they had, the newest first.

    `erase` erases, step by step and as often as it is asked, and returns whether nothing is left. `tell` says what is
    held, in words its owner reads. `stays` says to staff what stays all the same, and why.
    """

    erase: Erase | None = None
    tell: Tell | None = None
    stays: Stays | None = None


_PARTS: list[Part] = []


def register(part: Part) -> None:
    """Ask this room as well."""
    _PARTS.append(part)


def seats_of(seat: Seat) -> list[Seat]:
    """Return the seats of whoever has this one, the newest first."""
    found = Seat.objects.filter(pk__in=same_person([seat.pk])).select_related("cohort")
    return list(found.order_by("-taken_at", "-pk"))


def erase(seats: Sequence[Seat], now: datetime) -> bool:
    """Erase what other rooms hold; return whether nothing is left there."""
    done = [part.erase(seats, now) for part in _PARTS if part.erase]
    return all(done)


def told(seats: Sequence[Seat]) -> list[Section]:
    """Return everything that is given to its owner."""
    return [section for part in _PARTS if part.tell for section in part.tell(seats) if section.lines]


def stays(seats: Sequence[Seat]) -> list[str]:
    """Return what stays although it was asked to go, and why, for staff to read."""
    return [line for part in _PARTS if part.stays for line in part.stays(seats)]


def on_hold(seats: Sequence[Seat]) -> bool:
    """Whether a legal hold keeps everything of theirs."""
    return any(held(seat) for seat in seats[:1])
