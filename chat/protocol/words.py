"""Words as they may be sent: without what nobody sees, and without what covers the words of others.

Signs that are not seen can carry words past whoever reads along, and marks heaped on one letter are drawn over what
somebody else said. Nothing that can be read is taken away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

#: Join emoji or part letters: what stands beside them looks otherwise without them.
_JOINERS: Final = frozenset("\u200c\u200d")
#: Choose how a sign is drawn; all but the last two of the first sixteen, text or picture, choose nothing a phone has.
_NO_CHOOSER: Final = re.compile("[\ufe00-\ufe0d\U000e0100-\U000e01ef]")
#: Drawn as nothing or as a space although their class is one of letters or signs.
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
#: The flags of England, Scotland and Wales, spelt in signs that are not seen.
_LANDS: Final = "|".join("".join(chr(0xE0000 + ord(each)) for each in land) for land in ("eng", "sct", "wls"))
_FLAG: Final = re.compile(f"\U0001f3f4\U000e0067\U000e0062(?:{_LANDS})\U000e007f")
#: Such a flag, or whatever else is none of our letters, in a row.
_FOREIGN: Final = re.compile(rf"{_FLAG.pattern}|(?:(?!{_FLAG.pattern})[^\x00-\x7f])+")
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
#: What is drawn around a letter; no language needs more at once.
_MARKS: Final = frozenset({"Mn", "Me"})
_MOST_MARKS: Final = 4
#: Two empty lines part as well as two hundred do.
_EMPTY_LINES: Final = re.compile(r"\n(?:[^\S\n]*\n){3,}")


def clean(words: str) -> str:
    """The words, trimmed, as they may be sent; empty if nothing of them can be seen. Done twice it changes no more."""
    words = words.strip()
    if words.isascii() and words.isprintable():
        return words
    seen = _CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
    if not seen.isascii():
        seen = _FOREIGN.sub(lambda found: found[0] if _FLAG.fullmatch(found[0]) else "".join(_seen(found[0])), seen)
    seen = _EMPTY_LINES.sub("\n\n\n", seen).strip()
    return seen if any(map(_shows, seen)) else ""


def _seen(foreign: str) -> Iterator[str]:
    marks = 0
    for letter in foreign:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in _MARKS else 0
        hidden = kind in _UNSEEN and letter not in _JOINERS
        if not (hidden or marks > _MOST_MARKS or _NO_CHOOSER.match(letter)):
            yield letter


def _shows(letter: str) -> bool:
    kind = unicodedata.category(letter)
    return not (letter.isspace() or letter in _BLANK or kind in _UNSEEN or kind in _MARKS)
