"""What the compiled look looks up: every listed word, phrase and weight as numbers in arrays.

Words have two lists: those that somebody may type, and the plain ones they mean, in whose numbers phrases and weights
are written.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from itertools import accumulate, chain
from typing import Final

Tables = Mapping[str, "array[int] | tuple[int, ...]"]
#: So many bits hold the number of a plain word, as in `look.pyx`.
WORD_BITS: Final = 20
#: Where nothing stands.
NONE: Final = -1


def together(lists: Iterable[Iterable[int]]) -> tuple[array[int], array[int]]:
    """Where each list begins, the last one ending where a next would begin, and all of them behind each other."""
    rows = [list(each) for each in lists]
    return array("i", accumulate(map(len, rows), initial=0)), array("i", chain.from_iterable(rows))
