"""The record as it is read: in order, what was put right beside what it corrects, and all of it in a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.text import Truncator

from . import capture, following
from .acknowledging import REVIEWED_WITHIN
from .capture import Captured
from .models import BY_ITSELF, Concern, Part
from .parts import WHOLE
from .record import Opened

SHORT: Final = 90


@dataclass(slots=True)
class Line:
    """One thing the record says: the entry that counts, and those it put right, the newest first."""

    entry: Opened
    before: list[Opened] = field(default_factory=list)
    words: Captured | None = None
    #: Somebody has still to see to it.
    waits: bool = False

    @property
    def number(self) -> int:
        """The number of the entry that counts."""
        return self.entry.number

    @property
    def can_be_corrected(self) -> bool:
        """Whether anybody writes such an entry, so that another may put it right."""
        return self.entry.part not in BY_ITSELF

    @property
    def short(self) -> str:
        """Its beginning, for a list that is read in a minute."""
        return "" if self.words else Truncator(" ".join(self.entry.text.split())).chars(SHORT)


@dataclass(frozen=True, slots=True)
class InShort:
    """What a lead wants to know first. `sign_by`: until when it has to be signed, if nobody has signed."""

    lines: Sequence[Line]
    lacks: list[Part]
    follow_ups: int
    signed: Opened | None
    since_signed: int
    sign_by: datetime | None

    def last(self, part: Part) -> Line | None:
        """The newest entry of a part."""
        return next((one for one in reversed(self.lines) if one.entry.part == part), None)

    @property
    def told(self) -> list[Line]:
        """Who was told, each."""
        return [one for one in self.lines if one.entry.part == Part.TOLD]

    @property
    def referred(self) -> Line | None:
        """To whom it was referred, or else why it was not."""
        return self.last(Part.REFERRED) or self.last(Part.NOT_SENT)

    @property
    def closed(self) -> Line | None:
        """Who closed it last, and with what."""
        return self.last(Part.CLOSED)

    @property
    def reopened(self) -> Line | None:
        """Who opened it again last, and why."""
        return self.last(Part.REOPENED)


def lines(opened: Sequence[Opened]) -> list[Line]:
    """Return what the record says, in the order in which each was first written."""
    found: dict[int, Line] = {}
    waits = {one.number for one in following.standing(opened)}
    for one in opened:
        if one.part == Part.READ:
            continue
        line = found.get(one.corrects or 0)
        if line is None:
            packed = one.part in (Part.WORDS, Part.THERE) and not one.lost
            line = Line(one, words=capture.unpack(one.text) if packed else None)
        else:
            line.before.insert(0, line.entry)
            line.entry = one
        line.waits = one.number in waits
        found[one.number] = line
    return list({id(line): line for line in found.values()}.values())


def in_short(concern: Concern, said: Sequence[Line], opened: Sequence[Opened]) -> InShort:
    """Return the record in a few lines."""
    there = {one.entry.part for one in said}
    if Part.NOT_SENT in there:
        there.add(Part.REFERRED)
    # Opened again, it is looked at and signed anew.
    last = next((one for one in reversed(opened) if one.part in (Part.SIGNED, Part.REOPENED)), None)
    signed = last if last and last.part == Part.SIGNED else None
    by = None if signed else (last.at if last else concern.raised_at) + REVIEWED_WITHIN
    since = sum(one.number > signed.number and one.part != Part.READ for one in opened) if signed else 0
    open_ones = len(following.standing(opened))
    return InShort(said, [part for part in WHOLE if part not in there], open_ones, signed, since, by)


def is_late(short: InShort, now: datetime) -> bool:
    """Whether it should have been signed by now."""
    return short.sign_by is not None and now > short.sign_by
