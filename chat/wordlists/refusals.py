"""Why the word lists stay as they are."""

from __future__ import annotations


class WordsRefused(Exception):
    """The lists stay as they are."""


class SaidAlready(WordsRefused):
    """The class has this phrase already, or the same was asked for."""


class NoRoom(WordsRefused):
    """There are as many phrases of this house as anybody looks through."""


class NotThere(WordsRefused):
    """The rule is not in this release, or somebody else has decided meanwhile."""


class AnotherPerson(WordsRefused):
    """Who asked cannot be the second person."""


class WithoutTheLead(WordsRefused):
    """Neither of the two is the safeguarding lead."""


class NotYours(WordsRefused):
    """They may not, or not any more."""


class ListsChanged(WordsRefused):
    """What would be missed is not what they have read any more."""
