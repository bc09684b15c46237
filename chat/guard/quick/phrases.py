"""The phrases of a lexicon as numbers: where the words of their pieces lead, and what rows and ways they are in."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from chat.guard.finding import Finder
from chat.guard.glance import Text
from chat.guard.phrases import Row

from .tables import NONE, WORD_BITS, together


@dataclass(slots=True)
class _Tree:
    """Nodes by what comes next, the pieces that end at each, and which one each first word leads to."""

    nexts: dict[tuple[int, int], int] = field(default_factory=dict)
    firsts: dict[int, int] = field(default_factory=dict)
    ends: list[set[int]] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)
    nodes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def end(self, path: Sequence[int], pieces: Iterable[int]) -> None:
        """These pieces end where these words lead."""
        at: int | None = None
        for depth, word in enumerate(path, start=1):
            known = self.firsts.get(word) if at is None else self.nexts.get((at, word))
            if known is None:
                known = len(self.ends)
                self.ends.append(set())
                self.depths.append(depth)
                if at is None:
                    self.firsts[word] = known
                else:
                    self.nexts[at, word] = known
            at = known
        if at is not None:
            for piece in set(pieces) - self.ends[at]:
                self.ends[at].add(piece)
                self.nodes[piece].append(at)


def tables(finder: Finder, numbers: Mapping[str, int]) -> dict[str, array[int]]:
    """The tables of a lexicon's phrases, in the numbers of plain words."""
    known = _Pieces()
    rows, whose = _of_groups(finder, known)
    ways = _of_rules(finder, known, rows)
    tree = _tree(finder, known.numbers, numbers)
    many = range(len(known.numbers))
    nodes_at, nodes = together(tree.nodes[piece] for piece in many)
    rare_at, rare = together([piece for piece in sorted(pieces) if known.is_rarest(piece)] for pieces in tree.ends)
    rows_at, by_row = together(known.rows_by_rarest.get(piece, ()) for piece in many)
    ways_at, by_way = together(known.ways_by_rarest.get(piece, ()) for piece in many)
    way_at, way_rows = together(ways)
    steps_at, steps = together([number for step in row for number in step] for row in rows)
    return {
        "firsts": array("i", [tree.firsts.get(word, NONE) for word in range(len(numbers))]),
        "next_keys": array("Q", [node << WORD_BITS | word for node, word in tree.nexts]),
        "next_nodes": array("i", tree.nexts.values()),
        "depths": array("i", tree.depths),
        "nodes_at": nodes_at,
        "nodes": nodes,
        "rare_at": rare_at,
        "rare": rare,
        "ways_at": ways_at,
        "ways": by_way,
        "rows_at": rows_at,
        "rows": by_row,
        "way_at": way_at,
        "way_rows": way_rows,
        "steps_at": array("i", [at // 2 for at in steps_at]),
        "steps": steps,
        "whose": array("i", whose),
    }


#: A piece of a row, and how many words at most may lie before it.
Step = tuple[int, int]


class _Pieces:
    """Every piece by its number, and which rows of groups and which ways have it as their rarest."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.rows_by_rarest: dict[int, list[int]] = defaultdict(list)
        self.ways_by_rarest: dict[int, list[int]] = defaultdict(list)

    def number(self, key: str) -> int:
        return self.numbers.setdefault(key, len(self.numbers))

    def is_rarest(self, piece: int) -> bool:
        return piece in self.rows_by_rarest or piece in self.ways_by_rarest

    def steps(self, row: Row) -> list[Step]:
        return [(self.number(piece.key), piece.gap) for piece in row.pieces]


def _of_groups(finder: Finder, known: _Pieces) -> tuple[list[list[Step]], list[int]]:
    """The rows of groups, each behind those of the groups it names, and the piece that the group of each is."""
    rows: list[list[Step]] = []
    whose: list[int] = []
    for group, row, rarest in finder.rows():
        known.rows_by_rarest[known.number(rarest.key)].append(len(rows))
        rows.append(known.steps(row))
        whose.append(known.number(f"{{{group}}}"))
    return rows, whose


def _of_rules(finder: Finder, known: _Pieces, rows: list[list[Step]]) -> list[list[int]]:
    """The numbers of the rows of each way, which are added to those of groups; many ways share them."""
    ways: dict[tuple[int, ...], int] = {}
    numbers: dict[tuple[Step, ...], int] = {}
    for way, rarest in finder.ways():
        made: list[int] = []
        for row in way:
            steps = tuple(known.steps(row))
            if steps not in numbers:
                numbers[steps] = len(rows)
                rows.append(list(steps))
            made.append(numbers[steps])
        if tuple(made) not in ways:
            known.ways_by_rarest[known.number(rarest.key)].append(ways.setdefault(tuple(made), len(ways)))
    return [list(way) for way in ways]


def _tree(finder: Finder, pieces: Mapping[str, int], numbers: Mapping[str, int]) -> _Tree:
    """Where the words of every piece lead."""
    ends: dict[Text, set[int]] = defaultdict(set)
    for key, texts in finder.texts():
        if key in pieces:
            for text in texts:
                ends[text].add(pieces[key])
    tree, listed = _Tree(), sorted(numbers)
    for text, ending in ends.items():
        for path in _paths(text.stands, numbers, listed):
            tree.end(path, ending)
    return tree


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
