"""Where the pieces of phrases stand in one text, once what was met in it says that they may."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from .glance import Text
from .phrases import Piece, Row
from .plain import Plain

#: First and last word of a place.
Place = tuple[int, int]
Way = tuple[Row, ...]
#: Both sides of an `&` stand this close, in words.
NEAR: Final = 30
#: So many places of a piece are tried for the next one to follow.
_TRIED: Final = 4
#: More places of one piece say nothing new.
_MOST: Final = 40


@dataclass(slots=True)
class Group:
    """Texts that meet a group at once, rows of pieces, the number of the first of these, and how common it all is."""

    first: int
    texts: set[Text] = field(default_factory=set)
    rows: list[Row] = field(default_factory=list)
    common: float = 0.0


class Standing:
    """The places of pieces in one text, each worked out once and only if asked for."""

    def __init__(
        self,
        plain: Plain,
        hits: Iterable[tuple[int, Text]],
        of_pieces: Mapping[str, frozenset[Text]],
        groups: Mapping[str, Group],
        rows: int,
    ) -> None:
        """`hits`: where the texts end that are there; `rows`: a bit for each row of a group that may be."""
        self._plain, self._of_pieces, self._groups, self._may_be = plain, of_pieces, groups, rows
        self._ends: dict[Text, list[int]] = {}
        for end, text in hits:
            self._ends.setdefault(text, []).append(end)
        self._known: dict[str, list[Place]] = {}
        self._where: dict[Text, list[Place]] = {}

    def stand(self, way: Way, pieces: tuple[Piece, ...]) -> tuple[Place, ...] | None:
        """Where all rows of a way stand; None if one does not. `pieces` are all of them, the rarest first."""
        if not all(map(self.places, pieces)):
            return None
        first, *others = way
        for start in self._rows(first):
            places = [start]
            for row in others:
                near = (place for place in self._rows(row) if abs(place[0] - start[0]) <= NEAR)
                if (place := next(near, None)) is None:
                    break
                places.append(place)
            else:
                return tuple(places)
        return None

    def every(self, way: Way) -> tuple[Place, ...]:
        """All the places of these rows."""
        return tuple(place for row in way for place in self._rows(row))

    def places(self, piece: Piece) -> list[Place]:
        """Where a piece is, in order."""
        if (known := self._known.get(piece.key)) is None:
            known = self._known[piece.key] = self._look(piece)
        return known

    def _look(self, piece: Piece) -> list[Place]:
        if not piece.group:
            return _together([self._at(text) for text in self._ends.keys() & self._of_pieces[piece.key]])
        group = self._groups[piece.texts[0]]
        found = [self._at(text) for text in self._ends.keys() & group.texts]
        found += [list(self._rows(row)) for row in self._may_stand(group) if all(map(self.places, row.pieces))]
        return _together(found)

    def _at(self, text: Text) -> list[Place]:
        """Where a text stands, in order; worked out once, as it may be part of many pieces."""
        if (known := self._where.get(text)) is None:
            before, word_at = len(text.stands) - 2, self._plain.word_at
            firsts = [word_at(end - before) for end in self._ends[text][:_MOST]]
            known = self._where[text] = [(first, first + text.spaces) for first in firsts]
        return known

    def _may_stand(self, group: Group) -> Iterator[Row]:
        rows = self._may_be >> group.first & (1 << len(group.rows)) - 1
        while rows:
            yield group.rows[(rows & -rows).bit_length() - 1]
            rows &= rows - 1

    def _rows(self, row: Row) -> Iterator[Place]:
        """The places of a row of pieces that are all there, one for each place of its first."""
        first, *others = row.pieces
        for start, last in self.places(first):
            end = self._follow(last, others)
            if end is not None:
                yield start, end

    def _follow(self, last: int, pieces: list[Piece]) -> int | None:
        """The last word of a row whose next pieces follow; the nearest places of each are tried as they overlap."""
        if not pieces:
            return last
        piece, *others = pieces
        places = self.places(piece)
        at = bisect_left(places, (last + 1, 0))
        for start, end in places[at : at + _TRIED]:
            if start > last + 1 + piece.gap:
                return None
            if (found := self._follow(end, others)) is not None:
                return found
        return None


def _together(many: list[list[Place]]) -> list[Place]:
    """The places of several, in order; of one they are already."""
    return many[0] if len(many) == 1 else sorted({place for places in many for place in places})[:_MOST]
