"""Which words are English, and how common each is: what is no word may be a trick, a slip or a name."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from typing import Final

from spellchecker import SpellChecker

#: Single letters are words only where they are.
_ALONE: Final = frozenset({"a", "i", "u", "n", "r"})
_LONGEST: Final = 14
#: A word nobody knows costs more than any row of words that somebody does.
_UNKNOWN: Final = 40.0
#: Rarer ones in the list are slips of others.
_RARE: Final = 40
#: Words of lexicons count as not rarer than this.
_WATCHED: Final = 20_000


class English:
    """The words of the language, and those that lexicons add."""

    def __init__(self, added: frozenset[str]) -> None:
        """`added`: words of the lexicons, which count as common."""
        listed = _counts()
        self._counts = {**listed, **{word: max(_WATCHED, listed.get(word, 0)) for word in added}}
        self._total = math.log(sum(listed.values()))

    def __contains__(self, word: str) -> bool:
        """Whether it is a word."""
        return word in self._counts

    def words(self) -> Iterable[str]:
        """All of them."""
        return self._counts.keys()

    def common(self, word: str) -> bool:
        """Whether nearly everybody uses it."""
        return self._counts.get(word, 0) > 3_000  # noqa: PLR2004

    def count(self, word: str) -> int:
        """How often it is met, against other words."""
        return self._counts.get(word, 1)

    def parted(self, letters: str) -> list[str] | None:
        """Letters without spaces as the likeliest row of words; None if they are no row of words.

        Linear: each place looks back at most fourteen letters.
        """
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(letters) + 1):
            starts = range(max(0, end - _LONGEST), end)
            best.append(min((best[start][0] + self._cost(letters[start:end]), start) for start in starts))
        row: list[str] = []
        end = len(letters)
        while end:
            start = best[end][1]
            row.insert(0, letters[start:end])
            end = start
        return row if best[-1][0] < _UNKNOWN * len(letters) and all(self._word(word) for word in row) else None

    def _word(self, word: str) -> bool:
        return word in self._counts if len(word) > 1 else word in _ALONE

    def _cost(self, word: str) -> float:
        if not self._word(word):
            return _UNKNOWN * len(word)
        return self._total - math.log(self._counts.get(word, 100))


@cache
def _counts() -> dict[str, int]:
    listed = SpellChecker(language="en").word_frequency.dictionary
    return {word: count for word, count in listed.items() if count >= _RARE}
