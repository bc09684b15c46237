"""Streets by name, and homes: "112 pellow street", "my address is …", "flat 6"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .places import back, name_like, storied
from .tokens import Strange, Token, bare, hit, known
from .verdict import Hit

_STREETS: Final = known("streets")
#: Ends of the names of streets that are mostly other words, or may be.
_WEAK: Final = known("weak-streets")
_ENDS: Final = _STREETS | _WEAK
#: What the names of streets begin with in Welsh and Irish, and what may stand behind that.
_AHEAD: Final = known("streets-ahead")
_JOINS: Final = frozenset({"y", "yr", "na", "an", "ap", "n"})
_DOUBTFUL: Final = (_WEAK | {"drive", "close", "grove"}) - {"brow", "fold"}
_SHORT: Final = frozenset({"st", "str", "ln", "cres", "ave"})
_PLAIN: Final = frozenset(
    {"street", "road", "lane", "avenue", "crescent", "terrace", "brow", "fold", "mews", "flats", "towers", "court"}
)
_ON: Final = known("lying-on")
#: Ends of names that are also words, and what makes them a home's.
_HOMELY: Final = frozenset({"close", "drive", "grove", "gardens", "way", "ave", "avenue", "st", "rd", "street", "road"})
LIVES: Final = frozenset({"live", "lives", "living", "stay", "staying"})
_HOME: Final = frozenset({"number", "house", "flat", "door", "address"})
#: The number of a house in words.
_SAID: Final = (known("digit-words") | {"thirty", "forty", "fourty", "fifty", "sixty", "eighty", "ninety"}) - {
    *("oh", "o", "nil", "double", "treble", "triple")
}
#: These end a name now and then, and a sentence far more often.
_RARELY: Final = frozenset({"point", "tower"})
#: Streets, and the words for what many of them lie by, which elsewhere say nothing of where somebody is.
_ROADS: Final = frozenset({"street", "st", "road", "rd", "lane", "ln", "avenue", "ave", "crescent", "terrace"})
_EVERYWHERE: Final = known("everywhere")
#: Numbers that belong to a street of stories.
_TOLD_OF: Final = known("told-of")
_NEAR: Final = 14
_UNITS: Final = known("units")
_NUMBER: Final = re.compile(r"\d{1,4}[a-z]?")
_FLAT: Final = re.compile(
    r"\b(?:flat|flt|apartment|apt|house|door|unit|number|no) ?(?:no|number)? ?\d{1,4}[a-z]?\b(?=[, ])"
)
_HOUSE: Final = re.compile(
    r"[, ]{1,3}(?:\d{1,4}\b|(?:the )?[a-z]{1,20} (?:[a-z]{1,20} )?"
    r"(?:house|court|street|road|lane|flats|towers|close|estate|lodge|point|avenue|way|drive))"
)
_PINNED: Final = re.compile(r":round-pushpin\s{1,3}([^.!?\n]{4,60})")
_ADDRESS: Final = re.compile(
    r"\b(?:add?ress|addy|adres|addres)(?: (?:when|wen|once|after|from) [^.!?\n\d]{1,30})?"
    r" (?:is|=|:|(?:is )?gonn?a be|will be)"
    r"|\b(?:address|adress|addy) ?[:=]|\bi live? (?:at|on)\b"
)
#: Between a street and its town.
_BESIDE: Final = re.compile(r"[\s,]{1,3}")
_CLAUSE: Final = re.compile(r"[ ]{0,3}([^.!?\n]{0,80})")
ENOUGH: Final = _PLAIN
WORDS: Final = _ENDS | _AHEAD


def find(tokens: list[Token], strange: Strange, words: str) -> Iterator[Hit]:
    """Every street with a name."""
    for place, token in enumerate(tokens):
        if place and token.word in _ENDS and (first := _street(tokens, place, strange)) is not None:
            yield hit("address", tokens[first], tokens[_with_town(tokens, place, words)], words)
        elif place and token.raw in _AHEAD and (last := _ahead(tokens, place, strange)) is not None:
            yield hit("address", tokens[place - 1], tokens[last], words)
        elif token.word == "street" and _told_abroad(tokens[place + 1 : place + 3], strange):
            yield hit("address", token, tokens[place + 2], words)


def lived_in(said: frozenset[str]) -> bool:
    """Whether somebody may say that they live in a street whose name is of ordinary words: "cedar close"."""
    return not (LIVES.isdisjoint(said) or WORDS.isdisjoint(said))


def _with_town(tokens: list[Token], place: int, words: str) -> int:
    """The last word of an address: the town behind the street, if one is told with it."""
    last = place + 1
    if last < len(tokens) and tokens[last].raw == "in":
        last += 1
    if last == len(tokens) or bare(tokens[last].raw) not in known("cities"):
        return place
    return last if _BESIDE.fullmatch(words, tokens[place].end, tokens[place + 1].start) else place


def _told_abroad(behind: list[Token], strange: Strange) -> bool:
    """Whether it is told as other languages do: "street Alderwick 17"."""
    numbered = len(behind) > 1 and (behind[1].raw.isdigit() or behind[1].word in ("number", "no"))
    return numbered and (behind[0].big or name_like(behind[0], strange))


def _ahead(tokens: list[Token], place: int, strange: Strange) -> int | None:
    """The last word of a street that is named as in Welsh or Irish, where it is lived in: "14 heol y frwynen"."""
    before = tokens[place - 1]
    lived = before.raw in _ON and place > 1 and tokens[place - 2].word in LIVES
    last = place + 1
    while last < len(tokens) and tokens[last].raw in _JOINS:
        last += 1
    if last == len(tokens) or strange.common(bare(tokens[last].raw)):
        return None
    return last if lived or _NUMBER.fullmatch(before.raw) else None


def homes(letters: str) -> Iterator[tuple[int, int]]:
    """Where an address is told outright: "my address is …" with a number in it, or a flat with its number."""
    for found in _ADDRESS.finditer(letters):
        rest = _CLAUSE.match(letters, found.end())
        if rest and any(letter.isdigit() for letter in rest[1]):
            yield rest.start(1), rest.start(1) + len(rest[1].rstrip())
    for found in _PINNED.finditer(letters):
        yield found.span(1)
    for found in _FLAT.finditer(letters):
        if rest := _HOUSE.match(letters, found.end()):
            yield found.start(), rest.end()


def _street(tokens: list[Token], place: int, strange: Strange) -> int | None:
    """Where the name of a street begins, if it is one."""
    first, token = back(tokens, place), tokens[place]
    if first == place or storied(tokens, first, place):
        return _housed(tokens, place)
    before = tokens[first - 1].raw if first else ""
    on = before in _ON or (first > 0 and tokens[first - 1].word in _ON)
    if _is_none(tokens, first, place, strange):
        return None
    on = on or (first > 1 and before == "the" and tokens[first].big and tokens[first - 2].word in _ON)
    if _NUMBER.fullmatch(before) and tokens[first].raw not in _UNITS:
        return first - 1
    if (
        token.word in _PLAIN | {"rd", "close", "drive"}
        and (said := _said_number(tokens, first, place, strange)) is not None
    ):
        return said
    named = any(name_like(each, strange) for each in tokens[first:place])
    home = not _HOME.isdisjoint(each.word for each in tokens)
    if place > 1 and (home or not named) and token.big and tokens[place - 1].big and _mostly_small(tokens):
        return place - 1
    on = on or (token.word in _HOMELY and any(each.word in _HOME for each in tokens[max(0, place - _NEAR) : place]))
    sure = named and (on or not (token.raw in _SHORT or token.word in _DOUBTFUL))
    return (
        first
        if sure
        or (on and token.word in _PLAIN | _SHORT | {"rd"})
        or (before in _ON and token.word in _HOMELY and _lived(tokens))
        or (before == "on" and token.word in _WEAK and _lies_there(tokens))
        else None
    )


def _housed(tokens: list[Token], place: int) -> int | None:
    """Where a home begins in a street that is named as many are, or as one of stories: "14 church road"."""
    if tokens[place].raw not in _ROADS:
        return None
    for first in range(place - 1, max(0, place - 3), -1):
        name = [token.raw for token in tokens[first:place]]
        whole = " ".join([*name, tokens[place].word])
        if not (_EVERYWHERE.issuperset(name) or whole in known("storied")):
            continue
        before = tokens[first - 1].raw
        if _NUMBER.fullmatch(before) and f"{before} {name[0]}" not in _TOLD_OF and name[0] not in _UNITS:
            return first - 1
        if before in ("on", "at", "in") and first > 1 and tokens[first - 2].word in LIVES:
            return first
    return None


def _is_none(tokens: list[Token], first: int, place: int, strange: Strange) -> bool:
    """Whether what ends like the name of a street is only said: "round manchester way", "1 valid point"."""
    if tokens[place].raw == "way":
        return tokens[place - 1].raw in known("cities")
    return tokens[place].raw in _RARELY and not _rarely(tokens, first, place, strange)


def _rarely(tokens: list[Token], first: int, place: int, strange: Strange) -> bool:
    """Whether what mostly is said of other things is the name of a building: "calder point", not "1 valid point"."""
    behind = tokens[place + 1].word if place + 1 < len(tokens) else ""
    named = any(name_like(each, strange) for each in tokens[first:place])
    return behind != "of" and (
        named or (tokens[place].big and tokens[place - 1].big) or not _HOME.isdisjoint(each.word for each in tokens)
    )


def _said_number(tokens: list[Token], first: int, place: int, strange: Strange) -> int | None:
    """Where the number of a house stands that is told in words, before a name that few streets have."""
    digits = [at for at in range(first, place - 1) if tokens[at].word in _SAID]
    if not digits or tokens[digits[-1] + 1].raw in _UNITS or strange.common(bare(tokens[digits[-1] + 1].raw)):
        return None
    return digits[0]


def _lived(tokens: list[Token]) -> bool:
    """Whether somebody says that they live there."""
    return any(token.word in LIVES for token in tokens)


def _lies_there(tokens: list[Token]) -> bool:
    """Whether it is told what stands in this street."""
    return _lived(tokens) or any(token.word in known("in-streets") for token in tokens)


def _mostly_small(tokens: list[Token]) -> bool:
    """Whether a capital means something in this message."""
    return sum(token.big for token in tokens) * 2 <= len(tokens)
