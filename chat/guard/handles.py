"""Names on apps and games: behind "my insta is", before "on snap", or by the look of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .speak import said_as
from .tokens import Strange, Token, bare, hit, known
from .verdict import Hit

#: Words by which a message speaks of an account.
APPS: Final = known("apps")
#: Halves into which the name of an app is taken apart when words are made plain.
HALVES: Final = frozenset({"watt", "cloud", "boxd"})
#: Words that may speak of an account and mostly do not.
_WEAK: Final = known("weak-apps")
_ALWAYS: Final = frozenset({"username", "user", "handle", "gamertag", "tag", "userid", "usernames", "@"})
#: Between an app and the name on it.
_LINKS: Final = known("app-links")
#: Said of an account, and no name of one.
_STATES: Final = known("account-states")
#: Right before a name: "im X", "search X", "under X".
_TELLING: Final = known("name-follows")
_FIRM: Final = _ALWAYS | {"name", "id"}
#: Before "me on" an app.
_ASKS: Final = frozenset({"add", "find", "follow", "message", "text", "search", "dm", "pm", "msg"})
#: In "sorryyyy".
_DRAWN_OUT: Final = re.compile(r"(.)\1{2,}")
_SHORTEST: Final = 3
_LONG: Final = 8


def named(tokens: list[Token], strange: Strange, words: str, app: bool = False) -> Iterator[Hit]:
    """Names told beside an app: "my snap is X", "im X on snap", "X is my insta", "add X on discord".

    `app`: one was named before or will be.
    """
    apps = [place for place, token in enumerate(tokens) if _is_app(token)]
    for place in apps:
        found = _after(tokens, place, strange, words)
        if found:
            yield hit("handle", found, found, words)
    sure = any(tokens[place].raw not in _WEAK for place in apps)
    if apps or app:
        for place, token in enumerate(tokens):
            before = tokens[place - 1] if place else None
            told = (before is None and sure) or (
                before is not None
                and (before.meant[-1] in _TELLING or before.word in _TELLING or ":" in words[before.end : token.start])
            )
            told = told or _apart(tokens, place, words) or (len(token.raw) >= _LONG and _on_one(tokens, place))
            told = told or _is_mine(tokens, place)
            if (told or _by_itself(token)) and _looks(token, strange, told) and not _is_app(token):
                yield hit("handle", token, token, words)


def _is_app(token: Token) -> bool:
    return token.raw in APPS or token.word in APPS


def _on_one(tokens: list[Token], place: int) -> bool:
    """Whether "on" an app stands right behind a word."""
    behind = tokens[place + 1 : place + 3]
    return len(behind) > 1 and behind[0].word == "on" and _is_app(behind[1]) and behind[1].raw not in _WEAK


def _is_mine(tokens: list[Token], place: int) -> bool:
    """Whether "is my" and an app stand right behind a word."""
    behind = tokens[place + 1 : place + 4]
    return [each.word for each in behind[:-1]] == ["is", "my"] and _is_app(behind[-1])


def _by_itself(token: Token) -> bool:
    """Whether a word is a handle though nothing says so: letters and then two digits or more."""
    return re.fullmatch(r"[a-z]{4,}\d{2,6}|[a-z]+\d{2,}[a-z]+\d*", token.raw) is not None


def _apart(tokens: list[Token], place: int, words: str) -> bool:
    """Whether two words run together stand alone between commas: "tiktok is where i post, mossandmilk"."""
    token = tokens[place]
    if len(token.meant) == 1 or len(token.raw) < _LONG or not place:
        return False
    after = words[token.end : tokens[place + 1].start] if place + 1 < len(tokens) else "."
    return not words[tokens[place - 1].end : token.start].isspace() and not after.isspace()


def _after(tokens: list[Token], place: int, strange: Strange, words: str) -> Token | None:
    """The name behind "my insta is" or "snap:"."""
    mine = place > 0 and _owner(tokens, place)
    at = place + 1
    while at < len(tokens) and at < place + 5 and (tokens[at].word in _LINKS or _is_app(tokens[at])):
        at += 1
    if at >= len(tokens):
        return None
    between = words[tokens[place].end : tokens[at].start]
    token = tokens[at]
    firm = (
        ":" in between
        or "=" in between
        or ">" in between
        or ((" - " in between or "/" in between) and not place)
        or tokens[place].word in _ALWAYS
        or any(each.word in _FIRM for each in tokens[place + 1 : at])
    )
    if firm or (mine and (at > place + 1 or "-" in between)):
        return token if _may_name(token, strange) or _alone(tokens, at, strange) else None
    told = (
        mine
        or _asked(tokens, place)
        or (at > place + 1 and (tokens[at - 1].word in ("is", "as", "under") or _is_app(tokens[at - 1])))
    )
    return token if told and _looks(token, strange, told=True) else None


def _owner(tokens: list[Token], place: int) -> bool:
    """Whether "my" or the like stands before the app."""
    return any(
        tokens[at].word in ("my", "mine", "our", "his", "her") or tokens[at].meant[-1] == "my"
        for at in range(max(0, place - 3), place)
    )


def _asked(tokens: list[Token], place: int) -> bool:
    """Whether "add me on" stands before the app, or the like of it."""
    before = [each.word for each in tokens[max(0, place - 3) : place]]
    return before[1:] == ["me", "on"] and before[0] in _ASKS


def _looks(token: Token, strange: Strange, told: bool = True) -> bool:
    """Whether a word looks like a handle by itself: letters with digits, or two words run together."""
    raw = token.raw
    if len(raw) < _SHORTEST or raw in _STATES or not any(letter.isalpha() for letter in raw) or not raw[0].isalnum():
        return False
    if any(letter.isdigit() for letter in raw):
        return (
            not re.fullmatch(
                r"\d+(?:st|nd|rd|th|am|pm|k|m|s|x|yr|yrs|hrs|mins|ish|%)?|ps[345]|mp[34]|yr?\d+|[a-z]\d|\d[a-z]", raw
            )
            and not (len(token.meant) == 1 and token.word.isalpha() and strange.is_word(token.word))
            and raw not in said_as()
        )
    return told and strange(token)


def _may_name(token: Token, strange: Strange) -> bool:
    """Whether a word could be a name where one is expected."""
    return (
        len(token.raw) >= _SHORTEST
        and token.word not in _STATES
        and token.raw not in _STATES
        and _looks(token, strange)
    )


def _alone(tokens: list[Token], at: int, strange: Strange) -> bool:
    """Whether one ordinary word ends what is said, and so may be the name: "my snap is moonpie"."""
    token = tokens[at]
    last = at + 1 == len(tokens) or tokens[at + 1].word in (
        "if",
        "add",
        "and",
        "lol",
        "x",
        "btw",
        "message",
        "follow",
        "hit",
        "come",
    )
    said = _DRAWN_OUT.sub(r"\1", bare(token.raw))
    plain = (
        strange.is_chat(token.raw)
        or strange.is_chat(said)
        or not _STATES.isdisjoint((token.word, token.raw, said))
        or token.raw.startswith(":")
        or strange.common(bare(token.raw))
        or strange.common(said)
    )
    return last and not plain and len(token.raw) > _SHORTEST
