"""Words with digits for letters, written with letters again: "fl4t 2, th3 0ld cr3amery", "j0 4t ex4mple d0t 0rg"."""

from __future__ import annotations

import re
from typing import Final

from .english import English

#: A word with a digit among its letters, or before more than two of them; nobody writes a longer one.
#: Neither any1's, nor 10mins.
_MIXED: Final = re.compile(
    r"(?<![^\W_])(?!(?:any|some|every|no)1|\d+(?:min|hr|hour|sec|day|week|wk|month|mth|year|yr"
    r"|mile|ish|quid|ppl|people))"
    r"(?:[a-z]{1,20}[013457][a-z013457]{0,20}[a-z]|[013457]{1,2}[a-z]{3,20})(?![^\W_])",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(r"(?<![^\W_])(?:1m|1n|1s|1ts|4t|4nd|0n|0f|t0|g0)(?![^\W_])", re.IGNORECASE)
_LETTERS: Final = str.maketrans("013457", "oieast")
_OTHER: Final = str.maketrans("013457", "oleast")


#: A glance, from digit to digit: most are numbers.
_TOUCHES: Final = re.compile(r"[013457](?:(?<=[a-z].)|[a-z]{3})")


def lettered(words: str, letters: str, english: English) -> str | None:
    """The message with letters for digits, each in its place; None if no word has any. `letters`: it made plain."""
    if _TOUCHES.search(letters) is None or _MIXED.search(words) is None:
        return None

    def read(found: re.Match[str]) -> str:
        likely, other = found[0].translate(_LETTERS), found[0].translate(_OTHER)
        return other if other.lower() in english and likely.lower() not in english else likely

    return _SHORT.sub(read, _MIXED.sub(read, words))
