"""What the words of a message weigh together: danger that is told sideways has no phrase a rule could look for.

The weights were learnt (`script/learn`) from messages that many people made up and sorted; a message weighs the sum of
its words, its rows of two and three, its pairs with one word between, and their letters, over the root of its length.
Each weight can be read in `weights.tsv`, and staff are shown the words that weighed most. It weighs words, never a
person: nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, repeat
from math import exp, floor, sqrt
from typing import Final, NamedTuple

from .plain import Plain
from .standing import Place
from .verdict import Kind
from .weights import TOPMOST, WEIGHED, Weights, lifted, unpacked

#: Stand before the first and behind the last word, and for a question.
BEGINS, ENDS, ASKS = "^", "$", "?"
#: Stands for any word between two: no word is written so.
BETWEEN: Final = "_"
#: Letters of a word are looked at in pieces of so many.
_PIECES: Final = (2, 3, 4, 5)
#: Nobody writes a longer word, and its pieces take time.
_LONGEST: Final = 24
#: A message of a word or two would weigh too much by them.
_FEWEST: Final = 5
#: Where no class comes nearer to calm than this, all nine together make danger no likelier than 0.7.
_NOTHING: Final = -1.35
#: Beyond this there is no doubt, and no number either.
_CERTAIN: Final = 50.0
#: Longer messages are so few that what they need is worked out each time.
_LIFTS: Final = 100
_SHOWN: Final = 2
_HUNDREDTHS: Final = 100


def row(plain: Plain, apart: frozenset[int] = frozenset()) -> list[str]:
    """The words to weigh, with where they begin and end, and whether they ask; not those whose places are `apart`."""
    words = [word for at, word in enumerate(plain.words) if at not in apart] if apart else plain.words
    return [BEGINS, *words, ENDS, ASKS] if plain.asks else [BEGINS, *words, ENDS]


def letters(word: str) -> set[str]:
    """The pieces of a word, with a space at both ends."""
    spaced = f" {word[:_LONGEST]} "
    return {spaced[at : at + size] for size in _PIECES for at in range(len(spaced) - size + 1)}


def root(plain: Plain) -> float:
    """What a sum is divided by: long messages are no more dangerous for being long."""
    return _root(len(plain.words))


def _root(words: int) -> float:
    return sqrt(max(_FEWEST, words))


class Weighed(NamedTuple):
    """By how much each class outweighs calm, in natural logarithms; what that comes to is worked out when asked for."""

    margins: tuple[float, ...]

    @property
    def shares(self) -> tuple[float, ...]:
        """How likely each class is; from 0 to 1, what is left to 1 being calm."""
        risen = [exp(min(margin, _CERTAIN)) for margin in self.margins]
        whole = 1.0 + sum(risen)
        return tuple(each / whole for each in risen)

    @property
    def danger(self) -> float:
        """How likely it is any of them."""
        return sum(self.shares)

    @property
    def kind(self) -> Kind:
        """The likeliest class."""
        return WEIGHED[self.margins.index(max(self.margins))]

    def of(self, *kinds: Kind) -> float:
        """How likely it is one of these."""
        return sum(self.shares[WEIGHED.index(kind)] for kind in kinds)


class Scale:
    """Weighs messages by one set of weights."""

    def __init__(self, weights: Weights) -> None:
        """Take the weights."""
        self.weights = weights
        #: By how many words a message has: what lifts a sum that could matter over the topmost bit of its field.
        self._lifts = [self._lift(words) for words in range(_LIFTS)]

    def load(self, plain: Plain, apart: frozenset[int] = frozenset()) -> int:
        """The sums of all classes in one number, without the words whose places are `apart`. Linear in their number."""
        words = row(plain, apart)
        known, row_of, once = self.weights.words, self.weights.rows.get, {*words}
        after = words[2:]
        alone = [*filter(None, map(known.get, once))]
        total = sum(alone)
        # Most rows were not learnt, and to add nothing to so long a number is work too.
        total += sum(filter(None, map(row_of, pairwise(words))))
        total += sum(filter(None, map(row_of, zip(words, words[1:], after, strict=False))))
        total += sum(filter(None, map(row_of, zip(words, repeat(BETWEEN), after, strict=False))))
        if len(alone) < len(once):
            for word in once.difference(known):
                total += self._by_letters(word)
        return total

    def light(self, load: int, plain: Plain) -> bool:
        """Whether danger is surely unlikely: one look, for the many messages where nothing else was seen."""
        words = len(plain.words)
        return not (load + (self._lifts[words] if words < _LIFTS else self._lift(words))) & TOPMOST

    def weigh(self, plain: Plain, apart: frozenset[int] = frozenset()) -> Weighed:
        """What a message weighs without the words whose places are `apart`."""
        return self.weighed(self.load(plain, apart), len(plain.words) - len(apart))

    def weighed(self, load: int, words: int) -> Weighed:
        """What a load of so many words comes to."""
        over = _HUNDREDTHS * _root(words)
        return Weighed(tuple(bias + each / over for bias, each in zip(self.weights.bias, unpacked(load), strict=True)))

    def _lift(self, words: int) -> int:
        return lifted(self.least(words))

    def least(self, words: int) -> list[int]:
        """The least sum of so many words, for each class, that is looked at more closely."""
        over = _HUNDREDTHS * _root(words)
        return [floor((_NOTHING - bias) * over) for bias in self.weights.bias]

    def heaviest(self, plain: Plain, kind: Kind) -> list[Place]:
        """The places that weighed most for a class, of up to three words each, the heaviest first."""
        chosen: list[Place] = []
        for weight, (first, last) in sorted(self._spans(plain.words, WEIGHED.index(kind)), reverse=True):
            if len(chosen) == _SHOWN or weight <= 0:
                break
            if all(last < start or end < first for start, end in chosen):
                chosen.append((first, last))
        return chosen

    def _spans(self, words: list[str], at: int) -> Iterator[tuple[int, Place]]:
        """What every row of up to three words weighs for one class, with the rows in it. Linear in the words."""
        alone = [unpacked(self.of_word(word))[at] for word in words]

        def of_row(*row: str) -> int:
            found = self.weights.rows.get(row)
            return unpacked(found)[at] if found else 0

        pairs = [one + other + of_row(*row) for (one, other), row in zip(pairwise(alone), pairwise(words), strict=True)]
        yield from ((weight, (place, place)) for place, weight in enumerate(alone))
        yield from ((weight, (place, place + 1)) for place, weight in enumerate(pairs))
        for place, (first, middle, last) in enumerate(zip(words, words[1:], words[2:], strict=False)):
            both = pairs[place] + pairs[place + 1] - alone[place + 1]
            yield both + of_row(first, middle, last) + of_row(first, BETWEEN, last), (place, place + 2)

    def of_word(self, word: str) -> int:
        """What one word weighs by itself, for all classes."""
        weight = self.weights.words.get(word)
        return self._by_letters(word) if weight is None else weight

    def _by_letters(self, word: str) -> int:
        """What a word weighs that was not among those learnt from."""
        return sum(map(self.weights.letters.get, letters(word), repeat(0)))
