"""Words whose letters stand apart, put together again: "j o @ e x a m p l e . o r g", "1 9  h a l l  l a n e"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .tokens import Strange
from .verdict import Hit

#: A row of single signs; more than one space parts its words, and so does a sign that is said in letters.
_ROW: Final = re.compile(r"(?<!\S)(?:(?:dot|at|\S) {1,4}){4,80}\S(?!\S)")
_WORD: Final = re.compile(r"(?:dot|at)(?= |$)|\S(?: ?(?!(?:dot|at)(?: |$))\S)*")
#: With a dot or stroke among them.
_DOTTED: Final = re.compile(r"(?<![^\W_])(?:[^\W_] {1,2}|[._-] {1,2}){4,60}[^\W_](?![^\W_])")
_SHORTEST: Final = 3


def joined(words: str) -> tuple[str, list[int]] | None:
    """The message with its rows of letters as words, and where each sign of it came from; None if it has no row."""
    letters: list[str] = []
    origin: list[int] = []
    last = 0
    for row in _ROW.finditer(words):
        _put(words[last : row.start()], last, letters, origin)
        for word in _WORD.finditer(words, *row.span()):
            if not letters or letters[-1] != " ":
                _put(" ", word.start(), letters, origin)
            for at in range(*word.span()):
                if words[at] != " ":
                    _put(words[at], at, letters, origin)
        last = row.end()
    if not last:
        return None
    _put(words[last:], last, letters, origin)
    return "".join(letters), origin


def _put(some: str, at: int, letters: list[str], origin: list[int]) -> None:
    letters += some
    origin += range(at, at + len(some))


def handles(words: str, strange: Strange) -> Iterator[Hit]:
    """Names on apps whose letters stand apart: "z o e . b a k s h i . 1 1"."""
    for found in _DOTTED.finditer(words):
        parts = [part for part in re.split(r"[._-]", found[0].replace(" ", "").lower()) if part]
        named = any(part.isalpha() and len(part) >= _SHORTEST and not strange.is_word(part) for part in parts)
        if len(parts) > 1 and any(map(str.isalpha, parts)) and (named or parts[-1].isdigit()):
            yield Hit("contact.handle", *found.span(), found[0].lower())
