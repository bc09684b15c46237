"""The weights of words as a file of the release: what `script/learn` wrote, read into sums that are quick to make.

One line for each piece: its words, a tab, and what it weighs for every class of danger, in hundredths. The weights of
all classes are kept in one whole number, a field of bits for each, so that one addition adds them all.
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from .verdict import KINDS, Kind

#: The classes that words are weighed for; whoever is sad or swears is calm.
WEIGHED: Final[tuple[Kind, ...]] = tuple(kind for kind in KINDS if kind not in ("low", "swearing"))
#: A piece of a word stands behind this sign, as it is no word.
LETTERS: Final = "~"
#: Fields are so wide that no message of 2,000 letters fills one.
_BITS: Final = 32
_HALF: Final = 1 << (_BITS - 1)
_FIELDS: Final = struct.Struct(f"<{len(WEIGHED)}I")
_SIGNED: Final = struct.Struct(f"<{len(WEIGHED)}i")
#: The topmost bit of each field.
TOPMOST: Final = sum(_HALF << (_BITS * at) for at in range(len(WEIGHED)))
_FILE: Final = Path(__file__).with_name("weights.tsv")


@dataclass(frozen=True, slots=True)
class Weights:
    """What pieces weigh: single words with their letters, rows of two and of three words, and letters of any word.

    `bias` is what an empty message weighs for each class; `corpus` names the messages all this was learnt from.
    """

    bias: tuple[float, ...]
    corpus: str
    words: Mapping[str, int]
    rows: Mapping[tuple[str, ...], int]
    letters: Mapping[str, int]


#: Where nothing was learnt: one class is so near to calm that no rule is doubted (`deciding`), and none so near or so
#: many that a message is kept back for what its words weigh.
NONE: Final = Weights((*[-20.0] * (len(WEIGHED) - 1), -0.4), "", {}, {}, {})


def packed(weights: Sequence[int]) -> int:
    """The weights of all classes in one number."""
    # Each field is lifted by its topmost bit, which then goes from all at once: a release has a hundred thousand lines.
    return (int.from_bytes(_SIGNED.pack(*weights), "little") ^ TOPMOST) - TOPMOST


def unpacked(total: int) -> list[int]:
    """The sums of all classes, from the sum of such numbers."""
    return [field - _HALF for field in _FIELDS.unpack((total + TOPMOST).to_bytes(_FIELDS.size, "little"))]


def unpacked_all(totals: Iterable[int]) -> array[int]:
    """The sums of all classes of many such numbers, behind each other: a hundred thousand in a third of the time."""
    size = _FIELDS.size
    # What was lifted by its topmost bit and then has that turned is written as a machine writes a number with a sign.
    found = array("i", b"".join([((total + TOPMOST) ^ TOPMOST).to_bytes(size, "little") for total in totals]))
    if sys.byteorder == "big":
        found.byteswap()
    return found


def lifted(least: Sequence[int]) -> int:
    """A number that, added to sums, sets the topmost bit of every field that reaches its least."""
    return TOPMOST - packed(least)


def written(bias: Sequence[float], corpus: str, pieces: Mapping[str, Sequence[int]]) -> str:
    """The file that holds these."""
    head = json.dumps({"kinds": WEIGHED, "bias": [round(each, 3) for each in bias], "corpus": corpus})
    lines = (f"{piece}\t{' '.join(map(str, weights))}" for piece, weights in sorted(pieces.items()))
    return "\n".join((head, *lines, ""))


def read(lines: Iterable[str]) -> Weights:
    """The weights of a file. Raises `ValueError` if it was written for other classes."""
    each = iter(lines)
    head = json.loads(next(each))
    if tuple(head["kinds"]) != WEIGHED:
        raise ValueError("The weights were learnt for other classes: run script/learn.")
    words: dict[str, int] = {}
    rows: dict[tuple[str, ...], int] = {}
    letters: dict[str, int] = {}
    for line in each:
        piece, _, values = line.partition("\t")
        weight = packed([*map(int, values.split())])
        if piece[0] == LETTERS:
            letters[piece[1:]] = weight
        elif " " in piece:
            rows[tuple(map(sys.intern, piece.split(" ")))] = weight
        else:
            words[sys.intern(piece)] = weight
    return Weights(tuple(head["bias"]), head["corpus"], words, rows, letters)


@cache
def shipped() -> Weights:
    """The weights of the release."""
    with _FILE.open(encoding="utf-8") as lines:
        return read(lines)
