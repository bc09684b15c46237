"""Which of some thousand phrases may stand in a text: a look at bits, after which few are left to be looked for.

Every phrase and every row of a group has a number, and so a bit. What is met in a text says for which of them it may
be the rarest piece, the second or the third; whatever lacks one of these cannot be there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from operator import attrgetter
from typing import Final, Literal

from .phrases import Piece

Place = Literal["rarest", "second", "third", "row_rarest", "row_second"]
_OF_WAYS: Final[tuple[Place, ...]] = ("rarest", "second", "third")
#: So many pieces of a phrase are looked at.
LOOKS: Final = len(_OF_WAYS)
_OF_ROWS: Final[tuple[Place, ...]] = ("row_rarest", "row_second")
_bits: Final = attrgetter(*_OF_WAYS, *_OF_ROWS)


@dataclass(slots=True, eq=False)
class Marks:
    """The bits of the ways, and of the rows of groups, in which something is the rarest piece, or the next."""

    rarest: int = 0
    second: int = 0
    third: int = 0
    row_rarest: int = 0
    row_second: int = 0


@dataclass(slots=True, eq=False)
class Text:
    """Some words: as they stand among others, how many spaces are within, and what they may be part of.

    Written with a `*` the last of them may go on.
    """

    written: InitVar[str]
    stands: str = field(init=False)
    spaces: int = field(init=False)
    marks: Marks = field(default_factory=Marks)

    def __post_init__(self, written: str) -> None:
        """Made once, as they are looked for in every message."""
        self.stands = f" {written[:-1]}" if written[-1] == "*" else f" {written} "
        self.spaces = written.count(" ")


class Glance:
    """The bits of one lexicon."""

    def __init__(
        self,
        texts: Mapping[str, Text],
        groups: Mapping[str, Iterable[Text]],
        rows: Sequence[tuple[str, tuple[Piece, ...]]],
    ) -> None:
        """Take the single texts of each group, and the rows of all groups: whose, and its pieces, the rarest first.

        A group's rows stand behind those of every group that they name.
        """
        self._texts = texts
        self._single = groups
        self._group_marks = {name: Marks() for name in groups}
        self._whose = [self._group_marks[name] for name, _ in rows]
        ends = {name: number + 1 for number, (name, _) in enumerate(rows)}
        self._behind = [-(1 << ends[name]) for name, _ in rows]
        #: The bits of what has no second piece, or no third: nothing more has to be met of it.
        self._without: dict[Place, int] = defaultdict(int)
        self._mark(_OF_ROWS, [pieces for _, pieces in rows])

    def watch(self, ways: Iterable[tuple[Piece, ...]]) -> None:
        """Number the ways, each given by its pieces, the rarest first. Done once: after it nothing is marked."""
        self._mark(_OF_WAYS, list(ways))
        # Texts of the same phrases have the same bits, and a process has no need to hold them four times.
        shared: dict[tuple[int, ...], Marks] = {}
        for text in self._texts.values():
            text.marks = shared.setdefault(_bits(text.marks), text.marks)

    def ways(self, met: Iterable[Text]) -> tuple[int, int]:
        """A bit for each way, and one for each row of a group, that may stand where these were met."""
        # Written out, as this is done for every message; to add nothing to so long a number is work as well.
        rarest, second, third = 0, self._without["second"], self._without["third"]
        row_rarest, row_second, behind = 0, self._without["row_second"], -1
        all_marks = [text.marks for text in met]
        while True:
            for marks in all_marks:
                if marks.rarest:
                    rarest |= marks.rarest
                second |= marks.second
                if marks.third:
                    third |= marks.third
                if marks.row_rarest:
                    row_rarest |= marks.row_rarest
                if marks.row_second:
                    row_second |= marks.row_second
            rows = row_rarest & row_second
            if not (rest := rows & behind):
                return rarest & second & third, rows
            # A group that is met may be a piece of later rows; its own others say no more.
            number = (rest & -rest).bit_length() - 1
            all_marks, behind = [self._whose[number]], self._behind[number]

    def _mark(self, places: tuple[Place, ...], all_pieces: list[tuple[Piece, ...]]) -> None:
        for at, place in enumerate(places):
            bits: dict[Piece, int] = defaultdict(int)
            for number, pieces in enumerate(all_pieces):
                if at < len(pieces):
                    bits[pieces[at]] |= 1 << number
                else:
                    self._without[place] |= 1 << number
            for piece, theirs in bits.items():
                for marks in self._setting_off(piece):
                    setattr(marks, place, getattr(marks, place) | theirs)

    def _setting_off(self, piece: Piece) -> list[Marks]:
        if not piece.group:
            return [self._texts[text].marks for text in piece.every]
        name = piece.texts[0]
        return [self._group_marks[name], *(text.marks for text in self._single[name])]
