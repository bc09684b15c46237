"""Emails and web addresses, also spoken, bracketed or broken up; the addresses of help are let through.

Every pattern begins where a word begins and repeats nothing without a bound: a long text costs its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from . import helplines

_SAFE_ENDS: Final = (
    "com|org|net|gg|io|uk|ly|gl|ee|tv|app|xyz|dev|lol|fm|co|edu|site|online|link|club|ie|fr|de|pl|ru|info"
)
#: Ends that are also words: only with more of an address around.
_WORDY_ENDS: Final = "me|be|to|so|is|it|live|chat|us|page|in|now|help|social|bio|cc"
_DOT: Final = (
    r"(?:\s{0,2}\.\s{0,2}|\s{0,2}[(\[{<]\s{0,2}(?:d ?o ?t|\.)\s{0,2}[)\]}>]\s{0,2}"
    r"|\s{1,2}dot\s{1,2}|\s{0,2},\s{0,2}(?=com\b))"
)
_AT: Final = r"(?:\s{0,2}@\s{0,2}|\s{0,2}[(\[{<]\s{0,2}(?:at|@|a)\s{0,2}[)\]}>]\s{0,2}|\s{1,2}at\s{1,2})"
_MAILS: Final = "gmail|hotmail|outlook|icloud|yahoo|googlemail|protonmail|proton|live|aol|btinternet|gmx"
_EMAIL: Final = re.compile(
    rf"(?<![\w.+-])(?:[\w+-]{{1,30}} (?:dot|underscore) )?[\w+-][\w.+-]{{0,63}}{_AT}"
    rf"(?:[\w-]{{1,40}}{_DOT}){{1,4}}(?:{_SAFE_ENDS}|me|ac|gov|example)\b"
    rf"|(?<![\w.+-])[\w+-][\w.+-]{{0,63}}{_AT}[\w-]{{2,40}} (?:com|net|org)\b"
    rf"|(?<![\w.+-])[\w+-][\w.+-]{{0,63}}{_AT}(?:{_MAILS})\b(?:{_DOT}[a-z]{{2,5}})?"
)
_SIGNED: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_SCHEME: Final = re.compile(r"h(?:tt|xx)ps?\s{0,2}:\s{0,2}/{1,2}\s{0,2}[^\s]{1,300}|\bwww\s{0,2}\.\s{0,2}[^\s]{2,300}")
_LINK: Final = re.compile(
    rf"(?<![\w@.-])(?:[\w-]{{1,40}}{_DOT}){{1,4}}(?:{_SAFE_ENDS})\b(?!\.\w|')"
    rf"(?:\s{{0,2}}(?:/|\bslash\b|[(\[]\s?slash\s?[)\]])\s{{0,2}}[\w./?=&%#@-]{{1,200}})?"
    rf"|(?<![\w@.-])[a-z][\w-]{{2,40}}\.[a-z]{{2,20}}/[\w@~-][\w./?=&%#@~-]{{1,200}}"
    rf"|(?<![\w@.-])[a-z][\w-]{{2,40}} dot [a-z]{{2,20}} slash [\w.-]{{2,60}}"
    rf"|(?<![\w@.-])(?:[\w-]{{1,40}}\.){{1,3}}(?:{_WORDY_ENDS})\s?/\s?[\w./?=&%#@-]{{1,200}}"
)
_KNOWN: Final = re.compile(
    r"\b(?:discord|disc0rd|dsc)\s{0,2}(?:\.|dot|,)?\s{0,2}(?:gg|g g)\b[\s./\\:-]{0,4}(?:slash\s{1,2})?[\w-]{0,40}"
    r"|\b(?:youtu|linktr|bit|wa|t|snapchat|instagram|tiktok|roblox|discord|chat\.whatsapp|tellonym|ngl)\s{0,2}\.\s{0,2}(?:be|ee|ly|me|com|link|gg)\b\s{0,2}(?:/|slash\b)?\s{0,2}[\w./?=@-]{0,80}"
    r"|\b(?:youtube|yt|twitch|insta|instagram|tiktok|pinterest|tumblr)(?: tv| com)? slash [\w.-]{3,40}"
    r"|\b(?:invite|server|join|group|join code|room) (?:code|link)(?: is|'s|s)?\s{0,2}[:=-]?\s{0,2}[\w-]{4,40}"
)
_THREE_WORDS: Final = re.compile(
    r"(?:/{2,3}\s?|\b(?:what3words|w3w|what 3 words)\b[^.\n]{0,20}?)[a-z]{3,20}\.[a-z]{3,20}\.[a-z]{3,20}"
)
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_SENTENCE: Final = re.compile(r"(?<![\w.])[a-z]{2,}\. [a-z]|\b(?:in|so|it)\b")
_MIXED: Final = re.compile(r"[A-Za-z].*\d|\d.*[A-Za-z]|[A-Z].*[a-z].*[A-Z]")
_CODE: Final = re.compile(r"^(?:invite|server|join|group|room) ")


def emails(letters: str) -> Iterator[tuple[int, int]]:
    """Where email addresses stand."""
    for pattern in (_SIGNED, _EMAIL):
        for found in pattern.finditer(letters):
            if pattern is _EMAIL and not _enough(found[0], letters):
                continue
            if not helplines.helps(found[0].rpartition("@")[2].strip()) and not _talk(found[0]):
                yield found.span()


def links(letters: str, words: str) -> Iterator[tuple[int, int]]:
    """Where web addresses stand; `words` are the letters with their capitals, as far as they are known."""
    for found in _SCHEME.finditer(letters):
        if not _leads_to_help(found[0]):
            yield found.span()
    for found in _LINK.finditer(letters):
        if not _leads_to_help(found[0]) and not _broken_sentence(found[0]):
            yield found.span()
    yield from (found.span() for found in _THREE_WORDS.finditer(letters))
    for found in _KNOWN.finditer(letters):
        if not _CODE.match(found[0]) or _MIXED.search(words[found.start() : found.end()].rpartition(" ")[2]):
            yield found.span()


def _leads_to_help(address: str) -> bool:
    host = _HOST.search(re.sub(r"^h(?:tt|xx)ps?\s*:\s*/+\s*", "", address))
    return host is not None and helplines.helps(host[0])


def _broken_sentence(address: str) -> bool:
    """Whether it is only the end of one sentence and the start of the next: "home. so", "chat. de"."""
    if "/" in address or "slash" in address or not re.search(r"\.\s", address):
        return False
    end = re.split(r"[\s.]+", address.strip())[-1]
    return end not in ("com", "gg", "org", "net", "uk", "io") and not re.search(r"\s\.", address)


def _enough(address: str, letters: str) -> bool:
    """Whether "X at gmail" is an address: with its end, a digit or a dot in it, or where somebody speaks of mail."""
    return (
        re.search(r"dot|@|[(\[{<]", address) is not None
        or re.search(r"[\d._]", address) is not None
        or "mail" in letters
    )


def _talk(address: str) -> bool:
    """Whether it is talk about a shop or page: "look at amazon dot com" names no address of a person."""
    return (
        re.match(r"(?:look|looked|looking|order|ordered|buy|shop|live|work|find|it|stuff|things)\s{1,2}at\s", address)
        is not None
    )
