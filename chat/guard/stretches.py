"""A long message in stretches of a sentence or two, each read like a message by itself.

What lies far apart in a long message does not belong together, and to look for phrases in all of it at once takes
longer than it has time for. A stretch begins with the end of the one before: with the last sentence, if it is short, or
in the middle of a sentence that is too long for one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Final

from .letters import plainly
from .signs import DIGIT_WORDS
from .typed import Span

#: Up to so many letters a message is read as one: of a thousand such as are written in a room, three are longer.
#: Spaces between words count once, however many, and what is neither letter nor digit counts as one.
_WHOLE: Final = 200
#: Ten times the longest message that is allowed (chat.protocol): a picture becomes its name, of up to ninety letters.
_READABLE: Final = 20_000
#: So many letters are a stretch.
_STRETCH: Final = 70
#: So many of the one before come again in the next: of whole sentences, and of the middle of one.
_AGAIN, _MORE = 30, 40
#: A number within a sentence is not cut, until a stretch is as long as this.
_WITH_NUMBER: Final = 180
#: What has no spaces is cut after so many letters.
_PIECE: Final = re.compile(rf"\S{{1,{_AGAIN}}}")
_ENDS: Final = frozenset(".!?;")
_NO_LETTER: Final = re.compile(r"[\W_]+|:[a-z][a-z0-9-]+")
_DIGIT: Final = re.compile(r"\d")


def reads_as_one(message: str) -> bool:
    """Whether it is surely short enough."""
    return len(message) <= _WHOLE


def is_little(message: str) -> bool:
    """Whether reading it is little work: short as well once its pictures are named, of which each is a name."""
    return reads_as_one(message) and len(plainly(message)[0]) <= _WHOLE


def stretches(message: str) -> list[Span]:
    """Where each stretch begins and ends in a message as written, one for a message that is not long.

    They hold every word. Linear in its length. None at all for what is too long to be read once its pictures are named:
    nobody writes hundreds of different ones to be understood.
    """
    if reads_as_one(message):
        return [(0, len(message))]
    letters, origin = plainly(message)
    if len(letters) > _READABLE:
        return []
    if not (spans := _in_letters(letters)):
        return [(0, len(message))]
    return spans if origin is None else [(origin[start], origin[end - 1] + 1) for start, end in spans]


def _in_letters(letters: str) -> list[Span]:
    words = [found.span() for found in _PIECE.finditer(letters)]
    said = [letters[start:end] for start, end in words]
    so_far = list(accumulate(map(_size, said), initial=0))
    if so_far[-1] <= _WHOLE:
        return []
    between = (letters[end:after] for (_, end), (after, _) in pairwise(words))
    # Where no gap is, a word goes on that was cut for its length: the dot within a link ends no sentence.
    ends = [past for past, gap in enumerate(between, start=1) if gap and (said[past - 1][-1] in _ENDS or "\n" in gap)]
    numbers = [past for past, word in enumerate(said) if word in DIGIT_WORDS or _DIGIT.search(word)]
    return [(words[first][0], words[past - 1][1]) for first, past in _rows(so_far, ends, frozenset(numbers))]


def _size(word: str) -> int:
    """How much of a stretch a word takes, with the space behind it."""
    return 2 if not word[0].isalnum() and _NO_LETTER.fullmatch(word) else len(word) + 1


def _rows(so_far: list[int], ends: list[int], numbers: frozenset[int]) -> Iterator[Span]:
    """The first word of each stretch and the one past its last, given past which words a sentence ends."""
    words, first, past = len(so_far) - 1, 0, 0
    while past < words:
        fits = max(past + 1, bisect_right(so_far, so_far[first] + _STRETCH) - 1)
        sentence = bisect_right(ends, fits) - 1
        if fits < words and sentence >= 0 and ends[sentence] > past:
            past = ends[sentence]
            yield first, past
            # Not from the middle of a sentence, if a whole one is short enough.
            first = ends[bisect_left(ends, bisect_left(so_far, so_far[past] - _AGAIN, first + 1, past))]
            continue
        past = fits
        while past < words and numbers & {past - 1, past} and so_far[past] - so_far[first] < _WITH_NUMBER:
            past += 1
        yield first, past
        first = bisect_left(so_far, so_far[past] - _MORE, first + 1, past)
