"""Harmless senses that are known for sure: the battery is flat, mum is at the door, the exams are over.

What words weigh is learnt from messages that are mostly danger, so that such talk can seem to be some. Where only words
weighed, those of such a sense are set apart, and what is left is weighed once more: who covers danger with them still
says it with the others. The senses are data (`words/harmless.toml`), written like rules and tried like them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

from .english import English
from .finding import Finder
from .keeping import kept
from .lexicon import HARMLESS, Lexicon, apart
from .plain import Plain

_ALL: Final = "harmless"


@cache
def senses() -> Lexicon:
    """Those of the release. Raises `BadPhrase`, `KeyError` or `TypeError` if the file is not in order."""
    return kept(_ALL, lambda: apart(HARMLESS))


class Harmless:
    """All senses, ready to be found."""

    def __init__(self, english: English) -> None:
        """Compile the phrases."""
        self._finder = Finder(senses(), english)

    def words(self, plain: Plain, still: Callable[[], None]) -> frozenset[int]:
        """The places of all words that are part of a harmless sense. `still` is called between steps and may raise."""
        found = self._finder.find(plain, still)
        return frozenset(at for each in found for first, last in each.places for at in range(first, last + 1))
