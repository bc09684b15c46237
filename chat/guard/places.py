"""Schools, clinics, clubs and other places by name, and towns that few know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .tokens import Strange, Token, bare, hit, known
from .verdict import Hit

_SCHOOLS: Final = frozenset({"academy", "college", "grammar", "form"})
#: Before "school": with them, it is one although its name is of ordinary words.
_SORTS: Final = frozenset({"high", "grammar", "primary", "girls", "boys", "secondary", "comprehensive", "catholic"})
#: What a school, clinic or place with a name of its own is called at the end.
_PLACES: Final = known("place-words")
SAINTS: Final = frozenset({"st", "saint", "sts", "saints", "ss"})
#: Days, towns and teams rather than schools.
_OTHER_SAINTS: Final = known("other-saints")
_CROWNED: Final = known("crowned")
_TO: Final = known("going-to")
_IN: Final = frozenset({"in", "at", "near", "from"})
_AROUND: Final = _IN | {"on", "to", "behind", "outside", "by", "opposite"}
_HAUNTS: Final = known("haunts")
_DAYS: Final = known("days")
_WEEKDAYS: Final = _DAYS - {"always", "every", "most"}
_LIVING: Final = known("living")
_CLASS: Final = re.compile(r"(?:7|8|9|10|11|12|13)[a-z]{1,2}|(?:y|yr|s)\d{1,2}")
#: What a school is called for short, and what is said beside it.
_LEVELS: Final = frozenset({"high", "middle", "juniors", "infants", "hs", "comp", "integrated"})
_ATTENDED: Final = frozenset(
    {"at", "attend", "attends", "attended", "from", "go", "goes", "join", "joined", "leave", "left"}
)
_WENT: Final = frozenset({"go", "goes", "going", "went", "been", "moved", "used"})
_TAUGHT: Final = frozenset({"year", "school", "form", "gcses", "board"})
_NEAR: Final = 12
_CALLED: Final = known("called")
_VERBS: Final = frozenset({"farm", "stop", "team"})
#: Between a name and what it is the name of: "pennywick youth hub".
_KINDS: Final = known("kinds")
_IS: Final = frozenset({"is", "called", "named", "was", "name", "the"})
_WHOLE: Final = {"st": "street", "str": "street", "rd": "road", "ln": "lane"}
_NUMBER: Final = re.compile(r"\d+[a-z]?")
_SHORTEST_SAINT: Final = 3
_MOST_NAMES: Final = 4
_LONG_ENOUGH: Final = 5
#: These are enough, as the names of schools are often ordinary words.
ENOUGH: Final = frozenset({"academy", "college", "grammar", "ysgol", "form", "st", "saint", "primary", ":school"})
#: How places end in these islands, where a word is none of the language's.
_ENDS: Final = re.compile(
    r".{3,}(?:moor|mere|field|ford|wick|worth|combe|hurst|bury|borough|burgh|thorpe|stead|gate|bridge|kirk|brae|dale"
    r"|side|wood|shire|bourne|mouth|port|chester|minster|hill|stow|wich|stone|church|firth|fell|beck|thwaite|holme"
    r"|haven|marsh|heath|holt|grove|bank|lea|leigh|ley|ham|ington|ingham|stoke|ferry|ness|cross|shaw|craig|loch|glen|dean"
    r"|dene|wold|cliffe|cliff|haugh|rigg|pool|well|toft|sall|wyn)"
)
#: And how they begin in Ireland, Scotland and Wales.
_STARTS: Final = re.compile(
    r"(?:bally|kill|clon|drum|carrick|letter|rath|inish|aber|llan|auchter|inver|strath|port|dun)[a-z]{4,}"
)
_BEFORE: Final = frozenset(
    {"in", "through", "at", "from", "near", "outside", "round", "to", "of", "the", "is", "called", "go"}
)
#: As one plain word: what two words in one begin with is none.
_LEET_BEFORE: Final = frozenset((word,) for word in (*_BEFORE, "on", "by"))
_LONG: Final = 7
_SIDES: Final = frozenset({"low", "lower", "upper", "great", "north", "south", "east", "west", "nether", "market"})
#: A school in Welsh and Irish, before its name.
_SCHOOL_OF: Final = frozenset({"ysgol", "coleg", "gaelscoil", "scoil", "bunscoil", "meanscoil", "gaelcholaiste"})
#: Without one of these words, nothing here is a place.
WORDS: Final = _LIVING | _PLACES | _SCHOOLS | SAINTS | _CALLED | _SCHOOL_OF | {"from"}


def find(tokens: list[Token], strange: Strange, words: str) -> Iterator[Hit]:
    """Every place with a name that few share."""
    for place, token in enumerate(tokens):
        if (span := _at(tokens, place, strange)) is not None:
            yield hit("place", tokens[span[0]], tokens[span[1]], words)
        elif token.raw in _SCHOOL_OF and place + 1 < len(tokens):
            yield hit("place", token, tokens[min(place + 2, len(tokens) - 1)], words)


def _at(tokens: list[Token], place: int, strange: Strange) -> tuple[int, int] | None:
    """The first and last word of a place whose telling word stands here."""
    token = tokens[place]
    if place and token.word in _PLACES and (first := _named(tokens, place, strange)) is not None:
        return first, place
    if token.raw in SAINTS and _saint(tokens, place, strange):
        return place, place + 1
    if (near := _told_by_its_look(tokens, place, strange)) is not None:
        return near
    if token.word in _CALLED and (last := _called(tokens, place, strange)) is not None:
        return last, last
    return None


def _told_by_its_look(tokens: list[Token], place: int, strange: Strange) -> tuple[int, int] | None:
    """The place that is named behind this word, or by it: a word that is none of the language's."""
    token, more = tokens[place], place + 1 < len(tokens)
    before = tokens[place - 1].word if place else ""
    if token.word in _IN and _lived_in(tokens, place, strange):
        return place + 1, place + 1
    if before in _BEFORE and ends_like_one(token, strange):
        return place, place
    if more and token.word in _SIDES and before in _IN and name_like(tokens[place + 1], strange):
        return place, place + 1
    if more and token.raw == ":school" and name_like(tokens[place + 1], strange):
        return place + 1, place + 1
    return None


def _named(tokens: list[Token], place: int, strange: Strange) -> int | None:
    """Where the name of a school or other place begins, if it has one."""
    first = back(tokens, place)
    if first == place or storied(tokens, first, place):
        return None
    word, before = tokens[place].word, _before(tokens, first)
    if _means_none(tokens, place, before):
        return None
    school = word in _SCHOOLS or word == "primary" or (word in ("school", "high") and tokens[place - 1].word in _SORTS)
    school = school or (word in _LEVELS and _attended(tokens, first, place, before))
    for at in range(first, place):
        if _has_name(tokens, at, place, strange) or (school and tokens[at].raw in known("cities")):
            return at
    if before in _TO and (school or _haunted(tokens, place)):
        return first
    return first if school and first and all(token.big for token in tokens[first:place]) else None


def _means_none(tokens: list[Token], place: int, before: str) -> bool:
    """Whether the word that ends the names of places is only a word here."""
    word, last = tokens[place].word, tokens[place - 1]
    if word in ("farm", "town"):
        return not (last.big or before in _TO)
    return (word == "form" and last.word != "sixth") or (word == "rec" and before not in _AROUND)


def _attended(tokens: list[Token], first: int, place: int, before: str) -> bool:
    """Whether it is where somebody goes to school: "at hollin brook high", with a year or form beside it."""
    further = tokens[max(0, first - 2)].word
    there = before in _ATTENDED or (before == "to" and further in _WENT) or (before == "is" and further == "school")
    near = tokens[max(0, place - _NEAR) : place + _NEAR]
    return there and any(_CLASS.fullmatch(each.raw) or each.word in _TAUGHT for each in near)


def _before(tokens: list[Token], first: int) -> str:
    """The word before a name, past "the"."""
    before = tokens[first - 1].word if first else ""
    return tokens[first - 2].word if before == "the" and first > 1 else before


def _haunted(tokens: list[Token], place: int) -> bool:
    """Whether one can be met there on a day that is told: "i train at the vulcan gym, thurs"."""
    return tokens[place].word in _HAUNTS and not _DAYS.isdisjoint(token.raw for token in tokens[place : place + 5])


def _has_name(tokens: list[Token], at: int, place: int, strange: Strange) -> bool:
    """Whether a word before "school" makes it one of few."""
    token = tokens[at]
    if name_like(token, strange) or token.raw in SAINTS or (token.word in _CROWNED and place - at > 1):
        return True
    few = sum(each.big for each in tokens) * 3 <= len(tokens)
    return token.big and at > 0 and few and not tokens[at - 1].big and not strange.common(bare(token.raw))


def back(tokens: list[Token], place: int) -> int:
    """The first of at most four words before it that may be its name, past words like "high" and "sixth form"."""
    first, generic = place, known("generic")
    while first and place - first < _MOST_NAMES:
        raw = tokens[first - 1].raw
        if tokens[first - 1].meant in _LEET_BEFORE and raw != tokens[first - 1].word:
            break
        if (raw in generic and not (raw in _KINDS and first > 1)) or _NUMBER.fullmatch(raw) or raw.startswith(":"):
            break
        first -= 1
    while first < place and tokens[first].raw in generic:
        first += 1
    return first


def storied(tokens: list[Token], first: int, place: int) -> bool:
    """Whether it is one of the places of stories and shops, or any "high street"."""
    ends = {tokens[place].raw, tokens[place].word}
    ends |= {_WHOLE[end] for end in ends if end in _WHOLE}
    names = [" ".join(token.raw for token in tokens[at:place]) for at in range(max(0, first - 1), place)]
    return any(f"{name} {end}" in known("storied") for name in names for end in ends)


def _saint(tokens: list[Token], place: int, strange: Strange) -> bool:
    """Whether a school is called after a saint, though no word says it is one: "i go st oswins"."""
    if place + 1 >= len(tokens):
        return False
    name = bare(tokens[place + 1].raw)
    known_first = name in strange.first_names or name.removesuffix("s") in strange.first_names
    asked = not place or tokens[place - 1].word in _TO | {"used", "my", "the"}
    few = (known_first and asked) or not strange.is_word(name)
    return name.isalpha() and len(name) > _SHORTEST_SAINT and name not in _OTHER_SAINTS and few


def _lived_in(tokens: list[Token], place: int, strange: Strange) -> bool:
    """Whether what is behind "i live in" or "10R at" is a place, and none that everybody knows."""
    if place + 1 >= len(tokens) or len(tokens[place + 1].raw) < _LONG_ENOUGH:
        return False
    cued = any(token.word in _LIVING or _CLASS.fullmatch(token.raw) for token in tokens[max(0, place - 4) : place])
    # Where somebody is on a day of the week they can be met.
    # Shops and games have names too, but one is "at" those.
    cued = cued or (tokens[place].word == "in" and not _WEEKDAYS.isdisjoint(token.raw for token in tokens[place:]))
    if not cued and tokens[place].word == "from":
        cued = len(tokens[place + 1].raw) > _LONG_ENOUGH and (
            not place or tokens[place - 1].meant[-1] in ("am", "is", "are")
        )
    return cued and name_like(tokens[place + 1], strange)


def _called(tokens: list[Token], place: int, strange: Strange) -> int | None:
    """The name behind "my school is called"."""
    at = place + 1
    while at < len(tokens) and at < place + 4 and tokens[at].word in _IS:
        at += 1
    if not place or at == place + 1 or at >= len(tokens):
        return None
    said = any(each.word in ("called", "named") for each in tokens[place:at])
    if tokens[place].word in _VERBS and not said:
        return None
    named = said and not strange.common(bare(tokens[at].raw)) and tokens[at].raw not in known("generic")
    return at if named or name_like(tokens[at], strange) else None


def ends_like_one(token: Token, strange: Strange) -> bool:
    """Whether a word that is none of the language's ends or begins as places do: "in nethermoor", "of ballymorran"."""
    raw = bare(token.raw)
    looks = _ENDS.fullmatch(raw) or _STARTS.fullmatch(raw)
    return len(raw) >= _LONG and looks is not None and name_like(token, strange)


def at_one(tokens: list[Token], place: int) -> bool:
    """Whether somebody is at a place that has a name, of whatever words: "at the larch house clinic"."""
    first = back(tokens, place)
    return tokens[place].word in _PLACES and first < place and _before(tokens, first) == "at"


def name_like(token: Token, strange: Strange) -> bool:
    """Whether a word may be the name of a place."""
    raw = bare(token.raw)
    if raw in known("generic") or raw in known("cities") or {raw, raw.removesuffix("s")} & strange.first_names:
        return False
    return strange(token)
