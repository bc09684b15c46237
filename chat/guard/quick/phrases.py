"""The phrases of a lexicon as numbers: where the words of their pieces lead, and what each piece may set off.

It asks what the glance asks (`glance`): whether of any way the rarest piece, the second and the third may be there.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, takewhile

from chat.guard.finding import Finder
from chat.guard.glance import LOOKS, Text
from chat.guard.phrases import Piece

from .tables import NONE, WORD_BITS, together

#: The second piece and the third; of a row the second, and the piece that its group is.
Needs = tuple[int, int]


@dataclass(slots=True)
class _Tree:
    """Nodes by what comes next, the pieces that end at each, and which one each first word leads to."""

    nexts: dict[tuple[int, int], int] = field(default_factory=dict)
    firsts: dict[int, int] = field(default_factory=dict)
    ends: list[set[int]] = field(default_factory=list)

    def end(self, path: Sequence[int], pieces: Iterable[int]) -> None:
        """These pieces end where these words lead."""
        at: int | None = None
        for word in path:
            known = self.firsts.get(word) if at is None else self.nexts.get((at, word))
            if known is None:
                known = len(self.ends)
                self.ends.append(set())
                if at is None:
                    self.firsts[word] = known
                else:
                    self.nexts[at, word] = known
            at = known
        if at is not None:
            self.ends[at].update(pieces)


def tables(finder: Finder, numbers: Mapping[str, int]) -> dict[str, array[int]]:
    """The tables of a lexicon's phrases, in the numbers of plain words."""
    looked_at: dict[str, int] = {}
    ways, rows = _ways(finder, looked_at), _rows(finder, looked_at)
    tree = _tree(finder, looked_at, numbers)
    pieces_at, pieces = together(map(sorted, tree.ends))
    ways_at, by_way = together(chain.from_iterable(sorted(ways[piece])) for piece in range(len(looked_at)))
    rows_at, by_row = together(chain.from_iterable(sorted(rows[piece])) for piece in range(len(looked_at)))
    return {
        "firsts": array("i", [tree.firsts.get(word, NONE) for word in range(len(numbers))]),
        "next_keys": array("Q", [node << WORD_BITS | word for node, word in tree.nexts]),
        "next_nodes": array("i", tree.nexts.values()),
        "pieces_at": pieces_at,
        "pieces": pieces,
        "ways_at": _halved(ways_at),
        "ways": by_way,
        "rows_at": _halved(rows_at),
        "rows": by_row,
    }


def _ways(finder: Finder, looked_at: dict[str, int]) -> Mapping[int, set[Needs]]:
    """By its rarest piece, what else each way needs."""
    found: dict[int, set[Needs]] = defaultdict(set)
    for pieces in finder.ways():
        first, second, third = _numbered(pieces, looked_at)
        found[first].add((second, third))
    return found


def _rows(finder: Finder, looked_at: dict[str, int]) -> Mapping[int, set[Needs]]:
    """By its rarest piece, what else each row of a group needs, and the piece that the group is."""
    found: dict[int, set[Needs]] = defaultdict(set)
    for group, pieces in finder.rows():
        first, second, _ = _numbered(pieces, looked_at)
        found[first].add((second, looked_at.setdefault(f"{{{group}}}", len(looked_at))))
    return found


def _numbered(pieces: Sequence[Piece], looked_at: dict[str, int]) -> list[int]:
    numbers = [looked_at.setdefault(piece.key, len(looked_at)) for piece in pieces[:LOOKS]]
    return numbers + [NONE] * (LOOKS - len(numbers))


def _tree(finder: Finder, looked_at: Mapping[str, int], numbers: Mapping[str, int]) -> _Tree:
    """Where the words of every piece that is looked at lead."""
    ends: dict[Text, set[int]] = defaultdict(set)
    for key, texts in finder.texts():
        if key in looked_at:
            for text in texts:
                ends[text].add(looked_at[key])
    tree, listed = _Tree(), sorted(numbers)
    for text, pieces in ends.items():
        for path in _paths(text.stands, numbers, listed):
            tree.end(path, pieces)
    return tree


def _halved(places: array[int]) -> array[int]:
    """Where pairs begin, counted in pairs."""
    return array("i", [at // 2 for at in places])


def _paths(stands: str, numbers: Mapping[str, int], listed: Sequence[str]) -> Iterator[list[int]]:
    """The numbers of the words of a text, in each way that its last one may go on."""
    *words, last = stands.split()
    if not all(word in numbers for word in words):
        return
    path = [numbers[word] for word in words]
    if stands[-1] == " ":
        if last in numbers:
            yield [*path, numbers[last]]
        return
    begin = takewhile(lambda word: word.startswith(last), islice(listed, bisect_left(listed, last), None))
    yield from ([*path, numbers[word]] for word in begin)
