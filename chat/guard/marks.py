"""Names on apps that show by their signs: an at sign, strokes, dots, a number behind a hash, or spoken so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .tokens import Strange, known

_AT: Final = re.compile(r"(?<![\w@.])@\s?(_{0,3}[a-z][\w.]{1,40})")
_UNDERSCORED: Final = re.compile(
    r"(?<![\w.@/])(?:[\w.]{0,40}?[a-z\d]_{1,3}[a-z\d][\w.]{0,40}|_{1,3}[a-z][\w.]{2,40}"
    r"|[a-z\d][a-z\d.]{2,40}_{1,4}(?![\w*]))"
)
_DOTTED: Final = re.compile(r"(?<![\w.@/])(?=[a-z\d_.]{0,60}[a-z])[a-z\d_]{1,30}(?:\.[a-z\d_]{1,30}){1,6}(?![\w/])")
#: Told as one's own, with nothing that names an app; each with a sign that it never lacks.
_TOLD: Final = (
    (
        ".",
        re.compile(
            r"\b(?:im|i'm|i am|its|mine is|mines|add|as|under|search|find|follow|user) "
            r"([a-z\d_]{3,30}(?:\.[a-z\d_]{1,30}){1,3})(?= on\b| in case| if\b| everywhere| x\b| there\b|$)"
        ),
    ),
    (" ", re.compile(r"\b(?:go by|known as|called) ([a-z]{3,20}\d{2,6}|[a-z\d]{2,20}_[a-z\d_]{1,20})(?!\w)")),
    ("@", re.compile(r"\b(?:my|his|her) @(?:'s| is| =| :|:|=) ?([a-z][\w.]{2,40})")),
    ("tag", re.compile(r"\bgamer ?tag(?:'?s| is| =|:) ?([a-z][\w.]{3,30})(?= |[,.!?]|$)")),
    # A number by which one is added to a game.
    (
        " ",
        re.compile(
            r"\b(?:steam|friend|switch|player|trainer) (?:code|id)(?:'?s| is| =|:)? ?"
            r"((?:sw-)?\d{3,5}(?:[ -]?\d{3,4}){1,3})(?!\d)"
        ),
    ),
    # Somebody on reddit.
    ("u/", re.compile(r"(?<![\w/.])(/?u/(?=\w*[\d_-])[\w-]{3,20})(?![\w-])")),
    ("u/", re.compile(r"\breddit\b[^.\n]{0,20}?(?<![\w/.])(/?u/[\w-]{3,20})(?![\w-])")),
    ("#", re.compile(r"(?<![\w#])([\w.]{2,32}#\d{4})(?!\d)")),
    ("#", re.compile(r"\bdiscord(?: is| user| name)? ?: ?((?:\w{2,20} ){1,3}# ?\d{4})(?!\d)")),
    # What a game calls its players, #9qp2zz0; not #2years, nor #prom2026.
    ("#", re.compile(r"(?<![\w#])(#\d+[a-z]+\d+[a-z\d]{2,6})(?!\w)")),
)
#: What lets one into a game or a server: "room code for the game is KJTR"; in capitals, or with digits in it.
_CODED: Final = re.compile(
    r"\b(?:(?i:(?:room|game|server|invite|join|lobby|party|friend|clan|guild|among us) code)(?: (?i:[a-z]{1,9})){0,5}"
    r":? |(?i:code ?(?:is|:|=|'s) ?))['\"]?"
    r"((?=\w*[A-Z])[A-Z\d]{4,12}|(?=\w*\d)(?=\w*[A-Z])\w{5,12})(?!\w)"
)
#: With a space it is a number of anything, unless somebody says what it is.
_NUMBERED: Final = re.compile(r"\b(?:id|tag|user|username) (?:is |was |= ?|: ?)?([a-z]\w{2,31} #\d{4})(?!\d)")
_APPS: Final = "|".join(sorted(app for app in known("apps") - known("weak-apps") if app.isalnum()))
#: Joined by hyphens, where a name is told.
_HYPHENED: Final = re.compile(
    rf"(?:(?<!\d):|\bname(?:'?s| is)?|\bas|\bunder|\b(?:{_APPS})(?:'?s| is)) ?"
    r"([a-z\d]{2,20}(?:-[a-z\d]{2,20}){1,5})(?![\w-])"
)
#: What joins words to a saying, as in step-by-step; and hours.
_JOINING: Final = re.compile(r"to|and|by|of|the|in|on|at|for|or|my|up|down|out|off|\d+(?:am|pm|th|st|nd|rd)?")
_FACES: Final = re.compile(r"(.)_+\1|[._-]+|[a-z]_[a-z]")
_STROKE: Final = r"(?:underscore|under score|full stop|dot)"
_SPOKEN: Final = re.compile(
    rf"(?<!\w)[\w.]{{1,30}}(?: [\w.]{{1,30}})? {_STROKE}(?: (?:{_STROKE}|[\w.]{{1,30}})){{1,6}}"
)
#: Two or three words joined are a name, though each is a word; a row of more is only drawn out.
_JOINED: Final = re.compile(r"[a-z\d]{2,}(?:_[a-z\d]+){1,2}")
#: Dots alone are said of much; only what an app "is" makes them a name's.
_DOTS: Final = re.compile(r"(?:\b(?:is|its) |[=:] ?)(\w{1,30}(?: dot \w{1,30}){1,4})(?!\w)")
_SHORTEST_DOTTED: Final = 5
#: A word that shows by itself that it is none.
_LONG_PART: Final = 6
_LAUGHS: Final = re.compile(r"[aehijlox]+|.*([a-z])\1{2,}.*")
_DRAWN: Final = re.compile(r"([A-Z])\1\1")
#: With these a sentence begins where the space behind a dot was forgotten.
_BEGINNING: Final = known("account-states") | {
    *(
        "best",
        "dad",
        "even",
        "everyone",
        "feel",
        "felt",
        "hope",
        "love",
        "loved",
        "made",
        "maybe",
        "mum",
        "never",
        "nobody",
    ),
    *(
        "please",
        "thank",
        "thanks",
        "think",
        "thought",
        "than",
        "until",
        "went",
        "who",
        "wish",
        "its",
        "everything",
        "cried",
    ),
}
_FILES: Final = frozenset(
    {"doc", "docx", "exe", "gif", "jpeg", "jpg", "mov", "mp", "pdf", "png", "ppt", "txt", "wav", "zip"}
)
#: So many words with strokes for spaces are no name.
_A_SENTENCE: Final = 6


def marked(letters: str, app: bool, strange: Strange) -> Iterator[tuple[int, int]]:
    """Where handles stand that show by their signs; `app` says whether the message speaks of one."""
    if "@" in letters:
        called = _AT.finditer(letters)
        yield from (found.span() for found in called if app or not _somebody_here(found[1].strip("._"), strange))
    if " #" in letters:
        yield from (found.span(1) for found in _NUMBERED.finditer(letters))
    for pattern in (pattern for sign, pattern in _TOLD if sign in letters):
        yield from (found.span(1) for found in pattern.finditer(letters))
    if app and "-" in letters:
        joined = (found for found in _HYPHENED.finditer(letters) if not _a_word(found[1], strange))
        yield from (found.span(1) for found in joined)
    if "_" in letters:
        drawn = (found for found in _UNDERSCORED.finditer(letters) if not _FACES.fullmatch(found[0]))
        named = (found for found in drawn if app or not _emphasis(found[0], strange))
        yield from ((found.start(), found.start() + len(found[0].rstrip("."))) for found in named)
    if "." in letters:
        dotted = (found for found in _DOTTED.finditer(letters) if len(found[0]) >= _SHORTEST_DOTTED)
        yield from (found.span() for found in dotted if app or _of_strange_words(found[0], strange))


def codes(words: str, strange: Strange) -> Iterator[tuple[int, int]]:
    """Where a code stands that lets one into a game or a server; `words` with their capitals."""
    coded = (found for found in _CODED.finditer(words) if not _DRAWN.search(found[1]))
    yield from (found.span(1) for found in coded if not strange.is_word(found[1].lower()))


def spoken(letters: str, app: bool) -> Iterator[tuple[int, int]]:
    """Where a handle is said aloud: "lil moon underscore child", "snap is wren dot zip"."""
    for found in _SPOKEN.finditer(letters):
        if "score" in found[0]:
            yield found.span()
    if app:
        yield from (found.span(1) for found in _DOTS.finditer(letters))


def _of_strange_words(name: str, strange: Strange) -> bool:
    """Whether a dot stands in what is no word: "its noodlearms.kp"; not where a space was forgotten."""
    first, *others = name.split(".")
    if len(others) != 1 or len(first) < _LONG_PART or first in strange.first_names or _LAUGHS.fullmatch(first):
        return False
    last = others[0]
    begins = last in _FILES or last in _BEGINNING or strange.is_chat(last)
    return last.isalpha() and len(last) > 1 and not begins and strange.is_none(first)


def _somebody_here(name: str, strange: Strange) -> bool:
    """Whether an at sign calls somebody in the room, whose names are plain words."""
    return name.isalpha() and (strange.common(name) or strange.is_word(name) or name in strange.first_names)


def _a_word(name: str, strange: Strange) -> bool:
    """Whether hyphens only join two plain words, a saying, or numbers: self-harm, step-by-step, 9am-5pm."""
    parts = name.split("-")
    # A number may end a name.
    if any(map(_JOINING.fullmatch, parts[:-1] if parts[-1].isdigit() else parts)):
        return True
    odd = any(len(part) >= _LONG_PART and not strange.is_word(part) for part in parts)
    return not odd and len(parts) == 2  # noqa: PLR2004


def _emphasis(name: str, strange: Strange) -> bool:
    """Whether the strokes only part or stress ordinary words."""
    if _JOINED.fullmatch(name.rstrip(".")):
        return False
    parts = [part for part in re.split(r"[_.]+", name) if part]
    return len(parts) >= _A_SENTENCE or all(part.isalpha() and strange.is_word(part) for part in parts)
