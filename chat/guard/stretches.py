"""A long message in stretches of a few sentences, each read like a message by itself.

What lies far apart in a long message does not belong together, and to look for phrases in all of it at once takes
longer than it has time for. Each stretch begins with the end of the one before, so that a phrase is whole in one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Final

from .letters import plainly
from .typed import Span

#: Up to so many letters a message is read as one: of a thousand such as are written in a room, three are longer.
WHOLE: Final = 200
#: So many letters are a stretch, and so many of the one before it come again. Spaces count once, however many.
_STRETCH: Final = 70
_AGAIN: Final = 30
#: What has no spaces is cut after so many letters.
_PIECE: Final = re.compile(rf"\S{{1,{_AGAIN}}}")
_ENDS: Final = frozenset(".!?;")


def stretches(message: str) -> list[Span]:
    """Where each stretch begins and ends in a message as written; they hold every word. Linear in its length."""
    letters, origin = plainly(message)
    spans = _in_letters(letters)
    return spans if origin is None else [(origin[start], origin[end - 1] + 1) for start, end in spans]


def _in_letters(letters: str) -> list[Span]:
    words = [found.span() for found in _PIECE.finditer(letters)]
    between = ((end, letters[end:after]) for (_, end), (after, _) in pairwise(words))
    ends = [past for past, (end, gap) in enumerate(between, start=1) if letters[end - 1] in _ENDS or "\n" in gap]
    return [(words[first][0], words[past - 1][1]) for first, past in _rows(_so_far(words), ends)]


def _so_far(words: list[Span]) -> list[int]:
    """How many letters stand before each word, with one space between, and before the end."""
    return list(accumulate((end - start + 1 for start, end in words), initial=0))


def _rows(so_far: list[int], ends: list[int]) -> Iterator[Span]:
    """The first word of each stretch and the one past its last, given past which words a sentence ends."""
    words, first, past = len(so_far) - 1, 0, 0
    while past < words:
        fits = max(past + 1, bisect_right(so_far, so_far[first] + _STRETCH) - 1)
        sentence = bisect_right(ends, fits) - 1
        ended = fits < words and sentence >= 0 and ends[sentence] > past
        past = ends[sentence] if ended else fits
        yield first, past
        again = bisect_left(so_far, so_far[past] - _AGAIN, first + 1, past)
        # Not from the middle of a sentence, if a whole one is short enough.
        first = ends[bisect_left(ends, again)] if ended else again
