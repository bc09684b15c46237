"""What words and rows of them weigh, as numbers, and how little is nothing."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

from chat.guard.scale import ASKS, BEGINS, BETWEEN, ENDS, Scale
from chat.guard.weights import unpacked

from .tables import WORD_BITS

#: Stands where a row of two has no third; more words than any list has.
_NO_WORD: Final = (1 << WORD_BITS) - 1
#: Of longer messages it is not asked.
_MOST_WORDS: Final = 97
SIGNS: Final = (BEGINS, ENDS, ASKS, BETWEEN)


def tables(scale: Scale, numbers: Mapping[str, int]) -> dict[str, array[int]]:
    """The tables of one scale, in the numbers of plain words."""
    rows = {
        _key([numbers[word] for word in row]): weight
        for row, weight in scale.weights.rows.items()
        if all(word in numbers for word in row)
    }
    return {
        "weights": array("i", chain.from_iterable(unpacked(scale.of_word(word)) for word in numbers)),
        "row_keys": array("Q", rows),
        "row_weights": array("h", chain.from_iterable(map(unpacked, rows.values()))),
        "least": array("i", chain.from_iterable(map(scale.least, range(_MOST_WORDS)))),
    }


def _key(row: Sequence[int]) -> int:
    one, two, *three = row
    return one << 2 * WORD_BITS | two << WORD_BITS | (three[0] if three else _NO_WORD)
