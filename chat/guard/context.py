"""What stands around a phrase, and changes what it means."""

from __future__ import annotations

from typing import Final

from .plain import Plain
from .standing import Place
from .verdict import Hit

_NOT: Final = frozenset({"not", "never", "no", "without", "nor", "neither", "none", "hardly", "stopped", "quit"})
#: A "not" reaches as far as this many words.
_REACH: Final = 4
#: After these, what was denied before is denied no longer.
_TURNS: Final = frozenset({"but", "though", "because", "so", "then", "just", "except", "until"})
#: An "i" begins another clause, which the "not" does not reach, but not after these.
_CLAUSE: Final = "i"
_HELD: Final = frozenset(
    {"think", "thought", "thinking", "say", "saying", "said", "mean", "meant", "believe", "if", "that", "when", "until"}
)
#: Said with a "not", and yet denying nothing of what follows.
_EMPTY: Final = (
    ("not", "going", "to", "lie"), ("not", "even", "joking"), ("not", "joking"), ("not", "being"), ("not", "kidding"),
    ("no", "joke"), ("no", "one"), ("no", "idea"), ("not", "sure"), ("no", "lie"), ("not", "know"), ("no", "offence"),
)  # fmt: skip


def negated(plain: Plain, place: Place) -> bool:
    """Whether a "not" before it reaches it: in its own sentence, close, with no "but" between."""
    first = place[0]
    if _opens(plain, first):
        return False
    for back in range(first - 1, max(-1, first - 1 - _REACH), -1):
        word = plain.words[back]
        if word in _TURNS or _opens(plain, back) or plain.sentence(back) != plain.sentence(first):
            return False
        if word in _NOT:
            return not any(tuple(plain.words[back : back + len(row)]) == row for row in _EMPTY)
    return False


def _opens(plain: Plain, at: int) -> bool:
    """Whether a clause of its own begins there."""
    before = plain.words[at - 1] if at else None
    return plain.words[at] == _CLAUSE and before is not None and before not in _HELD and before not in _NOT


def hit(plain: Plain, rule: str, place: Place) -> Hit:
    """A place as staff see it."""
    first, last = place
    return Hit(rule, plain.spans[first][0], plain.spans[last][1], " ".join(plain.words[first : last + 1]))
