"""The names people have here, a colour and an animal: whatever a rule sees in one, it is how somebody is spoken to."""

from __future__ import annotations

from collections.abc import Container
from typing import Final

from cohorts import names

from .finding import Found
from .plain import Plain
from .verdict import Hit

_COLOURS: Final = frozenset(colour.lower() for colour in names.COLOURS)
_ANIMALS: Final = frozenset(animal.lower() for animal in names.ANIMALS)


def of_names(plain: Plain) -> frozenset[int]:
    """Which words are part of such a name."""
    pairs = enumerate(zip(plain.words, plain.words[1:], strict=False))
    firsts = [place for place, (colour, animal) in pairs if colour in _COLOURS and animal in _ANIMALS]
    return frozenset(firsts + [place + 1 for place in firsts])


def found_in(found: Found, spared: Container[int]) -> bool:
    """Whether a rule was met by such names and nothing else."""
    return any(all(word in spared for word in range(first, last + 1)) for first, last in found.places)


def hit_in(plain: Plain, hit: Hit, spared: Container[int]) -> bool:
    """Whether a place has words of such names and no other: between two names anything may stand."""
    held = [place for place, (start, end) in enumerate(plain.spans) if start < hit.end and hit.start < end]
    return bool(held) and all(place in spared for place in held)
