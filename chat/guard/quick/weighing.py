"""What words and rows of them weigh, as numbers, and how little is nothing."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

from chat.guard.scale import ASKS, BEGINS, BETWEEN, ENDS, Scale
from chat.guard.weights import unpacked_all

from .tables import WORD_BITS

#: Stands where a row of two has no third; more words than any list has.
_NO_WORD: Final = (1 << WORD_BITS) - 1
#: Of longer messages it is not asked.
_MOST_WORDS: Final = 97
SIGNS: Final = (BEGINS, ENDS, ASKS, BETWEEN)


def tables(scale: Scale, numbers: Mapping[str, int]) -> dict[str, array[int]]:
    """The tables of one scale, in the numbers of plain words."""
    rows = {key: weight for row, weight in scale.weights.rows.items() if (key := _key(row, numbers)) is not None}
    return {
        "weights": unpacked_all(map(scale.of_word, numbers)),
        "row_keys": array("Q", rows),
        "row_weights": array("h", unpacked_all(rows.values())),
        "least": array("i", chain.from_iterable(map(scale.least, range(_MOST_WORDS)))),
    }


def _key(row: Sequence[str], numbers: Mapping[str, int]) -> int | None:
    """The numbers of its words in one; None if one of them is not listed."""
    try:
        one, two, three = numbers[row[0]], numbers[row[1]], numbers[row[2]] if len(row) > 2 else _NO_WORD  # noqa: PLR2004
    except KeyError:
        return None
    return one << 2 * WORD_BITS | two << WORD_BITS | three
