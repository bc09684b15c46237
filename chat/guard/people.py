"""Full names of others and surnames with a title, however they are written: who is named did not ask to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .named import famous
from .places import at_one
from .tokens import Strange, Token, bare, hit, known
from .verdict import Hit

TITLES: Final = known("titles") | {"miss"}
#: Titles that are also words: only a capital or a surname makes them one.
_WORDED: Final = known("worded-titles")
_FIRM: Final = frozenset({"mr", "mrs", "ms", "dr", "mx"})
#: Before "miss" where it is a feeling.
_FEELING: Final = frozenset(
    {
        "i",
        "we",
        "you",
        "u",
        "they",
        "really",
        "will",
        "would",
        "to",
        "do",
        "dont",
        "ill",
        "id",
        "gonna",
        "still",
        "just",
    }
    | {"so", "also", "and", "n", "ye", "literally", "lowkey", "proper"}
)
_LIST_SIGNS: Final = frozenset({"and", "n", "with", "me", "plus", "nd", "then", "also"})
#: Between a first name and a surname in Irish, Welsh and other names: "orlaith ni bhrannagain".
_OF: Final = frozenset({"ni", "nic", "ui", "mac", "mc", "ap", "ferch", "bin", "bint", "ibn", "van", "de", "al", "el"})
#: Who somebody is at a school, which is told by their name.
_OF_A_SCHOOL: Final = frozenset({"head", "headteacher", "housemaster", "guardian", "landlord"})
_SHORTEST: Final = 3
_MOST: Final = 3


def find(tokens: list[Token], strange: Strange, words: str) -> Iterator[Hit]:
    """Every full name, and every surname with a title."""
    at = 0
    told: bool | None = None
    while at < len(tokens):
        last = None
        if tokens[at].raw in TITLES:
            last = _titled(tokens, at, strange, words)
            # There is a mr hughes at every school: alone he leads nobody anywhere.
            if last == at + 1:
                told = _tells_more(tokens, strange) if told is None else told
                last = last if told else None
        elif bare(tokens[at].raw) in strange.first_names:
            last = _full(tokens, at, strange, words)
        if last is not None:
            yield hit("name", tokens[at], tokens[last], words)
            at = last
        at += 1


def _titled(tokens: list[Token], at: int, strange: Strange, words: str) -> int | None:
    """The last word of "dr Halloran-Pryce"; None for "dr who" and "mr beast"."""
    if at + 1 >= len(tokens) or _parted(words, tokens[at], tokens[at + 1]):
        return None
    title, name = tokens[at].raw, tokens[at + 1]
    raw = bare(name.raw)
    if raw in known("titled") or len(raw) < _SHORTEST - 1 or not raw.isalpha():
        return None
    surname = raw in strange.last_names and (not strange.common(raw) or name.big)
    stranger = raw not in strange.first_names and (strange(name) or (name.big and not strange.common(raw)))
    if title in _WORDED:
        of_staff = title == "miss" and surname and (not at or tokens[at - 1].raw not in _FEELING)
        is_name = of_staff or (name.big and (surname or stranger))
    else:
        rare = not strange.common(raw) and raw not in known("slang") and len(raw) > _SHORTEST
        is_name = surname or stranger or (title in _FIRM and (name.big or rare))
    return _past_hyphen(tokens, at + 1, words) if is_name else None


def _tells_more(tokens: list[Token], strange: Strange) -> bool:
    """Whether anything else may be the name of a place or person; a surname with a title is not."""
    return any(
        each.word in _OF_A_SCHOOL or strange(each) or _in_capitals(tokens, place, strange) or at_one(tokens, place)
        for place, each in enumerate(tokens)
        if not (place and tokens[place - 1].raw in TITLES)
    )


def _in_capitals(tokens: list[Token], place: int, strange: Strange) -> bool:
    """Whether a word that few use has a capital, and not as the first."""
    return place > 0 and tokens[place].big and not strange.common(bare(tokens[place].raw))


def _full(tokens: list[Token], at: int, strange: Strange, words: str) -> int | None:
    """The last word of a full name that begins with a known first name."""
    last = at
    while last + 1 < len(tokens) and last - at < _MOST and not _parted(words, tokens[last], tokens[last + 1]):
        if _goes_between(tokens, last + 1) and _surname(tokens, at, last + 2, strange):
            last += 2
            continue
        if not (_surname(tokens, at, last + 1, strange) or _in_halves(tokens, last + 1, strange, words)):
            break
        last = _past_hyphen(tokens, last + 1, words)
    if last == at:
        return None
    low = [bare(token.raw) for token in tokens[at : last + 1]]
    listed = all(word in strange.first_names for word in low) and not _of_one(tokens, at, last, strange)
    if listed or famous(low):
        return None
    return last


def _goes_between(tokens: list[Token], place: int) -> bool:
    """Whether a single letter stands here, or a word that surnames begin with: "kieran j. mottershead"."""
    raw = tokens[place].raw
    return place + 1 < len(tokens) and (raw in _OF or (len(raw) == 1 and raw.isalpha()))


def _surname(tokens: list[Token], at: int, place: int, strange: Strange) -> bool:
    """Whether this word can be what a first name goes on with."""
    first, token = tokens[at], tokens[place]
    raw = bare(token.raw)
    big = first.big and token.big
    if len(raw) < _SHORTEST - big or raw in known("after") or not raw.replace("-", "").isalpha():
        return False
    worded = bare(first.raw) in known("worded") and strange.common(bare(first.raw)) and not big
    if raw in strange.last_names and (big or not strange.is_word(raw) or not strange.common(raw)):
        return not worded or not strange.is_word(raw)
    if raw in strange.first_names and not strange.common(raw):
        return not worded and not token.raw.endswith("'s")
    return not worded and strange(token, known("cities"))


def _of_one(tokens: list[Token], at: int, last: int, strange: Strange) -> bool:
    """Whether two first names in a row are one person's rather than some of a list of friends."""
    around = [tokens[place] for place in (at - 1, last + 1) if 0 <= place < len(tokens)]
    if any(token.raw in _LIST_SIGNS or bare(token.raw) in strange.first_names for token in around):
        return False
    return bare(tokens[last].raw) in strange.last_names


def _in_halves(tokens: list[Token], place: int, strange: Strange, words: str) -> bool:
    """Whether a surname in two halves stands here, the second of which is surely one: "tohill-brady"."""
    if _past_hyphen(tokens, place, words) == place or strange.common(bare(tokens[place].raw)):
        return False
    other = tokens[place + 1]
    return bare(other.raw) in strange.last_names or strange(other)


def _past_hyphen(tokens: list[Token], place: int, words: str) -> int:
    """The last word of a name in two halves."""
    while place + 1 < len(tokens) and words[tokens[place].end : tokens[place + 1].start] in ("-", "–"):
        place += 1
    return place


def _parted(words: str, one: Token, other: Token) -> bool:
    """Whether more than a space, a hyphen or the dot of a title stands between."""
    return words[one.end : other.start].strip(" -–.\u200b") != "" or (
        words[one.end : other.start].startswith(". ") and one.raw not in TITLES and len(one.raw) > 1
    )
