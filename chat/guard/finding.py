"""Where a lexicon's phrases stand in plain words: one pass over the text, then only what was met is looked at.

The pass is Aho and Corasick's, linear in the text. A way to meet a rule is tried only once a glance at what was met
leaves it, so most messages end there; the places of other pieces are looked up when they are asked for. A
piece counts at most forty places, so a long text of one word over and over costs its length and little more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import ahocorasick

from . import phrases
from .english import English
from .glance import LOOKS, Glance, Text
from .lexicon import Lexicon
from .phrases import Piece, Row
from .plain import Plain
from .standing import Group, Place, Standing, Way

#: What cancels a rule stands this close to where it was met, in words.
CANCELS: Final = 12
#: No side of an `&`.
_NONE: Final = slice(0)
#: Each word more makes a text so many times rarer than its rarest word.
_RARER: Final = 20


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of a rule, met: whose, where each side of its `&` stands, and every place that can be said otherwise."""

    rule: str
    places: tuple[Place, ...]
    others: tuple[Place, ...] = ()


class Finder:
    """All phrases of a lexicon, ready to be found."""

    def __init__(self, lexicon: Lexicon, english: English) -> None:
        """Compile the phrases. Takes a second or so: once per change."""
        self._english = english
        self._common: dict[str, float] = {}
        self._groups: dict[str, Group] = {}
        #: Whose, the way itself, and its pieces from the rarest to the commonest.
        self._ways: list[tuple[str, Way, tuple[Piece, ...]]] = []
        #: What cancels a rule; looked for only once it was met.
        self._cancels: dict[str, list[tuple[Way, tuple[Piece, ...]]]] = defaultdict(list)
        #: The sides of an `&` whose places are swapped or masked, all of them.
        self._sides = {rule.id: slice(None) for rule in lexicon.rules.values() if rule.kind == "contact"} | {
            rule.id: slice(rule.swap_side, rule.swap_side + 1) for rule in lexicon.rules.values() if rule.swap
        }
        #: Of danger right now.
        self._urgent = frozenset(rule.id for rule in lexicon.rules.values() if rule.kind == "imminent")
        self._texts: dict[str, Text] = {}
        #: Those of each piece, by its key.
        self._of_pieces: dict[str, frozenset[Text]] = {}
        self._automaton = ahocorasick.Automaton()
        rows: list[tuple[str, tuple[Piece, ...]]] = []
        for name in _in_order(lexicon):
            group = self._groups[name] = self._group(lexicon.groups[name], len(rows))
            rows += [(name, self._by_rarity(row.pieces)) for row in group.rows]
        for rule in lexicon.rules.values():
            self._ways += [(rule.id, *way) for way in self._watched(rule.phrases)]
            self._cancels[rule.id] = list(self._watched(rule.unless))
        #: The ways once more, by what is looked at last: what common words are part of has short numbers in the glance.
        self._order = sorted(range(len(self._ways)), key=self._latest, reverse=True)
        self._glance = Glance(self._texts, {name: group.texts for name, group in self._groups.items()}, rows)
        self._glance.watch(self._ways[number][2] for number in self._order)
        self._automaton.make_automaton()

    def _latest(self, number: int) -> float:
        """How common the last piece of a way is that is looked at."""
        return self._commonness(self._ways[number][2][:LOOKS][-1])

    def _group(self, written: Iterable[str], first: int) -> Group:
        group = Group(first)
        for (row,) in _ways(written):
            piece = row.pieces[0]
            self._watch(row)
            group.common += self._commonness(piece)
            if len(row.pieces) == 1 and not piece.group:
                group.texts |= self._of_pieces[piece.key]
            else:
                group.rows.append(row)
        return group

    def _watched(self, written: Iterable[str]) -> Iterator[tuple[Way, tuple[Piece, ...]]]:
        for way in _ways(written):
            for row in way:
                self._watch(row)
            yield way, self._by_rarity(piece for row in way for piece in row.pieces)

    def _by_rarity(self, pieces: Iterable[Piece]) -> tuple[Piece, ...]:
        """Each once, the rarest first."""
        return tuple(sorted({piece.key: piece for piece in pieces}.values(), key=self._commonness))

    def _watch(self, row: Row) -> None:
        for piece in row.pieces:
            if piece.group or piece.key in self._common:
                continue
            self._common[piece.key] = sum(map(self._rarity, piece.texts))
            for written in piece.every.difference(self._texts):
                text = self._texts[written] = Text(written)
                self._automaton.add_word(text.stands, text)
            self._of_pieces[piece.key] = frozenset(self._texts[written] for written in piece.every)

    def _commonness(self, piece: Piece) -> float:
        return self._groups[piece.texts[0]].common if piece.group else self._common[piece.key]

    def _rarity(self, text: str) -> float:
        words = text.rstrip("*").split()
        return min(map(self._english.count, words)) / float(_RARER ** (len(words) - 1))

    def ways(self) -> Iterator[tuple[Way, Piece]]:
        """Each way to meet a rule, with its rarest piece."""
        return ((way, pieces[0]) for _, way, pieces in self._ways)

    def rows(self) -> Iterator[tuple[str, Row, Piece]]:
        """The rows of groups: whose, and the rarest piece of each; of every group behind those it names."""
        for name, group in self._groups.items():
            yield from ((name, row, self._by_rarity(row.pieces)[0]) for row in group.rows)

    def texts(self) -> Iterator[tuple[str, Iterable[Text]]]:
        """What meets each piece by itself, by the key of the piece."""
        yield from self._of_pieces.items()
        yield from ((f"{{{name}}}", group.texts) for name, group in self._groups.items())

    def find(self, plain: Plain, still: Callable[[], None]) -> list[Found]:
        """Every phrase of a rule that is there and not cancelled. `still` is called between steps and may raise.

        Not once danger right now is found.
        """
        hits = list(self._automaton.iter(plain.text))
        ways, rows = self._glance.ways({text for _, text in hits})
        if not ways:
            return []
        still()
        looking = Standing(plain, hits, self._of_pieces, self._groups, rows)
        found: list[Found] = []
        for number in self._in_order(ways):
            rule, way, pieces = self._ways[number]
            if (where := looking.stand(way, pieces)) is not None:
                sides = self._sides.get(rule, _NONE)
                found.append(Found(rule, where, looking.every(way[sides])))
        if not found:
            return []
        if not self.urgent(found):
            still()
        places: dict[str, list[Place]] = defaultdict(list)
        for each in found:
            places[each.rule] += each.places
        cancelled = {rule for rule, theirs in places.items() if self._cancelled(rule, theirs, looking)}
        return [each for each in found if each.rule not in cancelled]

    def urgent(self, found: Iterable[Found]) -> bool:
        """Whether any of this is a word of danger right now."""
        return any(each.rule in self._urgent for each in found)

    def _in_order(self, ways: int) -> list[int]:
        """The numbers of ways, as lexicons have them, for their bits."""
        numbers: list[int] = []
        while ways:
            numbers.append(self._order[(ways & -ways).bit_length() - 1])
            ways &= ways - 1
        return sorted(numbers)

    def _cancelled(self, rule: str, places: list[Place], looking: Standing) -> bool:
        """Whether what cancels a rule stands close: one harmless word must not undo the alarm of a long message."""
        for way, pieces in self._cancels[rule]:
            there = looking.stand(way, pieces) or ()
            if any(start - CANCELS <= each[0] <= last + CANCELS for each in there for start, last in places):
                return True
        return False


def _ways(written: Iterable[str]) -> Iterator[Way]:
    for phrase in written:
        yield from phrases.read(phrase)


def _in_order(lexicon: Lexicon) -> list[str]:
    """The groups, each after those it names."""
    done: list[str] = []

    def visit(name: str, above: tuple[str, ...]) -> None:
        if name in above:
            raise phrases.BadPhrase(f"The group “{name}” names itself.")
        if name in done:
            return
        for named in _named_by(name, lexicon.groups[name]):
            visit(named, (*above, name))
        done.append(name)

    for name in lexicon.groups:
        visit(name, ())
    return done


def _named_by(name: str, written: Iterable[str]) -> Iterator[str]:
    """The groups that a group's phrases name."""
    for row, *others in _ways(written):
        if others:
            raise phrases.BadPhrase(f"The group “{name}” has a phrase with “&”; only rules may.")
        yield from (piece.texts[0] for piece in row.pieces if piece.group)
