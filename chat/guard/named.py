"""Names that are told as such, and names in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .tokens import Strange, Token, bare, hit, known
from .verdict import Hit

_CUE: Final = re.compile(
    r"\b(?:(?:my|his|her|their) )?"
    r"(?:full|whole|real|actual|proper|legal|government|birth|dead|last|sur|irl|first|middle)"
    r"[ -]?(?:first |last |full )?name'?s?(?: irl| is| was| in real life|,|:|=|'s|\?| its| it's){0,5}"
    r"|\b(?:surname|deadname)(?:'?s(?= )|(?: irl| is| was|,|:|=|\?| its| it's){1,5})"
    r"|\bname in full(?: is|:)|\bmy name'?s?(?: irl| is|:|=){1,3}"
    r"|\bme llamo|\bmi nombre (?:es|completo)|\bnazywam si[eę]|\bje m'?appelle|\bmein name ist|\bich heisse"
    r"|\bma numesc|\bfy enw i(?: yw| ydy)?|\bmy (?:nam|nme|naem|nmae|neme) (?:is|iz)"
    r"|\b(?:any ?one|any1|anybody|does any ?one|do (?:u|you|yous|ye)|who) knows?"
    r"|\b(?:i am|im|i'm) called|\b(?:was |am |been )christened|\b(?:named|christened|baptised) me"
    r"|\bthey call me|\bcalled me by my (?:full|whole) name"
)
#: With these, one name alone is told as somebody's own.
_ALONE: Final = re.compile(r"real|actual|legal|irl|government|surname|last|full|whole|birth|dead|proper")
#: Where a message begins with a name, in the capital that it would begin with anyway.
_CLAIMED: Final = re.compile(
    r"\b(?:that'?s|is|its|it's) me\b|\bmy (?:full |whole |real |actual )?(?:government )?name\b"
)
_AFTER_CUE: Final = known("no-name")
_PASSED: Final = frozenset({"actually", "really", "just"})
_BETWEEN: Final = frozenset({" ", "-", "–", "'"})
#: Right before a name; what is "called" so, or what a shirt "says", is mostly a song or a show.
_TELLING: Final = frozenset({"am", "im", "me", "christened"})
_MOST: Final = 5
_SHORTEST: Final = 3


def told(letters: str, tokens: list[Token], strange: Strange, words: str) -> Iterator[Hit]:
    """Names that are said to be one: "my full name is X Y", "surname: Z"."""
    for cue in _CUE.finditer(letters):
        start = next((place for place, token in enumerate(tokens) if token.start >= cue.end()), len(tokens))
        alone = _ALONE.search(cue[0]) is not None
        given = alone or cue[0].endswith((" me", "christened"))
        some = _told_here(tokens[start : start + _MOST], strange, given)
        if not some or not _may_be(some[0], strange, firm=True):
            continue
        if alone or any(_may_be(token, strange) for token in some[1:]):
            yield hit("name", some[0], some[-1], words)


def _told_here(tokens: list[Token], strange: Strange, firm: bool) -> list[Token]:
    """The words of the name with which these begin."""
    some: list[Token] = []
    # A name in the middle may be any word: "lily mae hobdenshaw".
    between = firm or (len(tokens) > 0 and bare(tokens[0].raw) in strange.first_names)
    for token in tokens:
        if token.word in _PASSED and not some:
            continue
        known_other = token.word in _AFTER_CUE or token.raw in known("after") or not bare(token.raw).isalpha()
        if known_other or (some and not _may_be(token, strange, between)):
            break
        some.append(token)
    while len(some) > 1 and not _may_be(some[-1], strange, firm):
        some.pop()
    return some


def _may_be(token: Token, strange: Strange, firm: bool = False) -> bool:
    """Whether a word may be part of a name where one is expected."""
    raw = bare(token.raw)
    if firm and not strange.common(raw) and raw not in known("slang"):
        return True
    named = raw in strange.first_names or raw in strange.last_names or (token.big and raw not in known("after"))
    return named or strange(token)


def capitals(words: str, strange: Strange, tokens: list[Token]) -> Iterator[Hit]:
    """Two or more words in a row that begin with a capital, and are names or no words at all."""
    big = sum(token.big for token in tokens)
    claimed = _CLAIMED.search(words.lower()) is not None
    at = 0
    while at < len(tokens):
        last = _last_big(words, tokens, at)
        others = len(tokens) - (last - at + 1)
        mostly = (big - (last - at + 1)) * 2 > others > 1
        while at < last and not _part_of_name(tokens[at], strange, mostly or (not at and not claimed)):
            at += 1
        told = at > 0 and bare(tokens[at - 1].raw) in _TELLING and not mostly
        if last > at and _is_full(tokens[at : last + 1], strange, words, mostly, told):
            yield hit("name", tokens[at], tokens[last], words)
        at = last + 1


def _last_big(words: str, tokens: list[Token], at: int) -> int:
    """The last of the words with capitals that begin here."""
    while at + 1 < len(tokens) and tokens[at].big and tokens[at + 1].big:
        if words[tokens[at].end : tokens[at + 1].start] not in _BETWEEN:
            break
        at += 1
    return at


def _is_full(some: list[Token], strange: Strange, words: str, mostly: bool, told: bool) -> bool:
    """Whether these words with capitals are somebody's full name; `told` where a name is what one expects."""
    low = [bare(token.raw) for token in some]
    if famous(low) or any(word in known(one) for word in low for one in ("cities", "generic")):
        return False
    if low[0] in known("heights") or not known("titled").isdisjoint(low[1:]):
        return False
    unknown = [not strange.is_word(word) for word in low]
    surname = any(unknown[1:]) or low[-1] in strange.last_names or low[0] in strange.first_names
    if _double(some, words) and len(low[-1]) >= _SHORTEST and surname:
        return not strange.common(low[-2])
    rare = not mostly and not any(strange.common(word) for word in low[1:])
    if low[0] in strange.first_names and words[some[0].end : some[1].start] == " ":
        return rare or any(word in strange.last_names for word in low[1:]) or any(unknown[1:])
    if strange.common(low[0]) or any(len(word) < _SHORTEST or not word.isalpha() for word in low):
        return False
    return all(unknown) or (rare and (told or any(unknown)))


def _double(some: list[Token], words: str) -> bool:
    """Whether it ends with a surname in two halves."""
    return words[some[-2].end : some[-1].start] in ("-", "–")


def _part_of_name(token: Token, strange: Strange, mostly: bool) -> bool:
    """Whether a name may begin with this word; a first word of a message has its capital anyway."""
    low = bare(token.raw)
    if low in strange.first_names or not strange.is_word(low):
        return True
    return not mostly and not strange.common(low) and low not in known("slang")


def famous(low: list[str]) -> bool:
    """Whether everybody knows whose name this is."""
    return " ".join(low[:2]) in known("famous") or f"{low[0]} {low[-1]}" in known("famous")
